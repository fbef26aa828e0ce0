//! An appointment as the API shows it.

use frontdesk::{Appointment, AppointmentStatus, Clinic, Instant, Uid, from_json};
use schemars::JsonSchema;
use serde::Serialize;

use super::rows::{MEETING_FORMAT_DEFAULT, word};
use crate::error::{ApiError, ApiResult};
use crate::store::{AppointmentRow, Memo};

/// A scheduled meeting, field by field as documented.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Appointment")]
pub(crate) struct AppointmentView {
    /// The id, such as `mtg-abc123`.
    pub(crate) uid: Uid,
    /// Where it stands. A hold that has run out is `expired`.
    pub(crate) status: AppointmentStatus,
    /// The doctor.
    doctor_uid: Uid,
    /// The doctor's name.
    doctor_display_name: Option<String>,
    /// The patient.
    patient_uid: Option<Uid>,
    /// The patient's name.
    patient_display_name: Option<String>,
    /// The type, if any.
    appointment_type_uid: Option<Uid>,
    /// Its name. That of a type that was deleted is kept.
    appointment_type_name: Option<String>,
    /// `CONSULTATION`, `FOLLOW_UP`, `INITIAL`, `REVIEW` or `ON_DEMAND`.
    meeting_type: Option<String>,
    /// `DIGITAL` or `IN_PERSON`.
    meeting_format: Option<String>,
    /// The start.
    start_date: Instant,
    /// The end.
    end_date: Instant,
    /// When it was made.
    created_at: Option<Instant>,
    /// When it was cancelled.
    cancelled_at: Option<Instant>,
    /// Why it was cancelled.
    cancellation_reason: Option<String>,
    /// Where it is, if it is anywhere in particular.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-extension" = true))]
    location_uid: Option<Uid>,
    /// How many seats of a group visit it takes, if several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-extension" = true))]
    seats: Option<i64>,
}

impl AppointmentView {
    /// What the database has of an appointment, with the names that the clinic has today.
    pub(crate) fn new(row: AppointmentRow, clinic: &Clinic, now: Instant) -> ApiResult<Self> {
        let appointment: Appointment = from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
        Ok(Self::of(appointment, row.memo, clinic, now))
    }

    /// An appointment with what is remembered of it.
    pub(crate) fn of(appointment: Appointment, memo: Memo, clinic: &Clinic, now: Instant) -> Self {
        let kind = appointment.appointment_type_uid.as_ref().and_then(|uid| clinic.appointment_type(uid));
        let doctor = clinic.doctor(&appointment.doctor_uid);
        Self {
            status: appointment.status_at(now),
            doctor_display_name: doctor.and_then(|doctor| doctor.display_name.clone()),
            patient_display_name: memo.patient_display_name,
            appointment_type_name: kind.and_then(|kind| kind.name.clone()).or(memo.appointment_type_name),
            meeting_type: memo.meeting_type.or(kind.map(|kind| word(kind.meeting_type))),
            meeting_format: memo.meeting_format.or_else(|| Some(MEETING_FORMAT_DEFAULT.to_owned())),
            uid: appointment.uid,
            doctor_uid: appointment.doctor_uid,
            patient_uid: appointment.patient_uid,
            appointment_type_uid: appointment.appointment_type_uid,
            start_date: appointment.start_date,
            end_date: appointment.end_date,
            created_at: appointment.created_at,
            cancelled_at: appointment.cancelled_at,
            cancellation_reason: appointment.cancellation_reason,
            location_uid: appointment.location_uid,
            seats: Some(appointment.seats).filter(|seats| *seats > 1),
        }
    }
}
