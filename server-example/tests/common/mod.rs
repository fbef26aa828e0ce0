//! A server for a test: the whole router on a real database in a folder of its own, with a clock that the
//! test sets.

#![allow(dead_code, reason = "every test file uses what it needs")]

pub(crate) mod shop;

use std::fmt::Display;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use frontdesk::{Instant, Uid};
use frontdesk_server::api;
use frontdesk_server::app::App;
use frontdesk_server::auth::new_key;
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::clock::Clock;
use frontdesk_server::demo::demo;
use frontdesk_server::import::Import;
use frontdesk_server::store::{Organisation, open};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// Wednesday, 3 April 2024, 08:00 in Berlin: shortly after the documents' own types were made.
pub(crate) const NOW: Instant = Instant(1_712_124_000);

pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) key: String,
    folder: TempDir,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Server {
    /// The demo clinic, and a key with every permission.
    pub(crate) async fn demo() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let address = folder.path().join("test.db").display().to_string();
        Self { folder, ..Self::demo_on(&address).await }
    }

    /// A server without an organisation or a key, on a database that others may be on.
    pub(crate) async fn beside(address: &str) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let app = App::new(open(address).await.expect("the database can be opened"), Clock::at(NOW));
        Self { router: api::router(app.clone()), app, key: String::new(), folder }
    }

    /// The same server, for the caller with this key.
    pub(crate) fn with_key(self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self }
    }

    /// The demo clinic on a database that is empty.
    pub(crate) async fn demo_on(address: &str) -> Self {
        let (organisation, import) = demo(NOW).expect("the engine takes the demo");
        let server = Self::beside(address).await;
        server.bring_in(organisation, import).await;
        let key = server.key_for("org-123", PERMISSIONS).await;
        Self { key, ..server }
    }

    /// The address of the database, for another process.
    pub(crate) fn database(&self) -> String {
        self.folder.path().join("test.db").display().to_string()
    }

    pub(crate) async fn bring_in(&self, organisation: Organisation, import: Import) {
        let writes = import.writes(NOW).expect("the engine takes it");
        self.app.store.create_organisation(organisation, writes).await.expect("it is new");
    }

    /// An organisation of one doctor, one type and one rule, with ids that others have as well.
    pub(crate) async fn another_organisation(&self) -> String {
        let organisation =
            Organisation { uid: "org-999".into(), name: "Other".to_owned(), timezone: None, created_at: NOW };
        let clinic = serde_json::json!({
            "appointment_types": [ { "uid": "apt-900", "name": "Theirs", "duration_minutes": 30 } ],
            "doctors": [ { "uid": "doc-900", "availability_rules": [ { "uid": "rule-900", "weekday": 0,
                "start_time": 540, "end_time": 600 } ] } ],
            "reminders": [ { "uid": "rem-900", "appointment_type_uid": "apt-900",
                "recipient_role": "patient", "minutes_before": 60 } ],
            "appointments": [ { "uid": "mtg-900", "status": "confirmed", "doctor_uid": "doc-900",
                "patient_uid": "pat-900",
                "appointment_type_uid": "apt-900", "start_date": NOW.0 + 86_400,
                "end_date": NOW.0 + 88_200 } ],
        });
        let import = serde_json::from_value(serde_json::json!({ "clinic": clinic })).expect("it is one");
        self.bring_in(organisation, import).await;
        self.key_for("org-999", PERMISSIONS).await
    }

    pub(crate) async fn key_for(&self, organisation: &str, permissions: &[&str]) -> String {
        self.key_of_shop(organisation, None, permissions).await
    }

    pub(crate) async fn key_of_shop(
        &self,
        organisation: &str,
        shop: Option<&str>,
        permissions: &[&str],
    ) -> String {
        let permissions: Vec<String> =
            permissions.iter().map(|permission| (*permission).to_owned()).collect();
        let (secret, key) = new_key(&organisation.into(), shop.map(Uid::from), "test", &permissions, NOW)
            .expect("they are known");
        self.app.store.create_key(key).await.expect("the organisation is there");
        secret
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answered {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answered {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answered {
        self.ask(Method::DELETE, path, None).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answered {
        self.ask_with(method, path, &[("x-api-key", &self.key)], body).await
    }

    pub(crate) async fn ask_with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).expect("the request is one")).await
    }

    /// Whatever request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.expect("a body ends");
        let body = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned())),
        };
        Answered { status, headers, body }
    }
}

/// What the number of cases is multiplied by: more than one in the long run, less in the quick one.
pub(crate) fn cases() -> f64 {
    std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0)
}

impl Answered {
    /// The body, if the status is this one.
    pub(crate) fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }
}

/// Doctor `doc-<number>`, who is there at all hours of every day.
pub(crate) fn tireless_doctor(number: impl Display) -> Value {
    let rule =
        |day| json!({ "uid": format!("rule-{day}"), "weekday": day, "start_time": 0, "end_time": 1440 });
    json!({ "uid": format!("doc-{number}"), "availability_rules": (0..7).map(rule).collect::<Vec<_>>() })
}

/// Profile `pp-<number>` of patient `pat-<number>` in `shop-1`.
pub(crate) fn profile(number: impl Display) -> Value {
    json!({ "uid": format!("pp-{number}"), "patient_uid": format!("pat-{number}"), "shop_uid": "shop-1",
        "shop_customer_id": format!("customer-{number}") })
}
