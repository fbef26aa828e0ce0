//! Customers of the shops, and which patients they are.

use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use crate::api::management::scope::{Paging, record, records};
use crate::auth::permission::PATIENT_READ;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, PatientProfile, kind};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::{Ids, Paged, Query, page};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let may = Access::Permission(PATIENT_READ, Scope::Shop);
    vec![
        Endpoint::new(Method::GET, "/v1/management/patient-profiles", may, list)
            .says(TAG, "List customers of the shops")
            .notes("By id, without what the shops say of them. A key of one shop sees that shop's.")
            .extension()
            .query::<Paging>()
            .answers::<Paged<ProfileView>>(200, "A page, by uid"),
        Endpoint::new(Method::GET, "/v1/management/patient-profiles/{profile_uid}", may, show)
            .says(TAG, "View a customer of a shop")
            .extension()
            .answers::<ProfileView>(200, "The customer"),
    ]
}

/// A customer of a shop.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PatientProfile")]
struct ProfileView {
    uid: Uid,
    /// Which patient that is.
    patient_uid: Uid,
    shop_uid: Uid,
    /// The shop's own id of the customer.
    shop_customer_id: String,
}

impl From<PatientProfile> for ProfileView {
    fn from(profile: PatientProfile) -> Self {
        let PatientProfile { uid, patient_uid, shop_uid, shop_customer_id, .. } = profile;
        Self { uid, patient_uid, shop_uid, shop_customer_id }
    }
}

fn shop(profile: &PatientProfile) -> Option<&Uid> {
    Some(&profile.shop_uid)
}

async fn list(caller: Caller, Query(paging): Query<Paging>) -> ApiResult<Answer> {
    let page = page(paging.page, paging.limit)?;
    let listed = records(&caller, kind::PATIENT_PROFILE, page, shop).await?;
    Ok(Answer::new(StatusCode::OK, &Paged::new(listed, page, ProfileView::from)))
}

async fn show(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    let profile = record(&caller, kind::PATIENT_PROFILE, &uid, shop).await?;
    Ok(Answer::new(StatusCode::OK, &ProfileView::from(profile)))
}
