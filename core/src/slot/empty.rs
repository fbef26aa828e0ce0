//! Why a question for slots has none as its answer.

use super::query::{Explanation, Reason, SlotQuery};
use super::question::{Question, Range};
use crate::clinic::{Clinic, Member};
use crate::error::Result;
use crate::error::faults::both;
use crate::limits::EMPTY_STEPS_MAX;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl Clinic {
    /// Why a question has no slots as its answer, for every doctor asked for, by doctor: what is against the
    /// first start, against the first one after that which this leaves, and so on, each kind of reason once.
    /// A doctor with slots has no reasons.
    ///
    /// It looks at a few starts and not at all: what it says is so, but later in the range there can be
    /// further reasons.
    ///
    /// # Errors
    /// As [`find_slots`](Self::find_slots); a `limit` does not matter.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, Reason, SlotQuery, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{
    ///     "appointment_types": [ { "uid": "apt-001", "duration_minutes": 30, "horizon_minutes": 1440 } ],
    ///     "doctors": [ { "uid": "doc-456" } ]
    /// }"#)?)?;
    /// let day = 86_400;
    /// let query = SlotQuery {
    ///     appointment_type_uid: "apt-001".into(), from: Instant(7 * day), to: Instant(9 * day), ..Default::default()
    /// };
    /// let answer = clinic.explain_empty(&query, Instant(0))?;
    /// assert_eq!(answer[0].reasons, [Reason::BeyondHorizon { latest: Instant(day) }]);
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn explain_empty(&self, query: &SlotQuery, now: Instant) -> Result<Vec<Explanation>> {
        let question = Question::new(self, &query.named(), now);
        let (Range { from, to, .. }, question) = both(Range::new(query.from, query.to), question)?;
        question
            .members(self)
            .map(|(_, member)| {
                let patient = query.patient_uid.as_ref();
                let reasons = self.reasons_of_none(&question, patient, member, from, to)?;
                Ok(Explanation { doctor_uid: member.doctor.uid.clone(), reasons })
            })
            .collect()
    }

    fn reasons_of_none(
        &self,
        question: &Question<'_>,
        patient_uid: Option<&Uid>,
        member: &Member,
        from: i64,
        to: i64,
    ) -> Result<Vec<Reason>> {
        let mut told: Vec<Reason> = Vec::new();
        let mut start = from;
        for _ in 0..EMPTY_STEPS_MAX {
            if start >= to {
                break;
            }
            let reasons = self.reasons(question, patient_uid, member, start)?;
            if reasons.is_empty() {
                return Ok(reasons);
            }
            // The one that rules out most comes alone: of a type that is not active, the hours do not matter.
            let decisive = reasons.iter().find(|reason| match reason {
                Reason::TypeInactive
                | Reason::DoctorNotOffering { .. }
                | Reason::BeyondHorizon { .. }
                | Reason::TooManyHolds { .. } => true,
                Reason::TooSoon { earliest } => earliest.0 >= to,
                Reason::OutsideHours { next_opening } => next_opening.is_none_or(|at| at.0 >= to),
                _ => false,
            });
            if let Some(reason) = decisive {
                if told.is_empty() || !matches!(reason, Reason::OutsideHours { .. }) {
                    told.push(reason.clone());
                }
                break;
            }
            let next = reasons.iter().filter_map(leaves).filter(|next| *next > start).max();
            let is_new = |reason: &Reason, told: &[Reason]| {
                told.iter().all(|other| std::mem::discriminant(other) != std::mem::discriminant(reason))
            };
            for reason in reasons {
                // That the first start is not at the opening says nothing.
                let steps_over = matches!(
                    reason,
                    Reason::TooSoon { .. }
                        | Reason::OutsideHours { .. }
                        | Reason::OffGrid { .. }
                        | Reason::NotAdjacent { .. }
                );
                if !(steps_over && next.is_some()) && is_new(&reason, &told) {
                    told.push(reason);
                }
            }
            let Some(next) = next else { break };
            start = next;
        }
        Ok(told)
    }
}

/// The first instant that a reason leaves, if it tells one.
fn leaves(reason: &Reason) -> Option<i64> {
    match reason {
        Reason::TooSoon { earliest: at }
        | Reason::OffGrid { nearest: Some(at) }
        | Reason::NotAdjacent { nearest: Some(at) } => Some(at.0),
        Reason::OutsideHours { next_opening } => next_opening.map(|at| at.0),
        Reason::Blocked { until, .. }
        | Reason::SlotTaken { until, .. }
        | Reason::Held { until, .. }
        | Reason::PatientBusy { until, .. } => Some(until.0),
        _ => None,
    }
}
