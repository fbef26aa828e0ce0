//! Which edges a case has: where a rule of the semantics page begins or ends, exactly there or a second
//! beside it.

mod facts;
mod holes;
mod lengths;
mod limits;
mod locations;
mod places;
mod seats;
mod type_limits;

use frontdesk::{
    AppointmentStatus, AvailabilityException, Closure, DoctorAssignmentMode, ExceptionKind, GridMode,
    Instant, LimitScope, Period, Slot,
};

use self::facts::DeskFacts;
pub use self::facts::Facts;
use self::holes::HOLES;
use self::lengths::LENGTHS;
use self::limits::EDGES as EDGES_OF_LIMITS;
use self::locations::EDGES as EDGES_OF_LOCATIONS;
use self::places::EDGES as EDGES_OF_PLACES;
use self::seats::EDGES as EDGES_OF_SEATS;
use self::type_limits::EDGES as EDGES_OF_WINDOWS;
use crate::oracle::RIGHT;
use crate::oracle::bookings::{hold_end, span};
use crate::oracle::clock::{DAY, date};
use crate::oracle::desk::Desk;
use crate::oracle::interval::Interval;
use crate::oracle::window::{Spot, Window};

/// An edge, and whether a case has it.
pub type Edge = (&'static str, fn(&Facts<'_>) -> bool);

/// The extra intervals of a doctor.
fn extras<'a>(facts: &DeskFacts<'a>) -> impl Iterator<Item = &'a AvailabilityException> {
    let all = facts.desk.doctor.availability_exceptions.iter();
    all.filter(|exception| exception.kind == ExceptionKind::Extra)
}

/// The date that the clock shows.
fn shown(desk: &Desk<'_>, at: i64) -> i64 {
    desk.clock.reading(at).div_euclid(DAY)
}

/// When the doctor is away about a slot.
fn away(desk: &Desk<'_>, slot: &Slot) -> Vec<Interval> {
    desk.blocked(Interval { start: slot.start_date.0, end: slot.end_date.0 })
}

fn near(a: i64, b: i64, off: i64) -> bool {
    a == b + off
}

/// Every edge that should come up.
pub fn edges() -> impl Iterator<Item = &'static Edge> {
    EDGES
        .iter()
        .chain(LENGTHS)
        .chain(HOLES)
        .chain(EDGES_OF_LOCATIONS)
        .chain(EDGES_OF_LIMITS)
        .chain(EDGES_OF_WINDOWS)
        .chain(EDGES_OF_PLACES)
        .chain(EDGES_OF_SEATS)
}

const EDGES: &[Edge] = &[
    // The answer.
    ("something is offered", |f| !f.slots.is_empty()),
    ("nothing is offered, though windows are there", |f| {
        f.slots.is_empty() && f.any_candidate(|_, _, _| true)
    }),
    ("two doctors offer the same start", |f| {
        f.slots.windows(2).any(|pair| pair[0].start_date == pair[1].start_date)
    }),
    ("the limit of the query cuts", |f| {
        f.case.query.limit.is_some_and(|limit| (limit as usize) < f.slots.len())
    }),
    ("only some doctors are asked", |f| {
        f.case.query.doctor_uids.as_ref().is_some_and(|uids| uids.len() < f.desks.len())
    }),
    ("no doctor is asked", |f| f.case.query.doctor_uids.as_ref().is_some_and(Vec::is_empty)),
    // Clocks.
    ("the clock changes in the range", |f| f.changes_in_range(|_, _| true)),
    ("a gap skips midnight", |f| {
        f.changes_in_range(|desk, at| {
            desk.clock.reading(at).rem_euclid(DAY) > 0 && shown(desk, at) > shown(desk, at - 1)
        })
    }),
    ("a date is skipped", |f| f.changes_in_range(|desk, at| shown(desk, at) > shown(desk, at - 1) + 1)),
    ("a fold shows the old date again", |f| {
        f.changes_in_range(|desk, at| shown(desk, at) < shown(desk, at - 1))
    }),
    ("the change is not of an hour", |f| {
        f.changes_in_range(|desk, at| {
            (desk.clock.reading(at) - desk.clock.reading(at - 1) - 1).abs() != 3_600
        })
    }),
    ("an offset has seconds", |f| {
        f.any_desk(|facts| (facts.desk.clock.reading(f.range().start) - f.range().start) % 60 != 0)
    }),
    ("a rule's window is inside a gap", |f| {
        f.any_desk(|facts| {
            facts.desk.doctor.availability_rules.iter().filter(|rule| rule.active).any(|rule| {
                let days = facts.desk.days(f.range().start, f.range().end);
                days.into_iter().any(|day| {
                    (RIGHT.rule_applies)(rule, day)
                        && (RIGHT.boundary)(&facts.desk.clock, day, rule.start_time)
                            == (RIGHT.boundary)(&facts.desk.clock, day, rule.end_time)
                })
            })
        })
    }),
    ("a window begins in a gap", |f| {
        f.any_window(|facts, window| {
            facts.desk.clock.changes().any(|at| at == window.span.start) && window.span.start % DAY != 0
        })
    }),
    ("a slot begins in a fold", |f| {
        f.any_slot(|desk, slot| {
            desk.clock.changes().any(|at| {
                at <= slot.start_date.0
                    && slot.start_date.0 < at + 3_600
                    && desk.clock.reading(at) < desk.clock.reading(at - 1)
            })
        })
    }),
    ("the caller supplies the zone", |f| !f.case.snapshot.timezones.is_empty()),
    ("two doctors have different clocks", |f| {
        f.desks.windows(2).any(|pair| pair[0].desk.doctor.timezone != pair[1].desk.doctor.timezone)
    }),
    // Windows.
    ("windows of the same buffer touch", |f| {
        f.any_parts(|a, b| a.date == b.date && a.buffer == b.buffer && a.span.end == b.span.start)
    }),
    ("windows of the same buffer overlap", |f| {
        f.any_parts(|a, b| a.date == b.date && a.buffer == b.buffer && a.span.overlaps(b.span))
    }),
    ("windows of different buffers touch", |f| {
        f.any_parts(|a, b| a.date == b.date && a.buffer != b.buffer && a.span.end == b.span.start)
    }),
    ("windows of different buffers overlap", |f| {
        f.any_parts(|a, b| a.date == b.date && a.buffer != b.buffer && a.span.overlaps(b.span))
    }),
    ("windows of different dates touch", |f| {
        f.any_parts(|a, b| a.date != b.date && a.buffer == b.buffer && a.span.end == b.span.start)
    }),
    ("windows of different dates overlap", |f| {
        f.any_parts(|a, b| a.date != b.date && a.buffer == b.buffer && a.span.overlaps(b.span))
    }),
    ("a slot runs over the seam", |f| {
        f.any_slot(|desk, slot| {
            let windows = desk.windows(slot.start_date.0, slot.end_date.0);
            let slot = Interval { start: slot.start_date.0, end: slot.end_date.0 };
            windows.iter().any(|window| window.span.holds(slot.start))
                && windows.iter().all(|window| !window.span.covers(slot))
        })
    }),
    ("validity cuts a window's start", |f| {
        f.any_window(|_, window| window.open.iter().all(|open| open.start > window.span.start))
    }),
    ("validity cuts a window's end", |f| {
        f.any_window(|_, window| window.open.iter().all(|open| open.end < window.span.end))
    }),
    ("a window is outside its validity", |f| {
        f.answer_differs(|case| {
            for rule in case.snapshot.doctors.iter_mut().flat_map(|doctor| &mut doctor.availability_rules) {
                (rule.valid_from, rule.valid_until) = (None, None);
            }
        })
    }),
    ("validity starts exactly where a window does", |f| {
        f.any_desk(|facts| {
            let rules = &facts.desk.doctor.availability_rules;
            rules.iter().any(|rule| {
                facts.windows.iter().any(|window| rule.valid_from == Some(Instant(window.span.start)))
            })
        })
    }),
    ("validity ends exactly where a window starts or ends", |f| {
        f.any_desk(|facts| {
            let ends = |window: &Window| [Some(Instant(window.span.start)), Some(Instant(window.span.end))];
            let rules = &facts.desk.doctor.availability_rules;
            rules
                .iter()
                .any(|rule| facts.windows.iter().any(|window| ends(window).contains(&rule.valid_until)))
        })
    }),
    ("an override has windows", |f| {
        f.any_desk(|facts| facts.desk.doctor.date_overrides.iter().any(|own| !own.windows.is_empty()))
    }),
    ("an override has none", |f| {
        f.any_desk(|facts| facts.desk.doctor.date_overrides.iter().any(|own| own.windows.is_empty()))
    }),
    ("a closure of one doctor", |f| {
        f.case.snapshot.closures.iter().any(|closure| closure.doctor_uid.is_some())
    }),
    ("a closure of all", |f| f.case.snapshot.closures.iter().any(|closure| closure.doctor_uid.is_none())),
    ("a closure of all and an own override on its date", |f| {
        f.any_desk(|facts| {
            let own = &facts.desk.doctor.date_overrides;
            f.case
                .snapshot
                .closures
                .iter()
                .any(|closure| closure.doctor_uid.is_none() && own.iter().any(|own| own.date == closure.date))
        })
    }),
    ("an extra window on a closed date", |f| {
        f.any_desk(|facts| {
            let closed = |window: &Window| {
                (RIGHT.override_on)(facts.desk.doctor, &f.case.snapshot.closures, date(window.date)).is_some()
            };
            facts.windows.iter().any(closed)
        })
    }),
    // Exceptions.
    ("an extra interval over midnight", |f| {
        f.any_desk(|facts| {
            extras(facts).any(|extra| {
                (RIGHT.day_of)(&facts.desk.clock, extra.start_date.0)
                    != (RIGHT.day_of)(&facts.desk.clock, extra.end_date.0 - 1)
            })
        })
    }),
    ("an extra interval over days", |f| {
        f.any_exception(|exception, span| {
            exception.kind == ExceptionKind::Extra && span.end - span.start > 2 * DAY
        })
    }),
    ("an extra interval with odd seconds", |f| {
        f.any_exception(|exception, span| exception.kind == ExceptionKind::Extra && span.start % 60 != 0)
    }),
    ("an extra interval merges with a rule", |f| {
        f.any_desk(|facts| {
            extras(facts).any(|extra| {
                let span = Interval { start: extra.start_date.0, end: extra.end_date.0 };
                facts.windows.iter().any(|window| window.span.covers(span) && window.span != span)
            })
        })
    }),
    ("a blocked interval over days", |f| {
        f.any_exception(|exception, span| {
            exception.kind == ExceptionKind::Blocked && span.end - span.start > 2 * DAY
        })
    }),
    ("a blocked interval with odd seconds", |f| {
        f.any_exception(|exception, span| exception.kind == ExceptionKind::Blocked && span.end % 60 != 0)
    }),
    ("a slot ends where a blocked interval starts", |f| {
        f.any_slot(|desk, slot| away(desk, slot).iter().any(|blocked| blocked.start == slot.end_date.0))
    }),
    ("a slot starts where a blocked interval ends", |f| {
        f.any_slot(|desk, slot| away(desk, slot).iter().any(|blocked| blocked.end == slot.start_date.0))
    }),
    ("a slot ends where the gap to a blocked interval starts", |f| {
        f.any_slot(|desk, slot| {
            let gaps = desk.keeping_gap.iter().map(|away| away.start - slot.end_date.0);
            gaps.into_iter().any(|gap| gap > 0 && desk.windows_have_buffer(slot.start_date.0, gap))
        })
    }),
    ("a slot starts where the gap to a blocked interval ends", |f| {
        f.any_slot(|desk, slot| {
            let gaps = desk.keeping_gap.iter().map(|away| slot.start_date.0 - away.end);
            gaps.into_iter().any(|gap| gap > 0 && desk.windows_have_buffer(slot.start_date.0, gap))
        })
    }),
    ("only the gap to a blocked interval forbids a start", |f| {
        f.answer_differs(|case| {
            let doctors = case.snapshot.doctors.iter_mut();
            let exceptions = doctors.flat_map(|doctor| &mut doctor.availability_exceptions);
            exceptions.for_each(|exception| exception.keeps_gap = false);
        })
    }),
    ("blocked intervals overlap", |f| {
        f.any_desk(|facts| {
            let blocked = &facts.desk.blocked(f.range());
            blocked.iter().enumerate().any(|(index, a)| blocked[..index].iter().any(|b| a.overlaps(*b)))
        })
    }),
    ("blocked and extra are exactly adjacent", |f| {
        f.any_desk(|facts| {
            let all = &facts.desk.doctor.availability_exceptions;
            all.iter().any(|a| all.iter().any(|b| a.kind != b.kind && a.end_date == b.start_date))
        })
    }),
    // Grids.
    ("grid window with a step", |f| {
        f.desks[0].desk.grid.mode == GridMode::Window && f.desks[0].desk.grid.step_minutes.is_some()
    }),
    ("grid packed with a step", |f| {
        f.desks[0].desk.grid.mode == GridMode::Packed && f.desks[0].desk.grid.step_minutes.is_some()
    }),
    ("grid packed without", |f| {
        f.desks[0].desk.grid.mode == GridMode::Packed && f.desks[0].desk.grid.step_minutes.is_none()
    }),
    ("grid clock with a step", |f| {
        f.desks[0].desk.grid.mode == GridMode::Clock && f.desks[0].desk.grid.step_minutes.is_some()
    }),
    ("grid clock without", |f| {
        f.desks[0].desk.grid.mode == GridMode::Clock && f.desks[0].desk.grid.step_minutes.is_none()
    }),
    ("the step is shorter than the slot", |f| {
        f.desks[0].desk.grid.step_minutes.is_some_and(|step| step < f.kind().duration_minutes)
    }),
    ("the query has a grid of its own", |f| {
        f.case.query.grid.is_some_and(|grid| Some(grid) != f.kind().grid)
    }),
    ("the clock's anchor is not the window's start", |f| {
        f.any_window(|facts, window| {
            facts.desk.grid.mode == GridMode::Clock
                && facts.desk.candidates(window).first().is_some_and(|first| *first > window.span.start)
        })
    }),
    ("a packed slot starts where a gap ends", |f| {
        f.any_slot(|desk, slot| {
            let ends = |buffer: i64| {
                desk.blocking.iter().any(|other| other.end_date.0 + buffer == slot.start_date.0)
            };
            desk.grid.mode == GridMode::Packed
                && desk
                    .windows(slot.start_date.0, slot.end_date.0)
                    .iter()
                    .any(|window| window.span.start != slot.start_date.0 && ends(window.buffer))
        })
    }),
    ("a slot with odd seconds", |f| f.any_slot(|_, slot| slot.start_date.0 % 60 != 0)),
    ("a slot of half a day or more", |f| f.kind().duration_minutes >= 720 && !f.slots.is_empty()),
    ("a slot of at most five minutes", |f| f.kind().duration_minutes <= 5 && !f.slots.is_empty()),
    // The gap.
    ("a slot ends just where the gap of an appointment starts", |f| {
        f.any_slot(|desk, slot| {
            desk.blocking
                .iter()
                .any(|other| f.any_window(|_, window| slot.end_date.0 + window.buffer == other.start_date.0))
        })
    }),
    ("a candidate is a second too late for an appointment", |f| {
        f.any_candidate(|desk, start, buffer| {
            desk.blocking.iter().any(|other| start + desk.duration() + buffer == other.start_date.0 + 1)
        })
    }),
    ("a candidate is a second too early after an appointment", |f| {
        f.any_candidate(|desk, start, buffer| {
            desk.blocking.iter().any(|other| start + 1 == other.end_date.0 + buffer)
        })
    }),
    ("an appointment outside the range is in the way", |f| {
        f.any_candidate(|desk, start, buffer| {
            let slot = Interval { start, end: start + desk.duration() };
            desk.clashing(slot, Spot::nowhere(buffer)).iter().any(|other| !f.range().overlaps(span(other)))
        })
    }),
    // Notice and horizon.
    ("notice ends at a candidate", |f| {
        f.any_candidate(|desk, start, _| near(start, desk.now + desk.notice(), 0))
    }),
    ("notice ends a second after a candidate", |f| {
        f.any_candidate(|desk, start, _| near(start, desk.now + desk.notice(), -1))
    }),
    ("notice ends a second before a candidate", |f| {
        f.any_candidate(|desk, start, _| near(start, desk.now + desk.notice(), 1))
    }),
    ("the horizon ends at a candidate", |f| {
        f.any_candidate(|desk, start, _| {
            desk.kind.horizon_minutes.is_some_and(|minutes| near(start, desk.now + minutes * 60, 0))
        })
    }),
    ("the horizon ends a second before a candidate", |f| {
        f.any_candidate(|desk, start, _| {
            desk.kind.horizon_minutes.is_some_and(|minutes| near(start, desk.now + minutes * 60, 1))
        })
    }),
    ("the horizon ends a second after a candidate", |f| {
        f.any_candidate(|desk, start, _| {
            desk.kind.horizon_minutes.is_some_and(|minutes| near(start, desk.now + minutes * 60, -1))
        })
    }),
    // The range.
    ("the range starts at a slot", |f| f.any_slot(|_, slot| slot.start_date == f.case.query.from)),
    ("the range starts a second after a candidate", |f| {
        f.any_desk(|facts| facts.candidates.iter().any(|(start, _)| start + 1 == f.range().start))
    }),
    ("the range ends at a candidate", |f| {
        f.any_desk(|facts| facts.candidates.iter().any(|(start, _)| *start == f.range().end))
    }),
    ("the range ends a second after a slot", |f| {
        f.any_slot(|_, slot| slot.start_date.0 + 1 == f.range().end)
    }),
    ("the range starts inside a window", |f| {
        f.any_window(|_, window| window.span.start < f.range().start && f.range().start < window.span.end)
    }),
    ("the range starts just before a window ends", |f| {
        f.any_window(|_, window| (1..=60).contains(&(window.span.end - f.range().start)))
    }),
    ("the range starts at an odd second", |f| f.range().start % 60 != 0),
    ("the range is of a second", |f| f.range().end - f.range().start == 1),
    ("the range is of more than a week", |f| f.range().end - f.range().start > 7 * DAY),
    // Appointments.
    ("a hold ends now", |f| {
        f.any_appointment(|other| {
            other.status == AppointmentStatus::Held && hold_end(&f.case.snapshot, other) == f.case.now.0
        })
    }),
    ("a hold ends in a second", |f| {
        f.any_appointment(|other| {
            other.status == AppointmentStatus::Held && hold_end(&f.case.snapshot, other) == f.case.now.0 + 1
        })
    }),
    ("a hold ended a second ago", |f| {
        f.any_appointment(|other| {
            other.status == AppointmentStatus::Held && hold_end(&f.case.snapshot, other) == f.case.now.0 - 1
        })
    }),
    ("a hold ends by its type's time", |f| {
        f.any_appointment(|other| other.status == AppointmentStatus::Held && other.hold_expires_at.is_none())
    }),
    ("a hold that is over frees a slot", |f| {
        f.answer_differs(|case| {
            for other in
                case.snapshot.appointments.iter_mut().filter(|other| other.status == AppointmentStatus::Held)
            {
                other.status = AppointmentStatus::Confirmed;
            }
        })
    }),
    ("holds overlap", |f| {
        f.any_desk(|facts| {
            let holds: Vec<_> =
                facts.desk.blocking.iter().filter(|other| other.status == AppointmentStatus::Held).collect();
            holds
                .iter()
                .enumerate()
                .any(|(index, a)| holds[..index].iter().any(|b| span(a).overlaps(span(b))))
        })
    }),
    ("appointments of different sessions overlap", |f| {
        f.any_desk(|facts| {
            let all = &facts.desk.blocking;
            all.iter().enumerate().any(|(index, a)| {
                all[..index].iter().any(|b| span(a).overlaps(span(b)) && !(RIGHT.one_session)(a, b))
            })
        })
    }),
    ("an appointment without a type", |f| f.any_appointment(|other| other.appointment_type_uid.is_none())),
    ("an appointment whose type is gone", |f| {
        f.any_appointment(|other| {
            other
                .appointment_type_uid
                .as_ref()
                .is_some_and(|uid| f.case.snapshot.appointment_types.iter().all(|kind| kind.uid != *uid))
        })
    }),
    ("an appointment over days", |f| f.any_appointment(|other| other.end_date.0 - other.start_date.0 > DAY)),
    ("moving an appointment frees a slot", |f| {
        f.answer_differs(|case| case.query.exclude_appointment_uid = None)
    }),
    // Groups.
    ("a session has seats left", |f| {
        f.any_slot(|desk, slot| i64::from(slot.seats_left) < desk.kind.capacity)
    }),
    ("a session is full", |f| {
        f.any_candidate(|desk, start, _| {
            desk.kind.capacity > 1
                && desk.session_at(start).is_some_and(|session| session.taken >= desk.kind.capacity)
        })
    }),
    ("a session with seats left is off the grid", |f| {
        f.any_desk(|facts| {
            let desk = &facts.desk;
            desk.sessions.iter().any(|session| {
                desk.joined(session.start(), None).is_some()
                    && facts.candidates.iter().all(|(start, _)| *start != session.start())
            })
        })
    }),
    ("a session of another length is joined", |f| {
        f.any_slot(|desk, slot| {
            desk.joined(slot.start_date.0, slot.location_uid.as_ref())
                .is_some_and(|session| session.members.iter().any(|member| member.end_date != slot.end_date))
        })
    }),
    // Limits.
    ("a type's limit per day is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Day, false, |used, more, most| {
            used + more == most + 1
        })
    }),
    ("a type's limit per day is nearly reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Day, false, |used, more, most| used + more == most)
    }),
    ("a type's limit per week is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Week, false, |used, more, most| {
            used + more == most + 1
        })
    }),
    ("a type's limit of minutes per day is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Day, true, |used, more, most| used + more > most)
    }),
    ("a type's limit of minutes per day is met exactly", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Day, true, |used, more, most| used + more == most)
    }),
    ("a type's limit of minutes per week is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Week, true, |used, more, most| used + more > most)
    }),
    ("a doctor's limit per day is reached", |f| {
        f.any_limit(LimitScope::Doctor, Period::Day, false, |used, more, most| used + more == most + 1)
    }),
    ("a doctor's limit per week is reached", |f| {
        f.any_limit(LimitScope::Doctor, Period::Week, false, |used, more, most| used + more == most + 1)
    }),
    ("a doctor's limit of minutes per day is reached", |f| {
        f.any_limit(LimitScope::Doctor, Period::Day, true, |used, more, most| used + more > most)
    }),
    ("a doctor's limit of minutes per week is met exactly", |f| {
        f.any_limit(LimitScope::Doctor, Period::Week, true, |used, more, most| used + more == most)
    }),
    ("a session is joined at a limit", |f| {
        f.any_slot(|desk, slot| {
            desk.limits().iter().any(|(limit, scope)| {
                limit
                    .appointments
                    .is_some_and(|most| desk.used(limit.per, *scope, slot.start_date.0).0 >= most)
            })
        })
    }),
    // Rules that do not hold every week, closed hours, gaps of types.
    ("a rule leaves out a week", |f| {
        f.any_desk(|facts| {
            let rules = &facts.desk.doctor.availability_rules;
            rules.iter().filter(|rule| rule.every_weeks > Some(1)).any(|rule| {
                let mut days = facts.desk.days(f.range().start, f.range().end);
                let holds: Vec<bool> = days
                    .by_ref()
                    .filter(|day| (RIGHT.rule_applies)(rule, *day))
                    .map(|day| (RIGHT.recurs)(rule, day))
                    .collect();
                holds.contains(&true) && holds.contains(&false)
            })
        })
    }),
    ("recurring time off takes a slot", |f| {
        f.any_desk(|facts| facts.desk.doctor.availability_rules.iter().any(|rule| rule.blocked))
            && f.answer_differs(|case| {
                let doctors = case.snapshot.doctors.iter_mut();
                doctors.for_each(|doctor| doctor.availability_rules.retain(|rule| !rule.blocked));
            })
    }),
    ("closed hours take a slot", |f| {
        let is_of_hours = |closure: &Closure| closure.start_time.or(closure.end_time).is_some();
        f.case.snapshot.closures.iter().any(is_of_hours)
            && f.answer_differs(|case| case.snapshot.closures.retain(|closure| !is_of_hours(closure)))
    }),
    ("a slot starts just where the gap of a type ends", |f| {
        f.any_slot(|desk, slot| {
            desk.blocking.iter().any(|other| {
                let most = desk.busy(other, Spot::nowhere(0));
                most.behind > 0
                    && slot.start_date.0 == other.end_date.0 + most.behind
                    && !desk.windows_have_buffer(slot.start_date.0, most.behind)
            })
        })
    }),
    // Weeks that repeat.
    ("slots of one weekday in three weeks", |f| {
        let days: Vec<i64> = f.slots.iter().map(|slot| slot.start_date.0.div_euclid(DAY)).collect();
        days.iter().any(|day| days.contains(&(day + 7)) && days.contains(&(day + 14)))
    }),
    ("a window that is full a week after it was not, and another after it that is not", |f| {
        f.any_desk(|facts| {
            let on =
                |date: i64| facts.windows.iter().filter(|window| window.date == date).collect::<Vec<_>>();
            let offers = |window: &Window| f.slots.iter().any(|slot| window.span.holds(slot.start_date.0));
            facts.windows.iter().any(|window| {
                let (this_week, next_week) = (on(window.date), on(window.date + 7));
                next_week.len() > 1 && offers(this_week[0]) && !offers(next_week[0]) && offers(next_week[1])
            })
        })
    }),
    // Who offers.
    ("an inactive type", |f| !f.kind().active),
    ("an inactive doctor", |f| f.desks.iter().any(|facts| !facts.desk.doctor.active)),
    ("an active setting of a selecting type", |f| {
        f.any_slot(|desk, _| desk.kind.doctor_assignment_mode == DoctorAssignmentMode::SelectedDoctorsOnly)
    }),
    ("no active setting of a selecting type", |f| {
        f.any_desk(|facts| {
            let selecting =
                facts.desk.kind.doctor_assignment_mode == DoctorAssignmentMode::SelectedDoctorsOnly;
            selecting && !facts.desk.setting().is_some_and(|setting| setting.active)
        })
    }),
    ("a doctor's notice of 0", |f| {
        f.any_slot(|desk, _| {
            desk.kind.booking_min_notice_minutes > 0
                && desk
                    .setting()
                    .is_some_and(|setting| setting.active && setting.booking_min_notice_minutes == Some(0))
        })
    }),
    ("a doctor's own notice", |f| {
        f.any_slot(|desk, _| {
            desk.setting().is_some_and(|setting| {
                setting.active && setting.booking_min_notice_minutes.is_some_and(|minutes| minutes > 0)
            })
        })
    }),
    ("an inactive setting with a notice", |f| {
        f.any_slot(|desk, _| {
            desk.setting()
                .is_some_and(|setting| !setting.active && setting.booking_min_notice_minutes.is_some())
        })
    }),
    ("an active setting without a notice", |f| {
        f.any_slot(|desk, _| {
            desk.setting()
                .is_some_and(|setting| setting.active && setting.booking_min_notice_minutes.is_none())
        })
    }),
];
