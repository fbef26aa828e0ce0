//! Admission of one slot that a command wants, with the reasons against it: the pass that listing and
//! explaining use, too.

use super::admit::Scratch;
use super::hours::{blocked, hours};
use super::length::end_of;
use super::limit::Exceeded;
use super::patient::{exceeded, limit_of_holds, live};
use super::question::{Named, Question};
use super::range::{Bounds, Range};
use super::sink::{Chunk, Sink};
use crate::clinic::{Clinic, Member, Record};
use crate::error::faults::both;
use crate::error::{Path, Result};
use crate::model::appointment::Actor;
use crate::model::reason::Reason;
use crate::model::reason_code::ReasonCode;
use crate::order::sort_by;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::LocationPlace;
use crate::prepared::policy::Policy;
use crate::prepared::windows::DayWindows;
use crate::slot::ask::Ask;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::MINUTE;
use crate::wire::uid::Uid;

/// A slot that somebody wants, with a doctor yet to be named.
#[derive(Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) appointment_type_uid: &'a Uid,
    pub(crate) start: Instant,
    /// How long; as long as it takes with the doctor if it is none.
    pub(crate) duration_minutes: Option<i64>,
    /// The length in seconds of an appointment that exists.
    pub(crate) length: Option<i64>,
    /// How many seats; those of the appointment that is to be moved, or one, if it is none.
    pub(crate) seats: Option<i64>,
    /// The start was asked for on a clock that skips it: `start` is the moment of the change.
    pub(crate) is_skipped: bool,
    pub(crate) patient_uid: Option<&'a Uid>,
    pub(crate) by: Actor,
    /// The appointment that is to be moved.
    pub(crate) excluded: Option<&'a Uid>,
    /// Kinds of reasons that do not count.
    pub(crate) waived: &'a [ReasonCode],
    /// Where it is to be, if that is said.
    pub(crate) location: Option<LocationPlace>,
    pub(crate) now: Instant,
}

/// A doctor with whom a wish can be granted, until when, and what is overridden for it.
pub(crate) struct Granted<'a> {
    pub(crate) member: &'a Member,
    pub(crate) end: Instant,
    /// The length that was asked for, in minutes, or that an appointment keeps where it is moved; none if it
    /// is as long as it takes with the doctor.
    pub(crate) duration_minutes: Option<i64>,
    /// The seats that were asked for, or that an appointment keeps where it is moved.
    pub(crate) seats: i64,
    pub(crate) overrode: Vec<Reason>,
}

impl<'a> Granted<'a> {
    fn new(question: &Question<'_>, start: i64, member: &'a Member, overrode: Vec<Reason>) -> Result<Self> {
        let duration_minutes = question.asked_seconds().map(|seconds| seconds / MINUTE);
        let end = end_of(start, question.duration_with(member))?;
        Ok(Self { member, end, duration_minutes, seats: i64::from(question.seats), overrode })
    }
}

/// Where a start can be booked.
struct At(Vec<Option<LocationPlace>>);

impl Sink for At {
    fn free(&mut self, chunk: Chunk<'_>, _: &mut Bounds) {
        self.0.push(chunk.location);
    }
}

/// Where the windows are that hold a start.
fn locations_at(member: &Member, start: i64) -> Vec<Option<LocationPlace>> {
    let Calendar { zone, schedule, .. } = &member.calendar;
    let (own, mut day, mut locations) = (zone.day_of(start), DayWindows::default(), Vec::new());
    for date in schedule.days_of_extras_running_at(start, own, zone).chain([own]) {
        schedule.windows_on(date, zone, &mut day);
        let holding = day.windows.iter().filter(|window| window.start <= start && start < window.end);
        locations.extend(holding.map(|window| schedule.location_of(window.terms)));
    }
    locations
}

impl Wish<'_> {
    /// Whether none of these reasons counts.
    pub(crate) fn waives(&self, reasons: &[Reason]) -> bool {
        reasons.iter().all(|reason| reason.code().is_some_and(|code| self.waived.contains(&code)))
    }
}

impl Clinic {
    /// Everything that is against a wish with one doctor; nothing if it can be granted.
    pub(crate) fn reasons_against(&self, wish: &Wish<'_>, member: &Member) -> Result<Vec<Reason>> {
        let (question, start) = self.question_of(wish)?;
        self.reasons_of(&question, start, wish, member)
    }

    fn reasons_of(
        &self,
        question: &Question<'_>,
        start: i64,
        wish: &Wish<'_>,
        member: &Member,
    ) -> Result<Vec<Reason>> {
        if wish.is_skipped {
            return Ok(vec![Reason::NonexistentLocalTime { next: wish.start }]);
        }
        self.reasons(question, wish.patient_uid, member, start)
    }

    /// A wish as it is granted with one doctor, or everything that is against it.
    pub(crate) fn grant<'a>(
        &self,
        wish: &Wish<'_>,
        member: &'a Member,
    ) -> Result<std::result::Result<Granted<'a>, Vec<Reason>>> {
        let (question, start) = self.question_of(wish)?;
        let reasons = self.reasons_of(&question, start, wish, member)?;
        if !wish.waives(&reasons) {
            return Ok(Err(reasons));
        }
        Granted::new(&question, start, member, reasons).map(Ok)
    }

    /// The doctors with whom a wish can be granted, by uid: those with whom nothing has to be overridden for
    /// it or, if there are none, all others.
    pub(crate) fn members_bookable(&self, wish: &Wish<'_>) -> Result<Vec<Granted<'_>>> {
        let (question, start) = self.question_of(wish)?;
        let mut bookable = Vec::new();
        if wish.is_skipped {
            return Ok(bookable);
        }
        for (_, member) in question.members(self) {
            if self.offers(&question, member, Range::only(start))? {
                bookable.push(Granted::new(&question, start, member, Vec::new())?);
            }
        }
        if bookable.is_empty() && !wish.waived.is_empty() {
            for (_, member) in question.members(self) {
                let overrode = self.reasons_of(&question, start, wish, member)?;
                if wish.waives(&overrode) {
                    bookable.push(Granted::new(&question, start, member, overrode)?);
                }
            }
        }
        Ok(bookable)
    }

    /// Where a wish is granted with a doctor: the first of the locations at which that slot is offered or, if
    /// something is overridden for it, of those of windows that hold its start. `until_now` comes before
    /// others.
    pub(crate) fn location_granted(
        &self,
        wish: &Wish<'_>,
        member: &Member,
        until_now: Option<LocationPlace>,
    ) -> Result<Option<Uid>> {
        if self.locations().is_empty() {
            return Ok(None);
        }
        let (question, start) = self.question_of(wish)?;
        let at = question.admit(member, Range::only(start), &mut Scratch::default(), |_| At(Vec::new()))?;
        let mut at = at.map_or(Vec::new(), |At(locations)| locations);
        if at.is_empty() {
            let (ask, _) = question.ask(member, start, start + 1);
            at.extend(locations_at(member, start).into_iter().filter(|location| ask.is_at(*location)));
        }
        let otherwise = wish.location.or(until_now);
        let first = at.iter().copied().min().unwrap_or(otherwise);
        let location = if at.contains(&until_now) { until_now } else { first };
        Ok(location.and_then(|place| self.locations_by_place().uid(place)).cloned())
    }

    fn question_of(&self, wish: &Wish<'_>) -> Result<(Question<'_>, i64)> {
        let named = Named {
            appointment_type_uid: wish.appointment_type_uid,
            excluded: wish.excluded,
            patient_uid: wish.patient_uid,
            by: wish.by,
            duration_minutes: wish.duration_minutes,
            length: wish.length,
            seats: wish.seats,
            location: wish.location,
            ..Named::default()
        };
        let question = Question::new(self, &named, wish.now);
        both(question, wish.start.checked(&Path::Root.field("start_date")))
    }

    /// What the patient's other appointments are against: two at a time, and too many holds.
    pub(super) fn patient_reasons(
        &self,
        question: &Question<'_>,
        patient_uid: Option<&Uid>,
        member: &Member,
        start: i64,
    ) -> Vec<Reason> {
        let Some(uid) = patient_uid else { return Vec::new() };
        let end = start + question.duration_with(member);
        let live = live(self, uid, question.excluded, question.now);
        let mut busy: Vec<&Record> = live.filter(|other| start < other.end && other.start < end).collect();
        sort_by(&mut busy, |a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
        let of_type = (question.kind, question.excluded);
        let exceeded = exceeded(self, uid, of_type, start, question.now);
        let mut reasons: Vec<Reason> = exceeded.iter().map(Exceeded::reason).collect();
        let busy = busy.into_iter();
        reasons.extend(
            busy.map(|other| Reason::PatientBusy { by: other.uid.clone(), until: Instant(other.end) }),
        );
        let limit = limit_of_holds(self, uid, question.excluded, question.now);
        reasons.extend(limit.map(|most| Reason::TooManyHolds { limit: most as u32 }));
        reasons
    }

    /// What a doctor's hours have against an appointment that exists, at its location: its grid is a thing of
    /// the past, and so is its notice.
    pub(crate) fn hours_against(
        &self,
        member: &Member,
        span: Interval,
        location: Option<LocationPlace>,
    ) -> Vec<Reason> {
        let Interval { start, end } = span;
        let policy = Policy::of_length(end - start);
        let ask = Ask {
            policy: &policy,
            grid: policy.grid,
            kind: None,
            capacity: 1,
            seats: 1,
            duration: end - start,
            now: start,
            earliest: start,
            latest: i64::MAX - 1,
            from: start,
            to: start + 1,
            excluded: None,
            gaps: policy.gaps,
            gaps_of_bookings: None,
            patient: &[],
            week_starts_on: 0,
            of_clinic: None,
            patient_full: &[],
            locations: location.as_ref().map(std::slice::from_ref),
            located: None,
            times: None,
        };
        let mut reasons = Vec::new();
        hours(self, member, &ask, start, &mut reasons);
        // Where time is open has nothing to do with gaps.
        blocked(member, &ask, start, 0, &mut reasons);
        reasons.retain(|reason| !matches!(reason, Reason::OffGrid { .. } | Reason::NotAdjacent { .. }));
        reasons
    }
}
