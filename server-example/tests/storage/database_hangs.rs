//! A PostgreSQL that is stopped acknowledges what it is sent, and answers nothing: whoever asks past an
//! organisation's desk, for passes and for webhooks, is answered in time as well.

use std::time::{Duration, Instant as Moment};

use crate::common::shop::{Shop, by_token, session_of};
use crate::common::{NOW, Server};
use crate::postgres::Postgres;
use axum::http::Method;
use frontdesk::Instant;
use frontdesk_server::limits::DATABASE_ANSWER_TIME_MAX;
use frontdesk_server::store::{Delivery, Health, Page, QueueName, StoreError};
use frontdesk_server::webhook::Worker;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::{Value, json};

/// What the answer may take besides: the test is not alone on its machine.
const SPARE: Duration = Duration::from_secs(2);

const TURN: &str = "a worker's turn";

/// Something that is asked of the database, and whether it was told that there is no answer.
type Asked<'t> = BoxFuture<'t, bool>;

#[tokio::test(flavor = "multi_thread")]
async fn passes_and_webhooks_are_told_in_time() {
    let postgres = Postgres::start().await;
    let server = Server::demo_on(&postgres.database("stopped").await).await;
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-2");
    let session = session_of(&server, &token).await["booking_session"].as_str().unwrap().to_owned();
    let code = by_token(&server, &token, Method::POST, "/booking-launch-codes", None).await.is(201);
    let (mut told, stop) = (server.app.stopping.subscribe(), server.app.stopping.clone());
    let working = tokio::spawn(Worker::new(server.app.clone()).run());
    let hanging = postgres.hang();

    let request = async |method, path: &str, credential: &str, body: Option<Value>| {
        let answered = by_token(&server, credential, method, path, body).await;
        answered.status == 503 && answered.headers.contains_key("retry-after")
    };
    let exchange = json!({ "booking_launch_code": code["booking_launch_code"] });
    let mut all: Vec<(&str, Asked<'_>)> = vec![
        ("a session", Box::pin(request(Method::GET, "/appointments", &session, None))),
        (
            "a code's exchange",
            Box::pin(request(Method::POST, "/booking-launch-codes/exchange", "", Some(exchange))),
        ),
        ("a new code", Box::pin(request(Method::POST, "/booking-launch-codes", &token, None))),
        (
            "a worker that is told to stop",
            Box::pin(async {
                stop.send_replace(true);
                told.wait_for(|stopping| *stopping).await.unwrap();
                working.await.is_ok()
            }),
        ),
        (TURN, Box::pin(async { Worker::new(server.app.clone()).turn().await == 0 })),
    ];
    all.extend(of_store(&server));
    let slow: Vec<String> = all
        .into_iter()
        .map(async |(what, asked)| {
            let began = Moment::now();
            // A turn looks for reminders, and then for what is due.
            let questions = if what == TURN { 2 } else { 1 };
            let most = questions * DATABASE_ANSWER_TIME_MAX + SPARE;
            // Longer than that and it is not waited for: a test that hangs says less.
            let told = tokio::time::timeout(most, asked).await == Ok(true);
            (!told).then(|| format!("{what}: {:?}", began.elapsed()))
        })
        .collect::<FuturesUnordered<_>>()
        .filter_map(async |slow| slow)
        .collect()
        .await;
    drop(hanging);
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Every question about passes and webhooks, as the store takes it.
fn of_store(server: &Server) -> Vec<(&'static str, Asked<'_>)> {
    let (store, outbox) = (&server.app.store, server.app.store.outbox());
    let organisation: &'static frontdesk::Uid = Box::leak(Box::new("org-123".into()));
    let queue: &'static QueueName =
        Box::leak(Box::new(QueueName { organisation: organisation.clone(), subscription: "sub-1".into() }));
    let delivery: &'static Delivery = Box::leak(Box::new(delivery()));
    let page = Page { page: 0, limit: 10 };
    let health = Some(Health { failures: 1, paused_until: NOW });
    vec![
        ("pass", told(store.passes().pass("booking_session", "hash"))),
        ("take_pass", told(store.passes().take_pass("launch_code", "hash"))),
        ("passes_of", told(store.passes().passes_of(organisation, "q-abc123"))),
        ("forget_passes", told(store.passes().forget_passes(NOW, 10))),
        ("reminded", told(outbox.reminded())),
        ("due", told(outbox.due("owner", NOW, 10))),
        ("lease", told(outbox.lease("owner", std::slice::from_ref(queue)))),
        ("heads", told(outbox.heads(queue, NOW, 10))),
        ("settle", told(outbox.settle(queue, delivery, health))),
        ("release", told(outbox.release("owner", queue, 1))),
        ("release_all", told(outbox.release_all("owner"))),
        ("remove_queue", told(outbox.remove_queue(queue))),
        ("deliveries", told(outbox.deliveries(organisation, Box::leak(Box::default()), page))),
        ("delivery", told(outbox.delivery(organisation, "msg-1"))),
        ("give_up", told(outbox.give_up(NOW, NOW, 10))),
        ("forget_deliveries", told(outbox.forget_deliveries(NOW, 10))),
    ]
}

fn told<'t, T: 't>(asked: impl Future<Output = Result<T, StoreError>> + Send + 't) -> Asked<'t> {
    Box::pin(async { matches!(asked.await, Err(StoreError::Unavailable(_))) })
}

fn delivery() -> Delivery {
    Delivery {
        uid: "msg-1".into(),
        message_uid: "msg-1".into(),
        subscription_uid: "sub-1".into(),
        event_type: "appointment.held".to_owned(),
        subject_uid: "mtg-1".into(),
        sequence: 1,
        shop_uid: None,
        body: "{}".to_owned(),
        created_at: NOW,
        attempts: 1,
        next_attempt_at: Instant(NOW.0 + 60),
        last_outcome: None,
        finished_at: None,
    }
}
