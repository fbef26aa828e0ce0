//! The forecast of one room at one instant: made once, then asked of all who wait, and of those who think of
//! joining.

use super::course::{Expected, Futures};
use super::dice::{self, Luck};
use super::estimate::{EstimateQuery, WaitEstimate};
use super::outlook::Outlook;
use super::paced::{self, Paced};
use super::play::Stage;
use super::scene::{Scene, WaiterAt};
use crate::error::faults::both;
use crate::error::{Error, ErrorCode, Path, Result};
use crate::limits::{FORECAST_CELLS_MAX, FORECAST_STEPS_MAX};
use crate::wire::uid::Uid;

/// What hangs on it which futures are by the pace.
const BY_PACE: u64 = 7 << 56;

/// The forecast of a waiting room at one instant.
///
/// It keeps what the room was when it was made; a room that has changed needs a new one.
#[derive(Debug, Clone)]
pub struct Forecast {
    pub(crate) scene: Scene,
    pub(crate) outlook: Outlook,
    /// The entries of those who wait, in the order of service.
    pub(crate) uids: Vec<Uid>,
}

impl Forecast {
    /// How long everybody in the queue will wait, in the order of service.
    ///
    /// # Errors
    /// `out_of_range` and `conflict` for `futures`; `too_many` where playing them would take more than two
    /// billion steps: ask for fewer.
    pub fn waits(&self, query: &EstimateQuery) -> Result<Vec<WaitEstimate>> {
        let (futures, seed) = both(query.futures(), query.seed())?;
        let mut starts = play(&self.scene, &self.outlook, futures, seed)?;
        let rows = self.uids.iter().zip(starts.chunks_exact_mut(futures as usize)).enumerate();
        Ok(rows
            .map(|(place, (uid, starts))| {
                WaitEstimate::new(Some(uid.clone()), place + 1, starts, &self.scene)
            })
            .collect())
    }

    /// The estimate of somebody who would join with so many before them in the order of service.
    pub(crate) fn wait_of(
        &self,
        joining: WaiterAt,
        place: usize,
        query: &EstimateQuery,
    ) -> Result<WaitEstimate> {
        let (futures, seed) = both(query.futures(), query.seed())?;
        let mut scene = self.scene.clone();
        scene.waiting.insert(place, joining);
        let mut starts = play(&scene, &self.outlook, futures, seed)?;
        let own = &mut starts[place * futures as usize..][..futures as usize];
        Ok(WaitEstimate::new(None, place + 1, own, &scene))
    }

    /// How many minutes everybody in the queue would wait if everything took as long as it does on average;
    /// `None` for who would not be seen.
    ///
    /// A preview in a hundredth of the time, to sort by or to show while one types. It says too much as a
    /// rule, so don't announce it: of several doctors, the first is free sooner than any of them on
    /// average.
    ///
    /// # Errors
    /// `too_many` where it would take more than two billion steps.
    pub fn expected_waits(&self) -> Result<Vec<Option<f64>>> {
        let mut waits = vec![None; self.scene.waiting.len()];
        let mut stage = Stage::new(&self.scene, FORECAST_STEPS_MAX);
        stage.play(&Expected::new(&self.scene, &self.outlook), |waiter, at| waits[waiter] = Some(at / 60.0));
        if stage.is_exhausted() { Err(too_many(FORECAST_STEPS_MAX, &Path::Root)) } else { Ok(waits) }
    }
}

fn too_many(limit: u64, path: &Path<'_>) -> Error {
    ErrorCode::TooMany { count: limit + 1, limit }.at(path)
}

/// When those who wait are seen: for each a row with a column per future, in seconds from now; infinite if
/// never.
fn play(scene: &Scene, outlook: &Outlook, count: u32, seed: u64) -> Result<Vec<f64>> {
    let root = Path::Root;
    let columns = count as usize;
    // Checked before any of it is there: the starts, and what is believed of every doctor with every reason.
    let beliefs = scene.doctors.len() * outlook.columns * Futures::beliefs(count) as usize;
    let cells = (scene.waiting.len() * columns).max(beliefs) as u64;
    if cells > FORECAST_CELLS_MAX {
        return Err(ErrorCode::TooMany { count: cells, limit: FORECAST_CELLS_MAX }.at(&root.field("futures")));
    }
    let mut starts = vec![f64::INFINITY; scene.waiting.len() * columns];
    let share = paced::share(scene, outlook);
    let by_pace = Luck::new(dice::mix(seed ^ BY_PACE), count);
    let is_paced = |future: u32| by_pace.of(future) < share;
    let mut steps = FORECAST_STEPS_MAX;
    if let Some(law) = outlook.pace.as_ref().filter(|_| share > 0.0) {
        let scene = paced::scene(scene);
        let paced = Paced::new(&scene, outlook, law, count, seed);
        let mut stage = Stage::new(&scene, steps);
        for future in (0..count).filter(|future| is_paced(*future)) {
            stage.play(&paced.future(future), |waiter, at| starts[waiter * columns + future as usize] = at);
        }
        steps = stage.steps_left();
    }
    if share < 1.0 {
        let futures = Futures::new(scene, outlook, count, seed);
        let mut stage = Stage::new(scene, steps);
        for future in (0..count).filter(|future| !is_paced(*future)) {
            stage.play(&futures.future(future), |waiter, at| starts[waiter * columns + future as usize] = at);
        }
        steps = stage.steps_left();
    }
    if steps == 0 { Err(too_many(FORECAST_STEPS_MAX, &root.field("futures"))) } else { Ok(starts) }
}
