//! What a future is played by: how long everything lasts in it, and who comes later. There are futures in
//! which that is drawn, those by the pace of the room, and one in which all is as it is on average.

use crate::wait::dispatch::Candidate;

/// How long things take in one future, in seconds.
pub(crate) trait Course {
    /// What the doctor's consultation under way still takes; `None` if there is none, or it was over before
    /// and nobody has said so.
    fn remaining(&self, doctor: usize) -> Option<f64>;
    /// What a further consultation of the doctor still takes, as with the first.
    fn beside(&self, _doctor: usize, _index: usize) -> Option<f64> {
        None
    }
    /// The doctor's appointment, or the wait for somebody who does not come.
    fn appointment(&self, doctor: usize, index: usize) -> f64;
    /// When somebody who was sent elsewhere in the middle of a visit is back; infinite if that is not known.
    fn back(&self, _waiter: usize) -> f64 {
        f64::INFINITY
    }
    /// The visit of somebody who waits and is fetched at `at`, or what is left of it if they were seen
    /// before; 0 if they have left by then.
    fn visit(&self, doctor: usize, waiter: usize, at: f64) -> f64;
    /// How long the doctor goes on pausing from now on, seeing nobody now.
    fn rest(&self, _doctor: usize) -> f64 {
        0.0
    }
    /// How long the doctor pauses before the next patient is fetched, in the pause of this number.
    fn pause(&self, _doctor: usize, _number: usize) -> f64 {
        0.0
    }
    /// How long after the one before the next patient comes; infinite if nobody does.
    fn later_gap(&self, _number: usize) -> f64 {
        f64::INFINITY
    }
    /// Who that is, with what head start; `None` if it makes no difference to those who wait.
    fn later(&self, _number: usize) -> Option<(Candidate, f64)> {
        None
    }
    /// The visit of that patient.
    fn later_visit(&self, _doctor: usize, _number: usize) -> f64 {
        0.0
    }
}
