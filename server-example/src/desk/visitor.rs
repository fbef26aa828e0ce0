//! Visitors: patients of one visit to a booking page, whom no shop has named. What they are called is random,
//! so that nothing is kept of them before they have booked.

use frontdesk::Uid;

use super::customer::{Customer, KnownCustomer, ProfileField};
use super::desks::Desk;
use crate::error::{ApiError, ApiResult};
use crate::id;
use crate::store::Store;

const PATIENT: &str = "pat-visitor-";
const PROFILE: &str = "pp-visitor-";

/// Letters of a visitor's own part of the ids: 100 random bits.
const LETTERS: usize = 20;

/// A visitor, by the ids that a patient has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The patient.
    pub patient_uid: Uid,
    /// The customer.
    pub profile_uid: Uid,
}

impl Visitor {
    /// Somebody new.
    pub fn new() -> Self {
        let own = id::letters(LETTERS);
        Self { patient_uid: format!("{PATIENT}{own}").into(), profile_uid: format!("{PROFILE}{own}").into() }
    }

    /// The visitor who has said who it is, with what is known so far.
    ///
    /// # Errors
    /// If the database can't be asked, or a field is not what it must be.
    pub async fn says(
        self,
        shop_uid: Uid,
        fields: Vec<ProfileField>,
        store: &dyn Store,
        desk: &Desk,
    ) -> ApiResult<KnownCustomer> {
        // The shop's own id of the customer is the profile's: no shop has given one.
        let customer = Customer { shop_uid, shop_customer_id: self.profile_uid.to_string(), fields };
        customer.check("fields").map_err(|(path, why)| ApiError::invalid(&path, why))?;
        customer.find_as(store, desk, Some((self.profile_uid, self.patient_uid))).await
    }
}

impl Default for Visitor {
    fn default() -> Self {
        Self::new()
    }
}
