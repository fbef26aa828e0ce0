//! `shops`, `doctors`, `patients`: what the API's operations do, for whoever has the database at hand. A
//! server that runs sees it within a second.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};
use frontdesk::from_json;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::database::{Database, organisation};
use crate::api::management::doctors as doctor_list;
use crate::api::management::patients as customers;
use crate::api::operators::{doctors, patients, shops};
use crate::app::App;
use crate::auth::Caller;
use crate::clock::Clock;
use crate::desk::Answer;
use crate::error::{ApiError, ApiResult};
use crate::limits::PAGE_LIMIT_MAX;
use crate::store::{Page, open};

/// Where, and in which organisation.
#[derive(Args)]
pub(super) struct Where {
    #[command(flatten)]
    database: Database,
    /// The organisation; if nothing is said, the only one
    #[arg(long, env = "FRONTDESK_ORG")]
    org: Option<String>,
}

/// What can be done to any of them, besides making and changing it.
#[derive(Subcommand)]
pub(super) enum Common {
    /// List all: id, whether active, name
    List {
        #[command(flatten)]
        at: Where,
    },
    /// Show one, in JSON
    Show {
        #[command(flatten)]
        at: Where,
        /// Its id
        uid: String,
    },
    /// Take it out of use: nothing new is booked, and what was booked stays
    Deactivate {
        #[command(flatten)]
        at: Where,
        /// Its id
        uid: String,
    },
    /// Take it into use again
    Activate {
        #[command(flatten)]
        at: Where,
        /// Its id
        uid: String,
    },
}

/// What is done to shops.
#[derive(Subcommand)]
pub(super) enum Shops {
    #[command(flatten)]
    Common(Common),
    /// Make one
    Create {
        #[command(flatten)]
        at: Where,
        /// Its id; a new one if nothing is said
        #[arg(long)]
        uid: Option<String>,
        #[command(flatten)]
        fields: ShopFields,
    },
    /// Change what is said, and nothing else
    Set {
        #[command(flatten)]
        at: Where,
        /// Its id
        uid: String,
        #[command(flatten)]
        fields: ShopFields,
    },
}

/// What is said of a shop.
#[derive(Args, Serialize)]
pub(super) struct ShopFields {
    /// What it is called
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// What booking tokens call it; its id if nothing is said
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    /// Who may book on its page: `off`, `known_patients`, whom the shop sends, or `anyone`
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_page: Option<String>,
}

/// What is done to doctors.
#[derive(Subcommand)]
pub(super) enum Doctors {
    #[command(flatten)]
    Common(Common),
    /// Make one
    Create {
        #[command(flatten)]
        at: Where,
        /// The id; a new one if nothing is said
        #[arg(long)]
        uid: Option<String>,
        #[command(flatten)]
        fields: DoctorFields,
    },
    /// Change what is said, and nothing else
    Set {
        #[command(flatten)]
        at: Where,
        /// The id
        uid: String,
        #[command(flatten)]
        fields: DoctorFields,
    },
}

/// What is said of a doctor.
#[derive(Args, Serialize)]
pub(super) struct DoctorFields {
    /// What the doctor is called
    #[arg(long)]
    #[serde(rename = "display_name", skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// IANA zone of the doctor's clock; the practice's if nothing is said
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
    /// The doctor's own video room
    #[arg(long = "video-room")]
    #[serde(skip_serializing_if = "Option::is_none")]
    video_room_id: Option<String>,
}

/// What is done to patients.
#[derive(Subcommand)]
pub(super) enum Patients {
    #[command(flatten)]
    Common(Common),
    /// Make the customer of a shop known: the same shop and customer are one patient
    Create {
        #[command(flatten)]
        at: Where,
        /// The shop
        #[arg(long)]
        shop: String,
        /// The shop's own id of the customer
        #[arg(long)]
        customer: String,
        /// The customer's email
        #[arg(long)]
        email: Option<String>,
        /// What else is said of the customer, such as `first_name=Ada`
        #[arg(long = "field", value_name = "NAME=VALUE")]
        fields: Vec<String>,
    },
    /// Change what is said, and nothing else
    Set {
        #[command(flatten)]
        at: Where,
        /// The patient's id
        uid: String,
        #[command(flatten)]
        fields: PatientFields,
    },
}

/// What is said of a patient.
#[derive(Args, Serialize)]
pub(super) struct PatientFields {
    /// What the patient is called
    #[arg(long)]
    #[serde(rename = "display_name", skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The patient's email
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Such as `1960-04-10`
    #[arg(long = "born")]
    #[serde(rename = "date_of_birth", skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<String>,
}

impl Where {
    /// Whoever has the database at hand, as a caller of the API's operations.
    async fn caller(self, clock: Clock, operation: &str) -> Result<Caller> {
        let store = open(self.database.address()?).await?;
        let organisation = organisation(&*store, self.org).await?.uid;
        let app = App::new(store.clone(), clock);
        let desk = app.desks.of(&organisation).await?.context("the organisation is gone")?;
        Ok(Caller::of_command_line(Arc::clone(&desk), store, app.clock.now(), operation))
    }
}

impl Shops {
    /// Does it.
    pub(super) async fn run(self, clock: Clock) -> Result<()> {
        let answer = match self {
            Self::Common(Common::List { at }) => {
                let caller = at.caller(clock, "shops").await?;
                return list(async |page| shops::listed(&caller, page), "name").await;
            }
            Self::Common(Common::Show { at, uid }) => shops::shown(&at.caller(clock, "shops").await?, &uid),
            Self::Common(Common::Deactivate { at, uid }) => {
                shops::updated(&at.caller(clock, "shops").await?, uid, active(false), None).await
            }
            Self::Common(Common::Activate { at, uid }) => {
                shops::updated(&at.caller(clock, "shops").await?, uid, active(true), None).await
            }
            Self::Create { at, uid, fields } => {
                shops::created(&at.caller(clock, "shops").await?, with_uid(&fields, uid), None).await
            }
            Self::Set { at, uid, fields } => {
                shops::updated(&at.caller(clock, "shops").await?, uid, object(&fields), None).await
            }
        };
        tell(answer)
    }
}

impl Doctors {
    /// Does it.
    pub(super) async fn run(self, clock: Clock) -> Result<()> {
        let answer = match self {
            Self::Common(Common::List { at }) => {
                let caller = at.caller(clock, "doctors").await?;
                return list(async |page| Ok(doctor_list::listed(&caller, page)), "display_name").await;
            }
            Self::Common(Common::Show { at, uid }) => {
                doctors::shown(&at.caller(clock, "doctors").await?, &uid)
            }
            Self::Common(Common::Deactivate { at, uid }) => {
                doctors::updated(&at.caller(clock, "doctors").await?, uid, active(false), None).await
            }
            Self::Common(Common::Activate { at, uid }) => {
                doctors::updated(&at.caller(clock, "doctors").await?, uid, active(true), None).await
            }
            Self::Create { at, uid, fields } => {
                doctors::created(&at.caller(clock, "doctors").await?, with_uid(&fields, uid), None).await
            }
            Self::Set { at, uid, fields } => {
                doctors::updated(&at.caller(clock, "doctors").await?, uid, object(&fields), None).await
            }
        };
        tell(answer)
    }
}

impl Patients {
    /// Does it.
    pub(super) async fn run(self, clock: Clock) -> Result<()> {
        let answer = match self {
            Self::Common(Common::List { at }) => {
                let caller = at.caller(clock, "patients").await?;
                return list(async |page| patients::listed(&caller, page).await, "display_name").await;
            }
            Self::Common(Common::Show { at, uid }) => {
                patients::shown(&at.caller(clock, "patients").await?, &uid).await
            }
            Self::Common(Common::Deactivate { at, uid }) => {
                patients::updated(&at.caller(clock, "patients").await?, &uid, active(false), None).await
            }
            Self::Common(Common::Activate { at, uid }) => {
                patients::updated(&at.caller(clock, "patients").await?, &uid, active(true), None).await
            }
            Self::Create { at, shop, customer, email, fields } => {
                let said = fields.iter().map(|field| {
                    let (field, value) = field.split_once('=').context("--field takes NAME=VALUE")?;
                    Ok(json!({ "field": field, "value": value, "source": "shop" }))
                });
                let said = said.collect::<Result<Vec<Value>>>()?;
                let body = json!({ "shop_uid": shop, "shop_customer_id": customer, "email": email,
                    "fields": said });
                customers::resolve_fields(&at.caller(clock, "patients").await?, &body).await
            }
            Self::Set { at, uid, fields } => {
                patients::updated(&at.caller(clock, "patients").await?, &uid, object(&fields), None).await
            }
        };
        tell(answer)
    }
}

fn active(active: bool) -> Map<String, Value> {
    Map::from_iter([("active".to_owned(), active.into())])
}

fn object(fields: &impl Serialize) -> Map<String, Value> {
    match json!(fields) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn with_uid(fields: &impl Serialize, uid: Option<String>) -> Map<String, Value> {
    let mut fields = object(fields);
    fields.extend(uid.map(|uid| ("uid".to_owned(), uid.into())));
    fields
}

/// Prints what was answered, in JSON on lines of their own.
fn tell(answer: ApiResult<Answer>) -> Result<()> {
    let answer: Value = from_json(&answer.map_err(|refused| said(&refused))?.body)?;
    Ok(writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&answer)?)?)
}

/// Prints every page, a line for each.
async fn list(of: impl AsyncFn(Page) -> ApiResult<Answer>, name: &str) -> Result<()> {
    let mut out = std::io::stdout();
    for page in 0.. {
        let answer = of(Page { page, limit: PAGE_LIMIT_MAX }).await.map_err(|refused| said(&refused))?;
        let answer: Value = from_json(&answer.body)?;
        for one in answer["data"].as_array().into_iter().flatten() {
            let state = if one["active"] == true { "active" } else { "inactive" };
            let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
            writeln!(out, "{}\t{state}\t{}", text("uid"), text(name))?;
        }
        if page + 1 >= answer["totalPages"].as_i64().unwrap_or(0) {
            break;
        }
    }
    Ok(())
}

/// A refusal in the words of the API, field by field.
fn said(refused: &ApiError) -> anyhow::Error {
    let body = refused.body();
    let message = body["error"].as_str().or(body["description"].as_str()).unwrap_or("refused");
    let fields = body["errors"].as_object().into_iter().flatten();
    let fields = fields.map(|(field, why)| format!("\n  {field}: {}", why[0].as_str().unwrap_or_default()));
    anyhow!("{message}{}", fields.collect::<String>())
}
