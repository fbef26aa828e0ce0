//! How long those in a room will wait, and how long somebody would who joined: by the forecast, or by one of
//! the two formulas. Callers of [`WaitingRoom`] ask for it.

use serde::{Deserialize, Serialize};

use super::WaitingRoom;
use super::check;
use super::entry::{DoctorPreference, QueueEntry};
use super::forecast::{column_of, told, waiter_at};
use crate::error::faults::{Faults, both};
use crate::error::{Path, Result};
use crate::limits::SEQUENCE_MAX;
use crate::time::instant::Instant;
use crate::wait::{EstimateMode, EstimateQuery, Learner, WaitEstimate};
use crate::wire::uid::Uid;

/// Somebody who thinks of joining the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Joining {
    /// What the visit is about.
    #[serde(default)]
    pub visit_reason: Option<Uid>,
    /// Whom they would like to see; anyone if null.
    #[serde(default)]
    pub preferred_doctor_uid: Option<Uid>,
    /// What that means.
    #[serde(default)]
    pub preference: DoctorPreference,
    /// As in [`QueueEntry`].
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub preference_patience_minutes: Option<i64>,
    /// The priority level, which says the two that follow.
    #[serde(default)]
    pub level: Option<Uid>,
    /// Whether they are urgent.
    #[serde(default)]
    pub urgent: bool,
    /// As in [`QueueEntry`].
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub head_start_seconds: i64,
}

impl WaitingRoom {
    /// How long everybody in the queue will wait, in the order of service.
    ///
    /// # Errors
    /// `out_of_range` for `now`, `out_of_range` and `conflict` for `futures`, `too_many` where the estimate
    /// would take too long.
    ///
    /// ```
    /// use frontdesk::{EstimateQuery, Instant, Learner, WaitingRoom, from_json};
    ///
    /// let room = WaitingRoom::new(from_json(r#"{
    ///     "policy": { "visit_reasons": [ { "reason": "cough", "duration_minutes": 10 } ] },
    ///     "doctors": [ { "uid": "doc-456", "duty": [ { "start_date": 1774257600,
    ///       "end_date": 1774270800 } ] } ],
    ///     "entries": [ { "uid": "q-1", "status": "waiting", "patient_uid": "pat-1", "visit_reason": "cough",
    ///             "registered_at": 1774256500, "sequence": 1 },
    ///         { "uid": "q-2", "status": "waiting", "patient_uid": "pat-2", "registered_at": 1774256600,
    ///           "sequence": 2 } ] }"#)?)?;
    /// let waits = room.estimate(&Learner::default(), &EstimateQuery::default(), Instant(1_774_257_000))?;
    /// // The doctor comes in ten minutes. What comes then takes about ten more.
    /// let first = waits[0].distribution.expect("it is simulated");
    /// assert_eq!((first.p10, first.p90), (10.0, 10.0));
    /// let second = waits[1].distribution.expect("it is simulated");
    /// assert!(second.p10 < 15.0 && (15.0..25.0).contains(&second.p50) && second.p90 > 25.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn estimate(
        &self,
        learner: &Learner,
        query: &EstimateQuery,
        now: Instant,
    ) -> Result<Vec<WaitEstimate>> {
        both(now.checked(&Path::Root.field("now")), query.check())?;
        if query.mode == EstimateMode::Simulated {
            return self.forecast(learner, now)?.waits(query);
        }
        let estimate = |(before, entry): (usize, &QueueEntry)| {
            let overdue_minutes = told(entry, now).overdue_minutes;
            let estimate = self.by_formula(Some(entry.uid.clone()), before, query.mode, now);
            WaitEstimate { overdue_minutes, ..estimate }
        };
        Ok(self.waiting().enumerate().map(estimate).collect())
    }

    /// The wait of somebody with so many before them, by the formula of a mode that has one.
    fn by_formula(&self, uid: Option<Uid>, before: usize, mode: EstimateMode, now: Instant) -> WaitEstimate {
        let minutes = match mode {
            EstimateMode::Simulated => None,
            EstimateMode::PositionTimesAverage => Some(self.minutes_at(before + 1, now)),
            EstimateMode::AverageTimesBeforeMe => Some(self.policy.average_visit() * before as i64),
        };
        WaitEstimate { uid, position: before + 1, estimated_wait_minutes: minutes, ..WaitEstimate::default() }
    }

    /// How long somebody would wait who joined now.
    ///
    /// # Errors
    /// Those of [`estimate`](Self::estimate), and what is wrong with `joining`. Whether they may join at all
    /// is not asked.
    pub fn estimate_if_joined(
        &self,
        learner: &Learner,
        joining: &Joining,
        query: &EstimateQuery,
        now: Instant,
    ) -> Result<WaitEstimate> {
        let asked = both(now.checked(&Path::Root.field("now")), self.entry_of(joining, now));
        let ((_, entry), ()) = both(asked, query.check())?;
        let before = self.waiting.range(..entry.place()).count();
        if query.mode != EstimateMode::Simulated {
            return Ok(self.by_formula(None, before, query.mode, now));
        }
        let column = column_of(&learner.columns(&self.policy.visit_reasons), entry.visit_reason.as_ref());
        self.forecast(learner, now)?.wait_of(
            waiter_at(&entry, self.candidate(&entry), now, column),
            before,
            query,
        )
    }

    /// Somebody who thinks of joining, as an entry that is not recorded.
    fn entry_of(&self, joining: &Joining, now: Instant) -> Result<QueueEntry> {
        // Behind all who have joined by now.
        let mut entry = QueueEntry {
            visit_reason: joining.visit_reason.clone(),
            preferred_doctor_uid: joining.preferred_doctor_uid.clone(),
            preference: joining.preference,
            preference_patience_minutes: joining.preference_patience_minutes,
            level: joining.level.clone(),
            urgent: joining.urgent,
            head_start_seconds: joining.head_start_seconds,
            ..QueueEntry::new("joining".into(), "joining".into(), now, SEQUENCE_MAX - 1)
        };
        let root = Path::Root.field("joining");
        let checked = Faults::of(|faults| {
            check::entry(&entry, &root, faults);
            check::one_urgency(&entry, &root, faults);
        });
        both(checked, self.triage(&mut entry, &root))?;
        Ok(entry)
    }
}
