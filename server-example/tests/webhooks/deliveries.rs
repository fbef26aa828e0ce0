//! Webhooks: what is sent, how it is signed, what happens when nobody takes it.

use std::sync::{Arc, Mutex};

use crate::common::shop::{Shop, by_token};
use crate::common::{NOW, Server};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use frontdesk::Instant;
use frontdesk_server::webhook::{Sender, Worker};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

const SUBSCRIPTIONS: &str = "/v1/management/notification-subscriptions";
const DELIVERIES: &str = "/v1/management/notification-deliveries";

/// A subscriber that answers as it is told to.
#[derive(Clone, Default)]
struct Subscriber {
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<Vec<StatusCode>>>,
}

impl Subscriber {
    /// Listens, and says where.
    async fn listen(&self) -> String {
        let (got, answers) = (self.got.clone(), self.answers.clone());
        let take = async move |headers: HeaderMap, body: Bytes| {
            got.lock().unwrap().push((headers, String::from_utf8(body.to_vec()).unwrap()));
            let status = answers.lock().unwrap().pop().unwrap_or(StatusCode::OK);
            (status, [("location", "http://127.0.0.1:1/")])
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(take))).await });
        format!("http://{address}/hook")
    }

    fn take(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut self.got.lock().unwrap())
    }
}

async fn server() -> (Server, Worker) {
    let mut server = Server::demo().await;
    server.app.webhooks = Arc::new(Sender::to_private_addresses());
    server.router = frontdesk_server::api::router(server.app.clone());
    let worker = Worker::new(server.app.clone());
    (server, worker)
}

async fn subscribe(server: &Server, kind: &str, target: &str) -> Value {
    let body = json!({ "notification_type": kind, "target": target,
        "meta_data": { "custom_header": { "name": "X-Own", "value": "mine" } } });
    server.post(SUBSCRIPTIONS, body).await.is(201)
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[tokio::test]
async fn an_appointment_that_changes_is_told_signed_and_once() {
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    let registered = subscribe(&server, "patient_doctor_meeting_updated", &subscriber.listen().await).await;
    let secret = registered["signing_secret"].as_str().unwrap();
    let cancel = "/v1/management/scheduling/appointments/mtg-abc123/cancel";
    server.post(cancel, json!({ "reason": "Patient requested cancellation" })).await.is(200);
    worker.turn().await;
    worker.turn().await;
    let [(headers, body)] = &subscriber.take()[..] else { panic!("one delivery") };
    let envelope: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (&envelope["event_type"], &envelope["timestamp"], &envelope["payload_version"]),
        (&json!("patient_doctor_meeting_updated"), &json!(NOW.0), &json!("1"))
    );
    let data = &envelope["data"];
    assert_eq!(
        (&data["uid"], &data["status"], &data["previous_status"]),
        (&json!("mtg-abc123"), &json!("cancelled"), &json!("confirmed"))
    );
    assert_eq!(
        (&headers["content-type"], &headers["x-own"], &headers["x-webhook-event"]),
        (
            &"application/json".parse().unwrap(),
            &"mine".parse().unwrap(),
            &"patient_doctor_meeting_updated".parse().unwrap()
        )
    );

    let hex: String = hmac(secret.as_bytes(), body).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(headers["x-webhook-signature"], hex);
    let signed = format!(
        "{}.{}.{body}",
        headers["webhook-id"].to_str().unwrap(),
        headers["webhook-timestamp"].to_str().unwrap()
    );
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    assert_eq!(headers["webhook-signature"], format!("v1,{}", STANDARD.encode(hmac(&key, &signed))));

    let over = server.get(&format!("{DELIVERIES}?finished=true")).await.is(200);
    assert_eq!(
        (&over["totalRegistries"], &over["data"][0]["last_outcome"]["status"]),
        (&json!(1), &json!(200))
    );
    let uid = over["data"][0]["uid"].as_str().unwrap();
    server.ask(Method::POST, &format!("{DELIVERIES}/{uid}/replay"), None).await.is(202);
    worker.turn().await;
    let [(again, same)] = &subscriber.take()[..] else { panic!("one replay") };
    assert_eq!((&again["webhook-id"], same), (&headers["webhook-id"], body));
}

#[tokio::test]
async fn what_is_not_acknowledged_is_tried_again_and_given_up_in_the_end() {
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    subscribe(&server, "waiting_room_entry_updated", &subscriber.listen().await).await;
    subscriber.answers.lock().unwrap().extend([StatusCode::FOUND, StatusCode::INTERNAL_SERVER_ERROR]);
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    let mut bodies = Vec::new();
    for seconds in [0, 1, 13, 14, 60] {
        server.app.clock.set(Instant(NOW.0 + seconds));
        worker.turn().await;
        bodies.extend(subscriber.take().into_iter().map(|(_, body)| body));
    }
    // At once, after ten seconds, and after twenty more: a redirect is no acknowledgement, and nobody follows
    // it.
    assert_eq!(bodies.len(), 3);
    assert!(
        bodies.iter().all(|body| *body == bodies[0]) && bodies[0].contains("\"previous_status\":\"waiting\"")
    );

    server.delete("/v1/management/waiting-room/q-abc122").await.is(200);
    subscriber.answers.lock().unwrap().extend(vec![StatusCode::NOT_FOUND; 20]);
    for round in 1..=12 {
        server.app.clock.set(Instant(NOW.0 + 60 + round * 5_000));
        worker.turn().await;
    }
    assert_eq!(subscriber.take().len(), 8);
    let over = server.get(&format!("{DELIVERIES}?finished=true")).await.is(200);
    let given_up =
        over["data"].as_array().unwrap().iter().find(|delivery| delivery["attempts"] == 8).unwrap();
    assert_eq!(given_up["last_outcome"], json!({ "status": 404, "error": null }));
}

#[tokio::test]
async fn two_workers_bring_a_delivery_once() {
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    subscribe(&server, "waiting_room_entry_updated", &subscriber.listen().await).await;
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    let mut other = frontdesk_server::app::App::new(server.app.store.clone(), server.app.clock.clone());
    other.webhooks = server.app.webhooks.clone();
    let other = Worker::new(other);
    tokio::join!(worker.turn(), other.turn());
    assert_eq!(subscriber.take().len(), 1);
}

#[tokio::test]
async fn a_reminder_is_announced_when_it_is_due() {
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    subscribe(&server, "appointment_reminder_due", &subscriber.listen().await).await;
    let all = server
        .get("/v1/management/scheduling/appointments?status=confirmed&limit=200&patient_uid=pat-789")
        .await
        .is(200);
    let start =
        all["data"].as_array().unwrap().iter().find(|row| row["uid"] == "mtg-abc123").unwrap()["start_date"]
            .as_i64()
            .unwrap();
    worker.turn().await;
    subscriber.take();
    for at in [start - 86_401, start - 86_400, start - 86_399] {
        server.app.clock.set(Instant(at.max(NOW.0)));
        worker.turn().await;
    }
    let told: Vec<Value> =
        subscriber.take().iter().map(|(_, body)| serde_json::from_str(body).unwrap()).collect();
    let ours: Vec<&Value> =
        told.iter().filter(|envelope| envelope["data"]["appointment_uid"] == "mtg-abc123").collect();
    assert_eq!(ours.len(), 1, "{told:?}");
    assert_eq!(
        (&ours[0]["data"]["reminder_uid"], &ours[0]["data"]["due_at"]),
        (&json!("rem-001"), &json!(start - 86_400))
    );
}

/// Of an appointment that stays one reminder comes, of one that was moved one at its new time, and of one
/// that was cancelled none, though the server is gone when the first falls due. Reported of ottehr (#3980)
/// and cal.com (#17785).
#[tokio::test]
async fn each_reminder_comes_once_over_the_death_of_a_server() {
    const DAY: i64 = 86_400;
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    subscribe(&server, "appointment_reminder_due", &subscriber.listen().await).await;
    let from = NOW.0 + 5 * DAY;
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&doctor_uid=doc-456&from={from}&to={}",
        from + 2 * DAY
    );
    let slots = server.get(&slots).await.is(200);
    let start = |number: usize| slots["data"][number]["start_date"].as_i64().unwrap();
    let (shop, mut uids) = (Shop::new(&server).await, Vec::new());
    for number in [0, 1, 2] {
        let token = shop.token(&format!("reminded-{number}"));
        let body = json!({ "appointment_type_uid": "apt-001", "doctor_uid": "doc-456",
            "start_date": start(number) });
        let held = by_token(&server, &token, Method::POST, "/appointments/hold", Some(body)).await.is(201);
        let uid = held["uid"].as_str().unwrap().to_owned();
        server.post(&format!("/v1/scheduling/appointments/{uid}/confirm"), json!({})).await.is(200);
        uids.push(uid);
    }
    let due = |number: usize| start(number) - DAY;
    let mut told = Vec::new();
    let mut hear = |subscriber: &Subscriber| {
        for (_, body) in subscriber.take() {
            let data = serde_json::from_str::<Value>(&body).unwrap()["data"].take();
            let number = uids.iter().position(|uid| data["appointment_uid"] == **uid);
            told.extend(number.map(|number| (number, data["due_at"].as_i64().unwrap())));
        }
    };
    server.app.clock.set(Instant(due(0) - 1));
    worker.turn().await;
    hear(&subscriber);
    // It dies: nothing of it is closed, and another comes back a little later.
    let mut again = Server::beside(&server.database()).await.with_key(&server.key);
    std::mem::forget(worker);
    again.app.webhooks = Arc::new(Sender::to_private_addresses());
    again.router = frontdesk_server::api::router(again.app.clone());
    let worker = Worker::new(again.app.clone());
    again.app.clock.set(Instant(due(0) + 1));
    let reason = json!({ "reason": "ill" });
    let path = |uid: &str, what: &str| format!("/v1/management/scheduling/appointments/{uid}/{what}");
    again.post(&path(&uids[2], "cancel"), reason).await.is(200);
    let moved = json!({ "start_date": start(3), "doctor_uid": "doc-456" });
    again.post(&format!("/v1/scheduling/appointments/{}/rebook", uids[1]), moved).await.is(200);
    for at in [due(0) + 1, due(0) + 2, due(1), due(2), due(3) - 1, due(3), due(3) + 1, due(3) + 60] {
        again.app.clock.set(Instant(at));
        worker.turn().await;
        hear(&subscriber);
    }
    assert_eq!(told, [(0, due(0)), (1, due(3))]);
    drop(server);
}

#[tokio::test]
async fn what_is_not_written_is_not_told() {
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    subscribe(&server, "waiting_room_entry_updated", &subscriber.listen().await).await;
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    server.delete("/v1/management/waiting-room/q-abc123").await.is(409);
    worker.turn().await;
    assert_eq!(subscriber.take().len(), 1);
}

#[tokio::test]
async fn subscriptions_are_listed_without_their_secret_and_removed_by_any_of_three_names() {
    let (server, _) = server().await;
    let mut uids = Vec::new();
    for kind in ["patient_doctor_meeting_updated", "appointment_reminder_due", "waiting_room_entry_updated"] {
        let registered = subscribe(&server, kind, "https://example.com/hook").await;
        let documented = json!({ "uid": registered["uid"], "notification_type": kind,
            "target": "https://example.com/hook", "options": "WEBHOOK",
            "payload_version": "1", "signing_secret": registered["signing_secret"] });
        assert_eq!(registered, documented);
        uids.push(registered["uid"].as_str().unwrap().to_owned());
    }
    let listed = server.get(SUBSCRIPTIONS).await.is(200);
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert!(!listed.to_string().contains("secret"));
    server.delete(&format!("{SUBSCRIPTIONS}?uid={}", uids[0])).await.is(204);
    server.ask(Method::DELETE, SUBSCRIPTIONS, Some(json!({ "uid": uids[1] }))).await.is(204);
    server.delete(&format!("{SUBSCRIPTIONS}/{}", uids[2])).await.is(204);
    assert_eq!(server.get(SUBSCRIPTIONS).await.is(200), json!([]));
    server.delete(&format!("{SUBSCRIPTIONS}/{}", uids[2])).await.is(404);
    server.delete(SUBSCRIPTIONS).await.is(400);
}

#[tokio::test]
async fn a_test_says_what_became_of_it() {
    let (server, _) = server().await;
    let subscriber = Subscriber::default();
    let registered = subscribe(&server, "appointment_reminder_due", &subscriber.listen().await).await;
    let test = async || {
        server.post(&format!("{SUBSCRIPTIONS}/test"), json!({ "uid": registered["uid"] })).await.is(200)
    };
    assert_eq!(test().await, json!({ "delivered": true, "status": 200, "error": null }));
    assert!(subscriber.take()[0].1.contains("\"test\":true"));
    subscriber.answers.lock().unwrap().push(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(test().await["delivered"], false);
}

#[tokio::test]
async fn webhooks_go_to_public_https_addresses_only() {
    let server = Server::demo().await;
    for target in [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://localhost.:0x/",
        "https://[::1]/",
        "https://169.254.169.254/",
        "nonsense",
    ] {
        let body = json!({ "notification_type": "appointment_reminder_due", "target": target });
        assert!(server.post(SUBSCRIPTIONS, body).await.is(400)["errors"]["target"].is_array(), "{target}");
    }
    // A name is asked for when a connection is made.
    let body = json!({ "notification_type": "appointment_reminder_due", "target": "https://localhost/" });
    let registered = server.post(SUBSCRIPTIONS, body).await.is(201);
    let tested =
        server.post(&format!("{SUBSCRIPTIONS}/test"), json!({ "uid": registered["uid"] })).await.is(200);
    assert!(
        tested["delivered"] == false && tested["error"].as_str().unwrap().contains("not public"),
        "{tested}"
    );
    for wrong in [
        json!({ "name": "webhook-id", "value": "x" }),
        json!({ "name": "a b", "value": "x" }),
        json!({ "name": "x-a", "value": "a\nb" }),
    ] {
        let body = json!({ "notification_type": "appointment_reminder_due", "target": "https://example.com/",
            "meta_data": { "custom_header": wrong } });
        server.post(SUBSCRIPTIONS, body).await.is(400);
    }
    server
        .post(SUBSCRIPTIONS, json!({ "notification_type": "anything", "target": "https://example.com/" }))
        .await
        .is(400);
}

/// The worker has read a delivery, and is about to write down what became of it.
#[tokio::test]
async fn who_is_erased_while_a_delivery_is_under_way_is_not_written_down_again() {
    let (server, worker) = server().await;
    let (arrived, go_on) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
    let take = {
        let (arrived, go_on) = (arrived.clone(), go_on.clone());
        async move |_: Bytes| {
            arrived.notify_one();
            go_on.notified().await;
            StatusCode::OK
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", post(take))).await });
    subscribe(&server, "patient_doctor_meeting_updated", &target).await;
    let reason = json!({ "reason": "kanarienvogel" });
    server.post("/v1/management/scheduling/appointments/mtg-abc123/cancel", reason).await.is(200);
    let words = ["kanarienvogel".to_owned()];
    let left = async || server.app.store.mentions(&"org-123".into(), &words, 10).await.unwrap();
    assert_eq!(left().await.deliveries.len(), 1);
    let erase = async {
        arrived.notified().await;
        server.delete("/v1/management/patients/pat-789?cancel=true").await.is(200);
        go_on.notify_one();
    };
    tokio::join!(worker.turn(), erase);
    let left = left().await;
    assert_eq!((left.records, left.deliveries, left.journal), (Vec::new(), Vec::new(), Vec::new()));
}

/// Which operations ask for a permission: what the documents have asks for none, unless the server was told
/// to ask. What is ours always does.
#[tokio::test]
async fn what_webhooks_ask_of_a_key() {
    const READ: &str = "notification_subscription:read";
    const WRITE: &str = "notification_subscription:write";
    let one = format!("{SUBSCRIPTIONS}/none");
    let replay = format!("{DELIVERIES}/none/replay");
    let none = json!({ "uid": "none" });
    // Method, path, body, what it asks for, whether the documents have it, whether one shop's key may, and
    // what is answered to who may.
    let operations = [
        (Method::GET, SUBSCRIPTIONS, None, READ, true, false, 200),
        (Method::POST, SUBSCRIPTIONS, Some(json!({})), WRITE, true, false, 400),
        (Method::DELETE, SUBSCRIPTIONS, Some(none.clone()), WRITE, true, false, 404),
        (Method::POST, &format!("{SUBSCRIPTIONS}/test"), Some(none), WRITE, true, false, 404),
        (Method::DELETE, &one, None, WRITE, false, false, 404),
        (Method::GET, DELIVERIES, None, READ, false, true, 200),
        (Method::POST, &replay, None, WRITE, false, false, 404),
    ];
    let (mut server, _) = server().await;
    for strict in [false, true] {
        server.app.webhook_permissions = strict;
        server.router = frontdesk_server::api::router(server.app.clone());
        for permission in [READ, WRITE, "product:read"] {
            for shop in [None, Some("shop-abc123")] {
                let key = server.key_of_shop("org-123", shop, &[permission]).await;
                for (method, path, body, needed, documented, for_shops, allowed) in operations.clone() {
                    let may =
                        (permission == needed || (documented && !strict)) && (for_shops || shop.is_none());
                    let headers = [("x-api-key", key.as_str())];
                    let answered = server.ask_with(method.clone(), path, &headers, body).await;
                    let expected = if may { allowed } else { 403 };
                    let case = format!("{method} {path}, {permission}, {shop:?}, strict: {strict}");
                    assert_eq!(answered.status.as_u16(), expected, "{case}: {}", answered.body);
                }
            }
        }
    }
}

/// Of deliveries, a key of one shop sees those about what is the shop's.
#[tokio::test]
async fn a_key_of_one_shop_sees_its_own_deliveries() {
    let (server, _) = server().await;
    for kind in ["patient_doctor_meeting_updated", "waiting_room_entry_updated"] {
        subscribe(&server, kind, &format!("http://127.0.0.1:1/{kind}")).await;
    }
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-001&from={}&to={}&limit=1",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slot = server.get(&slots).await.is(200)["data"][0].clone();
    let hold = json!({ "appointment_type_uid": "apt-001", "start_date": slot["start_date"],
        "doctor_uid": slot["doctor_uid"],
        "patient_profile_uid": "pp-xyz789" });
    let held = server.post("/v1/scheduling/appointments/hold", hold).await.is(201)["uid"].clone();
    // What is told later of the same appointment is the same shop's.
    let path = format!("/v1/scheduling/appointments/{}/release", held.as_str().unwrap());
    server.post(&path, json!({})).await.is(200);
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    let seen = async |shop: Option<&str>| {
        let key = server.key_of_shop("org-123", shop, &["notification_subscription:read"]).await;
        let listed = server.ask_with(Method::GET, DELIVERIES, &[("x-api-key", &key)], None).await.is(200);
        let told = |delivery: &Value| (delivery["event_type"].clone(), delivery["shop_uid"].clone());
        listed["data"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    let shops = |kind: &str| (json!(kind), json!("shop-abc123"));
    let all = [
        shops("patient_doctor_meeting_updated"),
        shops("patient_doctor_meeting_updated"),
        shops("waiting_room_entry_updated"),
    ];
    assert_eq!(seen(None).await, all);
    assert_eq!(seen(Some("shop-abc123")).await, all);
    assert_eq!(seen(Some("shop-other")).await, []);
}

/// The receiver's code in the page about webhooks, run on a delivery that came.
#[tokio::test]
async fn a_delivery_is_genuine_by_the_documented_recipe() {
    let page = include_str!("../../docs/waiting-room-and-webhooks.md");
    let recipe = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let (server, worker) = server().await;
    let subscriber = Subscriber::default();
    let registered = subscribe(&server, "waiting_room_entry_updated", &subscriber.listen().await).await;
    server.delete("/v1/management/waiting-room/q-abc123").await.is(200);
    worker.turn().await;
    let [(headers, body)] = &subscriber.take()[..] else { panic!("one delivery") };
    let headers: serde_json::Map<String, Value> =
        headers.iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect();
    let given = json!({ "secret": registered["signing_secret"], "headers": headers, "body": body });
    let check = "
import json, sys
given = json.load(sys.stdin)
secret, headers, body = given['secret'], given['headers'], given['body'].encode()
for is_genuine in (has_documented_signature, has_standard_signature):
    assert is_genuine(secret, headers, body), is_genuine
    assert not is_genuine(secret, headers, body + b' '), is_genuine
    assert not is_genuine('whsec_' + 'A' * 43 + '=', headers, body), is_genuine
assert not has_documented_signature(secret.removeprefix('whsec_'), headers, body)
print('genuine')
";
    let mut python = std::process::Command::new("python3")
        .args(["-c", &format!("{recipe}{check}")])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), given.to_string().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout == b"genuine\n", "{output:?}");
}
