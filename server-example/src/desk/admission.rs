//! The server's own checks of a new booking, beside the engine's: its shop, or its patient, is no longer
//! active. What was booked before goes on.

use frontdesk::{Command, QueueCommand, Uid};
use serde_json::json;

use super::work::Work;
use crate::error::{ApiError, ApiResult};
use crate::store::Memo;

impl Work<'_> {
    /// Refuses a hold in a shop, or for a patient, that is not active.
    pub(super) fn admit(&self, command: &Command, memo: &Memo) -> ApiResult<()> {
        let Command::Hold { patient_uid, .. } = command else { return Ok(()) };
        memo.shop_uid.as_ref().map_or(Ok(()), |uid| self.admit_shop(uid))?;
        patient_uid.as_ref().map_or(Ok(()), |uid| self.admit_patient(uid))
    }

    /// The same for the queue of a shop.
    pub(super) fn admit_to_queue(&self, room: &Uid, command: &QueueCommand) -> ApiResult<()> {
        let QueueCommand::Register { patient_uid, .. } = command else { return Ok(()) };
        self.admit_shop(room)?;
        self.admit_patient(patient_uid)
    }

    /// Refuses what is new in a shop that is not active.
    ///
    /// # Errors
    /// 409.
    pub fn admit_shop(&self, uid: &Uid) -> ApiResult<()> {
        let is_inactive = self.state().shops.get(uid).is_some_and(|shop| !shop.active);
        match is_inactive {
            true => Err(refused("the shop is not active", "shop_inactive", uid)),
            false => Ok(()),
        }
    }

    fn admit_patient(&self, uid: &Uid) -> ApiResult<()> {
        match self.state().inactive_patients.contains_key(uid) {
            true => Err(refused("the patient is not active", "patient_inactive", uid)),
            false => Ok(()),
        }
    }
}

fn refused(message: &str, code: &str, uid: &Uid) -> ApiError {
    ApiError::refused(message, &json!({ "code": code, "uid": uid }))
}
