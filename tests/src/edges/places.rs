//! Edges of doctors with several places.

use frontdesk::GridMode;

use super::{Edge, Facts};
use crate::oracle::desk::Desk;
use crate::oracle::interval::Interval;
use crate::oracle::window::Spot;

/// Whether a candidate with a doctor of several places is so: with the places taken when it starts, by the
/// buffer of its window.
fn any(facts: &Facts<'_>, is: impl Fn(&Desk<'_>, Interval, i64) -> bool) -> bool {
    facts.any_candidate(|desk, start, buffer| {
        desk.doctor.concurrent_appointments_max > 1 && {
            let slot = Interval { start, end: start + desk.duration() };
            let taken = (desk.rules.places_taken)(&desk.busy_times(Spot::nowhere(buffer)), start);
            is(desk, slot, taken)
        }
    })
}

/// Those that should come up.
pub(super) const EDGES: &[Edge] = &[
    ("all but one of the places are taken", |f| {
        any(f, |desk, _, taken| taken == desk.doctor.concurrent_appointments_max - 1)
    }),
    ("all places are taken", |f| any(f, |desk, _, taken| taken == desk.doctor.concurrent_appointments_max)),
    ("more than all places are taken", |f| {
        any(f, |desk, _, taken| taken > desk.doctor.concurrent_appointments_max)
    }),
    ("all places are taken later in a slot", |f| {
        any(f, |desk, slot, _| {
            let full = desk.places_full(slot, Spot::nowhere(0));
            full.is_some_and(|at| at > slot.start)
        })
    }),
    ("a slot starts beside another appointment", |f| {
        f.any_slot(|desk, slot| {
            let slot = Interval { start: slot.start_date.0, end: slot.end_date.0 };
            desk.doctor.concurrent_appointments_max > 1
                && desk.blocking.iter().any(|other| crate::oracle::bookings::span(other).overlaps(slot))
        })
    }),
    ("a place becomes free when a slot starts", |f| {
        any(f, |desk, slot, taken| {
            taken < desk.doctor.concurrent_appointments_max
                && desk.blocking.iter().any(|other| other.end_date.0 == slot.start)
        })
    }),
    ("stretches end where all places are taken", |f| {
        f.any_window(|of, window| {
            let taken = of.desk.taken(window.spot());
            of.desk.doctor.concurrent_appointments_max > 1
                && of.desk.grid.mode == GridMode::Packed
                && taken.iter().any(|busy| busy.span.overlaps(window.span))
        })
    }),
    ("two of a type start together, each alone", |f| {
        f.any_desk(|of| {
            of.desk.sessions.iter().enumerate().any(|(index, a)| {
                of.desk.sessions[..index]
                    .iter()
                    .any(|b| a.start() == b.start() && a.type_uid() == b.type_uid())
            })
        })
    }),
];
