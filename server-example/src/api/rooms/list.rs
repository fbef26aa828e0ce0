//! The rooms of an account: list, create.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use schemars::{JsonSchema, Schema, json_schema};
use serde::Deserialize;

use super::TAG;
use super::form::Form;
use super::view::{Counted, Envelope, Listed, Whole};
use crate::auth::{Access, Caller};
use crate::desk::{Answer, ConsultationRoom, RoomConsultation, State, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;
use crate::id;
use crate::limits::{PAGE_MAX, ROOMS_MAX};

/// Rooms of a page where none are asked for, and most of them.
const LIMIT: (i64, i64) = (20, 100);

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/api_v3/rooms", Access::Account, list)
            .says(TAG, "List rooms")
            .query::<Part>()
            .answers::<Counted<Listed>>(200, "A page"),
        Endpoint::new(Method::POST, "/api_v3/rooms", Access::AccountToken, create)
            .says(TAG, "Create a room")
            .notes(
                "`X-ApiToken` takes an API key with `rooms:write`. A slug is given once in a domain, a code \
                 once.",
            )
            .body(|_| form_schema(&["domain", "slug", "name", "code"], &["domain", "slug"]))
            .takes_forms()
            .creates()
            .answers::<Envelope<Whole>>(200, "Created"),
    ]
}

/// The schema of a form of texts, beside which there may be others that nobody asks for. In JSON, numbers and
/// booleans are as good.
pub(super) fn form_schema(fields: &[&str], required: &[&str]) -> Schema {
    // What is blank is as if it were not there.
    let field = |name: &&str| {
        let mut field =
            serde_json::json!({ "type": ["string", "number", "boolean", "null"], "maxLength": 255 });
        if required.contains(name) {
            field["type"] = serde_json::json!(["string", "number", "boolean"]);
            field["pattern"] = "\\S".into();
        }
        ((*name).to_owned(), field)
    };
    let properties: serde_json::Map<_, _> = fields.iter().map(field).collect();
    json_schema!({ "type": "object", "properties": properties, "required": required,
        "additionalProperties": true })
}

#[derive(Deserialize, JsonSchema)]
struct Part {
    /// Page number, from 1.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    page: Option<i64>,
    /// Rooms of a page, 20 if not said; what is over 100 is 100.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// Rooms to skip, instead of `page`.
    #[schemars(range(min = 0), extend("x-extension" = true))]
    start: Option<i64>,
}

async fn list(caller: Caller, Query(part): Query<Part>) -> ApiResult<Json<Counted<Listed>>> {
    let limit = part.limit.unwrap_or(LIMIT.0);
    let page = part.page.unwrap_or(1);
    for (name, value, least) in
        [("limit", limit, 1), ("page", page, 1), ("start", part.start.unwrap_or(0), 0)]
    {
        if value < least {
            return Err(ApiError::invalid(name, format!("{value} is less than {least}")));
        }
    }
    if page > PAGE_MAX {
        return Err(ApiError::invalid("page", format!("{page} is more than {PAGE_MAX}")));
    }
    let limit = limit.min(LIMIT.1);
    let start = part.start.unwrap_or_else(|| (page - 1).saturating_mul(limit));
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    Ok(Json(caller.desk.read(|state| {
        let mut rooms: Vec<&ConsultationRoom> = state.vsee.rooms.values().collect();
        rooms.sort_by_key(|room| (number(&room.id), &room.code));
        let data = rooms.iter().skip(start).take(limit as usize).map(|room| Listed::new(room)).collect();
        Counted { data, total_count: rooms.len() }
    })))
}

async fn create(caller: Caller, form: Form) -> ApiResult<Answer> {
    let (domain, slug) = (form.required("domain")?, form.required("slug")?);
    let name = form.text("name")?.unwrap_or_else(|| slug.clone());
    let code = form.text("code")?;
    let task = move |work: &mut Work<'_>| {
        let room = new_room(work, &domain, &slug, &name, code.as_deref())?;
        work.put(kind::ROOM, &room.code, None, &room)?;
        Ok(Answer::new(StatusCode::OK, &Envelope { data: Whole::new(&room, work.state()) }))
    };
    caller.write(form.idempotency(&caller), task).await
}

fn new_room(
    work: &Work<'_>,
    domain: &str,
    slug: &str,
    name: &str,
    code: Option<&str>,
) -> ApiResult<ConsultationRoom> {
    let vsee = &work.state().vsee;
    let account = vsee.accounts.values().next().ok_or_else(ApiError::not_found)?;
    if vsee.rooms.values().any(|room| room.domain == domain && room.slug == slug) {
        return Err(ApiError::bad_request(format!("In domain '{domain}' slug '{slug}' already exists.")));
    }
    if let Some(taken) = code.filter(|code| vsee.rooms.contains_key(*code)) {
        return Err(ApiError::bad_request(format!("Code '{taken}' already exists.")));
    }
    if vsee.rooms.len() >= ROOMS_MAX {
        return Err(ApiError::bad_request(format!("There are {ROOMS_MAX} rooms, and no more may be.")));
    }
    let last = vsee.rooms.values().map(|room| number(&room.id)).max().unwrap_or(0);
    Ok(ConsultationRoom {
        code: code.map_or_else(|| free_code(work.state()), Uid::from),
        id: (last + 1).to_string(),
        slug: slug.to_owned(),
        name: name.to_owned(),
        domain: domain.to_owned(),
        account_code: account.code.clone(),
        description: String::new(),
        subtitle: "If this is an emergency, please call 911.".to_owned(),
        specialties: Vec::new(),
        consultations: vec![RoomConsultation {
            id: id::uuid(),
            description: "15-min Consultation".to_owned(),
            duration: 15,
            amount: 0,
            group: false,
            charge: false,
            slots: 1,
        }],
        provider_ids: vec![account.user_id.clone()],
        default_of: Vec::new(),
        waiting_room_uid: account.shop_uid.clone(),
        default_timezone: account.default_timezone.clone(),
        created: work.now,
        modified: work.now,
    })
}

/// Such as `b4vjj`.
fn free_code(state: &State) -> Uid {
    loop {
        let code = Uid::from(id::letters(5));
        if !state.vsee.rooms.contains_key(&code) {
            return code;
        }
    }
}

fn number(id: &str) -> u64 {
    id.parse().unwrap_or(0)
}
