//! What a visitor may: whoever has shown nothing holds one slot at a time, has few appointments to come, and
//! books only as long as the shop lets anybody do so. All of it is asked inside the transaction that it is
//! asked for.

use frontdesk::limits::RANGE_DAYS_MAX;
use frontdesk::{Appointment, AppointmentStatus, AppointmentsQuery, Approval, Instant, Uid};
use serde_json::json;

use crate::auth::Patient;
use crate::desk::{Shop, Work};
use crate::error::{ApiError, ApiResult};
use crate::limits::VISITOR_APPOINTMENTS_MAX;

/// Refuses a visitor where visitors do not book any more.
pub(super) fn may_book(work: &Work<'_>, patient: &Patient) -> ApiResult<()> {
    let shop = work.state().shops.get(&patient.shop_uid);
    match !patient.is_visitor() || shop.is_some_and(Shop::is_open_to_visitors) {
        true => Ok(()),
        false => Err(ApiError::permission_denied()),
    }
}

/// What a patient holds or has booked that is not over.
pub(super) fn to_come(work: &Work<'_>, patient_uid: &Uid) -> ApiResult<Vec<Appointment>> {
    let query = AppointmentsQuery {
        from: work.now,
        to: Instant(work.now.0.saturating_add(RANGE_DAYS_MAX * 86_400)),
        doctor_uids: None,
        patient_uid: Some(patient_uid.clone()),
        appointment_type_uids: None,
        statuses: Some(vec![AppointmentStatus::Held, AppointmentStatus::Confirmed]),
    };
    Ok(work.clinic().appointments(&query, work.now)?)
}

/// The hold that a visitor's new one takes the place of: the only live one, whether it is named or not.
pub(super) fn replaced(work: &Work<'_>, patient_uid: &Uid, named: Option<&Uid>) -> ApiResult<Option<Uid>> {
    let to_come = to_come(work, patient_uid)?;
    // What waits for the practice's approval is as good as booked.
    let is_live_hold = |other: &&Appointment| {
        other.status == AppointmentStatus::Held && other.approval != Some(Approval::Requested)
    };
    let live = to_come.iter().find(is_live_hold).map(|other| other.uid.clone());
    if let Some(uid) = named.filter(|uid| live.as_ref() != Some(*uid)) {
        let refusal = json!({ "code": "no_live_hold", "uid": uid });
        return Err(ApiError::refused("What is to be replaced is no live hold", &refusal));
    }
    if to_come.len() - usize::from(live.is_some()) >= VISITOR_APPOINTMENTS_MAX {
        let message = format!("There are {VISITOR_APPOINTMENTS_MAX} appointments to come already");
        let refusal = json!({ "code": "too_many_appointments", "max": VISITOR_APPOINTMENTS_MAX });
        return Err(ApiError::refused(&message, &refusal));
    }
    Ok(live)
}
