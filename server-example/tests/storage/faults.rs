//! A transaction that fails, at each of its steps and on both databases: whatever fails, an answer belongs to
//! its request, what is acknowledged is in the table, and nothing else blocks a slot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Moment};

use crate::common::{Answered, NOW, Server, profile, tireless_doctor};
use crate::faulty::{Faulty, Step};
use axum::http::Method;
use frontdesk_server::api;
use frontdesk_server::app::App;
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::clock::Clock;
use frontdesk_server::desk::By;
use frontdesk_server::store::{AppointmentFilter, Organisation, Page, open};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};

/// Those who book at a time. Each has a doctor, a profile and slots of their own.
const CALLERS: i64 = 5;
const FIRST_DAY: i64 = (NOW.0 / 86_400 + 1) * 86_400;

/// The step, how many transactions fail there, how often the state can't be loaded then; and whether all that
/// was asked meanwhile is done all the same, or what is refused was written though nobody knew.
const FAULTS: &[(Step, u32, u32, Done)] = &[
    (Step::Begin, 1, 0, Done::Refused),
    (Step::Begin, 3, 2, Done::Refused),
    (Step::Since, 1, 0, Done::Refused),
    (Step::Since, 3, 2, Done::Refused),
    (Step::Decide, 1, 0, Done::Refused),
    (Step::Decide, 2, 2, Done::Refused),
    (Step::Write, 1, 0, Done::All),
    (Step::Write, 3, 0, Done::All),
    (Step::Write, 3, 2, Done::All),
    (Step::Write, 50, 0, Done::Refused),
    (Step::Lost, 1, 0, Done::Refused),
    (Step::Lost, 2, 2, Done::Refused),
    (Step::CommitBefore, 1, 0, Done::Refused),
    (Step::CommitBefore, 2, 3, Done::Refused),
    (Step::CommitAfter, 1, 0, Done::Unknown),
    (Step::CommitAfter, 2, 3, Done::Unknown),
];

/// What becomes of requests that meet a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    All,
    Refused,
    Unknown,
}

#[tokio::test]
async fn whatever_fails_an_answer_belongs_to_its_request_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    check(&folder.path().join("faults.db").display().to_string()).await;
}

#[tokio::test]
async fn whatever_fails_an_answer_belongs_to_its_request_on_postgresql() {
    let postgres = crate::postgres::Postgres::start().await;
    check(&postgres.database("faults").await).await;
}

async fn check(address: &str) {
    let (server, faulty) = server(address).await;
    let other = Server::beside(address).await.with_key(&server.key);
    let mut acknowledged = BTreeMap::new();
    for (round, &(step, transactions, loads, done)) in FAULTS.iter().enumerate() {
        let what = format!("{step:?} × {transactions}, {loads} loads");
        let start = FIRST_DAY + 600 * round as i64;
        faulty.fail(step, transactions, loads);
        let mut open_keys = BTreeSet::new();
        for (caller, answered) in all_at_once(&server, start, round).await {
            let status = answered.status.as_u16();
            if status == 201 {
                is_own(&answered.body, caller, start, &what);
                acknowledged.insert(answered.body["uid"].as_str().unwrap().to_owned(), caller);
            } else {
                assert!(done != Done::All, "{what}: {answered:?}");
                assert!(answered.body["uid"].is_null(), "{what}: {answered:?}");
                assert!(status == 503 || (step == Step::Decide && status == 500), "{what}: {answered:?}");
                assert!(
                    status == 500 || answered.headers.contains_key("retry-after"),
                    "{what}: {answered:?}"
                );
                open_keys.insert(caller);
            }
        }
        assert_eq!(open_keys.is_empty(), done == Done::All, "{what}: {open_keys:?}");
        // One whose answer has another shape: nobody gets it, and it gets nobody's.
        faulty.fail(step, 1, loads);
        let export = server.get("/v1/management/patients/pat-0/export").await;
        let next = hold(&server, 1, start + 300, &format!("next-{round}")).await;
        if export.status == 200 {
            assert_eq!(export.body["patient_uid"], "pat-0", "{what}");
        }
        if next.status == 201 {
            is_own(&next.body, 1, start + 300, &what);
            acknowledged.insert(next.body["uid"].as_str().unwrap().to_owned(), 1);
        }
        // It is over. Who asks again with the same key is told what was done, and it is done once.
        faulty.fail(step, 0, 0);
        for caller in open_keys {
            let again = hold(&server, caller, start, &format!("{round}-{caller}")).await;
            let was_written = again.headers.contains_key("idempotency-replayed");
            assert!(!was_written || done == Done::Unknown, "{what}: {again:?}");
            let body = again.is(201);
            is_own(&body, caller, start, &what);
            acknowledged.insert(body["uid"].as_str().unwrap().to_owned(), caller);
        }
        if next.status != 201 {
            let body = hold(&server, 1, start + 300, &format!("next-{round}")).await.is(201);
            acknowledged.insert(body["uid"].as_str().unwrap().to_owned(), 1);
        }
        there_is_nothing_else(address, [&server, &other], &acknowledged, &what).await;
    }
}

/// The clinic on a database that fails, with another key to its faults.
async fn server(address: &str) -> (Server, Arc<Faulty>) {
    let mut server = Server::beside(address).await;
    let organisation =
        Organisation { uid: "org-1".into(), name: "One".to_owned(), timezone: None, created_at: NOW };
    server.bring_in(organisation, serde_json::from_value(clinic()).unwrap()).await;
    server.key = server.key_for("org-1", PERMISSIONS).await;
    let faulty = Arc::new(Faulty::new(open(address).await.unwrap()));
    server.app = App::new(faulty.clone(), Clock::at(NOW));
    server.router = api::router(server.app.clone());
    (server, faulty)
}

fn clinic() -> Value {
    json!({
        "clinic": {
            "max_live_holds_per_patient": 1_000,
            "appointment_types":
                [ { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 } ],
            "doctors": (0..CALLERS).map(tireless_doctor).collect::<Vec<_>>(),
        },
        "shops": [ { "uid": "shop-1", "name": "Shop" } ],
        "patient_profiles": (0..CALLERS).map(profile).collect::<Vec<_>>(),
    })
}

async fn hold(server: &Server, caller: i64, start: i64, key: &str) -> Answered {
    let body = json!({ "appointment_type_uid": "apt-1", "start_date": start,
        "doctor_uid": format!("doc-{caller}"),
        "patient_profile_uid": format!("pp-{caller}") });
    let headers = [("x-api-key", server.key.as_str()), ("idempotency-key", key)];
    server.ask_with(Method::POST, "/v1/scheduling/appointments/hold", &headers, Some(body)).await
}

async fn all_at_once(server: &Server, start: i64, round: usize) -> Vec<(i64, Answered)> {
    let one = async |caller| (caller, hold(server, caller, start, &format!("{round}-{caller}")).await);
    (0..CALLERS).map(one).collect::<FuturesUnordered<_>>().collect().await
}

/// What was answered is what this caller asked for.
fn is_own(body: &Value, caller: i64, start: i64, what: &str) {
    assert_eq!(body["doctor_uid"], format!("doc-{caller}"), "{what}: {body}");
    assert_eq!(body["start_date"], start, "{what}: {body}");
    assert_eq!(body["patient_uid"], format!("pat-{caller}"), "{what}: {body}");
}

/// What was acknowledged is in the table, for whom it was, and nothing else is; and every server offers what
/// one offers that reads the table now.
async fn there_is_nothing_else(
    address: &str,
    servers: [&Server; 2],
    acknowledged: &BTreeMap<String, i64>,
    what: &str,
) {
    let filter = AppointmentFilter { now: NOW, ..AppointmentFilter::default() };
    let all = Page { page: 0, limit: 10_000 };
    let rows = servers[0].app.store.appointments(&"org-1".into(), &filter, all).await.unwrap().rows;
    let there: BTreeMap<String, i64> = rows
        .iter()
        .map(|row| {
            let row: Value = serde_json::from_str(&row.data).unwrap();
            let patient = row["patient_uid"].as_str().unwrap().strip_prefix("pat-").unwrap();
            (row["uid"].as_str().unwrap().to_owned(), patient.parse().unwrap())
        })
        .collect();
    assert_eq!(&there, acknowledged, "{what}");
    let fresh = Server::beside(address).await.with_key(&servers[0].key);
    for server in servers {
        server.app.desks.catch_up().await.unwrap();
        for caller in 0..CALLERS {
            let slots = format!(
                "/v1/scheduling/slots?shop_uid=shop-1&appointment_type_uid=apt-1&doctor_uid=doc-{caller}\
                 &from={FIRST_DAY}&to={}",
                FIRST_DAY + 600 * FAULTS.len() as i64
            );
            assert_eq!(server.get(&slots).await.is(200), fresh.get(&slots).await.is(200), "{what}");
        }
    }
}

/// Whoever asks how the server is hears of it in time, whether or not it is known who asks.
#[tokio::test]
async fn a_database_that_hangs_is_told_of_to_everybody_who_asks() {
    let folder = tempfile::tempdir().unwrap();
    let (server, faulty) = server(&folder.path().join("hangs.db").display().to_string()).await;
    faulty.hangs.send_replace(true);
    let unknown = server.key.replace("fdk_", "fdk_x");
    for key in [server.key.as_str(), &unknown, ""] {
        for path in ["/health", "/health/", "/v1/management/health", "/v1/management/health/"] {
            if key.is_empty() && path.starts_with("/v1") {
                continue;
            }
            let began = Moment::now();
            let answered = server.ask_with(Method::GET, path, &[("x-api-key", key)], None).await;
            assert!(began.elapsed() < Duration::from_secs(2), "{path}: {:?}", began.elapsed());
            assert_eq!(answered.status, 503, "{path}: {answered:?}");
            assert!(answered.headers.contains_key("retry-after"), "{path}: {answered:?}");
            assert_eq!(answered.body, json!({ "error": "the database does not answer" }), "{path}");
        }
    }
    faulty.hangs.send_replace(false);
    server.get("/v1/management/health").await.is(200);
    server.ask_with(Method::GET, "/health", &[], None).await.is(200);
    server.ask_with(Method::GET, "/v1/management/health", &[], None).await.is(401);
}

/// Loading a large organisation may take longer than whoever asks waits.
#[tokio::test]
async fn a_desk_is_opened_though_nobody_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (server, faulty) = server(&folder.path().join("slow.db").display().to_string()).await;
    // The key is known; the desk is not open.
    server.app.keys.verify(&server.key, &*server.app.store).await.unwrap().unwrap();
    faulty.hangs.send_replace(true);
    for _ in 0..2 {
        let asks = server.get("/v1/management/scheduling/appointment-types");
        assert!(tokio::time::timeout(Duration::from_millis(100), asks).await.is_err());
    }
    faulty.hangs.send_replace(false);
    server.get("/v1/management/scheduling/appointment-types").await.is(200);
    assert_eq!(faulty.loads_asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_decision_that_panics_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = server(&folder.path().join("panics.db").display().to_string()).await;
    let desk = server.app.desks.of(&"org-1".into()).await.unwrap().unwrap();
    let panics = desk.write(By::server("test"), None, |work| {
        // Half of it is done by then.
        work.put("shop", &"shop-2".into(), None, &json!({ "uid": "shop-2", "name": "Half" }))?;
        panic!("a decision panics")
    });
    let (panicked, held) = tokio::join!(panics, all_at_once(&server, FIRST_DAY, 0));
    assert_eq!(panicked.unwrap_err().status(), 500);
    for (caller, answered) in held {
        is_own(&answered.is(201), caller, FIRST_DAY, "beside a panic");
    }
    assert!(!desk.read(|state| state.shops.contains_key("shop-2")));
    assert_eq!(server.app.store.owner("shop", "shop-2").await.unwrap(), None);
}

/// A backup is put back under a server on PostgreSQL; here the file is changed in place.
#[tokio::test]
async fn a_database_that_was_put_back_to_an_earlier_time_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("back.db");
    let (server, _) = server(&path.display().to_string()).await;
    hold(&server, 0, FIRST_DAY, "first").await.is(201);
    let second = hold(&server, 1, FIRST_DAY, "second").await.is(201);
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(&format!(
            "DELETE FROM journal WHERE version = (SELECT max(version) FROM journal);
             DELETE FROM appointment WHERE uid = '{}';
             UPDATE organisation SET version = version - 1",
            second["uid"].as_str().unwrap()
        ))
        .unwrap();
    server.app.desks.catch_up().await.unwrap();
    assert_eq!(hold(&server, 0, FIRST_DAY, "taken").await.status, 409);
    hold(&server, 1, FIRST_DAY, "free-again").await.is(201);
}
