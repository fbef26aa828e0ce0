//! Edges of lengths: what is asked for, what a doctor takes, and what an appointment keeps.

use frontdesk::{LimitScope, Uid};

use super::Edge;
use crate::oracle::desk::Desk;

/// How much longer somebody who joins a session at a candidate is than it is, if one is joined.
fn longer(desk: &Desk<'_>, start: i64, location: Option<&Uid>) -> Option<i64> {
    desk.joined(start, location).map(|session| desk.duration() - session.length)
}

/// Every edge that should come up.
pub(super) const LENGTHS: &[Edge] = &[
    ("a length is asked for that is not the usual one", |f| {
        f.case.query.duration_minutes.is_some_and(|asked| asked != f.kind().duration_minutes)
            && !f.slots.is_empty()
    }),
    ("doctors offer slots of different lengths", |f| {
        let length = |slot: &frontdesk::Slot| slot.end_date.0 - slot.start_date.0;
        f.slots.iter().any(|slot| length(slot) != length(&f.slots[0]))
    }),
    ("a length is asked for that is not the doctor's", |f| {
        f.any_desk(|facts| {
            let own = facts.desk.setting().filter(|setting| setting.active);
            let own = own.and_then(|setting| setting.duration_minutes);
            facts.desk.asked_minutes.is_some_and(|asked| own.is_some_and(|own| own != asked))
        })
    }),
    ("an appointment that is moved keeps its length", |f| {
        f.case.query.duration_minutes.is_none() && f.any_desk(|facts| facts.desk.asked_minutes.is_some())
    }),
    ("an appointment that is moved has a length that is gone", |f| {
        f.case.query.duration_minutes.is_none()
            && f.any_appointment(|other| {
                f.case.query.exclude_appointment_uid.as_ref() == Some(&other.uid)
                    && other.duration_minutes.is_some()
            })
            && f.any_desk(|facts| facts.desk.asked_minutes.is_none())
    }),
    ("a session is joined by somebody who stays longer", |f| {
        f.any_slot(|desk, slot| {
            longer(desk, slot.start_date.0, slot.location_uid.as_ref()).is_some_and(|longer| longer > 0)
        })
    }),
    ("a session is joined by somebody who leaves earlier", |f| {
        f.any_slot(|desk, slot| {
            longer(desk, slot.start_date.0, slot.location_uid.as_ref()).is_some_and(|longer| longer < 0)
        })
    }),
    ("one who stays longer than a session is over its limit", |f| {
        f.any_candidate(|desk, start, _| {
            longer(desk, start, None).is_some_and(|longer| {
                longer > 0
                    && desk.kind.limits.iter().any(|limit| {
                        let (_, seconds) = desk.used(limit.per, LimitScope::AppointmentType, start);
                        limit.minutes.is_some_and(|most| seconds + longer > most * 60)
                    })
            })
        })
    }),
];
