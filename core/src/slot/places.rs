//! Doctors with several places, such as chairs: when all of them are taken.

use super::ask::Ask;
use super::gap::Gap;
use crate::prepared::agenda::Agenda;
use crate::prepared::place::LocationPlace;
use crate::time::interval::{Interval, unite};

/// A booking takes the last place when it starts. It takes it until its gap has passed.
#[derive(Debug, Clone, Copy)]
struct Taken {
    /// What starts later and ends earlier keeps the gap before it.
    from: i64,
    start: i64,
    /// When one of the places is free again, as far as bookings that start later leave it so.
    end: i64,
}

/// When bookings take the last place, by start, as far as slots in an interval have to do with it. Gaps are
/// so to what asks for none itself.
fn taken(
    agenda: &Agenda,
    ask: &Ask<'_>,
    gap: Gap,
    location: Option<LocationPlace>,
    within: Interval,
) -> Vec<Taken> {
    let places = agenda.places();
    let most = gap.behind.max(gap.ahead).max(ask.gaps_of_bookings.map_or(0, |gaps| gaps.most));
    let near = agenda.from(agenda.first_running_at(within.start.saturating_sub(most)));
    let until = within.end.saturating_add(most);
    // Of the bookings that run, when their places are free again, in order.
    let mut ends: Vec<i64> = Vec::new();
    let mut taken: Vec<Taken> = Vec::new();
    // Of those that start at once, the earliest gap.
    let (mut start, mut from) = (i64::MIN, i64::MIN);
    for booking in near.take_while(|booking| booking.start < until) {
        if !booking.blocks(ask.now, ask.excluded) {
            continue;
        }
        let gap = ask.gap_beside(gap, &booking, location);
        let own_from = booking.start - gap.ahead;
        if booking.start > start {
            (start, from) = (booking.start, own_from);
            ends.drain(..ends.partition_point(|end| *end <= start));
        }
        from = from.min(own_from);
        let end = booking.end + gap.behind;
        ends.insert(ends.partition_point(|other| *other <= end), end);
        if let Some(last) = ends.len().checked_sub(places) {
            taken.pop_if(|before| before.start == start);
            taken.push(Taken { from, start, end: ends[last] });
        }
    }
    taken
}

/// What no slot may overlap, since all places are taken: sorted and disjoint.
pub(super) fn full(
    agenda: &Agenda,
    ask: &Ask<'_>,
    gap: Gap,
    location: Option<LocationPlace>,
    within: Interval,
) -> Vec<Interval> {
    let taken = taken(agenda, ask, gap, location, within).into_iter();
    let mut full: Vec<Interval> = taken.map(|taken| Interval::new(taken.from, taken.end)).collect();
    unite(&mut full);
    full
}

/// If all places are taken at some moment of a slot: when one of them is free again after the first such
/// moment.
pub(super) fn free_again(
    agenda: &Agenda,
    ask: &Ask<'_>,
    gap: Gap,
    location: Option<LocationPlace>,
    slot: Interval,
) -> Option<i64> {
    let is_full_at = |taken: &&Taken| taken.start <= slot.start && slot.start < taken.end;
    let in_the_way = |taken: &&Taken| slot.start < taken.start && taken.from < slot.end;
    let mut within = slot;
    loop {
        let taken = taken(agenda, ask, gap, location, within);
        let first = taken.iter().rfind(is_full_at).or_else(|| taken.iter().find(in_the_way))?;
        let later = taken.iter().filter(|other| other.start >= first.start);
        let end =
            later.fold(first.end, |end, other| if other.start <= end { end.max(other.end) } else { end });
        if end < within.end {
            return Some(end);
        }
        // What starts after the slot may take the places that become free.
        within.end = end.saturating_add(1).max(within.end.saturating_add(within.end - within.start));
    }
}
