//! Doctors: list, statistics.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::Serialize;

use super::TAG;
use super::scope::{Paging, read};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, DoctorStatistics, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Paged, Query, page};
use crate::store::{Listed, Page};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/doctors",
            Access::Permission("doctor:read", Scope::Shop),
            list,
        )
        .says(TAG, "List doctors")
        .query::<Paging>()
        .answers::<Paged<DoctorView>>(200, "A page"),
        Endpoint::new(
            Method::GET,
            "/v1/management/doctors/{doctor_uid}/statistics",
            Access::Permission("doctor_statistics:read", Scope::Shop),
            statistics,
        )
        .says(TAG, "Get doctor prescription statistics")
        .answers::<DoctorStatistics>(200, "The statistics"),
    ]
}

/// A doctor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Doctor")]
struct DoctorView {
    uid: Uid,
    display_name: Option<String>,
    active: bool,
    /// IANA zone; the organisation's if null.
    timezone: Option<String>,
}

async fn list(caller: Caller, Query(paging): Query<Paging>) -> ApiResult<Answer> {
    Ok(listed(&caller, page(paging.page, paging.limit)?))
}

/// A page of all.
pub(crate) fn listed(caller: &Caller, page: Page) -> Answer {
    let skipped = usize::try_from(page.page.saturating_mul(page.limit)).unwrap_or(usize::MAX);
    let paged = caller.desk.read(|state| {
        let uids: Vec<&Uid> = state.clinic.doctor_uids().collect();
        let total = uids.len() as i64;
        let rows = uids
            .into_iter()
            .skip(skipped)
            .take(page.limit as usize)
            .filter_map(|uid| state.clinic.doctor(uid))
            .collect();
        Paged::new(Listed { rows, total }, page, |doctor| DoctorView {
            uid: doctor.uid.clone(),
            display_name: doctor.display_name.clone(),
            active: doctor.active,
            timezone: doctor.timezone.clone(),
        })
    });
    Answer::new(StatusCode::OK, &paged)
}

async fn statistics(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<DoctorStatistics>> {
    let doctor = caller
        .desk
        .read(|state| state.clinic.doctor(&uid).map(|doctor| doctor.uid.clone()))
        .ok_or_else(ApiError::not_found)?;
    // What is counted is the organisation's: a key of one shop does not see it.
    if caller.shop.is_some() {
        return Err(ApiError::not_found());
    }
    let row = caller.store.record(caller.organisation(), kind::DOCTOR_STATISTICS, &uid).await?;
    let none = DoctorStatistics { doctor_uid: doctor, ..DoctorStatistics::default() };
    Ok(Json(row.map_or(Ok(none), |row| read(&row))?))
}
