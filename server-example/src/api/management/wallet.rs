//! Wallet passes: templates, passes, push notifications.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::WALLET;
use super::scope::{Paging, record, records};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Announcement, PUSH_NOTIFICATION};
use crate::desk::{Answer, DirectoryRecord, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Query, page};
use crate::limits::{PUSH_MESSAGE_CHARS_MAX, PUSH_NOTIFICATIONS_MAX};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/wallet-passes/templates",
            Access::Permission("wallet_pass_template:read", Scope::Shop),
            templates,
        )
        .says(WALLET, "List wallet pass templates")
        .query::<Paging>()
        .answers::<Total>(200, "A page"),
        Endpoint::new(
            Method::GET,
            "/v1/management/wallet-passes",
            Access::Permission("wallet_pass:read", Scope::Shop),
            passes,
        )
        .says(WALLET, "List wallet passes")
        .query::<Paging>()
        .answers::<Total>(200, "A page"),
        Endpoint::new(
            Method::POST,
            "/v1/management/wallet-passes/push-notifications",
            Access::Permission("wallet_pass_push_notification:write", Scope::Shop),
            push,
        )
        .says(WALLET, "Send push notifications")
        .notes(
            "Hands each message to those who have subscribed to `wallet_pass_push_notification_created`: \
             they have the way to the wallet. All or none.",
        )
        .creates()
        .body(|generator| {
            let mut schema = <Vec<Push>>::json_schema(generator);
            schema.insert("minItems".to_owned(), json!(1));
            schema.insert("maxItems".to_owned(), json!(PUSH_NOTIFICATIONS_MAX));
            schema
        })
        .answers::<Pushed>(200, "Handed over")
        .refuses(&[404]),
    ]
}

/// The envelope of these lists.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WalletPassTotal")]
struct Total {
    data: Vec<DirectoryRecord>,
    /// On all pages.
    total: i64,
}

/// A message to the holder of a pass.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Push {
    /// The pass.
    #[schemars(length(min = 1, max = 255))]
    wallet_pass_uid: Uid,
    /// The text.
    #[schemars(length(min = 1, max = 2000))]
    message: String,
}

/// What was handed over.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PushedNotifications")]
struct Pushed {
    data: Vec<PushedOne>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PushedNotification")]
struct PushedOne {
    uid: Uid,
    wallet_pass_uid: Uid,
}

async fn templates(caller: Caller, paging: Query<Paging>) -> ApiResult<Json<Total>> {
    list(&caller, kind::WALLET_PASS_TEMPLATE, paging).await
}

async fn passes(caller: Caller, paging: Query<Paging>) -> ApiResult<Json<Total>> {
    list(&caller, kind::WALLET_PASS, paging).await
}

async fn list(caller: &Caller, kind: &str, Query(paging): Query<Paging>) -> ApiResult<Json<Total>> {
    let listed = records(caller, kind, page(paging.page, paging.limit)?, |record: &DirectoryRecord| {
        record.shop_uid.as_ref()
    })
    .await?;
    Ok(Json(Total { data: listed.rows, total: listed.total }))
}

async fn push(caller: Caller, body: Body) -> ApiResult<Answer> {
    let pushes: Vec<Push> = body.read()?;
    if pushes.is_empty() || pushes.len() > PUSH_NOTIFICATIONS_MAX {
        return Err(ApiError::bad_request(format!("There must be 1 to {PUSH_NOTIFICATIONS_MAX} messages")));
    }
    for (index, push) in pushes.iter().enumerate() {
        if !(1..=PUSH_MESSAGE_CHARS_MAX).contains(&push.message.chars().count()) {
            return Err(ApiError::invalid(
                &format!("[{index}].message"),
                format!("must have 1 to {PUSH_MESSAGE_CHARS_MAX} characters"),
            ));
        }
    }
    let mut shops = Vec::with_capacity(pushes.len());
    for push in &pushes {
        let pass: DirectoryRecord =
            record(&caller, kind::WALLET_PASS, &push.wallet_pass_uid, |pass: &DirectoryRecord| {
                pass.shop_uid.as_ref()
            })
            .await?;
        shops.push(pass.shop_uid);
    }
    let task = move |work: &mut Work<'_>| {
        let hand_over = |(push, shop): (&Push, &Option<Uid>)| {
            let uid = work.uid("push");
            let data =
                json!({ "uid": uid, "wallet_pass_uid": push.wallet_pass_uid, "message": push.message });
            let (subject, shop) = (uid.clone(), shop.clone());
            work.announce(|_, _| Announcement { event_type: PUSH_NOTIFICATION, subject, shop, data });
            PushedOne { uid, wallet_pass_uid: push.wallet_pass_uid.clone() }
        };
        let data = pushes.iter().zip(&shops).map(hand_over).collect();
        Ok(Answer::new(StatusCode::OK, &Pushed { data }))
    };
    caller.write(body.idempotency(&caller), task).await
}
