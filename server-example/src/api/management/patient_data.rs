//! One patient's data as a whole: to show (GDPR article 15) and to forget (article 17).

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Instant, Uid, from_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::TAG;
use super::scope::read;
use crate::auth::pass;
use crate::auth::{Access, Caller, Scope};
use crate::desk::{Answer, Erased, PERSONAL, Work, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Ids, Query};
use crate::limits::{EXPORT_ROWS_MAX, PAGE_LIMIT_MAX};
use crate::store::{
    AppointmentFilter, AppointmentRow, AuditFilter, AuditRow, Delivery, JournalRow, Page, RecordRow, words,
};

/// What an export calls webhook deliveries.
const WEBHOOK_DELIVERY: &str = "webhook_delivery";

/// How often it is looked again whether something has come in while the rest was erased.
const ROUNDS: usize = 5;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/patients/{patient_uid}/export",
            Access::Permission("patient:read", Scope::Organisation),
            export,
        )
        .says(TAG, "Export everything about a patient")
        .notes("As one JSON document, and the audit trail says so.")
        .extension()
        .answers::<Export>(200, "Everything")
        .refuses(&[503]),
        Endpoint::new(
            Method::DELETE,
            "/v1/management/patients/{patient_uid}",
            Access::Permission("patient:write", Scope::Organisation),
            erase,
        )
        .says(TAG, "Erase a patient")
        .notes(
            "For good: whatever identifies the patient goes, in every table. Appointments stay as nobody's. \
             While one is still to come, or the patient waits, it is refused unless `cancel` says to call \
             that off. To erase once more does no harm.",
        )
        .extension()
        .query::<How>()
        .answers::<Erased>(200, "Erased")
        .refuses(&[409]),
    ]
}

/// Everything that the server has about a patient.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PatientExport")]
struct Export {
    patient_uid: Uid,
    organisation_uid: Uid,
    exported_at: Instant,
    /// Whether that is all: `false` if there is more of something than an export has room for.
    complete: bool,
    /// Appointments as the engine has them, with what they were called.
    appointments: Vec<Value>,
    /// Records by kind, such as `patient`, `patient_profile`, `queue_entry` or `webhook_delivery`.
    records: BTreeMap<String, Vec<Value>>,
    /// What happened, as the journal has it.
    journal: Vec<JournalLine>,
    /// Who did or saw what.
    audit: Vec<AuditRow>,
}

/// A line of the journal.
#[derive(Serialize, JsonSchema)]
struct JournalLine {
    at: Instant,
    actor: String,
    kind: String,
    subject_uid: Uid,
    data: Value,
}

#[derive(Deserialize, JsonSchema)]
struct How {
    /// Call off what is still to come.
    cancel: Option<bool>,
}

/// What the database has under any of the patient's ids.
struct Found {
    /// The patient's id, and those of profiles and wallet passes.
    names: Vec<Uid>,
    records: Vec<RecordRow>,
    deliveries: Vec<Delivery>,
    appointments: Vec<AppointmentRow>,
}

async fn export(caller: Caller, Ids([uid]): Ids<1>) -> ApiResult<Answer> {
    let Found { names, records, deliveries, appointments } = find(&caller, &uid).await?;
    if records.is_empty() && appointments.is_empty() {
        return Err(ApiError::not_found());
    }
    let mut own: Vec<Uid> = names;
    own.extend(records.iter().map(|row| row.uid.clone()));
    let appointments = appointments.iter().map(whole).collect::<ApiResult<Vec<Value>>>()?;
    own.extend(appointments.iter().filter_map(|appointment| appointment["uid"].as_str().map(Uid::from)));
    let journal =
        caller.store.mentions(caller.organisation(), &words(&own), EXPORT_ROWS_MAX + 1).await?.journal;
    let audit = audit(&caller, &uid).await?;
    let complete = [records.len(), deliveries.len(), journal.len(), audit.len()]
        .into_iter()
        .all(|rows| rows <= EXPORT_ROWS_MAX as usize);
    let mut by_kind = BTreeMap::<String, Vec<Value>>::new();
    for row in records {
        by_kind.entry(row.kind.clone()).or_default().push(read(&row)?);
    }
    for delivery in &deliveries {
        by_kind.entry(WEBHOOK_DELIVERY.to_owned()).or_default().push(json!(delivery));
    }
    for pass in caller.store.passes().passes_of(caller.organisation(), &uid).await? {
        by_kind.entry(pass.kind.clone()).or_default().push(pass::shown(&pass));
    }
    let export = Export {
        patient_uid: uid.as_str().into(),
        organisation_uid: caller.organisation().clone(),
        exported_at: caller.now,
        complete,
        appointments,
        records: by_kind,
        // A line about somebody else may name what is the patient's: a doctor's list of appointments does.
        journal: journal
            .into_iter()
            .filter(|line| own.contains(&line.subject))
            .map(line)
            .collect::<ApiResult<_>>()?,
        audit,
    };
    let body = Answer::new(StatusCode::OK, &export);
    let note = move |work: &mut Work<'_>| {
        work.audit(kind::PATIENT, "exported", &uid.as_str().into(), Some(uid.as_str().into()));
        Ok(body.clone())
    };
    caller.write(None, note).await
}

async fn erase(
    caller: Caller,
    Ids([uid]): Ids<1>,
    Query(How { cancel }): Query<How>,
) -> ApiResult<Json<Erased>> {
    let uid = Uid::from(uid);
    let mut erased: Option<Erased> = None;
    for round in 0.. {
        let found = find(&caller, &uid).await?;
        if erased.is_some()
            && found.appointments.is_empty()
            && !found.records.iter().any(|row| PERSONAL.contains(&row.kind.as_str()))
        {
            break;
        }
        if round == ROUNDS {
            return Err(ApiError::later(
                StatusCode::SERVICE_UNAVAILABLE,
                "More comes in than is erased: ask again",
                1,
            ));
        }
        let (told, hears) = std::sync::mpsc::channel();
        let of = uid.clone();
        let task = move |work: &mut Work<'_>| {
            // The transaction may be tried again; what was told last has been written.
            let _ = told.send(work.erase(&of, &found.names, &found.records, cancel.unwrap_or(false))?);
            Ok(Answer::no_content())
        };
        caller.write(None, task).await?;
        let done = hears.try_iter().last().ok_or_else(|| ApiError::internal(&"an erasure tells nothing"))?;
        erased = Some(match erased {
            None => done,
            Some(first) => Erased {
                appointments: first.appointments + done.appointments,
                cancelled_appointments: first.cancelled_appointments + done.cancelled_appointments,
                queue_entries: first.queue_entries + done.queue_entries,
                records: first.records + done.records,
                ..done
            },
        });
    }
    if let Err(error) = caller.store.upkeep().scrub().await {
        // The rows are gone; the next checkpoint takes the rest.
        tracing::warn!(%error, "the files still have what was erased");
    }
    erased.map(Json).ok_or_else(|| ApiError::internal(&"nothing was erased"))
}

/// The patient's records and appointments. Records name the patient, or a profile of the patient's, or a
/// wallet pass of that.
async fn find(caller: &Caller, uid: &str) -> ApiResult<Found> {
    let mut names = vec![Uid::from(uid)];
    let (mut records, mut deliveries) = (Vec::new(), Vec::new());
    for kind in [kind::PATIENT_PROFILE, kind::WALLET_PASS, ""] {
        let found = caller.store.mentions(caller.organisation(), &words(&names), EXPORT_ROWS_MAX + 1).await?;
        (records, deliveries) = (found.records, found.deliveries);
        records.retain(|row| is_about(row, &names));
        let more = records
            .iter()
            .filter(|row| row.kind == kind && !names.contains(&row.uid))
            .map(|row| row.uid.clone());
        names.extend(more.collect::<Vec<_>>());
    }
    deliveries
        .retain(|delivery| serde_json::from_str(&delivery.body).is_ok_and(|body| has_patient(&body, &names)));
    let filter = AppointmentFilter {
        patient_uid: Some(uid.to_owned()),
        now: caller.now,
        ..AppointmentFilter::default()
    };
    let mut appointments = Vec::new();
    for page in 0.. {
        let listed = caller
            .store
            .appointments(caller.organisation(), &filter, Page { page, limit: PAGE_LIMIT_MAX })
            .await?;
        appointments.extend(listed.rows);
        if (page + 1) * PAGE_LIMIT_MAX >= listed.total {
            break;
        }
    }
    Ok(Found { names, records, deliveries, appointments })
}

/// Whether a record that has one of the names in it is about the patient, and not about somebody or something
/// else that is called the same.
fn is_about(row: &RecordRow, names: &[Uid]) -> bool {
    let data: Value =
        row.data.as_deref().and_then(|data| serde_json::from_str(data).ok()).unwrap_or_default();
    match row.kind.as_str() {
        kind::PATIENT | kind::WALLET_PASS if names.contains(&row.uid) => true,
        kind::ERASED_PATIENT => false,
        _ => has_patient(&data, names),
    }
}

/// Whether a value says somewhere that it is about one of these.
fn has_patient(value: &Value, names: &[Uid]) -> bool {
    let is_name = |value: &Value| value.as_str().is_some_and(|text| names.iter().any(|name| *name == text));
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| match name.as_str() {
            "patient_uid" | "patient_profile_uid" | "wallet_pass_uid" => is_name(value),
            "patient" | "patient_profile" | "wallet_pass" => {
                is_name(&value["uid"]) || has_patient(value, names)
            }
            _ => has_patient(value, names),
        }),
        Value::Array(values) => values.iter().any(|value| has_patient(value, names)),
        _ => false,
    }
}

async fn audit(caller: &Caller, uid: &str) -> ApiResult<Vec<AuditRow>> {
    let filter = AuditFilter { subject_uid: Some(uid.to_owned()), ..AuditFilter::default() };
    Ok(caller
        .store
        .audit(caller.organisation(), &filter, Page { page: 0, limit: EXPORT_ROWS_MAX + 1 })
        .await?
        .rows)
}

/// What was overridden for an appointment may be somebody else's: what kind of thing it was is enough.
fn forget_others(told: &mut Value) {
    let overrode = told.get_mut("overrode").and_then(Value::as_array_mut);
    for reason in overrode.into_iter().flatten().filter_map(Value::as_object_mut) {
        reason.retain(|field, _| field == "code");
    }
}

/// An appointment with what it was called when it was made.
fn whole(row: &AppointmentRow) -> ApiResult<Value> {
    let mut appointment: Value = from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
    forget_others(&mut appointment);
    let memo = &row.memo;
    for (field, value) in [
        ("appointment_type_name", memo.appointment_type_name.as_deref()),
        ("meeting_type", memo.meeting_type.as_deref()),
        ("meeting_format", memo.meeting_format.as_deref()),
        ("patient_display_name", memo.patient_display_name.as_deref()),
        ("shop_uid", memo.shop_uid.as_deref()),
    ] {
        appointment[field] = value.into();
    }
    Ok(appointment)
}

fn line(row: JournalRow) -> ApiResult<JournalLine> {
    let mut data: Value = from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
    forget_others(&mut data);
    Ok(JournalLine { at: row.at, actor: row.actor, kind: row.kind, subject_uid: row.subject, data })
}
