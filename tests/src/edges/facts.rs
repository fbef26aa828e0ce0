//! What is known of a case, and how it is asked for.

use frontdesk::{Appointment, AvailabilityException, BookingLimit, LimitScope, Period, Slot, SlotQuery};

use crate::generate::Case;
use crate::oracle::clock::DAY;
use crate::oracle::desk::Desk;
use crate::oracle::interval::Interval;
use crate::oracle::window::Window;
use crate::oracle::{Definitions, RIGHT};

/// What is known of a case.
pub struct Facts<'a> {
    pub(super) case: &'a Case,
    pub(super) desks: Vec<DeskFacts<'a>>,
    /// The answer without `limit`.
    pub(super) slots: Vec<Slot>,
}

/// What is known of one doctor of a case.
pub(super) struct DeskFacts<'a> {
    pub(super) desk: Desk<'a>,
    /// Before and after merging.
    parts: Vec<Window>,
    pub(super) windows: Vec<Window>,
    /// Candidates in the range or near it, with the buffer of their window.
    pub(super) candidates: Vec<(i64, i64)>,
}

impl<'a> Facts<'a> {
    /// The facts of `case`.
    pub fn of(case: &'a Case) -> Self {
        const APART: Definitions = Definitions { one_window: |_, _| false, ..RIGHT };
        let Case { snapshot, query, now, .. } = case;
        let kind = &snapshot.appointment_types[0];
        let (from, to) = (query.from.0, query.to.0);
        let of_doctor = |doctor| {
            let desk = Desk::of_query(&RIGHT, snapshot, (doctor, kind), query, now.0);
            let windows = desk.windows(from, to);
            let parts = crate::oracle::windows::windows(
                &APART,
                doctor,
                &desk.clock,
                &snapshot.closures,
                desk.days(from, to),
            );
            let near = |start: &i64| from - DAY <= *start && *start < to + DAY;
            let candidates = windows.iter().flat_map(|window| {
                desk.candidates(window).into_iter().filter(near).map(|start| (start, window.buffer))
            });
            let candidates = candidates.collect();
            DeskFacts { desk, parts, windows, candidates }
        };
        let desks = snapshot.doctors.iter().map(of_doctor).collect();
        let slots = RIGHT.slots(snapshot, &SlotQuery { limit: None, ..query.clone() }, *now);
        Self { case, desks, slots }
    }

    pub(super) fn range(&self) -> Interval {
        Interval { start: self.case.query.from.0, end: self.case.query.to.0 }
    }

    pub(super) fn any_desk(&self, is: impl Fn(&DeskFacts<'_>) -> bool) -> bool {
        self.desks.iter().any(is)
    }

    /// Whether two windows of a doctor's date, before merging, are so.
    pub(super) fn any_parts(&self, are: impl Fn(&Window, &Window) -> bool) -> bool {
        self.any_desk(|facts| {
            facts
                .parts
                .iter()
                .enumerate()
                .any(|(index, a)| facts.parts[..index].iter().any(|b| are(a, b) || are(b, a)))
        })
    }

    pub(super) fn any_window(&self, is: impl Fn(&DeskFacts<'_>, &Window) -> bool) -> bool {
        self.any_desk(|facts| facts.windows.iter().any(|window| is(facts, window)))
    }

    /// Whether a candidate in the range is so.
    pub(super) fn any_candidate(&self, is: impl Fn(&Desk<'_>, i64, i64) -> bool) -> bool {
        self.any_desk(|facts| {
            facts
                .candidates
                .iter()
                .any(|&(start, buffer)| self.range().holds(start) && is(&facts.desk, start, buffer))
        })
    }

    pub(super) fn any_exception(&self, is: impl Fn(&AvailabilityException, Interval) -> bool) -> bool {
        let all = self.case.snapshot.doctors.iter().flat_map(|doctor| &doctor.availability_exceptions);
        all.into_iter().any(|exception| {
            is(exception, Interval { start: exception.start_date.0, end: exception.end_date.0 })
        })
    }

    pub(super) fn any_appointment(&self, is: impl Fn(&Appointment) -> bool) -> bool {
        self.case.snapshot.appointments.iter().any(is)
    }

    /// Whether an offered slot is so.
    pub(super) fn any_slot(&self, is: impl Fn(&Desk<'_>, &Slot) -> bool) -> bool {
        self.slots.iter().any(|slot| {
            let facts = self.desks.iter().find(|facts| facts.desk.doctor.uid == slot.doctor_uid);
            facts.is_some_and(|facts| is(&facts.desk, slot))
        })
    }

    /// Whether a limit, of one more at a candidate in the range, is so; with what is used, what one more
    /// adds, and the limit.
    pub(super) fn any_limit(
        &self,
        scope: LimitScope,
        per: Period,
        minutes: bool,
        is: fn(i64, i64, i64) -> bool,
    ) -> bool {
        self.any_candidate(|desk, start, _| {
            let limits = desk.limits();
            let so = |(limit, of): &&(&BookingLimit, LimitScope)| limit.per == per && *of == scope;
            limits.iter().filter(so).any(|(limit, _)| {
                let (count, seconds) = desk.used(per, scope, start);
                match (minutes, limit.appointments, limit.minutes) {
                    (false, Some(most), _) => count > 0 && is(count, 1, most),
                    (true, _, Some(most)) => count > 0 && is(seconds, desk.duration(), most * 60),
                    _ => false,
                }
            })
        })
    }

    pub(super) fn changes_in_range(&self, is: impl Fn(&Desk<'_>, i64) -> bool) -> bool {
        self.any_desk(|facts| {
            facts.desk.clock.changes().any(|at| self.range().holds(at) && is(&facts.desk, at))
        })
    }

    pub(super) fn kind(&self) -> &frontdesk::AppointmentType {
        &self.case.snapshot.appointment_types[0]
    }

    pub(super) fn answer_differs(&self, change: impl Fn(&mut Case)) -> bool {
        let mut other = self.case.clone();
        change(&mut other);
        let query = SlotQuery { limit: None, ..other.query };
        RIGHT.slots(&other.snapshot, &query, other.now) != self.slots
    }
}
