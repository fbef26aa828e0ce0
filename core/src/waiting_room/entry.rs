//! Queue entries: who waits, for whom, and what became of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::appointment::Actor;
use crate::time::instant::Instant;
use crate::time::zone::MINUTE;
use crate::wait::{ShownWait, VisitKind};
use crate::wire::uid::Uid;

use super::doctor::Consultation;
use super::part::VisitPart;

/// Somebody who joined the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct QueueEntry {
    /// The id, such as `q-abc123`.
    pub uid: Uid,
    /// Where it stands.
    pub status: QueueStatus,
    /// The patient.
    pub patient_uid: Uid,
    /// What the visit is about: a word of the policy's `visit_reasons`, or any other.
    #[serde(default)]
    pub visit_reason: Option<Uid>,
    /// Whom the patient would like to see.
    #[serde(default)]
    pub preferred_doctor_uid: Option<Uid>,
    /// What that means.
    #[serde(default)]
    pub preference: DoctorPreference,
    /// With it, only the preferred doctor sees the patient until so long after `registered_at`; then anybody
    /// does. 0 to 10080.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub preference_patience_minutes: Option<i64>,
    /// The priority level by which the patient was triaged last: a word of the policy's `levels` then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Uid>,
    /// Urgent patients are seen before others.
    #[serde(default)]
    pub urgent: bool,
    /// In the order of service the patient counts as having come so much earlier, 0 to 604800: the credit of
    /// a priority level. Who is urgent goes first all the same.
    #[serde(
        default,
        skip_serializing_if = "crate::wire::is_default",
        deserialize_with = "crate::wire::integer"
    )]
    pub head_start_seconds: i64,
    /// Whether the patient is there to be seen. Doctors pass over who is not.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub presence: QueuePresence,
    /// When a patient who is `on_the_way` will be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<Instant>,
    /// The parts of the visit that are over, where a doctor sent the patient elsewhere in the middle of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<VisitPart>,
    /// What the patient was told first of how long it will be: the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<ShownWait>,
    /// What the patient was told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownWait>,
    /// When the patient joined.
    pub registered_at: Instant,
    /// The number of the event by which the patient joined. It orders those of the same instant.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub sequence: i64,
    /// The doctor who sees or saw the patient.
    #[serde(default)]
    pub doctor_uid: Option<Uid>,
    /// Where they meet.
    #[serde(default)]
    pub video_room_id: Option<Uid>,
    /// When the doctor took the patient in.
    #[serde(default)]
    pub allocated_at: Option<Instant>,
    /// When the consultation was over.
    #[serde(default)]
    pub completed_at: Option<Instant>,
    /// When it was called off.
    #[serde(default)]
    pub cancelled_at: Option<Instant>,
    /// Who called it off.
    #[serde(default)]
    pub cancelled_by: Option<Actor>,
}

/// Where an entry stands, as in the documented API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueueStatus {
    /// In the queue.
    Waiting,
    /// With a doctor.
    Allocated,
    /// Over.
    Completed,
    /// Called off.
    Cancelled,
}

/// Whether a patient who waits is there to be seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueuePresence {
    /// There.
    #[default]
    Ready,
    /// Not there, and nobody knows until when: at the laboratory, in the car.
    Elsewhere,
    /// There at a time that is known; from then on as if `ready`.
    OnTheWay,
}

/// What it means to prefer a doctor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum DoctorPreference {
    /// That doctor sees the patient before others; anybody else may do so too.
    #[default]
    Soft,
    /// Only that doctor sees the patient.
    Strict,
}

impl QueueStatus {
    /// Whether there is more to come.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Allocated)
    }
}

impl fmt::Display for QueueStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Allocated => "allocated",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        })
    }
}

/// The order of service: urgent first, then who was seen before, then by arrival.
pub(super) type Place = (bool, bool, Instant, i64);

impl QueueEntry {
    /// Somebody who joins, and would see anybody.
    pub(super) fn new(uid: Uid, patient_uid: Uid, registered_at: Instant, sequence: i64) -> Self {
        Self {
            uid,
            status: QueueStatus::Waiting,
            patient_uid,
            visit_reason: None,
            preferred_doctor_uid: None,
            preference: DoctorPreference::Soft,
            preference_patience_minutes: None,
            level: None,
            urgent: false,
            head_start_seconds: 0,
            presence: QueuePresence::Ready,
            ready_at: None,
            parts: Vec::new(),
            announced: None,
            shown: None,
            registered_at,
            sequence,
            doctor_uid: None,
            video_room_id: None,
            allocated_at: None,
            completed_at: None,
            cancelled_at: None,
            cancelled_by: None,
        }
    }

    /// The entry without what has happened to it since, as far as that can be told.
    pub(super) fn as_registered(&self) -> Self {
        Self {
            visit_reason: self.visit_reason.clone(),
            preferred_doctor_uid: self.preferred_doctor_uid.clone(),
            preference: self.preference,
            preference_patience_minutes: self.preference_patience_minutes,
            level: self.level.clone(),
            urgent: self.urgent,
            head_start_seconds: self.head_start_seconds,
            ..Self::new(self.uid.clone(), self.patient_uid.clone(), self.registered_at, self.sequence)
        }
    }

    /// When the patient came, by the order of service.
    pub(super) fn counts_from(&self) -> Instant {
        Instant(self.registered_at.0 - self.head_start_seconds)
    }

    pub(super) fn place(&self) -> Place {
        (!self.urgent, !self.was_seen(), self.counts_from(), self.sequence)
    }

    /// From when on the patient is there to be seen, in Unix seconds; infinite if nobody knows.
    pub(super) fn is_there_from(&self) -> f64 {
        match (self.presence, self.ready_at) {
            (QueuePresence::Ready, _) => f64::NEG_INFINITY,
            (QueuePresence::OnTheWay, Some(at)) => at.0 as f64,
            (QueuePresence::Elsewhere | QueuePresence::OnTheWay, _) => f64::INFINITY,
        }
    }

    /// The only doctor who may ever see the patient, if it is so.
    pub(super) fn only_doctor(&self) -> Option<&Uid> {
        self.preferred_doctor_uid.as_ref().filter(|_| self.preference == DoctorPreference::Strict)
    }

    /// The doctor who sees the patient before others, if there is one.
    pub(super) fn own_first_doctor(&self) -> Option<&Uid> {
        let is_plain =
            self.preference == DoctorPreference::Soft && self.preference_patience_minutes.is_none();
        self.preferred_doctor_uid.as_ref().filter(|_| is_plain)
    }

    /// When anybody may see one who waits for the preferred doctor only.
    pub(super) fn patience_ends(&self) -> Option<Instant> {
        self.preference_patience_minutes.map(|minutes| Instant(self.registered_at.0 + minutes * MINUTE))
    }

    /// What happened to it last. Nothing is recorded earlier than what it follows, whatever the clock says.
    pub(super) fn latest(&self) -> Instant {
        let parted = self.parts.iter().map(|part| part.back_at.unwrap_or(part.sent_at));
        let stamps = [self.allocated_at, self.completed_at, self.cancelled_at];
        stamps.into_iter().flatten().chain(parted).fold(self.registered_at, Instant::max)
    }

    /// For how many seconds the patient has waited beyond what was promised; `None` if that is not so.
    pub(super) fn overdue_seconds(&self, now: Instant) -> Option<i64> {
        let waits = self.status == QueueStatus::Waiting && !self.was_seen();
        let until = self.announced.as_ref().filter(|_| waits)?.until();
        Some(now.0 - until.0).filter(|beyond| *beyond > 0)
    }

    /// The consultation of an entry that is allocated.
    pub(super) fn consultation(&self) -> Option<Consultation> {
        let started_at = self.allocated_at.filter(|_| self.status == QueueStatus::Allocated)?;
        let (uid, reason) = (self.uid.clone(), self.visit_reason.clone());
        Some(Consultation {
            kind: VisitKind::WalkIn,
            uid,
            reason,
            registered_at: self.registered_at,
            started_at,
        })
    }
}
