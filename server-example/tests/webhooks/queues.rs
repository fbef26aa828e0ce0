//! Webhooks under load: nobody waits for another's receiver, those of one appointment come in order, and idle
//! organisations cost nothing. On both databases.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Moment};

use crate::common::{NOW, Server};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::post;
use frontdesk::{Instant, Uid};
use frontdesk_server::app::App;
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::desk::Subscription;
use frontdesk_server::limits::SUBSCRIPTIONS_MAX;
use frontdesk_server::prune::Pruner;
use frontdesk_server::store::{Delivery, DeliveryFilter, Organisation, Page, QueueName, Writes};
use frontdesk_server::webhook::{Sender, Worker};
use serde_json::{Value, json};

const SUBSCRIPTIONS: &str = "/v1/management/notification-subscriptions";
const MEETING_UPDATED: &str = "patient_doctor_meeting_updated";
const DAY: i64 = 86_400;
const APPOINTMENTS: usize = 20;

/// How long a webhook may take from the answer to its receiver: alone it takes some milliseconds, and a
/// second would be the next look at the outbox.
const SOON: Duration = Duration::from_millis(900);

/// Receivers on one port, by path: `/ok`, `/dead`, `/hang` and `/flaky`, which fails three times of ten.
#[derive(Clone, Default)]
struct Receivers {
    /// What was acknowledged: the path behind its kind, and the envelope.
    got: Arc<Mutex<Vec<(String, Value)>>>,
    tries: Arc<AtomicUsize>,
}

impl Receivers {
    async fn listen(&self) -> String {
        let own = self.clone();
        let take = async move |Path((kind, name)): Path<(String, String)>, body: String| {
            let number = own.tries.fetch_add(1, Ordering::Relaxed);
            match kind.as_str() {
                "dead" => return StatusCode::INTERNAL_SERVER_ERROR,
                "flaky" if [1, 4, 5].contains(&(number % 10)) => return StatusCode::SERVICE_UNAVAILABLE,
                "hang" => std::future::pending().await,
                _ => {}
            }
            own.got.lock().unwrap().push((name, serde_json::from_str(&body).unwrap()));
            StatusCode::OK
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            axum::serve(listener, Router::new().route("/{kind}/{name}", post(take))).await
        });
        format!("http://{address}")
    }

    /// How long it takes until something arrives under a name.
    async fn await_one(&self, name: &str) -> Duration {
        let began = Moment::now();
        while !self.got.lock().unwrap().iter().any(|(to, _)| to == name) {
            assert!(began.elapsed() < Duration::from_secs(30), "`{name}` is told nothing");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        began.elapsed()
    }

    fn count(&self, name: &str) -> usize {
        self.got.lock().unwrap().iter().filter(|(to, _)| to == name).count()
    }
}

/// A server of organisations `org-1`, `org-2`…, each with a doctor who is always there.
async fn server(address: &str, organisations: usize) -> (Server, Vec<String>) {
    let mut server = Server::beside(address).await;
    let mut keys = Vec::new();
    for number in 1..=organisations {
        let uid = format!("org-{number}");
        let rules: Vec<Value> = (0..7)
            .map(|day| {
                json!({ "uid": format!("rule-{day}"), "weekday": day, "start_time": 0,
                "end_time": 1440 })
            })
            .collect();
        let doctors: Vec<Value> = (0..APPOINTMENTS)
            .map(|doctor| json!({ "uid": format!("doc-{doctor}"), "availability_rules": rules }))
            .collect();
        let profiles: Vec<Value> = (0..APPOINTMENTS)
            .map(|patient| {
                json!({ "uid": format!("pp-{patient}"), "patient_uid": format!("pat-{patient}"),
                "shop_uid": format!("shop-{number}"),
                "shop_customer_id": patient.to_string() })
            })
            .collect();
        let import = json!({ "clinic": { "appointment_types": [{ "uid": "apt-1", "name": "Short",
            "duration_minutes": 15 }], "doctors": doctors },
            "shops": [{ "uid": format!("shop-{number}"), "name": "Shop" }], "patient_profiles": profiles });
        let organisation =
            Organisation { uid: uid.as_str().into(), name: uid.clone(), timezone: None, created_at: NOW };
        server.bring_in(organisation, serde_json::from_value(import).unwrap()).await;
        keys.push(server.key_for(&uid, PERMISSIONS).await);
    }
    reaching_out(server.app.clone(), &mut server);
    (server, keys)
}

/// Lets webhooks go to this machine.
fn reaching_out(mut app: App, server: &mut Server) {
    app.webhooks = Arc::new(Sender::to_private_addresses());
    server.router = frontdesk_server::api::router(app.clone());
    server.app = app;
}

async fn with_key(server: &Server, key: &str, method: &str, path: &str, body: Value) -> Value {
    let headers = [("x-api-key", key)];
    let answered = server.ask_with(method.parse().unwrap(), path, &headers, Some(body)).await;
    assert!(answered.status.is_success(), "{path}: {}", answered.body);
    answered.body
}

async fn subscribe(server: &Server, key: &str, target: String) -> Uid {
    let body = json!({ "notification_type": MEETING_UPDATED, "target": target });
    with_key(server, key, "POST", SUBSCRIPTIONS, body).await["uid"].as_str().unwrap().into()
}

async fn hold(server: &Server, key: &str, number: usize, start: i64) -> Uid {
    let body = json!({ "appointment_type_uid": "apt-1", "doctor_uid": format!("doc-{number}"),
        "start_date": start,
        "patient_profile_uid": format!("pp-{number}") });
    with_key(server, key, "POST", "/v1/scheduling/appointments/hold", body).await["uid"]
        .as_str()
        .unwrap()
        .into()
}

/// Deliveries that wait, about as many appointments.
async fn backlog(app: &App, organisation: &str, subscription: &Uid, count: usize) {
    let organisation = Uid::from(organisation);
    let desk = app.desks.of(&organisation).await.unwrap().unwrap();
    let of: Subscription = desk.read(|state| state.subscriptions[subscription].clone());
    let one = |number: usize| {
        let subject = Uid::from(format!("old-{number}"));
        Delivery::new(&of, &json!({ "uid": subject }), &subject, None, 1, NOW)
    };
    let writes = Writes { deliveries: (0..count).map(one).collect(), ..Writes::default() };
    app.store.transact(&organisation, i64::MAX, Vec::new(), Box::new(move |_| writes)).await.unwrap();
}

/// What holds on either database.
const CHECKS: usize = 6;

async fn check(number: usize, address: String) {
    match number {
        0 => a_receiver_that_hangs_delays_no_other_organisation(address).await,
        1 => dead_subscriptions_delay_no_live_one(address).await,
        2 => appointments_are_told_in_order(address).await,
        3 => appointments_are_told_in_order_by_a_receiver_that_fails(address).await,
        4 => a_queue_is_not_given_back_with_something_new_in_it(address).await,
        5 => five_organisations_whose_receivers_hang_delay_no_other(address).await,
        _ => unreachable!("there are no more"),
    }
}

#[tokio::test]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..CHECKS {
        check(number, folder.path().join(format!("{number}.db")).display().to_string()).await;
    }
}

#[tokio::test]
async fn postgresql() {
    let postgres = crate::postgres::Postgres::start().await;
    for number in 0..CHECKS {
        check(number, postgres.database(&format!("check_{number}")).await).await;
    }
    two_processes_send_once_and_in_order(postgres.database("two").await).await;
    idle_organisations_cost_no_transactions(postgres.database("idle").await).await;
}

/// Runs a test on SQLite.
async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(String) -> F) {
    let folder = tempfile::tempdir().unwrap();
    test(folder.path().join("test.db").display().to_string()).await;
}

/// How long webhooks take as a rule: the median of five, since tests share a machine.
async fn usually(receivers: &Receivers, name: &str, server: &Server, key: &str) -> Duration {
    let mut took = Vec::new();
    for number in 0..5 {
        receivers.got.lock().unwrap().clear();
        hold(server, key, number, NOW.0 + DAY).await;
        took.push(receivers.await_one(name).await);
    }
    took.sort_unstable();
    took[2]
}

async fn a_receiver_that_hangs_delays_no_other_organisation(address: String) {
    let (server, keys) = server(&address, 2).await;
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    let hanging = subscribe(&server, &keys[0], format!("{base}/hang/a")).await;
    subscribe(&server, &keys[1], format!("{base}/ok/b")).await;
    let worker = tokio::spawn(Worker::new(server.app.clone()).run());
    backlog(&server.app, "org-1", &hanging, 300).await;
    let began = Moment::now();
    while receivers.tries.load(Ordering::Relaxed) == 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "nobody hangs");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = usually(&receivers, "b", &server, &keys[1]).await;
    assert!(took < SOON, "{took:?}");
    worker.abort();
}

/// As many subscriptions as five organisations may have, each with a backlog, and a receiver that hangs.
async fn five_organisations_whose_receivers_hang_delay_no_other(address: String) {
    let (server, keys) = server(&address, 6).await;
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    for (number, key) in keys[..5].iter().enumerate() {
        for name in 0..SUBSCRIPTIONS_MAX {
            let uid = subscribe(&server, key, format!("{base}/hang/{number}-{name}")).await;
            backlog(&server.app, &format!("org-{}", number + 1), &uid, 10).await;
        }
    }
    subscribe(&server, &keys[5], format!("{base}/ok/live")).await;
    let worker = tokio::spawn(Worker::new(server.app.clone()).run());
    let began = Moment::now();
    while receivers.tries.load(Ordering::Relaxed) < 5 * SUBSCRIPTIONS_MAX {
        assert!(began.elapsed() < Duration::from_secs(30), "not all of them hang");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The first, while all the others hang: once they are given up, there is room for everybody.
    hold(&server, &keys[5], 0, NOW.0 + DAY).await;
    let took = receivers.await_one("live").await;
    assert!(took < 2 * SOON, "{took:?}");
    worker.abort();
}

/// Half of the dead ones hang and half fail at once; each has a backlog.
async fn dead_subscriptions_delay_no_live_one(address: String) {
    let (server, keys) = server(&address, 1).await;
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    for number in 0..95 {
        let kind = if number % 2 == 0 { "hang" } else { "dead" };
        let uid = subscribe(&server, &keys[0], format!("{base}/{kind}/{number}")).await;
        backlog(&server.app, "org-1", &uid, 20).await;
    }
    subscribe(&server, &keys[0], format!("{base}/ok/live")).await;
    let worker = tokio::spawn(Worker::new(server.app.clone()).run());
    tokio::time::sleep(Duration::from_millis(300)).await;
    let took = usually(&receivers, "live", &server, &keys[0]).await;
    assert!(took < SOON, "{took:?}");
    worker.abort();
}

/// A subscription that fails again and again is tried with one at a time, ever more seldom, and gets all of
/// it when it is back.
#[tokio::test]
async fn a_dead_subscription_is_left_alone_and_gets_everything_when_it_is_back() {
    on_sqlite(async |address| {
        let (server, keys) = server(&address, 1).await;
        let receivers = Receivers::default();
        let base = receivers.listen().await;
        let uid = subscribe(&server, &keys[0], format!("{base}/dead/x")).await;
        backlog(&server.app, "org-1", &uid, 200).await;
        let worker = Worker::new(server.app.clone());
        let mut tries = Vec::new();
        for step in 0..120 {
            server.app.clock.set(Instant(NOW.0 + 5 * step));
            tries.push(worker.turn().await);
        }
        // At first as many as may be under way, and one for each that failed before the fifth did; then one
        // after each pause: of 10, 20, 40… seconds.
        assert!((5..=12).contains(&tries[0]), "{}", tries[0]);
        assert!(tries[1..].iter().all(|tries| *tries <= 1));
        assert!((3..=6).contains(&tries[1..].iter().sum::<u64>()), "{tries:?}");
        let alive = Receivers::default();
        let other = alive.listen().await;
        move_subscription(&server.app, &uid, format!("{other}/ok/x")).await;
        server.app.clock.set(Instant(NOW.0 + 600 + 750));
        worker.turn().await;
        assert_eq!(alive.count("x"), 200);
    })
    .await;
}

/// Another address for a subscription: as if what it names had come back.
async fn move_subscription(app: &App, uid: &Uid, target: String) {
    let desk = app.desks.of(&"org-1".into()).await.unwrap().unwrap();
    let uid = uid.clone();
    let task = move |work: &mut frontdesk_server::desk::Work<'_>| {
        let mut subscription = work.state().subscriptions[&uid].clone();
        subscription.target = target.clone();
        work.put(frontdesk_server::desk::kind::NOTIFICATION_SUBSCRIPTION, &uid, None, &subscription)?;
        Ok(frontdesk_server::desk::Answer::no_content())
    };
    desk.write(frontdesk_server::desk::By::server("test"), None, task).await.unwrap();
}

/// Holds, confirms, moves and calls off appointments, each as soon as the last was answered.
async fn work_through(server: &Server, key: &str) {
    for number in 0..APPOINTMENTS {
        let uid = hold(server, key, number, NOW.0 + 3 * DAY).await;
        let path = |what: &str| format!("/v1/scheduling/appointments/{uid}/{what}");
        with_key(server, key, "POST", &path("confirm"), json!({})).await;
        let start = NOW.0 + 4 * DAY;
        with_key(server, key, "POST", &path("rebook"), json!({ "start_date": start })).await;
        with_key(server, key, "POST", &path("cancel"), json!({ "reason": "no" })).await;
    }
}

/// Each appointment's envelopes, as they came: their numbers rise, and none is missing.
fn in_order(receivers: &Receivers) {
    let mut of = BTreeMap::<String, Vec<(i64, String)>>::new();
    for (_, envelope) in receivers.got.lock().unwrap().iter() {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let told = (envelope["sequence"].as_i64().unwrap(), text(&envelope["data"]["status"]));
        of.entry(text(&envelope["data"]["uid"])).or_default().push(told);
    }
    assert_eq!(of.len(), APPOINTMENTS);
    for (uid, told) in of {
        assert!(told.is_sorted_by(|one, next| one.0 < next.0), "{uid}: {told:?}");
        let statuses: Vec<&str> = told.iter().map(|(_, status)| status.as_str()).collect();
        assert_eq!(statuses, ["held", "confirmed", "confirmed", "cancelled"], "{uid}");
    }
}

async fn appointments_are_told_in_order(address: String) {
    let (server, keys) = server(&address, 1).await;
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    subscribe(&server, &keys[0], format!("{base}/ok/x")).await;
    let worker = tokio::spawn(Worker::new(server.app.clone()).run());
    work_through(&server, &keys[0]).await;
    let began = Moment::now();
    while receivers.count("x") < 4 * APPOINTMENTS {
        assert!(began.elapsed() < Duration::from_secs(30), "{} have come", receivers.count("x"));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    in_order(&receivers);
    worker.abort();
}

async fn appointments_are_told_in_order_by_a_receiver_that_fails(address: String) {
    let (server, keys) = server(&address, 1).await;
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    subscribe(&server, &keys[0], format!("{base}/flaky/x")).await;
    let worker = Worker::new(server.app.clone());
    // Some are tried, and fail, while more is announced about the same appointments.
    tokio::join!(work_through(&server, &keys[0]), async {
        for _ in 0..50 {
            worker.turn().await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let mut second = 0;
    while receivers.count("x") < 4 * APPOINTMENTS {
        second += 5;
        assert!(second < DAY, "{} have come", receivers.count("x"));
        server.app.clock.set(Instant(NOW.0 + second));
        worker.turn().await;
    }
    assert!(receivers.tries.load(Ordering::Relaxed) > 5 * APPOINTMENTS, "too few failed");
    in_order(&receivers);
}

/// Two processes work on one database: each message goes out once, and those of an appointment in order.
async fn two_processes_send_once_and_in_order(address: String) {
    let (one, keys) = server(&address, 1).await;
    let mut two = Server::beside(&address).await;
    reaching_out(two.app.clone(), &mut two);
    let receivers = Receivers::default();
    let base = receivers.listen().await;
    subscribe(&one, &keys[0], format!("{base}/ok/x")).await;
    let workers = [one.app.clone(), two.app.clone()].map(|app| tokio::spawn(Worker::new(app).run()));
    work_through(&one, &keys[0]).await;
    let began = Moment::now();
    while receivers.count("x") < 4 * APPOINTMENTS {
        assert!(began.elapsed() < Duration::from_secs(30), "{} have come", receivers.count("x"));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(receivers.tries.load(Ordering::Relaxed), 4 * APPOINTMENTS);
    in_order(&receivers);
    workers.iter().for_each(tokio::task::JoinHandle::abort);
}

/// A process that was killed leaves its queue leased. Another takes it over once the lease has run out, and
/// one that stops leaves nothing leased.
#[tokio::test]
async fn a_queue_of_a_dead_process_is_taken_over() {
    on_sqlite(async |address| {
        let (server, keys) = server(&address, 1).await;
        let receivers = Receivers::default();
        let base = receivers.listen().await;
        let subscription = subscribe(&server, &keys[0], format!("{base}/ok/x")).await;
        hold(&server, &keys[0], 0, NOW.0 + DAY).await;
        let outbox = server.app.store.outbox();
        let queue = QueueName { organisation: "org-1".into(), subscription };
        let leased = outbox.lease("dead", std::slice::from_ref(&queue)).await.unwrap();
        assert!(leased.len() == 1 && leased[0].subscription.is_some());
        let worker = Worker::new(server.app.clone());
        assert_eq!(worker.turn().await, 0);
        assert!(outbox.lease("other", std::slice::from_ref(&queue)).await.unwrap().is_empty());
        let database = rusqlite::Connection::open(&address).unwrap();
        for wrong in ["0", "unixepoch() + 1000000"] {
            let pass = format!("UPDATE delivery_queue SET owned_until = {wrong}");
            assert_eq!(database.execute(&pass, []).unwrap(), 1);
            assert_eq!(outbox.due("any", NOW, 10).await.unwrap().len(), 1, "{wrong}");
        }
        assert_eq!(worker.turn().await, 1);
        assert_eq!(receivers.count("x"), 1);

        // A receiver that hangs, and a server that stops.
        let hanging = subscribe(&server, &keys[0], format!("{base}/hang/y")).await;
        let running = tokio::spawn(Worker::new(server.app.clone()).run());
        hold(&server, &keys[0], 1, NOW.0 + DAY).await;
        let began = Moment::now();
        while receivers.tries.load(Ordering::Relaxed) < 3 && began.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let queue = QueueName { organisation: "org-1".into(), subscription: hanging };
        assert!(outbox.lease("other", std::slice::from_ref(&queue)).await.unwrap().is_empty());
        server.app.stopping.send_replace(true);
        running.await.unwrap();
        assert_eq!(outbox.lease("other", std::slice::from_ref(&queue)).await.unwrap().len(), 1);
    })
    .await;
}

/// What is announced between a sender's last look and its going is not forgotten.
async fn a_queue_is_not_given_back_with_something_new_in_it(address: String) {
    let (server, keys) = server(&address, 1).await;
    let subscription = subscribe(&server, &keys[0], "http://127.0.0.1:1/".to_owned()).await;
    let outbox = server.app.store.outbox();
    let queue = QueueName { organisation: "org-1".into(), subscription };
    hold(&server, &keys[0], 0, NOW.0 + DAY).await;
    assert_eq!(outbox.lease("own", std::slice::from_ref(&queue)).await.unwrap().len(), 1);
    let (announced, heads) = outbox.heads(&queue, NOW, 10).await.unwrap();
    assert_eq!(heads.len(), 1);
    hold(&server, &keys[0], 1, NOW.0 + DAY).await;
    assert!(!outbox.release("own", &queue, announced).await.unwrap());
    let (announced, heads) = outbox.heads(&queue, NOW, 10).await.unwrap();
    assert_eq!(heads.len(), 2);
    let delivered = |head: &Delivery| Delivery { attempts: 1, finished_at: Some(NOW), ..head.clone() };
    for head in &heads {
        outbox.settle(&queue, &delivered(head), None).await.unwrap();
        // Nothing is settled twice.
        let again = Delivery { finished_at: Some(Instant(NOW.0 + 9)), ..delivered(head) };
        outbox.settle(&queue, &again, None).await.unwrap();
        let kept = outbox.delivery(&"org-1".into(), &head.uid).await.unwrap().unwrap();
        assert_eq!((kept.finished_at, kept.attempts), (Some(NOW), 1));
    }
    assert!(!outbox.release("other", &queue, announced).await.unwrap());
    assert!(outbox.release("own", &queue, announced).await.unwrap());
    assert!(outbox.due("any", Instant(NOW.0 + DAY), 10).await.unwrap().is_empty());
    // Removed while it is leased, with what waits in it: nothing of it is left, and what is over stays.
    hold(&server, &keys[0], 2, NOW.0 + DAY).await;
    let path = format!("{SUBSCRIPTIONS}/{}", queue.subscription);
    let headers = [("x-api-key", keys[0].as_str())];
    server.ask_with(axum::http::Method::DELETE, &path, &headers, None).await.is(204);
    assert!(outbox.lease("own", std::slice::from_ref(&queue)).await.unwrap().is_empty());
    let count = async |finished| {
        let filter = DeliveryFilter { finished, ..DeliveryFilter::default() };
        outbox.deliveries(&"org-1".into(), &filter, Page { page: 0, limit: 1 }).await.unwrap().total
    };
    assert_eq!((count(false).await, count(true).await), (0, 2));
}

/// However many organisations there are, a worker asks twice a second, and what is over is looked for by a
/// few questions.
async fn idle_organisations_cost_no_transactions(address: String) {
    let server = Server::beside(&address).await;
    let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let many = "INSERT INTO organisation (uid, data) SELECT 'org-' || n,
        json_build_object('uid', 'org-' || n, 'name', 'x', 'timezone', NULL, 'created_at', 0)::text FROM \
        generate_series(1, 2000) AS n";
    assert_eq!(client.execute(many, &[]).await.unwrap(), 2_000);
    let worker = tokio::spawn(Worker::new(server.app.clone()).run());
    let transactions = async || {
        let row = client.query_one(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()",
            &[],
        );
        row.await.unwrap().get::<_, i64>(0)
    };
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let before = transactions().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let asked = transactions().await - before;
    assert!(asked <= 20, "{asked} transactions in three seconds");
    Pruner::new(server.app.clone()).turn().await;
    // What a session has counted is told a second later.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let asked = transactions().await - before;
    assert!(asked <= 45, "{asked} transactions in five seconds, and to prune");
    assert!(!worker.is_finished());
    worker.abort();
    let open: HashSet<Uid> =
        server.app.desks.opened().await.iter().map(|desk| desk.organisation().clone()).collect();
    assert!(open.is_empty(), "an idle organisation's desk stays closed");
}
