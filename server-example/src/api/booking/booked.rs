//! An appointment as whoever books it sees it, which one it is, and for whom. Patients' endpoints and
//! [`scheduling`](crate::api::scheduling)'s for the desk use it.

use frontdesk::{Approval, Instant, Uid};
use schemars::JsonSchema;
use serde::Serialize;

use crate::auth::Caller;
use crate::desk::AppointmentView;
use crate::desk::{PatientProfile, Work, kind};
use crate::error::{ApiError, ApiResult};
use crate::store::{AppointmentRow, Memo};

/// An appointment as whoever books it sees it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Booking {
    #[serde(flatten)]
    appointment: AppointmentView,
    /// First instant at which the hold no longer counts.
    hold_expires_at: Option<Instant>,
    /// The video room, from the confirmation on.
    video_room_id: Option<Uid>,
    /// `requested` while it waits for the practice to approve it. It is `held` then.
    approval: Option<Approval>,
}

impl Booking {
    /// The appointment of a row, as it stands now.
    pub(super) fn view(caller: &Caller, row: AppointmentRow) -> ApiResult<Self> {
        let kept: frontdesk::Appointment =
            frontdesk::from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
        let appointment = caller.desk.read(|state| AppointmentView::new(row, &state.clinic, caller.now))?;
        Ok(Self {
            appointment,
            hold_expires_at: kept.hold_expires_at,
            video_room_id: kept.video_room_id,
            approval: kept.approval,
        })
    }

    /// The appointment as a transaction leaves it.
    pub(crate) fn left_by(work: &Work<'_>, uid: &str) -> ApiResult<Self> {
        let appointment = work.clinic().appointment(uid).ok_or_else(ApiError::not_found)?;
        let (hold_expires_at, approval) = (appointment.hold_expires_at, appointment.approval);
        let video_room_id = appointment.video_room_id.clone();
        let appointment = AppointmentView::of(appointment, Memo::default(), work.clinic(), work.now);
        Ok(Self { appointment, hold_expires_at, video_room_id, approval })
    }
}

/// The appointment, if the caller may know of it.
pub(super) async fn own(caller: &Caller, uid: &str) -> ApiResult<AppointmentRow> {
    let row = caller.store.appointment(caller.organisation(), uid).await?.ok_or_else(ApiError::not_found)?;
    let may = match &caller.patient {
        Some(patient) => {
            let of = caller
                .desk
                .read(|state| state.clinic.appointment(uid).and_then(|appointment| appointment.patient_uid));
            of.as_ref() == Some(&patient.uid)
        }
        None => caller.reaches(row.memo.shop_uid.as_ref()),
    };
    if may { Ok(row) } else { Err(ApiError::not_found()) }
}

/// For whom it is held, and in which shop.
pub(crate) async fn patient(caller: &Caller, profile_uid: Option<&Uid>) -> ApiResult<(Uid, Uid)> {
    match (&caller.patient, profile_uid) {
        (Some(patient), None) => Ok((patient.uid.clone(), patient.shop_uid.clone())),
        (Some(_), Some(_)) => {
            Err(ApiError::invalid("patient_profile_uid", "the booking token says for whom"))
        }
        (None, None) => Err(ApiError::invalid("patient_profile_uid", "this field is required")),
        (None, Some(uid)) => {
            let row = caller.store.record(caller.organisation(), kind::PATIENT_PROFILE, uid).await?;
            let data = row.and_then(|row| row.data).ok_or_else(ApiError::not_found)?;
            let profile: PatientProfile =
                frontdesk::from_json(&data).map_err(|error| ApiError::internal(&error))?;
            if !caller.reaches(Some(&profile.shop_uid)) {
                return Err(ApiError::not_found());
            }
            Ok((profile.patient_uid, profile.shop_uid))
        }
    }
}
