//! Edges of limits of types in windows.

use super::{Edge, Facts};

/// Whether a candidate of a window in the range has a limit of types that is so, with what is used.
fn any(facts: &Facts<'_>, is: impl Fn(i64, i64) -> bool) -> bool {
    facts.any_window(|of, window| {
        !window.terms.limits.is_empty()
            && of
                .candidates
                .iter()
                .filter(|(start, _)| facts.range().holds(*start) && window.span.holds(*start))
                .any(|(start, _)| {
                    of.desk.type_limits(window, *start).iter().any(|(most, used)| is(*most, *used))
                })
    })
}

/// Those that should come up.
pub(super) const EDGES: &[Edge] = &[
    ("a window has as many of some types as it may", |f| any(f, |most, used| used == most)),
    ("a window has one fewer of some types than it may", |f| {
        !f.slots.is_empty() && any(f, |most, used| used > 0 && used == most - 1)
    }),
    ("a window has more of some types than it may", |f| any(f, |most, used| used > most)),
    ("a limit of types decides", |f| {
        f.answer_differs(|case| {
            for doctor in &mut case.snapshot.doctors {
                doctor.availability_rules.iter_mut().for_each(|rule| rule.type_limits.clear());
                doctor.availability_exceptions.iter_mut().for_each(|extra| extra.type_limits.clear());
                let windows = doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows);
                windows.for_each(|window| window.type_limits.clear());
            }
        })
    }),
    ("a session is joined in a window that is full", |f| {
        f.any_slot(|desk, slot| {
            let (start, location) = (slot.start_date.0, slot.location_uid.as_ref());
            let alone = |window: &crate::oracle::window::Window| {
                window.span.holds(start)
                    && window.terms.location.as_ref() == location
                    && window.terms.limits.iter().any(|(types, most)| {
                        let here = desk.sessions.iter().filter(|session| {
                            session.type_uid().is_some_and(|uid| types.contains(uid))
                                && window.span.holds(session.start())
                        });
                        here.count() as i64 >= *most
                    })
            };
            desk.joined(start, location).is_some() && desk.windows(start, start).iter().any(alone)
        })
    }),
];
