//! A clinic's stream of finished visits and questions, and what its lines are to the engine.
//!
//! Times of the stream are minutes with a fraction; the engine's are whole seconds.

use frontdesk::{
    Consultation, DoctorPreference, Duty, Instant, Joining, QueueDoctor, QueueEntry, QueuePolicy,
    QueueStatus, Uid, UpcomingAppointment, Visit, VisitKind, VisitOutcome, VisitReason, WaitingRoomSnapshot,
};
use serde::{Deserialize, Serialize};

use crate::room::waiter;

/// A line of the stream.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// From here on another clinic: nothing is known of it.
    Clinic {
        /// Its number.
        clinic: u32,
    },
    /// A visit that is over.
    Visit(PastVisit),
    /// How long will the asker wait?
    Query(Box<Question>),
}

/// A visit that is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PastVisit {
    /// `walkin` or `appt`.
    pub kind: String,
    /// −1 if no doctor saw the patient.
    pub doctor: i64,
    /// Index of the reason.
    pub reason: usize,
    /// When the patient came; of an appointment its time.
    pub arrived: f64,
    /// When the consultation began.
    pub started: Option<f64>,
    /// When it was over, or the patient left.
    pub ended: f64,
    /// `done`, `aband`, `no_show` or `unserved`.
    pub outcome: String,
    /// The doctor they wanted to see, or −1.
    #[serde(default = "nobody")]
    pub pref: i64,
    /// What that meant.
    #[serde(flatten)]
    pub wish: Wish,
    /// 1 if urgent.
    pub urgent: u8,
}

/// A room, and somebody who has just come to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    /// Its number.
    pub q: u64,
    /// Now.
    pub t: f64,
    /// Who sees patients today.
    pub doctors: Vec<Doctor>,
    /// Who waits, in the order of service.
    pub queue: Vec<Waiter>,
    /// Who asks.
    pub asker: Asker,
    /// How the room works.
    pub policy: Policy,
    /// The end of the day.
    pub close: f64,
}

/// A doctor of the day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Doctor {
    /// The doctor's number.
    pub id: i64,
    /// Whom the doctor sees.
    pub current: Option<Current>,
    /// When the doctor is on duty.
    pub windows: Vec<(f64, f64)>,
    /// Appointments that have not begun.
    pub appts: Vec<Planned>,
}

/// A consultation under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Current {
    /// `walkin` or `appt`.
    pub kind: String,
    /// Index of the reason.
    pub reason: usize,
    /// When it began.
    pub started: f64,
    /// When the patient came.
    pub arrived: f64,
    /// The patient.
    pub patient: String,
}

/// An appointment that has not begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Planned {
    /// When it is to begin.
    pub at: f64,
    /// Index of the reason.
    pub reason: usize,
}

/// Somebody who waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waiter {
    /// The patient.
    pub id: String,
    /// When the patient came.
    pub arrived: f64,
    /// Index of the reason.
    pub reason: usize,
    /// The doctor they want to see, or −1.
    pub pref: i64,
    /// What that means.
    #[serde(flatten)]
    pub wish: Wish,
    /// 1 if urgent.
    pub urgent: u8,
}

/// What it means to want a doctor.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Wish {
    /// `soft`, or `strict`: that doctor only, which is what is meant if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference: Option<DoctorPreference>,
    /// With a soft preference: that doctor only for so many minutes after `arrived`, and then anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_minutes: Option<i64>,
}

/// Somebody who has just come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asker {
    /// The patient.
    pub id: String,
    /// Index of the reason.
    pub reason: usize,
    /// The doctor they want to see, or −1.
    pub pref: i64,
    /// What that means.
    #[serde(flatten)]
    pub wish: Wish,
}

/// How the room works.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Policy {
    /// Minutes before an appointment in which nobody is fetched.
    pub guard: f64,
    /// Minutes for which a doctor waits for the patient of an appointment.
    pub grace: f64,
    /// What the clinic thinks its visits take, by reason.
    pub nominal_minutes: Vec<f64>,
}

fn nobody() -> i64 {
    -1
}

pub(super) fn instant(minutes: f64) -> Instant {
    Instant((minutes * 60.0).round() as i64)
}

fn reason(index: usize) -> Option<Uid> {
    Some(format!("reason-{index}").into())
}

fn doctor(id: i64) -> Option<Uid> {
    (id >= 0).then(|| format!("doc-{id}").into())
}

fn kind(word: &str) -> VisitKind {
    if word == "appt" { VisitKind::Appointment } else { VisitKind::WalkIn }
}

fn preference(pref: i64, wish: &Wish) -> DoctorPreference {
    let meant = wish.preference.unwrap_or(DoctorPreference::Strict);
    if pref >= 0 { meant } else { DoctorPreference::Soft }
}

impl PastVisit {
    pub(super) fn visit(&self) -> Visit {
        let goes_first = preference(self.pref, &self.wish) == DoctorPreference::Soft
            && self.wish.patience_minutes.is_none();
        Visit {
            kind: kind(&self.kind),
            outcome: match self.outcome.as_str() {
                "done" => VisitOutcome::Completed,
                "aband" => VisitOutcome::Abandoned,
                "no_show" => VisitOutcome::NoShow,
                _ => VisitOutcome::Unserved,
            },
            doctor_uid: doctor(self.doctor),
            reason: reason(self.reason),
            started_at: self.started.map(instant),
            urgent: self.urgent == 1,
            preferred_doctor_uid: doctor(self.pref).filter(|_| goes_first),
            ..Visit::abandoned(instant(self.arrived), instant(self.ended))
        }
    }
}

impl Policy {
    pub(super) fn reasons(&self) -> Vec<VisitReason> {
        let reason = |(index, minutes): (usize, &f64)| VisitReason {
            reason: format!("reason-{index}").into(),
            duration_minutes: minutes.round() as i64,
            doctor_uids: None,
        };
        self.nominal_minutes.iter().enumerate().map(reason).collect()
    }
}

impl Question {
    /// The room without the asker.
    pub fn room(&self) -> WaitingRoomSnapshot {
        let in_consultation = self.doctors.iter().filter_map(Doctor::in_consultation);
        let waiting = self.queue.iter().map(Waiter::entry);
        WaitingRoomSnapshot {
            policy: QueuePolicy {
                guard_minutes: self.policy.guard.round() as i64,
                no_show_grace_minutes: self.policy.grace.round() as i64,
                closes_at: Some(instant(self.close)),
                visit_reasons: self.policy.reasons(),
                ..QueuePolicy::default()
            },
            doctors: self.doctors.iter().map(Doctor::doctor).collect(),
            entries: in_consultation
                .chain(waiting)
                .enumerate()
                .map(|(place, entry)| QueueEntry { sequence: place as i64, ..entry })
                .collect(),
            ..WaitingRoomSnapshot::default()
        }
    }
}

impl Doctor {
    fn doctor(&self) -> QueueDoctor {
        let current = |current: &Current| Consultation {
            kind: kind(&current.kind),
            uid: current.patient.as_str().into(),
            reason: reason(current.reason),
            registered_at: instant(current.arrived),
            started_at: instant(current.started),
        };
        let planned = |planned: &Planned| UpcomingAppointment {
            uid: format!("{}-{}", self.id, planned.at).into(),
            start_date: instant(planned.at),
            reason: reason(planned.reason),
        };
        QueueDoctor {
            uid: doctor(self.id).unwrap_or_default(),
            duty: self
                .windows
                .iter()
                .map(|&(on, off)| Duty { start_date: instant(on), end_date: instant(off) })
                .collect(),
            appointments: self.appts.iter().map(planned).collect(),
            current: self.current.as_ref().map(current),
            ..QueueDoctor::default()
        }
    }

    /// The queue entry of whom the doctor sees, if they came from the queue.
    fn in_consultation(&self) -> Option<QueueEntry> {
        let current = self.current.as_ref().filter(|current| kind(&current.kind) == VisitKind::WalkIn)?;
        Some(QueueEntry {
            status: QueueStatus::Allocated,
            visit_reason: reason(current.reason),
            doctor_uid: doctor(self.id),
            video_room_id: Some("room".into()),
            allocated_at: Some(instant(current.started)),
            ..waiter(&current.patient, instant(current.arrived))
        })
    }
}

impl Waiter {
    fn entry(&self) -> QueueEntry {
        QueueEntry {
            visit_reason: reason(self.reason),
            preferred_doctor_uid: doctor(self.pref),
            preference: preference(self.pref, &self.wish),
            preference_patience_minutes: self.wish.patience_minutes,
            urgent: self.urgent == 1,
            ..waiter(&self.id, instant(self.arrived))
        }
    }
}

impl Asker {
    /// What the asker says who would join.
    pub(super) fn joining(&self) -> Joining {
        Joining {
            visit_reason: reason(self.reason),
            preferred_doctor_uid: doctor(self.pref),
            preference: preference(self.pref, &self.wish),
            preference_patience_minutes: self.wish.patience_minutes,
            ..Joining::default()
        }
    }
}
