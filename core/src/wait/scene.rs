//! A waiting room at one instant, as the futures start from it. Times are seconds from that instant, so what
//! has been is negative.

use crate::wait::dispatch::{Candidate, Skills};

/// A waiting room at one instant. A column is a reason, as the outlook counts them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene {
    /// In the order in which doctors who are free at the same time choose.
    pub(crate) doctors: Vec<DoctorAt>,
    /// In the order of service.
    pub(crate) waiting: Vec<WaiterAt>,
    /// Who serves which kinds of visits, and by column the kind; without any, all serve all.
    pub(crate) skills: Skills,
    pub(crate) kinds: Vec<u32>,
    /// Nobody is fetched from the queue this long before an appointment.
    pub(crate) guard: f64,
    /// How long a doctor waits for a patient with an appointment who does not come.
    pub(crate) grace: f64,
    /// From when on no consultation begins.
    pub(crate) close: f64,
    /// How long ago somebody was fetched last, or the first of those who wait came, if that was later.
    pub(crate) since_start: f64,
}

impl Scene {
    /// Which of so many columns somebody has come for, or will.
    pub(crate) fn columns_used(&self, count: usize) -> Vec<bool> {
        let mut used = vec![false; count];
        self.waiting.iter().for_each(|waiter| used[waiter.column] = true);
        for doctor in &self.doctors {
            doctor.current.iter().chain(&doctor.beside).for_each(|now| used[now.column] = true);
            doctor.appointments.iter().for_each(|planned| used[planned.column] = true);
        }
        used
    }

    /// When the last doctor goes, or the room closes.
    pub(crate) fn last_start(&self) -> f64 {
        let ends = self.doctors.iter().filter_map(|doctor| doctor.duty.last()).map(|(_, off)| *off);
        ends.fold(0.0, f64::max).min(self.close)
    }
}

/// A doctor and what lies ahead.
#[derive(Debug, Clone)]
pub(crate) struct DoctorAt {
    /// When consultations may begin: disjoint, in order, half-open.
    pub(crate) duty: Vec<(f64, f64)>,
    pub(crate) current: Option<CurrentAt>,
    /// Further consultations under way, and how many there may be in all.
    pub(crate) beside: Vec<CurrentAt>,
    pub(crate) places: usize,
    /// Whether the doctor is away now, for however long.
    pub(crate) is_away: bool,
    /// Of one who is on duty and has a place for somebody.
    pub(crate) free: Option<FreeAt>,
    pub(crate) key: u64,
    /// Appointments that have not begun, by start.
    pub(crate) appointments: Vec<AppointmentAt>,
}

/// Of a doctor on duty with a free place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreeAt {
    /// For how long.
    pub(crate) age: f64,
    /// After how much of that somebody waited in vain, last.
    pub(crate) asked_at: Option<f64>,
}

/// A consultation under way.
#[derive(Debug, Clone)]
pub(crate) struct CurrentAt {
    pub(crate) column: usize,
    pub(crate) elapsed: f64,
    /// Whether it may be that nobody has come.
    pub(crate) is_appointment: bool,
    pub(crate) key: u64,
    /// Whether it has been open for so long that nobody believes it.
    pub(crate) is_forgotten: bool,
    /// If the doctor is on duty: for how long somebody who waits now has done so meanwhile.
    pub(crate) in_vain: Option<f64>,
}

impl CurrentAt {
    /// How long ago it was over if it took so long, and for how long somebody has waited in vain since.
    pub(crate) fn over_for(&self, length: f64) -> (f64, f64) {
        let over_for = (self.elapsed - length).max(0.0);
        (over_for, over_for.min(self.in_vain.unwrap_or_default()))
    }

    /// Whether the doctor may still be waiting for somebody who does not come.
    pub(crate) fn may_be_nobody(&self, grace: f64) -> bool {
        self.is_appointment && self.elapsed < grace
    }
}

/// An appointment that has not begun.
#[derive(Debug, Clone)]
pub(crate) struct AppointmentAt {
    pub(crate) at: f64,
    pub(crate) column: usize,
    pub(crate) key: u64,
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub(crate) struct WaiterAt {
    pub(crate) candidate: Candidate,
    pub(crate) column: usize,
    /// For how long; of somebody who is yet to come, the time until then, negative. Those come after all who
    /// are there, in their order.
    pub(crate) waited: f64,
    /// When they came, by the order of service.
    pub(crate) counts_from: f64,
    pub(crate) key: u64,
    /// Doctors who have seen them before, and for how long.
    pub(crate) seen: Vec<(usize, f64)>,
    /// Of one who was sent elsewhere and is expected back.
    pub(crate) elsewhere: Option<ElsewhereAt>,
}

impl WaiterAt {
    /// For how long the doctor has seen them before.
    pub(crate) fn seen_by(&self, doctor: usize) -> f64 {
        self.seen.iter().find(|(other, _)| *other == doctor).map_or(0.0, |(_, seconds)| *seconds)
    }
}

/// Being elsewhere in the middle of a visit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ElsewhereAt {
    /// The doctor who sent them, if that one is still here.
    pub(crate) sent_by: Option<usize>,
    pub(crate) elapsed: f64,
}
