//! API keys: made, listed, revoked. The secret is shown once, and kept as a hash.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{Method, StatusCode};
use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::app::App;
use crate::auth::permission::{API_KEY_READ, API_KEY_WRITE, PERMISSIONS, SETS};
use crate::auth::{Access, Caller, Scope, Wanted, new_key};
use crate::desk::{Answer, Work};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Data, Ids};
use crate::limits::API_KEYS_MAX;
use crate::store::KeyRow;
use crate::text::name_pattern;

const PATH: &str = "/v1/management/api-keys";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let (read, write) = (
        Access::Permission(API_KEY_READ, Scope::Organisation),
        Access::Permission(API_KEY_WRITE, Scope::Organisation),
    );
    vec![
        Endpoint::new(Method::GET, PATH, read, list)
            .says(TAG, "List API keys")
            .notes("Without their secrets, the oldest first, revoked ones too.")
            .extension()
            .answers::<Data<KeyView>>(200, "All"),
        Endpoint::new(Method::POST, PATH, write, create)
            .says(TAG, "Create an API key")
            .notes(
                "The secret is shown this once. A key gives what it may do itself, and no more. \
                 `permission_set` and `permissions` add up; there must be one of them.",
            )
            .extension()
            .creates()
            .body(Wish::json_schema)
            .answers::<CreatedKey>(201, "The key")
            .refuses(&[404, 409]),
        Endpoint::new(Method::DELETE, "/v1/management/api-keys/{key_uid}", write, revoke)
            .says(TAG, "Revoke an API key")
            .notes("For good. At once here, and after a second where another process serves.")
            .extension()
            .answers_empty(204, "Revoked"),
        Endpoint::new(Method::GET, "/v1/management/permission-sets", read, sets)
            .says(TAG, "List permission sets")
            .extension()
            .answers::<Data<SetView>>(200, "All"),
    ]
}

/// A key without its secret.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ApiKey")]
struct KeyView {
    uid: Uid,
    name: String,
    permissions: Vec<String>,
    /// The one shop that it reaches; all if null.
    shop_uid: Option<Uid>,
    created_at: Instant,
    revoked_at: Option<Instant>,
}

/// A key with its secret.
#[derive(Serialize, JsonSchema)]
struct CreatedKey {
    #[serde(flatten)]
    view: KeyView,
    /// What to send as `X-API-Key`.
    secret: String,
}

/// A set.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PermissionSet")]
struct SetView {
    name: &'static str,
    /// Who such a key is for.
    purpose: &'static str,
    permissions: &'static [&'static str],
    /// Whether a key with it is always of one shop.
    of_one_shop: bool,
}

/// What key is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewApiKey")]
struct Wish {
    /// What it is called.
    #[serde(default)]
    #[schemars(length(max = 255), extend("pattern" = name_pattern()))]
    name: Option<String>,
    /// The one shop that it reaches; all if null.
    #[serde(default)]
    shop_uid: Option<Uid>,
    /// A set of permissions.
    #[serde(default)]
    #[schemars(extend("enum" = SETS.iter().map(|set| Some(set.name)).chain([None]).collect::<Vec<_>>()))]
    permission_set: Option<String>,
    /// Permissions by name.
    #[serde(default)]
    permissions: Option<Vec<String>>,
}

impl From<KeyRow> for KeyView {
    fn from(row: KeyRow) -> Self {
        let KeyRow { uid, shop_uid, name, permissions, created_at, revoked_at, .. } = row;
        Self { uid, name, permissions, shop_uid, created_at, revoked_at }
    }
}

async fn list(caller: Caller) -> ApiResult<Json<Data<KeyView>>> {
    let keys = caller.store.keys(caller.organisation()).await?;
    Ok(Json(Data { data: keys.into_iter().map(KeyView::from).collect() }))
}

async fn sets() -> Json<Data<SetView>> {
    let view = |set: &crate::auth::permission::PermissionSet| SetView {
        name: set.name,
        purpose: set.purpose,
        permissions: set.permissions,
        of_one_shop: set.of_one_shop,
    };
    Json(Data { data: SETS.iter().map(view).collect() })
}

async fn create(caller: Caller, body: Body) -> ApiResult<Answer> {
    let Wish { name, shop_uid, permission_set, permissions } = body.read()?;
    let wanted = Wanted {
        name: name.unwrap_or_default(),
        shop_uid,
        set: permission_set,
        permissions: permissions.unwrap_or_default(),
    };
    let permissions = wanted.permissions().map_err(|(field, why)| ApiError::invalid(&field, why))?;
    if let Some(shop) = wanted.shop_uid.as_ref()
        && !caller.desk.read(|state| state.shops.contains_key(shop))
    {
        return Err(ApiError::invalid("shop_uid", "there is no such shop"));
    }
    // Nobody makes a key that can do more than what they have shown.
    let own = match caller.key_hash {
        Some(hash) => caller.store.key_by_hash(&hash).await?.map(|key| key.permissions).unwrap_or_default(),
        None => PERMISSIONS.iter().map(|permission| (*permission).to_owned()).collect(),
    };
    if permissions.iter().any(|permission| !own.contains(permission)) {
        return Err(ApiError::permission_denied());
    }
    let live =
        caller.store.keys(caller.organisation()).await?.iter().filter(|key| key.revoked_at.is_none()).count();
    let organisation = caller.organisation().clone();
    let task = move |work: &mut Work<'_>| {
        if live >= API_KEYS_MAX {
            return Err(ApiError::conflict(format!("there are {API_KEYS_MAX} keys, and no more may be")));
        }
        let (secret, key) =
            new_key(&organisation, wanted.shop_uid.clone(), &wanted.name, &permissions, work.now)
                .map_err(|why| ApiError::invalid("permissions", why))?;
        let created = CreatedKey { view: key.row.clone().into(), secret };
        work.create_key(key);
        Ok(Answer::new(StatusCode::CREATED, &created))
    };
    caller.write(body.sealed(&caller), task).await
}

async fn revoke(Shared(app): Shared<App>, caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    let keys = caller.store.keys(caller.organisation()).await?;
    let is_live = |key: &KeyRow| *key.uid == *uid && key.revoked_at.is_none();
    let key = keys.into_iter().find(is_live).ok_or_else(ApiError::not_found)?.uid;
    let task = move |work: &mut Work<'_>| {
        work.revoke_key(&key);
        Ok(Answer::no_content())
    };
    let answer = caller.write(None, task).await?;
    app.keys.forget();
    Ok(answer)
}
