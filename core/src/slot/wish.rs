//! A slot that somebody wants, and what is against it: the admission that listing, explaining and booking
//! share.

use super::explain::{blocked, hours};
use super::query::Reason;
use super::question::{Question, Range};
use crate::clinic::{Clinic, Member, Record};
use crate::error::{Path, Result};
use crate::model::appointment::{Actor, AppointmentStatus};
use crate::order::sort_by;
use crate::prepared::agenda::NO_APPOINTMENT;
use crate::prepared::policy::Policy;
use crate::prepared::terms::ANY_KIND;
use crate::slot::admit::Ask;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// A slot that somebody wants, with a doctor yet to be named.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) appointment_type_uid: &'a Uid,
    pub(crate) start: Instant,
    /// The start was asked for on a clock that skips it: `start` is the moment of the change.
    pub(crate) is_skipped: bool,
    pub(crate) patient_uid: Option<&'a Uid>,
    pub(crate) by: Actor,
    /// The appointment that is to be moved.
    pub(crate) excluded: Option<&'a Uid>,
    pub(crate) now: Instant,
}

impl Clinic {
    /// Everything that is against a wish with one doctor; nothing if it can be granted.
    pub(crate) fn reasons_against(&self, wish: &Wish<'_>, member: &Member) -> Result<Vec<Reason>> {
        let (question, start) = self.question_of(wish)?;
        if wish.is_skipped {
            return Ok(vec![Reason::NonexistentLocalTime { next: wish.start }]);
        }
        self.reasons(&question, member, wish.patient_uid, start, wish.now.0)
    }

    /// The doctors with whom a wish can be granted, by uid.
    pub(crate) fn members_bookable(&self, wish: &Wish<'_>) -> Result<Vec<&Member>> {
        let (question, start) = self.question_of(wish)?;
        let mut bookable = Vec::new();
        if !wish.is_skipped && self.patient_reasons(&question, wish.patient_uid, start, wish.now.0).is_empty()
        {
            for (_, member) in question.members(self) {
                if self.offers(&question, member, Range::only(start, wish.now.0))? {
                    bookable.push(member);
                }
            }
        }
        Ok(bookable)
    }

    fn question_of(&self, wish: &Wish<'_>) -> Result<(Question<'_>, i64)> {
        let question = Question::new(self, wish.appointment_type_uid, None, wish.excluded, None)?;
        Ok((question.by(wish.by), wish.start.checked(&Path::Root.field("start_date"))?))
    }

    /// What the patient's other appointments are against: two at a time, and too many holds.
    pub(super) fn patient_reasons(
        &self,
        question: &Question<'_>,
        patient_uid: Option<&Uid>,
        start: i64,
        now: i64,
    ) -> Vec<Reason> {
        let Some(patient_uid) = patient_uid else { return Vec::new() };
        let excluded = (question.excluded != NO_APPOINTMENT).then(|| &self.record_at(question.excluded).uid);
        let others = || self.of_patient(patient_uid).filter(|other| Some(&other.uid) != excluded);
        let live = |other: &&Record| other.blocks_until().is_some_and(|until| now < until);
        let end = start + question.policy.duration;
        let mut busy: Vec<&Record> =
            others().filter(|other| start < other.end && other.start < end).filter(live).collect();
        sort_by(&mut busy, |a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
        let mut reasons: Vec<Reason> = busy
            .into_iter()
            .map(|other| Reason::PatientBusy { by: other.uid.clone(), until: Instant(other.end) })
            .collect();
        // A hold is asked for; what is moved is none.
        if let Some(most) = self.max_live_holds_per_patient().filter(|_| excluded.is_none()) {
            let holds = others().filter(|other| other.status == AppointmentStatus::Held).filter(live).count();
            if holds as i64 >= most {
                reasons.push(Reason::TooManyHolds { limit: most as u32 });
            }
        }
        reasons
    }

    /// What a doctor's hours have against an appointment that exists: its grid is a thing of the past, and so
    /// is its notice.
    pub(crate) fn hours_against(&self, member: &Member, start: i64, end: i64) -> Vec<Reason> {
        let policy = Policy::of_length(end - start);
        let ask = Ask {
            policy: &policy,
            grid: policy.grid,
            kind: ANY_KIND,
            now: start,
            earliest: start,
            latest: None,
            from: start,
            to: start + 1,
            excluded: NO_APPOINTMENT,
            gaps: policy.gaps,
            gaps_of_bookings: None,
        };
        let mut reasons = Vec::new();
        hours(self, member, &ask, start, &mut reasons);
        // Where time is open has nothing to do with gaps.
        blocked(member, &ask, start, 0, &mut reasons);
        reasons.retain(|reason| !matches!(reason, Reason::OffGrid { .. }));
        reasons
    }
}
