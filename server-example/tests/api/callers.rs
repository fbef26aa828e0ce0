//! Who may do what: every operation of the OpenAPI document, asked by every kind of caller. What each is
//! answered stands in `callers.json`, so that a change to who may do what shows as a change of that file.
//! `UPDATE_GOLDEN=1 cargo test -p frontdesk-server --test api callers` writes it.

use std::fmt::Write as _;

use crate::common::shop::{Shop, session_of};
use crate::common::{NOW, Server};
use axum::body::Body;
use axum::http::{Method, Request};
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::desk::{Answer, By, Shop as ShopRecord, kind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower::ServiceExt;

/// Who asks, in the order of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Nobody who is known.
    Nobody,
    /// A key of the organisation with every permission.
    Organisation,
    /// A key of the organisation with every permission but the one that is needed.
    WithoutPermission,
    /// A key of the shop that the objects belong to, with every permission.
    Shop,
    /// A key of another shop of the organisation, with every permission.
    OtherShop,
    /// The booking token of the patient whose the objects are.
    Token,
    /// The session of that patient.
    Session,
}

const CALLERS: [Who; 7] = [
    Who::Nobody,
    Who::Organisation,
    Who::WithoutPermission,
    Who::Shop,
    Who::OtherShop,
    Who::Token,
    Who::Session,
];

/// A request, and the status that each caller is answered with.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row {
    method: String,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    expected: Vec<u16>,
}

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/callers.json");

fn table() -> Vec<Row> {
    serde_json::from_str(&std::fs::read_to_string(TABLE).unwrap()).unwrap()
}

/// A demo clinic with two shops, and somebody who asks.
struct Scene {
    server: Server,
    who: Who,
    shop: Shop,
    shop_key: String,
    other_key: String,
    operations: Value,
    session: String,
}

impl Scene {
    async fn new(who: Who) -> Self {
        let server = Server::demo().await;
        let desk = server.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
        let other = ShopRecord {
            uid: "shop-b".into(),
            name: "Other shop".to_owned(),
            identifier: None,
            active: true,
            booking_page: frontdesk_server::desk::BookingPage::Off,
        };
        desk.write(By::server("test"), None, move |work| {
            work.put(kind::SHOP, &other.uid, None, &other)?;
            let profile = json!({ "uid": "pp-b", "patient_uid": "pat-b", "shop_uid": "shop-b",
                "shop_customer_id": "b", "fields": {} });
            work.put(kind::PATIENT_PROFILE, &"pp-b".into(), None, &profile)?;
            Ok(Answer::no_content())
        })
        .await
        .unwrap();
        let shop = Shop::new(&server).await;
        let shop_key = server.key_of_shop("org-123", Some("shop-abc123"), PERMISSIONS).await;
        let other_key = server.key_of_shop("org-123", Some("shop-b"), PERMISSIONS).await;
        let document = server.get("/v1/management/openapi.json").await.is(200);
        let operations = document["paths"].clone();
        let session = session_of(&server, &shop.token("customer-0")).await;
        let session = session["booking_session"].as_str().unwrap().to_owned();
        Self { server, who, shop, shop_key, other_key, operations, session }
    }

    fn operation(&self, row: &Row) -> &Value {
        let operation = &self.operations[&row.path][row.method.to_lowercase()];
        assert!(operation.is_object(), "{} {} is no operation", row.method, row.path);
        operation
    }

    /// The first slot that is offered for a type.
    async fn start(&self, of_type: &str) -> Value {
        let (from, to) = (NOW.0, NOW.0 + 14 * 86_400);
        let query = format!("appointment_type_uid={of_type}&from={from}&to={to}&limit=1");
        let path = format!("/v1/scheduling/slots?shop_uid=shop-abc123&{query}");
        self.server.get(&path).await.is(200)["data"][0]["start_date"].clone()
    }

    /// An object of the kind that a path or a body names, made for this one request.
    async fn made(&self, name: &str, row: &Row) -> Value {
        let server = &self.server;
        let base = "/v1/management/scheduling";
        let doctor = format!("{base}/doctors/doc-456");
        let create = async |path: String, body: Value| server.post(&path, body).await.is(201);
        match name {
            "doctor_uid" => json!("doc-456"),
            "appointment_type_uid" if row.path.ends_with("/settings") => {
                let path = format!("{doctor}/appointment-types/apt-002/settings");
                server.ask(Method::PUT, &path, Some(json!({}))).await.is(200);
                json!("apt-002")
            }
            "appointment_type_uid" if row.path.contains("{reminder_uid}") => json!("apt-001"),
            "appointment_type_uid" => {
                let body = json!({ "name": "Fresh", "meeting_type": "REVIEW", "duration_minutes": 30,
                    "hold_ttl_seconds": 600, "room_strategy": "per_appointment",
                    "rebooking_mode": "same_doctor_only" });
                create(format!("{base}/appointment-types"), body).await["uid"].clone()
            }
            "reminder_uid" => {
                let body = json!({ "recipient_role": "patient", "minutes_before": 60 });
                create(format!("{base}/appointment-types/apt-001/reminders"), body).await["uid"].clone()
            }
            "rule_uid" => {
                let body = json!({ "weekday": 6, "start_time": 60, "end_time": 120 });
                create(format!("{doctor}/availability-rules"), body).await["uid"].clone()
            }
            "exception_uid" => {
                let body =
                    json!({ "kind": "blocked", "start_date": 1_714_000_000, "end_date": 1_714_003_600 });
                create(format!("{doctor}/availability-exceptions"), body).await["uid"].clone()
            }
            "date" => {
                let path = format!("{doctor}/date-overrides/2031-05-05");
                server.ask(Method::PUT, &path, Some(json!({ "windows": [] }))).await.is(200);
                json!("2031-05-05")
            }
            "key_id" => create(format!("{base}/booking-secrets"), json!({})).await["key_id"].clone(),
            "key_uid" => {
                let body = json!({ "name": "one of many", "permissions": ["scheduling:read"] });
                create("/v1/management/api-keys".to_owned(), body).await["uid"].clone()
            }
            "feed_uid" => create(format!("{doctor}/calendar-feeds"), json!({})).await["uid"].clone(),
            "source" => json!("own"),
            "feed_token" => {
                let feed = create(format!("{doctor}/calendar-feeds"), json!({})).await;
                json!(feed["path"].as_str().unwrap().rsplit('/').next().unwrap())
            }
            "subscription_uid" => {
                let body = json!({ "notification_type": "waiting_room_entry_updated",
                    "target": format!("https://example.com/{}", row.path.len()) });
                create("/v1/management/notification-subscriptions".to_owned(), body).await["uid"].clone()
            }
            "meeting_uid" => {
                let body = json!({ "appointment_type_uid": "apt-001",
                    "start_date": self.start("apt-001").await,
                    "patient_profile_uid": "pp-xyz789" });
                create("/v1/scheduling/appointments/hold".to_owned(), body).await["uid"].clone()
            }
            "queue_uid" => {
                let body = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789" });
                create("/v1/management/waiting-room/register".to_owned(), body).await["queue_uid"].clone()
            }
            "wait_token" => {
                let path = "/v1/management/waiting-room/q-abc123/link";
                create(path.to_owned(), json!({})).await["wait_token"].clone()
            }
            "ticket" | "launch_code" => {
                let (path, field) = match name {
                    "ticket" => ("/stream-tickets", "stream_ticket"),
                    _ => ("/booking-launch-codes", "booking_launch_code"),
                };
                let token = self.shop.token("customer-0");
                let made =
                    crate::common::shop::by_token(server, &token, Method::POST, path, None).await.is(201);
                made[field].clone()
            }
            "start_date" => self.start("apt-002").await,
            "shop_uid" if row.method == "PATCH" => json!("shop-abc123"),
            "shop_uid" => json!(if self.who == Who::OtherShop { "shop-b" } else { "shop-abc123" }),
            "profile_uid" => json!(if self.who == Who::OtherShop { "pp-b" } else { "pp-xyz789" }),
            "patient_uid" => json!(if row.method == "DELETE" { "pat-792" } else { "pat-789" }),
            "intent" => json!("renewal"),
            "order_uid" => json!("ord-001"),
            "prescription_uid" => json!("rx-001"),
            "delivery_uid" => json!("whd-404"),
            "code" => json!("room1_code"),
            "room_code" => json!("room1_code"),
            "id" => json!("826"),
            other => panic!("what is {other}?"),
        }
    }

    /// What the caller shows.
    async fn credentials(&self, row: &Row) -> Vec<(&'static str, String)> {
        let both = |key: String| vec![("x-api-key", key.clone()), ("x-apitoken", key)];
        let mut headers = match self.who {
            Who::Nobody => Vec::new(),
            Who::Organisation => both(self.server.key.clone()),
            Who::WithoutPermission => {
                let operation = self.operation(row);
                let needed = operation["x-permission"].as_str().unwrap_or("");
                let others = PERMISSIONS.iter().copied().filter(|permission| {
                    *permission != needed && !["rooms:write", "scheduling:write"].contains(permission)
                });
                both(self.server.key_for("org-123", &others.collect::<Vec<_>>()).await)
            }
            Who::Shop => both(self.shop_key.clone()),
            Who::OtherShop => both(self.other_key.clone()),
            Who::Token => vec![("x-rxscale-booking-token", self.shop.token("customer-0"))],
            Who::Session => vec![("x-rxscale-booking-token", self.session.clone())],
        };
        if row.path.starts_with("/api_v") {
            headers.push(("x-accountcode", "vclinic".to_owned()));
        }
        headers
    }

    /// The status, and whether anything was written.
    async fn ask(&self, row: &Row) -> (u16, bool) {
        let body = row.body.as_ref().map(Value::to_string).unwrap_or_default();
        let mut texts = [row.path.clone(), row.query.clone().unwrap_or_default(), body];
        let mut made = Vec::new();
        for (index, text) in texts.iter_mut().enumerate() {
            while let Some((name, place)) = placeholder(text, index == 2) {
                let known = made
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value): &(_, Value)| value.clone());
                let value = match known {
                    Some(value) => value,
                    None => self.made(&name, row).await,
                };
                let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                *text = text.replace(&place, &if index == 2 { value.to_string() } else { plain });
                made.push((name, value));
            }
        }
        let [path, query, mut body] = texts;
        let profile = !matches!(self.who, Who::Token | Who::Session);
        if row.path.ends_with("/appointments/hold") && profile {
            body = body.replacen('{', "{\"patient_profile_uid\":\"pp-xyz789\",", 1);
        }
        let before = self.version().await;
        let mut request = Request::builder().method(row.method.as_str()).uri(format!("{path}?{query}"));
        if row.body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in self.credentials(row).await {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        // A stream has no end, so bodies are not read.
        let status = self.server.router.clone().oneshot(request).await.unwrap().status().as_u16();
        let has_written = self.version().await != before;
        self.tidy_up(&made).await;
        (status, has_written)
    }

    async fn version(&self) -> i64 {
        let organisation = "org-123".into();
        self.server.app.store.versions(std::slice::from_ref(&organisation)).await.unwrap()[&organisation]
    }

    /// Nobody waits, and nothing is held or taken, when the next request comes.
    async fn tidy_up(&self, made: &[(String, Value)]) {
        let server = &self.server;
        for (name, value) in made {
            let uid = value.as_str().unwrap_or_default();
            match name.as_str() {
                "meeting_uid" => {
                    server.post(&format!("/v1/scheduling/appointments/{uid}/release"), json!({})).await;
                    let path = format!("/v1/management/scheduling/appointments/{uid}/cancel");
                    server.post(&path, json!({ "reason": "over" })).await;
                }
                "subscription_uid" => {
                    server.delete(&format!("/v1/management/notification-subscriptions/{uid}")).await;
                }
                _ => {}
            }
        }
        for room in ["shop-abc123", "shop-b", "ceproom1"] {
            let waiting = server.get(&format!("/v1/management/waiting-room?shop_uid={room}")).await;
            let entries = waiting.body["data"].as_array().cloned().unwrap_or_default();
            for entry in entries
                .iter()
                .filter(|entry| ["pat-789", "pat-b"].contains(&entry["patient_uid"].as_str().unwrap()))
            {
                let path = format!("/v1/management/waiting-room/{}", entry["queue_uid"].as_str().unwrap());
                server.delete(&path).await.is(200);
            }
        }
        // Who was called is sent back before leaving.
        for (_, value) in made.iter().filter(|(name, _)| name == "queue_uid") {
            let path = format!("/v1/management/waiting-room/{}", value.as_str().unwrap());
            server.post(&format!("{path}/complete"), json!({})).await;
            server.delete(&path).await;
        }
    }
}

/// The first `{name}` of a text, with the place to fill: quoted where the text is JSON.
fn placeholder(text: &str, is_json: bool) -> Option<(String, String)> {
    let (begin, end) = if is_json { ("\"{", "}\"") } else { ("{", "}") };
    let from = text.find(begin)? + begin.len();
    let name = &text[from..from + text[from..].find(end)?];
    Some((name.to_owned(), format!("{begin}{name}{end}")))
}

async fn column(who: Who) -> Vec<(u16, bool)> {
    let scene = Scene::new(who).await;
    let mut statuses = Vec::new();
    for row in table() {
        statuses.push(scene.ask(&row).await);
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_answers_every_kind_of_caller_as_the_table_says() {
    let columns = CALLERS.map(|who| tokio::spawn(column(who)));
    let mut answered = Vec::new();
    for column in columns {
        answered.push(column.await.unwrap());
    }
    let mut rows = table();
    let mut wrong = String::new();
    for (index, row) in rows.iter_mut().enumerate() {
        let statuses: Vec<u16> = answered.iter().map(|column| column[index].0).collect();
        for (who, column) in CALLERS.iter().zip(&answered) {
            let (status, has_written) = column[index];
            let refused = [400, 401, 403, 404].contains(&status);
            assert!(!(refused && has_written), "{who:?} {} {}: {status}, and written", row.method, row.path);
        }
        if statuses != row.expected {
            let line = format!("{} {}: {statuses:?}, not {:?}", row.method, row.path, row.expected);
            writeln!(wrong, "{line}").unwrap();
        }
        row.expected = statuses;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
        std::fs::write(TABLE, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{CALLERS:?}\n{wrong}");
}

/// The table can be written anew by a variable; these hold whatever it says.
#[tokio::test]
async fn the_table_has_every_operation_and_says_what_its_scope_says() {
    let server = Server::demo().await;
    let document = server.get("/v1/management/openapi.json").await.is(200);
    let rows = table();
    let of = |who: Who, row: &Row| row.expected[CALLERS.iter().position(|caller| *caller == who).unwrap()];
    let mut organisation_wide = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let own: Vec<&Row> =
                rows.iter().filter(|row| row.path == *path && row.method.to_lowercase() == *method).collect();
            assert!(!own.is_empty(), "{method} {path} is not in the table");
            let schemes: Vec<&str> = operation["security"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|scheme| scheme.as_object().unwrap().keys().map(String::as_str))
                .collect();
            let takes_keys = schemes.iter().any(|scheme| scheme.starts_with("api"));
            let scope = operation["x-scope"].as_str();
            assert_eq!(scope.is_some(), takes_keys, "{method} {path} does not say its scope");
            for row in own {
                let is_open = schemes.is_empty();
                assert!(is_open || of(Who::Nobody, row) == 401, "{method} {path}");
                if operation["x-permission"].is_string() {
                    assert_eq!(of(Who::WithoutPermission, row), 403, "{method} {path}");
                }
                if scope == Some("organisation") {
                    organisation_wide += 1;
                    assert_eq!((of(Who::Shop, row), of(Who::OtherShop, row)), (403, 403), "{method} {path}");
                }
                if takes_keys && !schemes.contains(&"booking_token") {
                    assert_eq!((of(Who::Token, row), of(Who::Session, row)), (401, 401), "{method} {path}");
                }
                // What names something of a shop is not there for another shop's key.
                let names_own = ["{meeting_uid}", "{queue_uid}", "{order_uid}", "{prescription_uid}"];
                if scope == Some("shop") && names_own.iter().any(|name| path.contains(name)) {
                    assert_eq!(of(Who::OtherShop, row), 404, "{method} {path}");
                }
            }
        }
    }
    assert!(organisation_wide >= 30, "{organisation_wide}");
    let into_another =
        rows.iter().filter(|row| row.case.is_some() && row.path.ends_with("/waiting-room/register"));
    assert!(into_another.clone().count() == 2);
    into_another.for_each(|row| assert_eq!(of(Who::OtherShop, row), 403, "{:?}", row.case));
    let about = rows.iter().filter(|row| row.case.as_ref().is_some_and(|case| case.starts_with("about ")));
    assert!(about.clone().count() == 6);
    about.for_each(|row| assert_eq!((of(Who::Shop, row), of(Who::OtherShop, row)), (200, 404), "{row:?}"));
}
