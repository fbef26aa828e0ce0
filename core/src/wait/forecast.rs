//! The forecast of one room at one instant: made once, then asked of all who wait, and of those who think of
//! joining.

use super::beliefs::{Beliefs, FRESH_VISITS};
use super::course::{self, Futures};
use super::dice::{self, Luck};
use super::estimate::{EstimateQuery, WaitEstimate};
use super::expected::Expected;
use super::outlook::Outlook;
use super::paced::{self, Paced};
use super::play::Stage;
use super::said::{Said, Told};
use super::scene::{DoctorAt, Scene, WaiterAt};
use super::weighed;
use crate::error::faults::both;
use crate::error::{Error, ErrorCode, Path, Result};
use crate::limits::{FORECAST_CELLS_MAX, FORECAST_STEPS_MAX, FUTURES_MIN};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// What hangs on it which futures are by the pace.
const BY_PACE: u64 = 7 << 56;

/// Futures played of a small room as long as little was learned, unless the query says otherwise; and how
/// many starts that may come to.
const FUTURES_FRESH: u32 = 2_048;
const FRESH_CELLS_MAX: u64 = 1 << 17;

/// The forecast of a waiting room at one instant.
///
/// It keeps what the room was when it was made; a room that has changed needs a new one.
#[derive(Debug, Clone)]
pub struct Forecast {
    pub(crate) now: Instant,
    pub(crate) scene: Scene,
    pub(crate) outlook: Outlook,
    /// The entries of those who wait, in the order of service.
    pub(crate) uids: Vec<Uid>,
    /// What they were told before.
    pub(crate) told: Vec<Told>,
}

impl Forecast {
    /// How long everybody in the queue will wait, in the order of service.
    ///
    /// # Errors
    /// `out_of_range`, `conflict` and `too_many` for what is wrong with the query; `too_many` at `futures`,
    /// at once, where playing them would take more than two billion steps: ask for fewer, or for no number.
    pub fn waits(&self, query: &EstimateQuery) -> Result<Vec<WaitEstimate>> {
        let ((asked, seed), ()) = both(query.played(), query.check_details())?;
        let futures = affordable(&self.scene, &self.outlook, asked, query.futures.is_none())?;
        let starts = play(&self.scene, &self.outlook, futures, seed)?;
        let people = self.uids.iter().zip(&self.told);
        let rows = people.zip(starts.chunks_exact(futures as usize)).enumerate();
        let said = Said::new(&self.scene, query, self.now);
        Ok(rows.map(|(place, ((uid, told), starts))| said.of(Some(uid), Some(told), place, starts)).collect())
    }

    /// The estimate of somebody who would join with so many before them in the order of service.
    pub(crate) fn wait_of(
        &self,
        joining: WaiterAt,
        place: usize,
        query: &EstimateQuery,
    ) -> Result<WaitEstimate> {
        let ((asked, seed), ()) = both(query.played(), query.check_details())?;
        let mut scene = self.scene.clone();
        scene.waiting.insert(place, joining);
        let futures = affordable(&scene, &self.outlook, asked, query.futures.is_none())?;
        let starts = play(&scene, &self.outlook, futures, seed)?;
        let own = &starts[place * futures as usize..][..futures as usize];
        Ok(Said::new(&scene, query, self.now).of(None, None, place, own))
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

/// How many futures are played: as many as were asked for. If nobody asked for a number more as long as
/// little was learned, for numbers that stand still from look to look; and if that would take too long half
/// of it, and so on. Known beforehand: nobody waits for seconds to be refused.
fn affordable(scene: &Scene, outlook: &Outlook, asked: u32, is_free: bool) -> Result<u32> {
    let mut asked = asked;
    while is_free
        && outlook.visits < FRESH_VISITS
        && asked < FUTURES_FRESH
        && scene.waiting.len() as u64 * u64::from(asked) < FRESH_CELLS_MAX
    {
        asked *= 2;
    }
    let may_come = if course::later_rate(scene, outlook) > 0.0 { 2 * course::LATER_MAX as u64 } else { 0 };
    let doctors = scene.doctors.len() as u64;
    let per_turn = doctors + scene.skills.count() as u64;
    let ahead =
        |doctor: &DoctorAt| 3 * doctor.duty.len() + 2 * doctor.appointments.len() + doctor.beside.len();
    // Who has several places is also asked when somebody leaves another one.
    let per_waiter = if scene.doctors.iter().any(|doctor| doctor.places > 1) { 6 } else { 4 };
    let turns = per_waiter * scene.waiting.len() + scene.doctors.iter().map(ahead).sum::<usize>();
    if (turns as u64 + may_come + doctors) * per_turn * u64::from(asked) < FORECAST_STEPS_MAX {
        return Ok(asked);
    }
    let mut stage = Stage::new(scene, FORECAST_STEPS_MAX);
    stage.play(&Expected::new(scene, outlook), |_, _| {});
    let steps = FORECAST_STEPS_MAX - stage.steps_left() + may_come * per_turn;
    let mut futures = asked;
    while steps * u64::from(futures) >= FORECAST_STEPS_MAX {
        if !is_free || i64::from(futures) <= FUTURES_MIN {
            return Err(too_many(FORECAST_STEPS_MAX, &Path::Root.field("futures")));
        }
        futures /= 2;
    }
    Ok(futures)
}

/// When those who wait are seen: for each a row with a column per future, in seconds from now; infinite if
/// never.
fn play(scene: &Scene, outlook: &Outlook, count: u32, seed: u64) -> Result<Vec<f64>> {
    let root = Path::Root;
    let columns = count as usize;
    // Checked before any of it is there: the starts, and what is believed of every doctor with every reason.
    let beliefs = scene.doctors.len() * outlook.columns * Beliefs::count(count, outlook) as usize;
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
        if let Some(weights) = futures.weights() {
            // A mean over both sides of a break would be in it.
            let is_smooth = scene.doctors.iter().all(|doctor| doctor.duty.len() <= 1);
            let rows = starts.chunks_exact_mut(columns);
            rows.for_each(|starts| weighed::weigh(starts, weights, is_smooth));
        }
    }
    if steps == 0 { Err(too_many(FORECAST_STEPS_MAX, &root.field("futures"))) } else { Ok(starts) }
}
