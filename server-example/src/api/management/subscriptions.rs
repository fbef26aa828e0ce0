//! Webhook subscriptions: list, register, remove, test.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::WEBHOOKS;
use crate::app::App;
use crate::auth::permission::{NOTIFICATION_SUBSCRIPTION_READ, NOTIFICATION_SUBSCRIPTION_WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, CustomHeader, ReminderCursor, Subscription, Work, kind};
use crate::desk::{EVENT_TYPES, REMINDER_DUE};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Query};
use crate::limits::SUBSCRIPTIONS_MAX;
use crate::store::{Delivery, Outcome};
use crate::webhook::new_secret;

const PATH: &str = "/v1/management/notification-subscriptions";

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            PATH,
            Access::Webhooks(NOTIFICATION_SUBSCRIPTION_READ, Scope::Organisation),
            list,
        )
        .says(WEBHOOKS, "List webhook subscriptions")
        .notes("Webhooks tell of the whole organisation.")
        .answers::<Vec<SubscriptionView>>(200, "All of them")
        .refuses(&[403]),
        Endpoint::new(
            Method::POST,
            PATH,
            Access::Webhooks(NOTIFICATION_SUBSCRIPTION_WRITE, Scope::Organisation),
            register,
        )
        .says(WEBHOOKS, "Register a webhook subscription")
        .notes(
            "The `signing_secret` is in this answer and in no other. The target is an `https` address on the \
             public internet.\n\n\
             Every delivery is signed twice. `X-Webhook-Signature` is the HMAC-SHA256 of the body in \
             hexadecimal; its key is the whole text of `signing_secret`, `whsec_` included, as bytes. \
             `webhook-signature` is that of Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 of \
             `{webhook-id}.{webhook-timestamp}.{body}`; its key is what follows `whsec_`, decoded from \
             base64.",
        )
        .creates()
        .body(Registration::json_schema)
        .answers::<Registered>(201, "Registered")
        .refuses(&[403, 409]),
        Endpoint::new(
            Method::DELETE,
            PATH,
            Access::Webhooks(NOTIFICATION_SUBSCRIPTION_WRITE, Scope::Organisation),
            remove,
        )
        .says(WEBHOOKS, "Remove a webhook subscription")
        .notes("Named by the query, or by a JSON body `{\"uid\": …}`.")
        .query::<Which>()
        .answers_empty(204, "Removed")
        .refuses(&[403, 404]),
        Endpoint::new(
            Method::DELETE,
            "/v1/management/notification-subscriptions/{subscription_uid}",
            Access::Permission(NOTIFICATION_SUBSCRIPTION_WRITE, Scope::Organisation),
            remove_one,
        )
        .says(WEBHOOKS, "Remove a webhook subscription by its path")
        .extension()
        .answers_empty(204, "Removed")
        .refuses(&[403]),
        Endpoint::new(
            Method::POST,
            "/v1/management/notification-subscriptions/test",
            Access::Webhooks(NOTIFICATION_SUBSCRIPTION_WRITE, Scope::Organisation),
            test,
        )
        .says(WEBHOOKS, "Test webhook delivery")
        .notes(
            "Sends one signed delivery, whose data says `test`, and answers what became of it. It is not \
             tried again.",
        )
        .body(Named::json_schema)
        .answers::<Tested>(200, "What became of it")
        .refuses(&[403, 404]),
    ]
}

/// A subscription, field by field as documented.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NotificationSubscription")]
struct SubscriptionView {
    uid: Uid,
    notification_type: String,
    target: String,
    /// `WEBHOOK`.
    options: &'static str,
    payload_version: String,
}

/// A new subscription.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RegisteredSubscription")]
struct Registered {
    #[serde(flatten)]
    subscription: SubscriptionView,
    /// What deliveries are signed with. It is shown once.
    signing_secret: String,
}

/// What to subscribe to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Registration {
    /// The event type.
    #[schemars(extend("enum" = EVENT_TYPES))]
    notification_type: String,
    /// Where to: an `https` address.
    #[schemars(length(max = 2048), regex(pattern = "^https://"))]
    target: String,
    /// `custom_header`, with `name` and `value`, goes along with every delivery.
    #[serde(default)]
    meta_data: Option<MetaData>,
    /// `1`.
    #[serde(default)]
    #[schemars(extend("enum" = ["1", null]))]
    payload_version: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MetaData {
    #[serde(default)]
    custom_header: Option<CustomHeader>,
}

/// Which subscription.
#[derive(Deserialize, JsonSchema)]
struct Which {
    /// Its id.
    uid: Option<String>,
}

/// Which subscription.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    /// Its id.
    uid: String,
}

/// What became of a test.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TestedSubscription")]
struct Tested {
    /// Whether it was acknowledged, which is any 2xx.
    delivered: bool,
    #[serde(flatten)]
    outcome: Outcome,
}

impl From<&Subscription> for SubscriptionView {
    fn from(of: &Subscription) -> Self {
        Self {
            uid: of.uid.clone(),
            notification_type: of.notification_type.clone(),
            target: of.target.clone(),
            options: "WEBHOOK",
            payload_version: of.payload_version.clone(),
        }
    }
}

async fn list(caller: Caller) -> ApiResult<Json<Vec<SubscriptionView>>> {
    Ok(Json(caller.desk.read(|state| state.subscriptions.values().map(SubscriptionView::from).collect())))
}

async fn register(Shared(app): Shared<App>, caller: Caller, body: Body) -> ApiResult<Answer> {
    let Registration { notification_type, target, meta_data, payload_version } = body.read()?;
    if !EVENT_TYPES.contains(&notification_type.as_str()) {
        return Err(ApiError::invalid(
            "notification_type",
            format!("unknown; there are {}", EVENT_TYPES.join(", ")),
        ));
    }
    app.webhooks.check(&target).map_err(|error| ApiError::invalid("target", error))?;
    if payload_version.as_ref().is_some_and(|version| version != "1") {
        return Err(ApiError::invalid("payload_version", "there is only version `1`"));
    }
    let custom_header = meta_data.and_then(|meta| meta.custom_header);
    custom_header.as_ref().map_or(Ok(()), check_header)?;
    let task = move |work: &mut Work<'_>| {
        let subscriptions = &work.state().subscriptions;
        if subscriptions.len() >= SUBSCRIPTIONS_MAX {
            return Err(ApiError::conflict(format!(
                "there are {SUBSCRIPTIONS_MAX} subscriptions, and no more may be"
            )));
        }
        if subscriptions
            .values()
            .any(|other| other.notification_type == notification_type && other.target == target)
        {
            return Err(ApiError::conflict("this target has subscribed to these events already"));
        }
        // Reminders that were due while nobody wanted them are not made up for.
        let is_first = !subscriptions.values().any(|other| other.notification_type == REMINDER_DUE);
        if notification_type == REMINDER_DUE && is_first {
            work.put(kind::REMINDER_CURSOR, &"reminders".into(), None, &ReminderCursor { until: work.now })?;
        }
        let subscription = Subscription {
            uid: work.uid("sub"),
            notification_type: notification_type.clone(),
            target: target.clone(),
            payload_version: "1".to_owned(),
            signing_secret: new_secret(),
            custom_header: custom_header.clone(),
            created_at: work.now,
        };
        work.put(kind::NOTIFICATION_SUBSCRIPTION, &subscription.uid, None, &subscription)?;
        let registered =
            Registered { subscription: (&subscription).into(), signing_secret: subscription.signing_secret };
        Ok(Answer::new(StatusCode::CREATED, &registered))
    };
    caller.write(body.sealed(&caller), task).await
}

/// A header of the subscriber's own must be one, and none of ours.
fn check_header(header: &CustomHeader) -> ApiResult<()> {
    let name = HeaderName::try_from(&header.name)
        .map_err(|_| ApiError::invalid("meta_data.custom_header.name", "this is no header"))?;
    let reserved = [
        "content-type",
        "content-length",
        "host",
        "connection",
        "transfer-encoding",
        "te",
        "upgrade",
        "trailer",
        "expect",
    ];
    if reserved.contains(&name.as_str())
        || name.as_str().starts_with("x-webhook-")
        || name.as_str().starts_with("webhook-")
    {
        return Err(ApiError::invalid("meta_data.custom_header.name", "this header is taken"));
    }
    HeaderValue::try_from(&header.value)
        .map_err(|_| ApiError::invalid("meta_data.custom_header.value", "this is no value of a header"))?;
    Ok(())
}

async fn remove(caller: Caller, Query(Which { uid }): Query<Which>, body: Body) -> ApiResult<Answer> {
    let uid = match uid {
        Some(uid) => uid,
        None if body.is_empty() => return Err(ApiError::bad_request("Missing required parameter: uid")),
        None => body.read::<Named>()?.uid,
    };
    remove_named(caller, uid).await
}

async fn remove_one(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    remove_named(caller, uid).await
}

async fn remove_named(caller: Caller, uid: String) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let known = work.state().subscriptions.get(uid.as_str()).map(|subscription| subscription.uid.clone());
        work.end_subscription(&known.ok_or_else(ApiError::not_found)?)?;
        let subscriptions = &work.state().subscriptions;
        if work.state().reminded_until.is_some()
            && !subscriptions.values().any(|other| other.notification_type == REMINDER_DUE)
        {
            work.remove(kind::REMINDER_CURSOR, &"reminders".into())?;
        }
        Ok(Answer::no_content())
    };
    caller.write(None, task).await
}

async fn test(Shared(app): Shared<App>, caller: Caller, body: Body) -> ApiResult<Json<Tested>> {
    let Named { uid } = body.read()?;
    let subscription = caller
        .desk
        .read(|state| state.subscriptions.get(uid.as_str()).cloned())
        .ok_or_else(ApiError::not_found)?;
    let subject = Uid::from(format!("test-{}", caller.now));
    let data = json!({ "uid": subject, "test": true });
    let sequence = caller.desk.read(|state| state.version);
    let delivery = Delivery::new(&subscription, &data, &subject, None, sequence, caller.now);
    let outcome = app.webhooks.send(&subscription, &delivery, caller.now).await;
    Ok(Json(Tested { delivered: outcome.is_acknowledged(), outcome }))
}
