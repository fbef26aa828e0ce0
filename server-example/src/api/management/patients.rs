//! Patients: by email, by id, and what they intend.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::Uid;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use super::scope::{read, record};
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Patient, PatientIntent, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Query};
use crate::limits::EMAIL_BYTES_MAX;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let may = Access::Permission("patient:read", Scope::Shop);
    vec![
        Endpoint::new(Method::GET, "/v1/management/patients", may, by_email)
            .says(TAG, "Search a patient by email")
            .notes("The newest patient with that email. Patients belong to the organisation: a key of one shop finds none.")
            .query::<ByEmail>()
            .answers::<PatientView>(200, "The patient")
            .refuses(&[404, 503]),
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

async fn by_email(caller: Caller, Query(ByEmail { email }): Query<ByEmail>) -> ApiResult<Json<PatientView>> {
    let is_email = email
        .split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if !is_email || email.len() > EMAIL_BYTES_MAX || email.contains(char::is_whitespace) {
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
