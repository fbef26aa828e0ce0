//! Webhook deliveries: what is on its way, what arrived, what was given up; and sending one again.

use axum::Json;
use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::Deserialize;

use super::WEBHOOKS;
use super::scope::read;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Paged, Query, page};
use crate::webhook::Delivery;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/notification-deliveries",
            Access::Key(Scope::Organisation),
            list,
        )
        .says(WEBHOOKS, "List webhook deliveries")
        .notes("The oldest first. Those that are over are kept for thirty days.")
        .extension()
        .query::<Which>()
        .answers::<Paged<Delivery>>(200, "A page")
        .refuses(&[403]),
        Endpoint::new(
            Method::POST,
            "/v1/management/notification-deliveries/{delivery_uid}/replay",
            Access::Key(Scope::Organisation),
            replay,
        )
        .says(WEBHOOKS, "Send a webhook delivery again")
        .notes("The same message, to the letter, as a new delivery.")
        .extension()
        .answers::<Delivery>(202, "On its way")
        .refuses(&[403, 409]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// Page number, from 0.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    page: Option<i64>,
    /// Entries of a page; what is over 200 is 200.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// Those that are over, instead of those on their way.
    finished: Option<bool>,
}

async fn list(caller: Caller, Query(which): Query<Which>) -> ApiResult<Json<Paged<Delivery>>> {
    let page = page(which.page, which.limit)?;
    let kind =
        if which.finished.unwrap_or(false) { kind::WEBHOOK_DELIVERY_DONE } else { kind::WEBHOOK_DELIVERY };
    let listed = caller.store.records(caller.organisation(), kind, page).await?;
    Ok(Json(Paged::new(listed, page, |row| read(&row)).transposed()?))
}

async fn replay(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    let erasures = caller.desk.read(|state| state.erasures());
    let mut row = caller.store.record(caller.organisation(), kind::WEBHOOK_DELIVERY_DONE, &uid).await?;
    if row.is_none() {
        row = caller.store.record(caller.organisation(), kind::WEBHOOK_DELIVERY, &uid).await?;
    }
    let delivery: Delivery = read(&row.ok_or_else(ApiError::not_found)?)?;
    let task = move |work: &mut Work<'_>| {
        if work.state().erasures() != erasures {
            return Err(ApiError::conflict("a patient was erased meanwhile: ask again"));
        }
        if !work.state().subscriptions.contains_key(&delivery.subscription_uid) {
            return Err(ApiError::conflict("the subscription has been removed"));
        }
        let again = delivery.replay(work.now);
        let answer = Answer::new(StatusCode::ACCEPTED, &again);
        work.keep(kind::WEBHOOK_DELIVERY, &again.uid, Some(answer.body.clone()));
        Ok(answer)
    };
    caller.write(None, task).await
}
