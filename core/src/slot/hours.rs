//! Reasons from a doctor's hours against a start: no window holds it, it is off the grid, it is time off.

use super::ask::Ask;
use super::in_window;
use super::open::{add_neighbours, at_edges, for_each_free, for_each_stretch, has_booking};
use super::query::Reason;
use crate::clinic::{Clinic, Member};
use crate::limits::{INSTANT_MAX, INSTANT_MIN, NEXT_OPENING_DAYS_MAX};
use crate::model::availability::ExceptionKind;
use crate::model::grid::GridMode;
use crate::order::sort_by;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::LocationPlace;
use crate::prepared::terms::{NotAdmitted, Terms};
use crate::prepared::windows::{DayWindows, Window};
use crate::time::instant::Instant;
use crate::time::interval::{Interval, Intervals};
use crate::time::zone::{MINUTE, day_date};
use crate::wire::uid::Uid;

/// What the hours have against `start`. Answers the buffer and the location by which bookings are to be
/// judged.
pub(super) fn hours(
    clinic: &Clinic,
    member: &Member,
    ask: &Ask<'_>,
    start: i64,
    reasons: &mut Vec<Reason>,
) -> (i64, Option<LocationPlace>) {
    let calendar = &member.calendar;
    let (zone, schedule) = (&calendar.zone, &calendar.schedule);
    let own = zone.day_of(start);
    let (mut day, mut other, mut pieces) = (DayWindows::default(), DayWindows::default(), Intervals::new());
    let slot = Interval::new(start, start + ask.duration);

    // Of the windows that hold the start: the one of the least buffer, whether one is open long enough, the
    // one of the least buffer on whose grid the start lies too, and the candidate closest to it.
    let (mut holding, mut on_grid) =
        (None::<(i64, Option<LocationPlace>)>, None::<(i64, Option<LocationPlace>)>);
    let (mut fits, mut nearest) = (false, None::<i64>);
    // Why others that hold it and are open long enough do not admit the type, and whether any holds it.
    let (mut held, mut refused) = (false, Vec::new());
    // Whether something is booked on the day of one that is open long enough and has it off its grid; and in
    // each in which it is free, the hole that it would leave if that is too short.
    let (mut is_booked, mut holes) = (false, Vec::new());
    let least = |so_far: Option<(i64, Option<LocationPlace>)>, other: (i64, Option<LocationPlace>)| {
        Some(so_far.map_or(other, |least| least.min(other)))
    };
    for date in schedule.days_of_extras_running_at(start, own, zone).chain([own]) {
        schedule.windows_on(date, zone, &mut day);
        for index in 0..day.windows.len() {
            let window = day.windows[index];
            let interval = Interval::new(window.start, window.end);
            if !interval.contains(start) {
                continue;
            }
            let against = schedule.against(window.terms, ask.kind, start, ask.now);
            let located = (window.buffer, schedule.location_of(window.terms));
            let elsewhere = (!ask.is_at(located.1)).then_some(NotAdmitted::Elsewhere(located.1));
            let full = || in_window::full_at(calendar, ask, window.terms, interval, start);
            let against = elsewhere.or(against).or_else(full);
            held = true;
            if against.is_none() {
                holding = least(holding, located);
            }
            pieces.clear();
            pieces.extend_from_slice(day.pieces(&window));
            let wanted = match ask.grid.mode {
                GridMode::Adjacent => interval,
                GridMode::Window | GridMode::Clock | GridMode::Packed => Interval::new(start, start + 1),
            };
            add_neighbours(calendar, &day, &window, wanted, ask, &mut other, &mut pieces);
            let is_open = pieces.iter().any(|piece| piece.start <= slot.start && slot.end <= piece.end);
            if let Some(against) = against.filter(|_| is_open) {
                let reason = not_admitted(clinic, schedule.terms_of(window.terms), against);
                if !refused.contains(&reason) {
                    refused.push(reason);
                }
            } else if is_open {
                fits = true;
                let candidate = closest_candidate(member, ask, interval, located, &pieces, start);
                match candidate {
                    Candidate::Start => {
                        on_grid = least(on_grid, located);
                        holes.extend(hole(calendar, ask, located, &pieces, slot));
                    }
                    Candidate::Other(at) => nearest = closer(nearest, at, start),
                    Candidate::None => {}
                }
                is_booked |= ask.grid.mode == GridMode::Adjacent
                    && !matches!(candidate, Candidate::Start)
                    && has_booking(calendar, ask, interval);
            }
        }
    }
    if !held && schedule.is_closed(own, start, zone) {
        reasons.push(Reason::Closed { date: day_date(own) });
    }
    if !fits && !refused.is_empty() {
        reasons.append(&mut refused);
    } else if !fits {
        let next_opening = next_opening(member, ask, start, own, &mut day);
        reasons.push(Reason::OutsideHours { next_opening });
    } else if on_grid.is_none() {
        let nearest = nearest.map(Instant);
        reasons.push(if is_booked { Reason::NotAdjacent { nearest } } else { Reason::OffGrid { nearest } });
    }
    if let Some(shortest) = holes.iter().copied().min().filter(|_| !holes.contains(&NO_HOLE)) {
        let minutes = (shortest + MINUTE - 1) / MINUTE;
        reasons.push(Reason::LeavesGap { minutes, least: ask.grid.least_gap / MINUTE });
    }
    on_grid.or(holding).unwrap_or((0, None))
}

/// Why a window does not admit a type at a start, in the words of the clinic.
fn not_admitted(clinic: &Clinic, terms: Option<&Terms>, against: NotAdmitted) -> Reason {
    match against {
        NotAdmitted::Elsewhere(location) => Reason::OtherLocation {
            location_uid: location.and_then(|place| clinic.locations_by_place().uid(place)).cloned(),
        },
        NotAdmitted::NotReleased { at } => Reason::NotReleased { at: Instant(at) },
        NotAdmitted::Full { limit, used } => Reason::WindowFull { limit: limit as u32, used },
        NotAdmitted::Reserved { until } => {
            let kinds = terms.map_or(&[][..], Terms::types);
            let mut types: Vec<Uid> = kinds.iter().map(|kind| clinic.kind_uid(*kind).clone()).collect();
            types.sort_unstable();
            Reason::Reserved { types, until: until.map(Instant) }
        }
    }
}

/// No hole that is too short.
const NO_HOLE: i64 = i64::MAX;

/// The shortest hole that a slot would leave in its free stretch, if that is too short; none if it lies in no
/// such stretch, or holes do not matter.
fn hole(
    calendar: &Calendar,
    ask: &Ask<'_>,
    located: (i64, Option<LocationPlace>),
    pieces: &[Interval],
    slot: Interval,
) -> Option<i64> {
    let least = ask.grid.least_gap;
    let joins = || {
        let session = calendar.agenda.session_at(slot.start, ask.kind, ask.now, ask.excluded);
        session.is_some_and(|session| ask.has_room(session.seats))
    };
    if least == 0 || (ask.capacity > 1 && joins()) {
        return None;
    }
    let mut found = None;
    let within = Interval::new(slot.start - least - 1, slot.end + least + 1);
    for_each_free(calendar, ask, pieces, located, within, |free| {
        if free.start <= slot.start && slot.end <= free.end {
            let holes = [slot.start - free.start, free.end - slot.end].into_iter();
            found = Some(holes.filter(|hole| (1..least).contains(hole)).min().unwrap_or(NO_HOLE));
        }
    });
    found
}

/// Where the grid of a window has its candidate for a start.
enum Candidate {
    /// At the start, or the start lies in blocking time, where the mode `packed` has no grid.
    Start,
    /// Elsewhere: this is the closest.
    Other(i64),
    None,
}

fn closest_candidate(
    member: &Member,
    ask: &Ask<'_>,
    window: Interval,
    located: (i64, Option<LocationPlace>),
    pieces: &[Interval],
    start: i64,
) -> Candidate {
    let step = ask.step(located.0);
    let mut nearest = None;
    let mut grid = |anchor: i64, end: i64| {
        let before = anchor + (start - anchor).div_euclid(step).max(0) * step;
        for at in [before, before + step]
            .into_iter()
            .filter(|at| (anchor.max(INSTANT_MIN)..end.min(INSTANT_MAX)).contains(at))
        {
            nearest = closer(nearest, at, start);
        }
        // Where the window is long, its last candidate may lie before the start.
        if anchor < end && before >= end {
            nearest = closer(nearest, anchor + (end - 1 - anchor) / step * step, start);
        }
    };
    let is_adjacent = ask.grid.mode == GridMode::Adjacent && has_booking(&member.calendar, ask, window);
    if ask.grid.mode == GridMode::Packed || is_adjacent {
        let mut in_stretch = false;
        if is_adjacent {
            let everywhere = Interval::new(i64::MIN, i64::MAX);
            for_each_free(&member.calendar, ask, pieces, located, everywhere, |free| {
                in_stretch |= free.contains(start);
                let known = |at: &i64| window.contains(*at) && (INSTANT_MIN..INSTANT_MAX).contains(at);
                for at in at_edges(ask, free).filter(known) {
                    grid(at, at + 1);
                }
            });
        } else {
            for_each_stretch(&member.calendar, ask, window, located, i64::MAX, |stretch| {
                in_stretch |= stretch.contains(start);
                grid(stretch.start, stretch.end);
            });
        }
        if !in_stretch {
            return Candidate::Start;
        }
        // Who can join a session starts when it does.
        if ask.capacity > 1 {
            let agenda = &member.calendar.agenda;
            let sessions = agenda.sessions(window.start, window.end, ask.now, ask.excluded);
            for session in sessions.filter(|session| session.kind == ask.kind && ask.has_room(session.seats))
            {
                nearest = closer(nearest, session.start, start);
            }
        }
    } else {
        grid(ask.anchor(&member.calendar, window.start), window.end);
    }
    match nearest {
        Some(at) if at == start => Candidate::Start,
        Some(at) => Candidate::Other(at),
        None => Candidate::None,
    }
}

/// The one of two candidates that is closer to `start`; the earlier of two as close.
fn closer(so_far: Option<i64>, at: i64, start: i64) -> Option<i64> {
    let distance = |at: i64| ((at - start).abs(), at);
    Some(so_far.map_or(at, |other| if distance(at) < distance(other) { at } else { other }))
}

/// The first start of an open piece after `start`, of windows that can admit the type and are where is asked
/// for, blocked time removed.
fn next_opening(
    member: &Member,
    ask: &Ask<'_>,
    start: i64,
    own: i64,
    day: &mut DayWindows,
) -> Option<Instant> {
    let calendar = &member.calendar;
    let (zone, schedule) = (&calendar.zone, &calendar.schedule);
    let last = own + NEXT_OPENING_DAYS_MAX - 1;
    let blocked = schedule.blocked_in(Interval::new(start, zone.boundary(last + 1, 0)), zone);
    let mut first: Option<i64> = None;
    for date in schedule.days_of_extras_running_at(start, own, zone).chain(own..=last) {
        if first.is_some_and(|first| first <= zone.boundary(date, 0)) {
            break;
        }
        schedule.windows_on(date, zone, day);
        let counts = |window: &&Window| {
            schedule.may_admit(window.terms, ask.kind) && ask.is_at(schedule.location_of(window.terms))
        };
        for window in day.windows.iter().filter(counts) {
            for piece in day.pieces(window) {
                first = opening_in(*piece, &blocked, start).into_iter().chain(first).min();
            }
        }
    }
    first
        .filter(|at| zone.day_of(*at) <= last && zone.covers_until().is_none_or(|end| *at < end.0))
        .map(Instant)
}

/// The first start after `start` of what blocked intervals leave of a piece.
fn opening_in(piece: Interval, blocked: &[Interval], start: i64) -> Option<i64> {
    let mut at = piece.start;
    for blocked in blocked.iter().filter(|blocked| blocked.end > piece.start && blocked.start < piece.end) {
        if at > start && at < blocked.start {
            break;
        }
        at = at.max(blocked.end);
    }
    (at > start && at < piece.end).then_some(at)
}

/// The blocked time that `start` overlaps, or comes closer to than the gap that it keeps, in a window
/// with `buffer`.
pub(super) fn blocked(member: &Member, ask: &Ask<'_>, start: i64, buffer: i64, reasons: &mut Vec<Reason>) {
    let Calendar { zone, schedule, .. } = &member.calendar;
    let end = start + ask.duration;
    let exceptions = member
        .doctor
        .availability_exceptions
        .iter()
        .filter(|exception| exception.kind == ExceptionKind::Blocked)
        .map(|exception| {
            let off = Interval::new(exception.start_date.0, exception.end_date.0);
            (&exception.uid, off, if exception.keeps_gap { ask.gap(buffer).around(off) } else { off })
        });
    let recurring = (zone.day_of(start)..=zone.day_of(end)).flat_map(|day| {
        let of_day = schedule.time_off_on(day, zone);
        of_day.map(|(rule, off)| (&member.doctor.availability_rules[rule].uid, off, off))
    });
    let mut close: Vec<_> = exceptions
        .chain(recurring)
        .filter(|(_, _, around)| start < around.end && around.start < end)
        .collect();
    sort_by(&mut close, |(a, off_a, _), (b, off_b, _)| (off_a.start, a).cmp(&(off_b.start, b)));
    reasons.extend(
        close
            .into_iter()
            .map(|(by, _, around)| Reason::Blocked { by: by.clone(), until: Instant(around.end) }),
    );
}
