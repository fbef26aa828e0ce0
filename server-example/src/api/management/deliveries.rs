//! Webhook deliveries: what is on its way, what arrived, what was given up; and sending one again.

use axum::Json;
use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::Deserialize;

use super::WEBHOOKS;
use crate::auth::permission::{NOTIFICATION_SUBSCRIPTION_READ, NOTIFICATION_SUBSCRIPTION_WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Paged, Query, page};
use crate::store::{Delivery, DeliveryFilter};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/notification-deliveries",
            Access::Permission(NOTIFICATION_SUBSCRIPTION_READ, Scope::Shop),
            list,
        )
        .says(WEBHOOKS, "List webhook deliveries")
        .notes(
            "The oldest first. Those that are over are kept for thirty days. A key of one shop sees those \
             about what is the shop's.",
        )
        .extension()
        .query::<Which>()
        .answers::<Paged<Delivery>>(200, "A page")
        .refuses(&[403]),
        Endpoint::new(
            Method::POST,
            "/v1/management/notification-deliveries/{delivery_uid}/replay",
            Access::Permission(NOTIFICATION_SUBSCRIPTION_WRITE, Scope::Organisation),
            replay,
        )
        .says(WEBHOOKS, "Send a webhook delivery again")
        .notes("The same message, to the letter, as a new delivery. A key of one shop may not.")
        .creates()
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
    let filter = DeliveryFilter { shop_uid: caller.shop.clone(), finished: which.finished.unwrap_or(false) };
    let listed = caller.store.outbox().deliveries(caller.organisation(), &filter, page).await?;
    Ok(Json(Paged::new(listed, page, |delivery| delivery)))
}

async fn replay(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let erasures = caller.desk.read(|state| state.erasures());
    let delivery = caller.store.outbox().delivery(caller.organisation(), &uid).await?;
    let delivery = delivery.ok_or_else(ApiError::not_found)?;
    let task = move |work: &mut Work<'_>| {
        if work.state().erasures() != erasures {
            return Err(ApiError::conflict("a patient was erased meanwhile: ask again"));
        }
        if !work.state().subscriptions.contains_key(&delivery.subscription_uid) {
            return Err(ApiError::conflict("the subscription has been removed"));
        }
        let again = delivery.replay(work.now);
        let answer = Answer::new(StatusCode::ACCEPTED, &again);
        work.bring_out(again);
        Ok(answer)
    };
    caller.write(body.idempotency(&caller), task).await
}
