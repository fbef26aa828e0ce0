//! Edges of locations and the ways between them.

use frontdesk::Travel;

use super::{Edge, Facts};
use crate::oracle::RIGHT;

fn has_locations(f: &Facts<'_>) -> bool {
    !f.case.snapshot.locations.is_empty()
}

/// Those that should come up.
pub(super) const EDGES: &[Edge] = &[
    ("windows of different locations touch", |f| {
        has_locations(f)
            && f.any_parts(|a, b| {
                a.date == b.date
                    && a.buffer == b.buffer
                    && a.terms.location != b.terms.location
                    && a.span.end == b.span.start
            })
    }),
    ("windows of different locations overlap", |f| {
        has_locations(f)
            && f.any_parts(|a, b| {
                a.date == b.date
                    && a.buffer == b.buffer
                    && a.terms.location != b.terms.location
                    && a.span.overlaps(b.span)
            })
    }),
    ("a start is offered at two locations", |f| {
        has_locations(f)
            && f.slots.windows(2).any(|pair| {
                pair[0].start_date == pair[1].start_date && pair[0].doctor_uid == pair[1].doctor_uid
            })
    }),
    ("locations that are not asked for have slots", |f| {
        f.case.query.location_uids.is_some() && f.answer_differs(|case| case.query.location_uids = None)
    }),
    ("a slot nowhere in particular is not at a location", |f| {
        f.case.query.location_uids.is_some()
            && f.answer_differs(|case| {
                let rules =
                    case.snapshot.doctors.iter_mut().flat_map(|doctor| &mut doctor.availability_rules);
                let nowhere = rules.filter(|rule| rule.location_uid.is_none() && !rule.blocked);
                let first = case.query.location_uids.as_ref().and_then(|uids| uids.first().cloned());
                nowhere.for_each(|rule| rule.location_uid.clone_from(&first));
            })
    }),
    ("only the way forbids a start", |f| {
        has_locations(f) && f.answer_differs(|case| case.snapshot.travel_minutes.clear())
    }),
    ("what is said of the way back decides about a start", |f| {
        has_locations(f)
            && f.answer_differs(|case| {
                let ways = std::mem::take(&mut case.snapshot.travel_minutes);
                let uids = |way: &Travel| (way.from_location_uid.clone(), way.to_location_uid.clone());
                let back = |way: &Travel| (way.to_location_uid.clone(), way.from_location_uid.clone());
                for way in ways {
                    if !case.snapshot.travel_minutes.iter().any(|other| uids(other) == back(&way)) {
                        case.snapshot.travel_minutes.push(way);
                    }
                }
            })
    }),
    ("a slot starts where the way ends", |f| {
        has_locations(f)
            && f.any_slot(|desk, slot| {
                let Some(here) = &slot.location_uid else { return false };
                desk.blocking.iter().any(|other| {
                    let there = other.location_uid.as_ref();
                    let way = there.map_or(0, |there| (RIGHT.way)(desk.snapshot, there, here));
                    way > 0 && slot.start_date.0 == other.end_date.0 + way
                })
            })
    }),
    ("a session elsewhere is not joined", |f| {
        f.kind().capacity > 1
            && has_locations(f)
            && f.answer_differs(|case| {
                case.snapshot.travel_minutes.clear();
                case.snapshot.appointments.iter_mut().for_each(|other| other.location_uid = None);
            })
            && !f.answer_differs(|case| case.snapshot.travel_minutes.clear())
    }),
    ("a session at a location is joined by somebody there", |f| {
        f.any_slot(|desk, slot| {
            slot.location_uid.is_some()
                && desk.joined(slot.start_date.0, slot.location_uid.as_ref()).is_some_and(|session| {
                    session.members.iter().any(|member| member.location_uid == slot.location_uid)
                })
        })
    }),
    ("an appointment at a location that is gone", |f| {
        has_locations(f)
            && f.any_appointment(|other| {
                let listed = f.case.snapshot.locations.iter();
                other.location_uid.is_some()
                    && listed
                        .map(|location| &location.uid)
                        .all(|uid| Some(uid) != other.location_uid.as_ref())
            })
    }),
];
