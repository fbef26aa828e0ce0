//! Constructors and setters of the visits of a log, for Rust callers.

use chrono::TimeDelta;

use super::units::whole_seconds;
use super::{adders, setters};
use crate::evaluation::{EvaluationQuery, LoggedVisit};
use crate::time::instant::Instant;
use crate::wait::{EstimateQuery, Visit, VisitKind, VisitOutcome, VisitReason};
use crate::wire::uid::Uid;

impl Visit {
    /// A patient who joined the queue, was seen from `started_at` on, and left at `ended_at`.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use frontdesk::{Learner, Visit, minutes};
    ///
    /// let nine = Utc.with_ymd_and_hms(2026, 3, 23, 9, 0, 0).unwrap();
    /// let mut learner = Learner::default();
    /// learner.learn(&Visit::seen("doc-456", nine, nine + minutes(5), nine + minutes(17)), &[])?;
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn seen<T: Into<Instant>>(
        doctor_uid: impl Into<Uid>,
        registered_at: T,
        started_at: T,
        ended_at: T,
    ) -> Self {
        Self {
            doctor_uid: Some(doctor_uid.into()),
            started_at: Some(started_at.into()),
            ..Self::new(VisitOutcome::Completed, registered_at.into(), ended_at.into())
        }
    }

    /// A patient who joined the queue, and left it unseen.
    pub fn abandoned<T: Into<Instant>>(registered_at: T, left_at: T) -> Self {
        Self::new(VisitOutcome::Abandoned, registered_at.into(), left_at.into())
    }

    fn new(outcome: VisitOutcome, registered_at: Instant, ended_at: Instant) -> Self {
        Self {
            kind: VisitKind::WalkIn,
            outcome,
            doctor_uid: None,
            reason: None,
            registered_at,
            started_at: None,
            ended_at,
            urgent: false,
            head_start_seconds: 0,
            preferred_doctor_uid: None,
            pauses: Vec::new(),
            gap_seconds: None,
            only_doctor: false,
            interrupted_seconds: 0,
            elsewhere_seconds: Vec::new(),
            doubt: None,
        }
    }
}

setters! { Visit {
    /// Whether the patient waited in the queue or had an appointment.
    kind(kind: VisitKind) => kind = kind;
    /// What it was about.
    reason(reason: impl Into<Uid>) => reason = Some(reason.into());
    /// The patient was urgent.
    urgent() => urgent = true;
    /// Of the time from the start to the end, the patient was not with the doctor for so long, having been
    /// sent elsewhere.
    interrupted(length: TimeDelta) => interrupted_seconds = whole_seconds(length);
} }

setters! { Visit {
    /// How long each time elsewhere took, of those in which the visit was interrupted.
    elsewhere(lengths: impl IntoIterator<Item = TimeDelta>) =>
        elsewhere_seconds = lengths.into_iter().map(whole_seconds).collect();
} }

impl LoggedVisit {
    /// A patient who came, and of whom nothing else is known yet.
    pub fn new(arrived: impl Into<Instant>) -> Self {
        Self { arrived: arrived.into(), ..Self::default() }
    }
}

setters! { LoggedVisit {
    /// When the visit began.
    started(at: impl Into<Instant>) => started = Some(at.into());
    /// When it was over, or when the patient left.
    ended(at: impl Into<Instant>) => ended = Some(at.into());
    /// When the doctor sent the patient elsewhere in the middle of the visit.
    sent(at: impl Into<Instant>) => sent = Some(at.into());
    /// When the patient was back.
    back(at: impl Into<Instant>) => back = Some(at.into());
    /// When the doctor went on with the visit.
    resumed(at: impl Into<Instant>) => resumed = Some(at.into());
    /// Who saw the patient.
    doctor(uid: impl Into<Uid>) => doctor = Some(uid.into());
    /// What it was about.
    reason(reason: impl Into<Uid>) => reason = Some(reason.into());
    /// The line in which the patient waited.
    queue(uid: impl Into<Uid>) => queue = Some(uid.into());
} }

impl EvaluationQuery {
    /// How near are the engine's answers to the waits of this log?
    pub fn new(visits: impl IntoIterator<Item = LoggedVisit>) -> Self {
        Self { visits: visits.into_iter().collect(), ..Self::default() }
    }
}

setters! { EvaluationQuery {
    /// From when on answers are scored.
    scored_from(at: impl Into<Instant>) => scored_from = Some(at.into());
    /// How the waits are estimated.
    estimate(query: EstimateQuery) => estimate = query;
} }

adders! { EvaluationQuery {
    /// How long visits about one more thing take.
    visit_reason(reason: VisitReason) => visit_reasons;
} }
