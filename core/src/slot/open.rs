//! Open time beyond a window's own: neighbours that a slot may run into, and the stretches between bookings.

use super::ask::Ask;
use super::gap::Gap;
use super::places;
use crate::order::sort_by_key;
use crate::prepared::agenda::Booking;
use crate::prepared::calendar::Calendar;
use crate::prepared::place::LocationPlace;
use crate::prepared::windows::{DayWindows, Window};
use crate::time::interval::{Interval, Intervals, unite};

/// Those of sorted, disjoint intervals that end after `at`.
pub(super) fn after(intervals: &[Interval], at: i64) -> &[Interval] {
    if intervals.is_empty() {
        intervals
    } else {
        &intervals[intervals.partition_point(|interval| interval.end <= at)..]
    }
}

/// Adds to the open time of a window that of all windows of the same buffer and terms, of its own date and of
/// others, as far as a slot that starts in `wanted` can reach: an extra interval of an earlier date can join
/// two windows that do not touch each other. `own` are the windows of the window's own date.
pub(super) fn add_neighbours(
    calendar: &Calendar,
    own: &DayWindows,
    window: &Window,
    wanted: Interval,
    ask: &Ask<'_>,
    other: &mut DayWindows,
    pieces: &mut Intervals,
) {
    let Calendar { zone, schedule, .. } = calendar;
    // Where it matters where open time ends, the slot's own is not enough.
    let margin = ask.grid.margin();
    let wanted = Interval::new(wanted.start - margin, wanted.end + margin);
    let reach = wanted.end + ask.duration;
    let begins_midway = margin == 0 || zone.boundary(own.day, 0) < window.start;
    if window.end < zone.boundary(own.day + 1, 0)
        && begins_midway
        && !schedule.has_extra_near(window.start, reach)
    {
        return;
    }
    let first = zone.day_of(wanted.start);
    let dates =
        schedule.days_of_extras_running_at(wanted.start, first, zone).chain(first..=zone.day_of(reach));
    for date in dates {
        let windows = if date == own.day {
            own
        } else {
            schedule.windows_on(date, zone, other);
            &*other
        };
        for neighbour in windows
            .windows
            .iter()
            .filter(|other| (other.buffer, other.terms) == (window.buffer, window.terms))
        {
            // What no slot can reach is left out: a date can have thousands of windows.
            let near = |piece: &&Interval| piece.start <= reach && wanted.start <= piece.end;
            pieces.extend(windows.pieces(neighbour).iter().filter(near).copied());
        }
    }
    unite(pieces);
}

/// The stretches of a window, with its buffer and location, by the mode `packed`, that start before `high`.
pub(super) fn for_each_stretch(
    calendar: &Calendar,
    ask: &Ask<'_>,
    window: Interval,
    located: (i64, Option<LocationPlace>),
    high: i64,
    visit: impl FnMut(Interval),
) {
    let (agenda, buffer) = (&calendar.agenda, located.0);
    let most = ask.gap_most(buffer);
    let bookings = agenda.from(agenda.first_running_at(window.start - most));
    let blocking = bookings.filter(|booking| booking.blocks(ask.now, ask.excluded));
    let around =
        |booking: Booking| ask.gap_to(&booking, located).around(Interval::new(booking.start, booking.end));
    let window = Interval::new(window.start, window.end.min(high));
    if agenda.has_several_places() {
        let full = places::full(agenda, ask, ask.gap(buffer), located.1, window);
        stretches_between(calendar, ask.gap(buffer), window, full.into_iter(), visit);
    } else if ask.gaps_of_bookings.is_none() {
        stretches_between(calendar, ask.gap(buffer), window, blocking.map(around), visit);
    } else {
        // With gaps of their own, those that start later may reach back further.
        let near = blocking.take_while(|booking| booking.start - most < window.end);
        let mut taken: Vec<Interval> = near.map(around).collect();
        sort_by_key(&mut taken, |taken| taken.start);
        stretches_between(calendar, ask.gap(buffer), window, taken.into_iter(), visit);
    }
}

/// The free stretches of a window, whose open time is `pieces`, as far as they lie in `within`.
pub(super) fn for_each_free(
    calendar: &Calendar,
    ask: &Ask<'_>,
    pieces: &[Interval],
    located: (i64, Option<LocationPlace>),
    within: Interval,
    mut visit: impl FnMut(Interval),
) {
    for piece in pieces {
        let piece = piece.intersection(within);
        if !piece.is_empty() {
            for_each_stretch(calendar, ask, piece, located, i64::MAX, &mut visit);
        }
    }
}

/// Whether something is booked on the day of a window.
pub(super) fn has_booking(calendar: &Calendar, ask: &Ask<'_>, window: Interval) -> bool {
    let Calendar { zone, agenda, .. } = calendar;
    let date = zone.day_of(window.start);
    let (from, to) = (zone.boundary(date, 0), zone.boundary(date + 1, 0).max(window.end));
    let mut near = agenda.from(agenda.first_running_at(from)).take_while(|booking| booking.start < to);
    near.any(|booking| from < booking.end && booking.blocks(ask.now, ask.excluded))
}

/// The candidates of a free stretch by the mode `adjacent`, in order: the first start and the last.
pub(super) fn at_edges(ask: &Ask<'_>, free: Interval) -> impl Iterator<Item = i64> {
    let last = free.end - ask.duration;
    let first = (free.start <= last).then_some(free.start);
    first.into_iter().chain((free.start < last).then_some(last))
}

/// The stretches of a window between what is `taken`, by start, and what is blocked.
fn stretches_between(
    calendar: &Calendar,
    gap: Gap,
    window: Interval,
    taken: impl Iterator<Item = Interval>,
    mut visit: impl FnMut(Interval),
) {
    let Calendar { zone, schedule, .. } = calendar;
    let mut bookings = taken.peekable();
    let keeping_gap = after(schedule.keeping_gap(), window.start - gap.behind).iter();
    let mut keeping_gap = keeping_gap.map(|kept| gap.around(*kept)).peekable();
    let all_blocked = schedule.blocked_in(window, zone);
    let mut blocked = after(&all_blocked, window.start).iter().copied().peekable();
    let mut start = window.start;
    while start < window.end {
        let from = |next: Option<&Interval>| next.map_or(i64::MAX, |next| next.start);
        let (booked, kept, off) = (from(bookings.peek()), from(keeping_gap.peek()), from(blocked.peek()));
        let next = match booked.min(kept).min(off) {
            first if first == booked => bookings.next(),
            first if first == kept => keeping_gap.next(),
            _ => blocked.next(),
        };
        let next = next.filter(|next| next.start < window.end).unwrap_or(Interval::new(window.end, i64::MAX));
        if start < next.start {
            visit(Interval::new(start, next.start));
        }
        start = start.max(next.end);
    }
}
