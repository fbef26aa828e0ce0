//! Edges of appointments that take several seats.

use super::{Edge, Facts};
use crate::oracle::RIGHT;
use crate::oracle::bookings::Session;
use crate::oracle::desk::Desk;

/// Whether a candidate at which a session of the type begins is so.
fn any(facts: &Facts<'_>, is: impl Fn(&Desk<'_>, &Session<'_>) -> bool) -> bool {
    facts.any_candidate(|desk, start, _| {
        desk.capacity() > 1 && desk.session_at(start).is_some_and(|session| is(desk, session))
    })
}

/// Whether the slots of an appointment that is to be moved are asked for without saying how many seats.
fn keeps(facts: &Facts<'_>) -> bool {
    facts.case.query.seats.is_none() && facts.any_desk(|of| of.desk.seats > 1)
}

/// Those that should come up.
pub(super) const EDGES: &[Edge] = &[
    ("a session has just the seats that are asked for", |f| {
        any(f, |desk, session| desk.seats > 1 && session.taken + desk.seats == desk.kind.capacity)
    }),
    ("a session has seats left, one fewer than are asked for", |f| {
        any(f, |desk, session| {
            session.taken < desk.kind.capacity && session.taken + desk.seats == desk.kind.capacity + 1
        })
    }),
    ("a session is full with fewer members than seats", |f| {
        any(f, |desk, session| {
            session.taken == desk.kind.capacity && (session.members.len() as i64) < session.taken
        })
    }),
    ("what is moved takes several seats of the same start", |f| {
        f.case.query.exclude_appointment_uid.is_some()
            && f.any_slot(|desk, slot| {
                desk.seats > 1
                    && desk.snapshot.appointments.iter().any(|moved| {
                        desk.excluded.as_ref() == Some(&moved.uid) && moved.start_date == slot.start_date
                    })
            })
    }),
    ("all seats of a session of one's own are asked for", |f| {
        f.any_slot(|desk, slot| {
            desk.seats > 1 && desk.seats == desk.kind.capacity && desk.session_at(slot.start_date.0).is_none()
        })
    }),
    ("what is moved keeps its seats", |f| keeps(f) && !f.slots.is_empty()),
    ("what is moved keeps more seats than its type has", |f| {
        keeps(f) && f.any_desk(|of| of.desk.seats > of.desk.kind.capacity && !of.candidates.is_empty())
    }),
    ("a hold of several seats is replaced", |f| {
        f.case.query.seats.is_none()
            && f.any_appointment(|other| {
                f.case.query.exclude_appointment_uid.as_ref() == Some(&other.uid)
                    && other.seats > 1
                    && (RIGHT.kept_seats)(other, f.kind()) == 1
            })
    }),
    ("a limit is met by sessions of which several seats are taken", |f| {
        f.any_slot(|desk, slot| {
            desk.limits().iter().any(|(limit, scope)| {
                let (used, _) = desk.used(limit.per, *scope, slot.start_date.0);
                limit.appointments == Some(used + 1)
                    && desk.sessions.iter().any(|session| session.taken > session.members.len() as i64)
            })
        })
    }),
];
