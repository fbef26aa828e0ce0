//! Places in the queue, and the two estimates that need nothing else.

use super::WaitingRoom;
use super::doctor::QueueDoctor;
use super::entry::QueueStatus;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;

impl WaitingRoom {
    /// How many wait.
    pub fn length(&self) -> usize {
        self.waiting.len()
    }

    /// The 1-based place of an entry in the order of service; `None` unless it is waiting.
    pub fn position(&self, uid: &str) -> Option<usize> {
        let entry = self.entries.get(uid).filter(|entry| entry.status == QueueStatus::Waiting)?;
        Some(self.waiting.range(..entry.place()).count() + 1)
    }

    /// How many are seen before an entry; for who is not waiting, how many would be, that is all who wait.
    pub fn before_me(&self, uid: &str) -> usize {
        self.position(uid).map_or(self.length(), |position| position - 1)
    }

    /// Minutes until an entry is seen, its own turn counted: its position times the average visit, divided by
    /// the places of doctors on duty if the policy says so, rounded up. `None` unless it is waiting.
    ///
    /// ```
    /// use frontdesk::{Instant, WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{ "entries": [
    ///     { "uid": "q-1", "status": "waiting", "patient_uid": "pat-1", "registered_at": 1774256400,
    ///       "sequence": 0 },
    ///     { "uid": "q-2", "status": "waiting", "patient_uid": "pat-2", "registered_at": 1774256460,
    ///       "sequence": 1 } ] }"#)?)?;
    /// assert_eq!(room.position_times_average("q-2", Instant(1_774_256_500)), Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn position_times_average(&self, uid: &str, now: Instant) -> Option<i64> {
        Some(self.minutes_at(self.position(uid)?, now))
    }

    pub(super) fn minutes_at(&self, position: usize, now: Instant) -> i64 {
        let on_duty = self.doctors.iter().filter(|doctor| doctor.is_on_duty(now));
        let places: usize = on_duty.map(QueueDoctor::places).sum();
        let places = if self.policy.divide_by_doctors { places.max(1) } else { 1 };
        (position * self.policy.average_visit() as usize).div_ceil(places) as i64
    }

    /// Seconds until an entry is seen, its own turn not counted: the average visit times `before_me`, whether
    /// it is waiting or not.
    pub fn average_times_before_me(&self, uid: &str) -> i64 {
        self.policy.average_visit() * MINUTE * self.before_me(uid) as i64
    }
}
