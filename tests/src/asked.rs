//! A question in another form: the days of slots, the slots of days, why a start is none. Called where
//! answers of two forms are compared.

use frontdesk::{DaysQuery, ExplainQuery, Instant, SlotQuery};

/// The slots that the days are those of.
pub fn slots_of(query: &DaysQuery) -> SlotQuery {
    let query = query.clone();
    SlotQuery {
        appointment_type_uid: query.appointment_type_uid,
        from: query.from,
        to: query.to,
        doctor_uids: query.doctor_uids,
        limit: None,
        times: query.times,
        timezone: query.timezone,
        exclude_appointment_uid: query.exclude_appointment_uid,
        grid: query.grid,
        duration_minutes: query.duration_minutes,
        seats: query.seats,
        patient_uid: query.patient_uid,
        by: query.by,
        location_uids: query.location_uids,
    }
}

/// The days that have the slots.
pub fn days_of(query: &SlotQuery) -> DaysQuery {
    let query = query.clone();
    DaysQuery {
        appointment_type_uid: query.appointment_type_uid,
        from: query.from,
        to: query.to,
        timezone: query.timezone,
        doctor_uids: query.doctor_uids,
        times: query.times,
        exclude_appointment_uid: query.exclude_appointment_uid,
        grid: query.grid,
        duration_minutes: query.duration_minutes,
        seats: query.seats,
        patient_uid: query.patient_uid,
        by: query.by,
        location_uids: query.location_uids,
    }
}

/// Why a start can be booked, or cannot.
pub fn why(query: &SlotQuery, start: Instant) -> ExplainQuery {
    let query = query.clone();
    ExplainQuery {
        appointment_type_uid: query.appointment_type_uid,
        start_date: Some(start),
        local_start: None,
        doctor_uids: query.doctor_uids,
        exclude_appointment_uid: query.exclude_appointment_uid,
        grid: query.grid,
        duration_minutes: query.duration_minutes,
        seats: query.seats,
        patient_uid: query.patient_uid,
        by: query.by,
        location_uids: query.location_uids,
    }
}
