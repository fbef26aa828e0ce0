//! Patients: made known by a shop, found by email or id, and what they intend.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Uid, from_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::TAG;
use super::scope::{read, record};
use crate::auth::permission::{PATIENT_READ, PATIENT_WRITE};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Customer, Idempotency, Patient, PatientIntent, ProfileField, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Query};
use crate::text::is_email;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let may = Access::Permission(PATIENT_READ, Scope::Shop);
    vec![
        Endpoint::new(Method::GET, "/v1/management/patients", may, by_email)
            .says(TAG, "Search a patient by email")
            .notes(
                "The newest patient with that email. Patients belong to the organisation: a key of one shop \
                 finds none.",
            )
            .query::<ByEmail>()
            .answers::<PatientView>(200, "The patient")
            .refuses(&[404, 503]),
        Endpoint::new(
            Method::POST,
            "/v1/management/patients",
            Access::Permission(PATIENT_WRITE, Scope::Shop),
            create_or_resolve,
        )
        .says(TAG, "Create or resolve a patient")
        .notes(
            "By shop and the shop's own id of its customer: the same two are one patient, however often this \
             is asked. What is said of the customer is added to what was said before. `first_name`, \
             `last_name`, `email` and `date_of_birth` become the patient's.",
        )
        .creates()
        .body(Said::json_schema)
        .answers::<Resolved>(201, "The patient is new")
        .answers::<Resolved>(200, "The patient was known")
        .refuses(&[404, 409]),
        Endpoint::new(Method::GET, "/v1/management/patients/{patient_uid}", may, by_uid)
            .says(TAG, "View a patient profile")
            .answers::<PatientView>(200, "The patient")
            .refuses(&[503]),
        Endpoint::new(Method::GET, "/v1/management/patients/{patient_uid}/intent/{intent}", may, intent)
            .says(TAG, "Check a patient intent")
            .answers::<Intent>(200, "Whether it holds"),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct ByEmail {
    /// The email.
    #[schemars(length(max = 254), regex(pattern = "^[^@\\s]+@[^@\\s]+$"))]
    email: String,
}

/// What a shop says of a customer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CustomerOfShop")]
struct Said {
    /// The shop.
    #[schemars(length(min = 1, max = 255))]
    shop_uid: Uid,
    /// The shop's own id of the customer.
    #[schemars(length(min = 1, max = 255), regex(pattern = "\\S"))]
    shop_customer_id: String,
    /// The customer's email, by which the patient is found.
    #[serde(default)]
    #[schemars(length(min = 3, max = 254), regex(pattern = r"^[^@\s]+@[^@\s]+$"))]
    email: Option<String>,
    /// What else the shop says.
    #[serde(default)]
    #[schemars(length(max = 100))]
    fields: Option<Vec<SaidField>>,
}

/// One thing that a shop says.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SaidField {
    /// What it is, such as `first_name`.
    #[schemars(length(min = 1, max = 255))]
    field: String,
    /// Its value.
    value: Value,
    /// `shop`.
    #[schemars(extend("enum" = ["shop"]))]
    source: String,
}

impl From<SaidField> for ProfileField {
    fn from(SaidField { field, value, source }: SaidField) -> Self {
        Self { field, value, source }
    }
}

/// The patient of a customer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResolvedPatient")]
struct Resolved {
    /// The customer's profile, by which appointments are held.
    patient_profile_uid: Uid,
    /// The patient.
    #[schemars(extend("x-extension" = true))]
    patient_uid: Uid,
}

/// A patient.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Patient")]
struct PatientView {
    uid: Uid,
    data: PatientData,
}

/// What is known of a patient.
#[derive(Serialize, JsonSchema)]
struct PatientData {
    display_name: String,
    email: Option<String>,
    /// `YYYY-MM-DD`.
    date_of_birth: Option<String>,
}

/// Whether an intent holds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PatientIntent")]
struct Intent {
    return_code: ReturnCode,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ReturnCode {
    Valid,
    Expired,
    NotFound,
}

impl From<Patient> for PatientView {
    fn from(patient: Patient) -> Self {
        let Patient { uid, display_name, email, date_of_birth } = patient;
        Self { uid, data: PatientData { display_name, email, date_of_birth } }
    }
}

async fn create_or_resolve(caller: Caller, body: Body) -> ApiResult<Answer> {
    resolve(&caller, body.read()?, body.idempotency(&caller)).await
}

/// The same for whoever has read the request in another way.
///
/// # Errors
/// Why nothing was done.
pub(crate) async fn resolve_fields(caller: &Caller, fields: &Value) -> ApiResult<Answer> {
    resolve(caller, from_json(&fields.to_string())?, None).await
}

async fn resolve(caller: &Caller, said: Said, idempotency: Option<Idempotency>) -> ApiResult<Answer> {
    let Said { shop_uid, shop_customer_id, email, fields } = said;
    let is_reached = caller.reaches(Some(&shop_uid));
    if !is_reached || !caller.desk.read(|state| state.shops.contains_key(&shop_uid)) {
        return Err(ApiError::not_found());
    }
    let fields = fields.unwrap_or_default().into_iter().map(ProfileField::from).collect();
    let customer = Customer { shop_uid, shop_customer_id, fields };
    customer.check("fields").map_err(|(path, why)| ApiError::invalid(&path, why))?;
    let customer = match email {
        Some(email) if !is_email(&email) => return Err(ApiError::invalid("email", "this is no email")),
        Some(email) => customer.with_email(email),
        None => customer,
    };
    let known = customer.find(&*caller.store, &caller.desk).await?;
    let (status, reads) = (if known.is_new { StatusCode::CREATED } else { StatusCode::OK }, known.reads());
    let task = move |work: &mut Work<'_>| {
        work.admit_shop(&known.profile.shop_uid)?;
        known.put(work)?;
        let profile = &known.profile;
        let (patient_profile_uid, patient_uid) = (profile.uid.clone(), profile.patient_uid.clone());
        Ok(Answer::new(status, &Resolved { patient_profile_uid, patient_uid }))
    };
    caller.write_reading(idempotency, reads, task).await
}

async fn by_email(caller: Caller, Query(ByEmail { email }): Query<ByEmail>) -> ApiResult<Json<PatientView>> {
    if !is_email(&email) {
        return Err(ApiError::invalid("email", "this is no email"));
    }
    if caller.shop.is_some() {
        return Err(ApiError::not_found());
    }
    let row = caller
        .store
        .record_by_alias(caller.organisation(), kind::PATIENT, &email)
        .await?
        .ok_or_else(ApiError::not_found)?;
    seen(&caller, read(&row)?).await
}

async fn by_uid(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Json<PatientView>> {
    let patient = record(&caller, kind::PATIENT, &uid, |_| None).await?;
    seen(&caller, patient).await
}

/// Shows a patient, once the audit trail says so.
async fn seen(caller: &Caller, patient: Patient) -> ApiResult<Json<PatientView>> {
    let uid = patient.uid.clone();
    let note = move |work: &mut Work<'_>| {
        work.audit(kind::PATIENT, "viewed", &uid, Some(uid.clone()));
        Ok(Answer::new(StatusCode::OK, &uid))
    };
    caller.write(None, note).await?;
    Ok(Json(patient.into()))
}

async fn intent(caller: Caller, Ids([uid, intent]): Ids<2>) -> ApiResult<Json<Intent>> {
    record::<Patient>(&caller, kind::PATIENT, &uid, |_| None).await?;
    let row = caller
        .store
        .record(caller.organisation(), kind::PATIENT_INTENT, &PatientIntent::uid(&uid, &intent))
        .await?;
    let return_code = match row {
        None => ReturnCode::NotFound,
        Some(row) if read::<PatientIntent>(&row)?.expires_at.is_some_and(|at| at <= caller.now) => {
            ReturnCode::Expired
        }
        Some(_) => ReturnCode::Valid,
    };
    Ok(Json(Intent { return_code }))
}
