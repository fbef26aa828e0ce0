//! The audit trail: who did or saw what.

use axum::Json;
use axum::http::Method;
use frontdesk::Instant;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::auth::permission::AUDIT_READ;
use crate::auth::{Access, Caller, Scope};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Paged, Query, page};
use crate::store::{AuditFilter, AuditRow};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/audit",
            Access::Permission(AUDIT_READ, Scope::Organisation),
            list,
        )
        .says("Audit", "List who did or saw what")
        .notes(
            "The newest first. A line has ids and nothing that they stand for. Changes are in it with the \
             transaction that made them, refused ones too; of what was only read, a patient's record and its \
             export. Lines are kept for three years.",
        )
        .extension()
        .query::<Which>()
        .answers::<Paged<AuditRow>>(200, "A page"),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// Page number, from 0.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    page: Option<i64>,
    /// Lines of a page; what is over 200 is 200.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// Then or later.
    from: Option<i64>,
    /// Then or earlier. After `from`.
    to: Option<i64>,
    /// By whom, such as `key:…` or `patient:…`.
    actor: Option<String>,
    /// About what, such as an appointment's uid, or about which patient.
    subject_uid: Option<String>,
    /// By which request.
    request_uid: Option<String>,
}

async fn list(caller: Caller, Query(which): Query<Which>) -> ApiResult<Json<Paged<AuditRow>>> {
    let page = page(which.page, which.limit)?;
    if let (Some(from), Some(to)) = (which.from, which.to)
        && to <= from
    {
        return Err(ApiError::invalid("to", "must be greater than from"));
    }
    let filter = AuditFilter {
        from: which.from.map(Instant),
        to: which.to.map(Instant),
        actor: which.actor,
        subject_uid: which.subject_uid,
        request_uid: which.request_uid,
    };
    let listed = caller.store.audit(caller.organisation(), &filter, page).await?;
    Ok(Json(Paged::new(listed, page, |line| line)))
}
