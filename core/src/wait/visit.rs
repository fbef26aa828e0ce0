//! A visit that is over: what the forecast learns from.

use serde::{Deserialize, Serialize};

use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{
    ELSEWHERE_SECONDS_MAX, INSTANT_MAX, ROOM_DOCTORS_MAX, VISIT_PARTS_MAX, VISIT_REASONS_MAX,
    VISIT_SECONDS_MAX, bounds,
};
use crate::model::check;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A visit that is over, of somebody who waited or had an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Visit {
    /// Whether the patient waited in the queue or had an appointment.
    pub kind: VisitKind,
    /// How it ended.
    pub outcome: VisitOutcome,
    /// The doctor; null if no doctor saw the patient.
    #[serde(default)]
    pub doctor_uid: Option<Uid>,
    /// What it was about: a word of the clinic's list of visit reasons.
    #[serde(default)]
    pub reason: Option<Uid>,
    /// When the patient joined the queue; the scheduled start of an appointment.
    pub registered_at: Instant,
    /// When the consultation began; null if it never did.
    #[serde(default)]
    pub started_at: Option<Instant>,
    /// When the consultation ended, or the patient left.
    pub ended_at: Instant,
    /// Whether the patient was urgent.
    #[serde(default)]
    pub urgent: bool,
    /// The patient's head start in the order of service.
    #[serde(
        default,
        skip_serializing_if = "crate::wire::is_default",
        deserialize_with = "crate::wire::integer"
    )]
    pub head_start_seconds: i64,
    /// The doctor whom the patient had a soft preference for, without patience: such patients go before
    /// others who came earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_doctor_uid: Option<Uid>,
    /// For how long the doctor was free before the visit while somebody waited: one for each stretch on duty
    /// since the doctor's visit before. Those before the last ended without a fetch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// How long after the start before, of whatever doctor, the visit began; or after the first of those who
    /// waited then had come, if that was later. Null if the patient did not wait, or it is not known.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::wire::optional_integer"
    )]
    pub gap_seconds: Option<i64>,
    /// Whether the room had this doctor only.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub only_doctor: bool,
    /// For how long of the time from the first start to the end the patient was not with the doctor, having
    /// been sent elsewhere.
    #[serde(
        default,
        skip_serializing_if = "crate::wire::is_default",
        deserialize_with = "crate::wire::integer"
    )]
    pub interrupted_seconds: i64,
    /// How long each time elsewhere took, as far as that is known; 0 to 86400 each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere_seconds: Vec<i64>,
    /// Why nobody believes that it took so long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<VisitDoubt>,
}

impl Visit {
    /// Whether it can have been as it says.
    pub(super) fn check(&self, visit_reasons: &[VisitReason], faults: &mut Faults) {
        let root = Path::Root;
        faults.note(VisitReason::check_all(visit_reasons, &root.field("visit_reasons")));
        faults.note(self.registered_at.checked(&root.field("registered_at")));
        let ended = faults.note(self.ended_at.checked(&root.field("ended_at")));
        let started = self.started_at.and_then(|at| faults.note(at.checked(&root.field("started_at"))));
        if let (Some(start), Some(end)) = (started, ended) {
            if end < start {
                faults.add(ErrorCode::EmptyInterval { start, end }.at(&root.field("ended_at")));
            } else {
                self.check_interruptions(end - start, faults);
            }
        } else if self.started_at.is_none() {
            // Nothing has been interrupted that never began.
            self.check_interruptions(0, faults);
        }
        faults.note(Pause::check_all(&self.pauses, &root.field("pauses")));
        if let Some(gap) = self.gap_seconds {
            faults.note(check::range(gap, 0, INSTANT_MAX, &root.field("gap_seconds")));
        }
        let head_start = root.field("head_start_seconds");
        faults.note(check::within(self.head_start_seconds, bounds::HEAD_START, &head_start));
        if self.outcome == VisitOutcome::Completed && self.started_at.is_some() {
            check::optional_uid(self.doctor_uid.as_ref(), &root.field("doctor_uid"), faults);
            check::optional_uid(self.reason.as_ref(), &root.field("reason"), faults);
        }
    }

    /// Whether one that took so long from its start to its end can have been interrupted as it says.
    fn check_interruptions(&self, seconds: i64, faults: &mut Faults) {
        let root = Path::Root;
        let path = root.field("interrupted_seconds");
        if faults.note(check::range(self.interrupted_seconds, 0, seconds, &path)).is_some() {
            let with_doctor = seconds - self.interrupted_seconds;
            faults.note(check::range(with_doctor, 0, VISIT_SECONDS_MAX, &root.field("ended_at")));
        }
        let path = root.field("elsewhere_seconds");
        faults.note(check::count(self.elsewhere_seconds.len(), VISIT_PARTS_MAX, &path));
        for (index, seconds) in self.elsewhere_seconds.iter().enumerate().take(VISIT_PARTS_MAX) {
            faults.note(check::range(*seconds, 0, ELSEWHERE_SECONDS_MAX, &path.index(index)));
        }
        let sum: i64 =
            self.elsewhere_seconds.iter().take(VISIT_PARTS_MAX).fold(0, |sum, at| sum.saturating_add(*at));
        if sum > self.interrupted_seconds {
            let detail = "more than the visit was interrupted for".to_owned();
            faults.add(ErrorCode::Conflict { detail }.at(&path));
        }
    }
}

/// Why the length of a visit is not believed: nobody said when it was over, or somebody said so at another
/// time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum VisitDoubt {
    /// Longer than the policy's `visit_minutes_max`.
    TooLong,
    /// Shorter than the policy's `visit_seconds_min`.
    TooShort,
    /// Over two hours and more after the end of the duty in which it began.
    PastDuty,
    /// Far longer than nearly all that were learned.
    Unlikely,
}

/// A time in which a doctor on duty was free, up to the next fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Pause {
    /// How long it lasted; null if it is not known: duty ended before, or nobody waited when it ended.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub seconds: Option<i64>,
    /// For how many seconds somebody waited whom the doctor could have fetched, by how long the doctor had
    /// been free: for less than one second, less than 2, 4, 8 and so on, eighteen numbers at most.
    #[serde(default)]
    pub asked_seconds: Vec<i64>,
}

/// Where a patient came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum VisitKind {
    /// From the queue.
    WalkIn,
    /// With an appointment.
    Appointment,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum VisitOutcome {
    /// A consultation took place.
    Completed,
    /// The patient left the queue unseen.
    Abandoned,
    /// The patient did not come to the appointment.
    NoShow,
    /// The room closed before the patient was seen.
    Unserved,
}

/// How long visits about one thing take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct VisitReason {
    /// The word by which entries and appointments name it.
    pub reason: Uid,
    /// How long such a visit takes as a rule; 1 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub duration_minutes: i64,
    /// The doctors who serve it; all if null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_uids: Option<Vec<Uid>>,
}

impl VisitReason {
    /// Whether there may be so many, none of them twice, and each can take as long as it says.
    pub(crate) fn check_all(reasons: &[Self], path: &Path<'_>) -> Result<()> {
        check::count(reasons.len(), VISIT_REASONS_MAX, path)?;
        let mut faults = Faults::default();
        for (index, VisitReason { reason, duration_minutes: minutes, doctor_uids }) in
            reasons.iter().enumerate()
        {
            let path = path.index(index);
            faults.note(check::uid(reason, &path.field("reason")));
            let duration = path.field("duration_minutes");
            faults.note(check::within(*minutes, bounds::DURATION, &duration));
            let Some(doctors) = doctor_uids else { continue };
            let path = path.field("doctor_uids");
            faults.note(check::count(doctors.len(), ROOM_DOCTORS_MAX, &path));
            let doctors = &doctors[..doctors.len().min(ROOM_DOCTORS_MAX)];
            for (index, doctor) in doctors.iter().enumerate() {
                faults.note(check::uid(doctor, &path.index(index)));
            }
            check::twice(doctors, &path, &mut faults);
        }
        check::unique(reasons.iter().map(|entry| &entry.reason), path, "reason", &mut faults);
        faults.done()
    }
}
