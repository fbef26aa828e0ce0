//! Edges of limits over all doctors, of patients, and in longer periods.

use frontdesk::{LimitScope, Period};

use super::Edge;

/// Those that should come up.
pub(super) const EDGES: &[Edge] = &[
    ("a limit over all doctors is reached", |f| {
        f.any_limit(LimitScope::Clinic, Period::Day, false, |used, more, most| used + more == most + 1)
    }),
    ("a limit over all doctors is nearly reached", |f| {
        f.any_limit(LimitScope::Clinic, Period::Week, false, |used, more, most| used + more == most)
    }),
    ("only what others do reaches a limit", |f| {
        let doctors = &f.case.snapshot.doctors;
        f.answer_differs(|case| {
            case.snapshot.appointments.retain(|other| other.doctor_uid == doctors[0].uid);
            case.query.doctor_uids = Some(vec![doctors[0].uid.clone()]);
        }) && f.any_limit(LimitScope::Clinic, Period::Day, false, |used, more, most| used + more > most)
    }),
    ("a limit of minutes over all doctors is reached", |f| {
        f.any_limit(LimitScope::Clinic, Period::Day, true, |used, more, most| used + more > most)
            || f.any_limit(LimitScope::Clinic, Period::Week, true, |used, more, most| used + more > most)
    }),
    ("a limit per month is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Month, false, |used, more, most| used + more > most)
            || f.any_limit(LimitScope::Doctor, Period::Month, false, |used, more, most| used + more > most)
    }),
    ("a limit per year is reached", |f| {
        f.any_limit(LimitScope::AppointmentType, Period::Year, false, |used, more, most| used + more > most)
            || f.any_limit(LimitScope::Doctor, Period::Year, false, |used, more, most| used + more > most)
    }),
    ("the weekday with which weeks start decides", |f| {
        f.case.snapshot.week_starts_on.is_some()
            && f.answer_differs(|case| case.snapshot.week_starts_on = None)
    }),
    ("a limit of the patient forbids a start", |f| {
        f.case.query.patient_uid.is_some()
            && f.answer_differs(|case| case.snapshot.patient_limits.retain(|limit| limit.per.is_none()))
    }),
    ("a limit of what is to come forbids a start", |f| {
        f.case.query.patient_uid.is_some()
            && f.answer_differs(|case| case.snapshot.patient_limits.retain(|limit| limit.per.is_some()))
    }),
    ("a limit of the patient is not reached", |f| {
        f.case.query.patient_uid.is_some()
            && !f.slots.is_empty()
            && f.any_desk(|facts| !facts.desk.snapshot.patient_limits.is_empty())
    }),
];
