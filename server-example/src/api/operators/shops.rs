//! Shops: where patients come from, and whose page they book on.

use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use frontdesk::limits::{NAME_CHARS_MAX, UID_BYTES_MAX};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::TAG;
use crate::api::management::scope::Paging;
use crate::auth::permission::{SHOP_READ, SHOP_WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, BookingPage, Idempotency, Shop, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Paged, Query, page};
use crate::fields::{self, Field};
use crate::limits::SHOPS_MAX;
use crate::store::{Listed, Page};

const PATH: &str = "/v1/management/shops";
const ONE: &str = "/v1/management/shops/{shop_uid}";

const FIELDS: &[Field] = &[
    Field::required("name").chars(1, NAME_CHARS_MAX).visible(),
    Field::optional("identifier").chars(1, UID_BYTES_MAX).visible(),
    Field::optional("active"),
    Field::optional("booking_page"),
];

/// A new one may have an id that its maker chooses; from then on it stays.
const NEW: &[Field] =
    &[Field::optional("uid").chars(1, UID_BYTES_MAX).visible(), FIELDS[0], FIELDS[1], FIELDS[2], FIELDS[3]];

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, PATH, Access::Permission(SHOP_READ, Scope::Shop), list)
            .says(TAG, "List shops")
            .extension()
            .query::<Paging>()
            .answers::<Paged<ShopView>>(200, "A page, by uid"),
        Endpoint::new(Method::POST, PATH, Access::Permission(SHOP_WRITE, Scope::Organisation), create)
            .says(TAG, "Create a shop")
            .notes("The id can be chosen, and is no other organisation's then.")
            .extension()
            .creates()
            .body(|_| fields::create_schema::<Shop>(NEW))
            .answers::<ShopView>(201, "Created")
            .refuses(&[409]),
        Endpoint::new(Method::GET, ONE, Access::Permission(SHOP_READ, Scope::Shop), show)
            .says(TAG, "View a shop")
            .extension()
            .answers::<ShopView>(200, "The shop"),
        Endpoint::new(Method::PATCH, ONE, Access::Permission(SHOP_WRITE, Scope::Organisation), update)
            .says(TAG, "Update a shop")
            .notes(
                "Only the fields that are sent change. In a shop that is not `active`, nothing is found to \
                 book, and nobody new is held for, registered or made known; what was booked before goes on.",
            )
            .extension()
            .body(|_| fields::update_schema::<Shop>(FIELDS))
            .answers::<ShopView>(200, "Updated")
            .refuses(&[409]),
    ]
}

/// A shop.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Shop")]
struct ShopView {
    uid: Uid,
    name: String,
    /// What booking tokens call it as `shop_identifier`.
    identifier: String,
    active: bool,
    /// Who may book on the shop's page, `/book/{shop_uid}`.
    booking_page: BookingPage,
}

impl From<&Shop> for ShopView {
    fn from(shop: &Shop) -> Self {
        let (uid, name, identifier) = (shop.uid.clone(), shop.name.clone(), shop.identifier().to_owned());
        Self { uid, name, identifier, active: shop.active, booking_page: shop.booking_page }
    }
}

async fn list(caller: Caller, Query(paging): Query<Paging>) -> ApiResult<Answer> {
    listed(&caller, page(paging.page, paging.limit)?)
}

pub(crate) fn listed(caller: &Caller, page: Page) -> ApiResult<Answer> {
    let skipped = usize::try_from(page.page.saturating_mul(page.limit)).unwrap_or(usize::MAX);
    let rows: Vec<Shop> = caller
        .desk
        .read(|state| state.shops.values().filter(|shop| caller.reaches(Some(&shop.uid))).cloned().collect());
    let total = rows.len() as i64;
    let rows = rows.into_iter().skip(skipped).take(page.limit as usize).collect();
    let paged = Paged::new(Listed { rows, total }, page, |shop: Shop| ShopView::from(&shop));
    Ok(Answer::new(StatusCode::OK, &paged))
}

async fn show(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    shown(&caller, &uid)
}

pub(crate) fn shown(caller: &Caller, uid: &str) -> ApiResult<Answer> {
    let shop = caller.desk.read(|state| find(state, uid))?;
    match caller.reaches(Some(&shop.uid)) {
        true => Ok(Answer::new(StatusCode::OK, &ShopView::from(&shop))),
        false => Err(ApiError::not_found()),
    }
}

async fn create(caller: Caller, body: Body) -> ApiResult<Answer> {
    created(&caller, body.object()?, body.idempotency(&caller)).await
}

pub(crate) async fn created(
    caller: &Caller,
    mut fields: Map<String, Value>,
    idempotency: Option<Idempotency>,
) -> ApiResult<Answer> {
    // Nothing is the same as null here: the server chooses.
    fields.retain(|name, value| name != "uid" || !value.is_null());
    // A taken id is told before the transaction: another organisation's is in no desk's mind.
    let taken = match fields.get("uid").and_then(Value::as_str) {
        Some(uid) => caller.store.owner(kind::SHOP, uid).await?.is_some(),
        None => false,
    };
    let task = move |work: &mut Work<'_>| {
        let shop: Shop = fields::create(NEW, fields.clone(), json!({ "uid": work.uid("shop") }))?;
        if taken || work.state().shops.contains_key(&shop.uid) {
            return Err(super::taken(&shop.uid));
        }
        if work.state().shops.len() >= SHOPS_MAX {
            return Err(ApiError::conflict(format!("there are {SHOPS_MAX} shops, and no more may be")));
        }
        put(work, &shop, StatusCode::CREATED)
    };
    caller.write(idempotency, task).await
}

async fn update(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    caller.desk.read(|state| find(state, &uid))?;
    updated(&caller, uid, body.object()?, body.idempotency(&caller)).await
}

pub(crate) async fn updated(
    caller: &Caller,
    uid: String,
    fields: Map<String, Value>,
    idempotency: Option<Idempotency>,
) -> ApiResult<Answer> {
    let task = move |work: &mut Work<'_>| {
        let current = find(work.state(), &uid)?;
        let shop: Shop = fields::update(FIELDS, &current, fields.clone())?;
        match shop == current {
            true => Ok(Answer::new(StatusCode::OK, &ShopView::from(&shop))),
            false => put(work, &shop, StatusCode::OK),
        }
    };
    caller.write(idempotency, task).await
}

fn put(work: &mut Work<'_>, shop: &Shop, status: StatusCode) -> ApiResult<Answer> {
    let chars = shop.name.chars().count();
    if chars > NAME_CHARS_MAX {
        return Err(ApiError::invalid("name", format!("{chars} is outside 1 to {NAME_CHARS_MAX}")));
    }
    for (field, id) in [("uid", &*shop.uid), ("identifier", shop.identifier())] {
        if id.len() > UID_BYTES_MAX {
            return Err(ApiError::invalid(field, format!("{} bytes; at most {UID_BYTES_MAX}", id.len())));
        }
    }
    // Booking tokens say which shop they are for by this alone.
    let mut others = work.state().shops.values().filter(|other| other.uid != shop.uid);
    if let Some(other) = others.find(|other| other.identifier() == shop.identifier()) {
        let message = format!("the shop `{}` has the identifier `{}`", other.uid, other.identifier());
        return Err(ApiError::refused(&message, &json!({ "code": "identifier_taken", "by": other.uid })));
    }
    work.put(kind::SHOP, &shop.uid, None, shop)?;
    Ok(Answer::new(status, &ShopView::from(shop)))
}

fn find(state: &State, uid: &str) -> ApiResult<Shop> {
    state.shops.get(uid).cloned().ok_or_else(ApiError::not_found)
}
