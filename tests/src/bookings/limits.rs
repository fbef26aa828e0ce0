//! Sequences at clinics that limit what all doctors have together, and what a patient has.

use frontdesk::{BookingLimit, ClinicSnapshot, CountedOver, PatientLimit, Period};

use crate::generate::tape::Tape;

/// Limits the sessions of a type over all doctors, and the appointments of each patient.
pub fn limit_for_all(tape: &mut Tape, clinic: &mut ClinicSnapshot) {
    clinic.patient_limits = vec![PatientLimit {
        per: tape.maybe(60, |tape| tape.pick(&[Period::Day, Period::Week])),
        appointments: tape.between(1, 3),
        ..PatientLimit::default()
    }];
    clinic.patient_limits.iter_mut().for_each(|limit| limit.upcoming = limit.per.is_none());
    let limit = BookingLimit {
        per: tape.pick(&[Period::Day, Period::Month]),
        scope: CountedOver::Clinic,
        appointments: Some(tape.between(1, 4)),
        minutes: None,
    };
    clinic.appointment_types[0].limits.push(limit);
}
