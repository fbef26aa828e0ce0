//! Edges of grids that leave no holes.

use frontdesk::GridMode;

use super::{DeskFacts, Edge, Facts};
use crate::oracle::interval::Interval;

fn is_adjacent(facts: &Facts<'_>) -> bool {
    facts.desks[0].desk.grid.mode == GridMode::Adjacent
}

/// Whether a candidate in the range, in a free stretch, leaves holes before and after it that are so, in
/// seconds.
fn any_hole(facts: &Facts<'_>, are: impl Fn(i64, i64, i64) -> bool) -> bool {
    let of = |own: &DeskFacts<'_>| {
        let Some(least) = own.desk.grid.least_gap_minutes else { return false };
        own.windows.iter().any(|window| {
            let open = own.desk.open_time(&own.windows, window);
            let free = own.desk.free(&open, window.spot());
            own.candidates.iter().any(|(start, buffer)| {
                let slot = Interval { start: *start, end: start + own.desk.duration() };
                let stretch = free.iter().find(|free| free.covers(slot));
                *buffer == window.buffer
                    && facts.range().holds(*start)
                    && window.span.holds(*start)
                    && stretch
                        .is_some_and(|free| are(slot.start - free.start, free.end - slot.end, least * 60))
            })
        })
    };
    facts.any_desk(of)
}

/// Every edge that should come up.
pub(super) const HOLES: &[Edge] = &[
    ("something is booked on the day of an `adjacent` window", |f| {
        is_adjacent(f) && f.any_window(|facts, window| facts.desk.has_booking(window)) && !f.slots.is_empty()
    }),
    ("nothing is booked on the day of an `adjacent` window", |f| {
        is_adjacent(f) && f.any_window(|facts, window| !facts.desk.has_booking(window)) && !f.slots.is_empty()
    }),
    ("an `adjacent` slot ends where an appointment begins", |f| {
        is_adjacent(f)
            && f.any_slot(|desk, slot| desk.blocking.iter().any(|other| other.start_date == slot.end_date))
    }),
    ("an `adjacent` group has a session to join", |f| {
        is_adjacent(f)
            && f.any_slot(|desk, slot| desk.joined(slot.start_date.0, slot.location_uid.as_ref()).is_some())
    }),
    ("a hole before a slot is the least", |f| any_hole(f, |before, _, least| before == least)),
    ("a hole before a slot is a minute too short", |f| any_hole(f, |before, _, least| before == least - 60)),
    ("a hole after a slot is the least", |f| any_hole(f, |_, after, least| after == least)),
    ("a hole after a slot is a minute too short", |f| any_hole(f, |_, after, least| after == least - 60)),
    ("a hole is too short beside one that is none", |f| {
        any_hole(f, |before, after, least| before == 0 && 0 < after && after < least)
    }),
];
