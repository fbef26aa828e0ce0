//! A waiting room as a handle, and the forecast of one.

use frontdesk::{EstimateQuery, Joining, QueueCommand, QueueEvent, WaitingRoomSnapshot};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Answer, answer, instant, read, read_as, refusal, write};
use crate::learner::Learner;
use crate::lenient::LeftOut;

/// A waiting room, ready to be asked.
#[wasm_bindgen]
pub struct WaitingRoom(
    frontdesk::WaitingRoom,
    /// What was not known of what a newer server wrote; refused if there is no list.
    Option<Vec<LeftOut>>,
);

#[wasm_bindgen]
impl WaitingRoom {
    /// Checks and prepares a room.
    ///
    /// # Errors
    /// As `WaitingRoom::new` of the core; so with all of them.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &[u8], is_lenient: bool) -> Answer<WaitingRoom> {
        let mut left_out = is_lenient.then(Vec::new);
        let room = frontdesk::WaitingRoom::new(read_as::<WaitingRoomSnapshot>(snapshot, left_out.as_mut())?);
        Ok(Self(room.map_err(|error| refusal(&error))?, left_out))
    }

    /// What was left out of the snapshot, of events and of changes.
    #[wasm_bindgen(js_name = leftOut)]
    pub fn left_out(&self) -> Answer {
        write(self.1.as_deref().unwrap_or_default())
    }

    /// The room as plain data.
    pub fn snapshot(&self) -> Answer {
        write(&self.0.snapshot())
    }

    /// Its policy.
    pub fn policy(&self) -> Answer {
        write(self.0.policy())
    }

    /// Its doctors.
    pub fn doctors(&self) -> Answer {
        write(self.0.doctors())
    }

    /// A doctor, or null.
    pub fn doctor(&self, uid: &str) -> Answer {
        write(&self.0.doctor(uid))
    }

    /// An entry, or null.
    pub fn entry(&self, uid: &str) -> Answer {
        write(&self.0.entry(uid))
    }

    /// Those who wait, in the order of service.
    pub fn waiting(&self) -> Answer {
        write(&self.0.waiting().collect::<Vec<_>>())
    }

    /// How many wait.
    pub fn length(&self) -> usize {
        self.0.length()
    }

    /// What would happen.
    pub fn decide(&self, command: &[u8], now: f64) -> Answer {
        answer(self.0.decide(&read::<QueueCommand>(command)?, instant(now)))
    }

    /// Records what happened.
    pub fn apply(&mut self, event: &[u8]) -> Answer<bool> {
        Ok(self.0.apply(&read_as::<QueueEvent>(event, self.1.as_mut())?))
    }

    /// Makes a change.
    pub fn change(&mut self, change: &[u8]) -> Answer<()> {
        self.0.change(read_as(change, self.1.as_mut())?).map_err(|error| refusal(&error))
    }

    /// What an event that is not applied yet teaches, or null.
    #[wasm_bindgen(js_name = visitOf)]
    pub fn visit_of(&self, event: &[u8]) -> Answer {
        write(&self.0.visit_of(&read::<QueueEvent>(event)?))
    }

    /// The 1-based place of an entry, or null.
    pub fn position(&self, uid: &str) -> Option<usize> {
        self.0.position(uid)
    }

    /// How many are before an entry.
    #[wasm_bindgen(js_name = beforeMe)]
    pub fn before_me(&self, uid: &str) -> usize {
        self.0.before_me(uid)
    }

    /// Minutes by position times average, or null.
    #[wasm_bindgen(js_name = positionTimesAverage)]
    pub fn position_times_average(&self, uid: &str, now: f64) -> Option<f64> {
        self.0.position_times_average(uid, instant(now)).map(|minutes| minutes as f64)
    }

    /// Seconds by average times those before.
    #[wasm_bindgen(js_name = averageTimesBeforeMe)]
    pub fn average_times_before_me(&self, uid: &str) -> f64 {
        self.0.average_times_before_me(uid) as f64
    }

    /// How long everybody waits.
    pub fn estimate(&self, learner: &Learner, query: &[u8], now: f64) -> Answer {
        answer(self.0.estimate(&learner.0, &read::<EstimateQuery>(query)?, instant(now)))
    }

    /// How long somebody would wait who joined now.
    #[wasm_bindgen(js_name = estimateIfJoined)]
    pub fn estimate_if_joined(&self, learner: &Learner, joining: &[u8], query: &[u8], now: f64) -> Answer {
        answer(self.0.estimate_if_joined(&learner.0, &read::<Joining>(joining)?, &read(query)?, instant(now)))
    }

    /// The consultations that were probably over long ago.
    pub fn forgotten(&self, learner: &Learner, now: f64) -> Answer {
        answer(self.0.forgotten(&learner.0, instant(now)))
    }

    /// What became of what patients were told.
    pub fn promises(&self, from: f64, to: f64) -> Answer {
        answer(self.0.promises(instant(from), instant(to)))
    }

    /// The forecast at an instant.
    pub fn forecast(&self, learner: &Learner, now: f64) -> Answer<Forecast> {
        self.0.forecast(&learner.0, instant(now)).map(Forecast).map_err(|error| refusal(&error))
    }
}

/// The forecast of a room at one instant.
#[wasm_bindgen]
pub struct Forecast(frontdesk::Forecast);

#[wasm_bindgen]
impl Forecast {
    /// How long everybody waits.
    pub fn waits(&self, query: &[u8]) -> Answer {
        answer(self.0.waits(&read(query)?))
    }

    /// How long everybody would wait if everything took as long as it does on average.
    #[wasm_bindgen(js_name = expectedWaits)]
    pub fn expected_waits(&self) -> Answer {
        answer(self.0.expected_waits())
    }
}
