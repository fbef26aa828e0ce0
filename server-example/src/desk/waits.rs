//! How long those in a waiting room will wait: played once for each state of the room and each second,
//! however many ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError, RwLock};

use frontdesk::{EstimateMode, EstimateQuery, Instant, Uid, WaitEstimate};
use tokio::sync::Mutex;

use super::state::State;
use crate::error::{ApiError, ApiResult};

/// The estimates of a room at a version and an instant.
type Played = (i64, Instant, Arc<Vec<WaitEstimate>>);

/// The latest estimates of an organisation's rooms.
#[derive(Default)]
pub(super) struct Waits {
    rooms: Lock<HashMap<Uid, Arc<Mutex<Option<Played>>>>>,
}

impl Waits {
    /// How long everybody in a room will wait, in the order of service, as `published` knows the room.
    pub(super) async fn estimates(
        &self,
        published: &RwLock<State>,
        room: &Uid,
        now: Instant,
    ) -> ApiResult<Arc<Vec<WaitEstimate>>> {
        let read = || published.read().unwrap_or_else(PoisonError::into_inner);
        let place = self
            .rooms
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(room.clone())
            .or_default()
            .clone();
        // Those who come meanwhile wait for the same answer.
        let mut played = place.lock().await;
        let version = read().version;
        if let Some((of_version, at, estimates)) = &*played
            && (*of_version, *at) == (version, now)
        {
            return Ok(estimates.clone());
        }
        let question = {
            let state = read();
            let room = state.rooms.get(room);
            room.map(|room| (room.foreseen(&state.clinic, &state.rooms, now), room.learner.clone()))
        };
        let Some((prepared, learner)) = question else { return Ok(Arc::default()) };
        let prepared = prepared?;
        // What is shown rises only if something explains it, so what was shown before is asked with.
        let before = played.iter().flat_map(|(.., estimates)| estimates.iter());
        let shown = Some(before.filter_map(|estimate| estimate.shown.clone()).collect());
        let play = move || {
            let simulated =
                prepared.estimate(&learner, &EstimateQuery { shown, ..EstimateQuery::default() }, now);
            // A room with too many in it for its futures to be played is estimated by position.
            simulated.or_else(|_| {
                let simple =
                    EstimateQuery { mode: EstimateMode::PositionTimesAverage, ..EstimateQuery::default() };
                prepared.estimate(&learner, &simple, now)
            })
        };
        let estimates =
            tokio::task::spawn_blocking(play).await.map_err(|error| ApiError::internal(&error))??;
        let estimates = Arc::new(estimates);
        *played = Some((version, now, estimates.clone()));
        Ok(estimates)
    }
}
