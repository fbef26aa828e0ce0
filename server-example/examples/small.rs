//! The engine in a web service of one file: list slots, explain, hold, confirm, register, estimate.
//!
//! `cargo run -p frontdesk-server --example small` serves a practice in Berlin on port 8090. Everything is in
//! memory: a service that keeps its data writes the events of `decide` to its database before it applies
//! them.

#![warn(clippy::pedantic)]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use frontdesk::{
    Actor, Clinic, Command, ErrorKind, EstimateQuery, Event, Explanation, Instant, Learner, QueueCommand,
    QueueDoctor, QueueEvent, QueueRefusal, Refusal, Slot, WaitEstimate, WaitingRoom, from_json,
};
use serde::Serialize;
use serde_json::{Value, json};

/// What the service knows. The engine reads no clock: `now` is the service's.
pub(crate) struct Practice {
    clinic: Clinic,
    room: WaitingRoom,
    learner: Learner,
    now: fn() -> Instant,
}

impl Practice {
    /// The practice of a JSON text, and a waiting room in which its doctors are on duty during their hours.
    pub(crate) fn new(clinic: &str, now: fn() -> Instant) -> frontdesk::Result<Self> {
        let clinic = Clinic::new(from_json(clinic)?)?;
        let doctors = clinic.doctor_uids().map(|uid| {
            let hours = clinic.open_time(uid, now(), Instant(now().0 + 86_400))?.into_iter();
            Ok(hours.fold(QueueDoctor::new(uid.clone()), |doctor, (start, end)| doctor.duty(start..end)))
        });
        let mut room = WaitingRoom::builder();
        room.doctors = doctors.collect::<frontdesk::Result<_>>()?;
        let room = room.build()?;
        Ok(Self { clinic, room, learner: Learner::default(), now })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now =
        || Instant(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs().cast_signed()));
    let practice = Practice::new(include_str!("../../core/examples/berlin.json"), now)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router(practice)).await?)
}

/// What can be asked, each with a JSON body in the engine's own words.
pub(crate) fn router(practice: Practice) -> Router {
    Router::new()
        .route("/slots", post(slots))
        .route("/explain", post(explain))
        .route("/bookings", post(book))
        .route("/waiting-room", get(waits).post(register))
        .with_state(Arc::new(Mutex::new(practice)))
}

type Shared = State<Arc<Mutex<Practice>>>;
type Answer<T> = Result<Json<T>, Refused>;

async fn slots(practice: Shared, body: String) -> Answer<Vec<Slot>> {
    let practice = locked(&practice);
    Ok(Json(practice.clinic.find_slots(&from_json(&body)?, (practice.now)())?))
}

async fn explain(practice: Shared, body: String) -> Answer<Vec<Explanation>> {
    let practice = locked(&practice);
    Ok(Json(practice.clinic.explain(&from_json(&body)?, (practice.now)())?))
}

/// Holds or confirms, as a patient. `decide` changes nothing, and what it refuses is never recorded.
async fn book(practice: Shared, body: String) -> Answer<Vec<Event>> {
    let mut practice = locked(&practice);
    let command = from_json(&body)?;
    allow(matches!(
        command,
        Command::Hold { by: Actor::Patient, .. } | Command::Confirm { by: Actor::Patient, .. }
    ))?;
    let events = practice.clinic.decide(&command, (practice.now)())?;
    assert!(events.iter().all(|event| practice.clinic.apply(event)), "what was decided fits");
    Ok(Json(events))
}

async fn register(practice: Shared, body: String) -> Answer<Vec<QueueEvent>> {
    let mut practice = locked(&practice);
    let command = from_json(&body)?;
    allow(matches!(
        command,
        QueueCommand::Register { level: None, urgent: false, head_start_seconds: 0, .. }
    ))?;
    let events = practice.room.decide(&command, (practice.now)())?;
    assert!(events.iter().all(|event| practice.room.apply(event)), "what was decided fits");
    Ok(Json(events))
}

/// How long each who waits will wait.
async fn waits(practice: Shared) -> Answer<Vec<WaitEstimate>> {
    let practice = locked(&practice);
    Ok(Json(practice.room.estimate(&practice.learner, &EstimateQuery::default(), (practice.now)())?))
}

/// What else the engine can do is for the practice alone.
fn allow(is_allowed: bool) -> Result<(), Refused> {
    let message = "a patient may not do that";
    if is_allowed { Ok(()) } else { Err(Refused(StatusCode::FORBIDDEN, json!({ "message": message }))) }
}

fn locked(practice: &Shared) -> MutexGuard<'_, Practice> {
    practice.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An error of the engine is the answer: code, path, data and a sentence. Its kind gives the status.
struct Refused(StatusCode, Value);

impl Refused {
    fn new(kind: ErrorKind, error: &impl Serialize) -> Self {
        let status = match kind {
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Refused => StatusCode::CONFLICT,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        };
        Self(status, json!(error))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}

impl From<frontdesk::Error> for Refused {
    fn from(error: frontdesk::Error) -> Self {
        Self::new(error.kind(), &error)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.kind(), &refusal)
    }
}

impl From<QueueRefusal> for Refused {
    fn from(refusal: QueueRefusal) -> Self {
        Self::new(refusal.kind(), &refusal)
    }
}
