//! What was imported: orders, prescriptions, products.

use axum::Json;
use axum::http::Method;
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use super::scope::{Paging, record, records};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{DirectoryRecord, Prescriber, Prescription, kind};
use crate::endpoint::Endpoint;
use crate::error::ApiResult;
use crate::extract::{Ids, Paged, Query, page};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/orders/{order_uid}",
            Access::Permission("order:read", Scope::Shop),
            order,
        )
        .says(TAG, "View order details")
        .notes("As it was imported.")
        .answers::<DirectoryRecord>(200, "The order"),
        Endpoint::new(
            Method::GET,
            "/v1/management/prescriptions/{prescription_uid}",
            Access::Permission("prescription:read", Scope::Shop),
            prescription,
        )
        .says(TAG, "View prescription details")
        .answers::<PrescriptionView>(200, "The prescription"),
        Endpoint::new(
            Method::GET,
            "/v1/management/products",
            Access::Permission("product:read", Scope::Shop),
            products,
        )
        .says(TAG, "List products with SKUs")
        .notes("As they were imported.")
        .query::<Paging>()
        .answers::<Paged<DirectoryRecord>>(200, "A page"),
    ]
}

/// A prescription.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Prescription")]
struct PrescriptionView {
    uid: Uid,
    /// Such as `signed` or `waiting_for_doctor`.
    status: String,
    doctor: Prescriber,
    rendered: bool,
}

async fn order(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<DirectoryRecord>> {
    record(&caller, kind::ORDER, &uid, |order: &DirectoryRecord| order.shop_uid.as_ref()).await.map(Json)
}

async fn prescription(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<PrescriptionView>> {
    let found =
        record(&caller, kind::PRESCRIPTION, &uid, |found: &Prescription| found.shop_uid.as_ref()).await?;
    let Prescription { uid, status, doctor, rendered, .. } = found;
    Ok(Json(PrescriptionView { uid, status, doctor, rendered }))
}

async fn products(caller: Caller, Query(paging): Query<Paging>) -> ApiResult<Json<Paged<DirectoryRecord>>> {
    let page = page(paging.page, paging.limit)?;
    let listed =
        records(&caller, kind::PRODUCT, page, |product: &DirectoryRecord| product.shop_uid.as_ref()).await?;
    Ok(Json(Paged::new(listed, page, |product| product)))
}
