//! PostgreSQL goes away under load and comes back, with two servers on it: each caller is answered what is
//! its own, what was acknowledged is in the table, and both servers offer what the table leaves free.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Moment};

use super::load::{DAY, DOCTORS, Told, book, call, check, first_day, import_clinic, is_long, more};
use crate::common::{NOW, Server};
use crate::postgres::{Postgres, SmallDisk};
use crate::process::{Serving, ask};
use frontdesk::Uid;
use frontdesk_server::limits::{
    DATABASE_ANSWER_TIME_MAX, DATABASE_CONNECT_TIME_MAX, POSTGRES_PROBE_INTERVAL,
};
use frontdesk_server::store::{JournalRow, RecordRow, StoreError, Writes, open, open_as_it_is};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::json;

/// What happens to PostgreSQL, in turn.
const ENDS: [End; 4] = [End::Restart("INT"), End::Sessions, End::Restart("KILL"), End::Restart("QUIT")];
const ROUNDS: usize = 3;
const ROUNDS_LONG: usize = 20;
#[derive(Debug, Clone, Copy)]
enum End {
    /// By a signal: fast, at once, or killed.
    Restart(&'static str),
    /// All sessions are ended, three times.
    Sessions,
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_goes_and_comes_back_and_nobody_gets_anothers_answer() {
    let rounds = if is_long() { ROUNDS_LONG } else { ROUNDS };
    let (acknowledged, refused, exports) = under_load(Postgres::start().await, &ENDS, rounds).await;
    eprintln!("{rounds} rounds: {acknowledged} acknowledged, {refused} refused with 503, {exports} exports");
    assert!(acknowledged >= 80 * rounds && refused > 0 && exports > 0);
}

/// Has commits seen by others a tenth of a second before they are on disk.
const LATE: [&str; 4] = ["fsync=on", "commit_delay=100000", "commit_siblings=0", "wal_writer_delay=10000"];

/// What the other server has seen, and a crash takes back.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_before_it_was_on_disk_is_known_to_nobody_after_a_crash() {
    let postgres = Postgres::start_with(5432, |_| LATE.map(str::to_owned).to_vec()).await;
    let rounds = if is_long() { ROUNDS_LONG } else { ROUNDS };
    let crashes = [End::Restart("KILL"), End::Restart("QUIT")];
    let (acknowledged, refused, _) = under_load(postgres, &crashes, rounds).await;
    eprintln!("{rounds} crashes: {acknowledged} acknowledged, {refused} refused with 503");
    assert!(acknowledged >= 80 * rounds && refused > 0);
}

/// Whoever has read what another has committed answers when that is on disk, and not before.
#[tokio::test(flavor = "multi_thread")]
async fn what_another_has_committed_is_known_once_it_is_on_disk() {
    let mut postgres = Postgres::start_with(5432, |_| LATE.map(str::to_owned).to_vec()).await;
    let (database, _) = clinic_on(&postgres, "read").await;
    let organisation = Uid::from("org-1");
    let (one, other) = (open(&*database).await.unwrap(), open(&*database).await.unwrap());
    let before = other.load(&organisation).await.unwrap().unwrap().version;
    let nothing = || Box::new(|_| Writes::default());
    other.transact(&organisation, before, Vec::new(), nothing()).await.unwrap();
    let writing = tokio::spawn(async move {
        let line = JournalRow {
            version: before + 1,
            at: NOW,
            actor: "test".to_owned(),
            kind: "test".to_owned(),
            subject: "org-1".into(),
            data: "{}".to_owned(),
        };
        let writes = Box::new(move |_| Writes { journal: vec![line], ..Writes::default() });
        one.transact(&"org-1".into(), before, Vec::new(), writes).await
    });
    let (mut known, until) = (before, Moment::now() + Duration::from_secs(20));
    while known == before {
        assert!(Moment::now() < until, "it is not written");
        known = other.transact(&organisation, before, Vec::new(), nothing()).await.unwrap();
    }
    postgres.kill();
    postgres.start_again().await;
    let versions = open(&*database).await.unwrap().versions(std::slice::from_ref(&organisation)).await;
    assert_eq!(versions.unwrap()[&organisation], known);
    // It has waited for the same, or the crash came first.
    drop(writing.await.unwrap());
}

/// Two servers are asked while their database goes away in these ways, in turn. How many bookings were
/// acknowledged, how many requests refused, how many exports made.
async fn under_load(mut postgres: Postgres, ends: &[End], rounds: usize) -> (usize, usize, usize) {
    let (database, key) = clinic_on(&postgres, "away").await;
    let servers = [Serving::on(&database), Serving::on(&database)];
    let told = Told::default();
    for round in 0..rounds {
        told.stop.store(false, Ordering::Relaxed);
        let end = ends[round % ends.len()];
        std::thread::scope(|scope| {
            call(scope, &servers, &key, &told);
            more(&told);
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(come_and_go(&mut postgres, end));
            });
            more(&told);
            told.stop.store(true, Ordering::Relaxed);
        });
        check(&database, &servers, &key, &told, &format!("round {round}, {end:?}"));
    }
    (told.count(), told.refused.into_inner(), told.exports.into_inner())
}

async fn come_and_go(postgres: &mut Postgres, end: End) {
    match end {
        End::Restart(signal) => postgres.restart(signal).await,
        End::Sessions => {
            for _ in 0..3 {
                postgres.end_sessions().await;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn clinic_on(postgres: &Postgres, name: &str) -> (String, String) {
    let database = postgres.database(name).await;
    let key = import_clinic(&database);
    (database, key)
}

/// Whoever hangs while it holds an organisation's lock loses it within two seconds.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_hangs_holds_up_nobody_for_long() {
    let postgres = Postgres::start().await;
    let (database, key) = clinic_on(&postgres, "hangs").await;
    let hangs = open(&database).await.unwrap();
    let (began, has_begun) = std::sync::mpsc::channel();
    let hanging = tokio::spawn(async move {
        let decide = Box::new(move |_| {
            began.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(3_500));
            let late = RecordRow { kind: "patient".to_owned(), uid: "late".into(), alias: None, data: None };
            Writes { records: vec![late], ..Writes::default() }
        });
        hangs.transact(&"org-1".into(), i64::MAX, Vec::new(), decide).await
    });
    has_begun.recv().unwrap();
    let servers = [Serving::on(&database), Serving::on(&database)];
    assert!(slowest(&servers[0], &key, 0, 1) <= Duration::from_secs(3));
    assert!(matches!(hanging.await.unwrap(), Err(StoreError::Retry(_))));
    // A whole process that stops while it books, wherever that is.
    for round in 0..if is_long() { 8 } else { 1 } {
        let told = Told::default();
        told.numbers.store(2 * DOCTORS * 50 * (round + 1), Ordering::Relaxed);
        std::thread::scope(|scope| {
            scope.spawn(|| book(&servers[1], &key, 1, &told));
            std::thread::sleep(Duration::from_millis(100));
            servers[1].signal("STOP");
            let slowest = slowest(&servers[0], &key, 10 + 20 * round as i64, 20);
            servers[1].signal("CONT");
            told.stop.store(true, Ordering::Relaxed);
            assert!(slowest <= Duration::from_secs(3), "{slowest:?}");
        });
    }
}

/// How long the slowest of some bookings takes: all of them succeed.
fn slowest(server: &Serving, key: &str, first: i64, count: i64) -> Duration {
    let mut connection = server.connect();
    let one = |number| {
        let body = json!({ "appointment_type_uid": "apt-1",
            "start_date": first_day() - DAY / 2 + 300 * number,
            "doctor_uid": "doc-0", "patient_profile_uid": "pp-0" });
        let began = Moment::now();
        let hold = "/v1/scheduling/appointments/hold";
        let reply = ask(&mut connection, "POST", hold, &[("X-API-Key", key)], &body.to_string()).unwrap();
        assert!(matches!(reply.status, 201 | 409), "{reply:?}");
        began.elapsed()
    };
    (first..first + count).map(one).max().unwrap()
}

/// A PostgreSQL that is stopped acknowledges what it is sent, and answers nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_hangs_is_told_of_in_time() {
    let postgres = Postgres::start().await;
    let server = Server::demo_on(&postgres.database("stopped").await).await;
    let rules = "/v1/management/scheduling/doctors/doc-456/availability-rules";
    server.get("/health").await.is(200);
    server.get(rules).await.is(200);
    let rule = json!({ "weekday": 6, "start_time": 600, "end_time": 660 });
    let hanging = postgres.hang();
    let began = Moment::now();
    let write = async {
        let answered = server.post(rules, rule.clone()).await;
        (answered, began.elapsed())
    };
    let health = async |path| {
        // Later than what was found a moment before is believed.
        tokio::time::sleep(POSTGRES_PROBE_INTERVAL).await;
        let began = Moment::now();
        let answered = server.get(path).await;
        assert!(began.elapsed() < Duration::from_secs(2), "{path}: {:?}", began.elapsed());
        assert_eq!(answered.status, 503, "{path}: {answered:?}");
        assert!(answered.headers.contains_key("retry-after"), "{path}: {answered:?}");
    };
    let ((written, after), (), ()) = tokio::join!(write, health("/health"), health("/v1/management/health"));
    drop(hanging);
    assert!(after < DATABASE_ANSWER_TIME_MAX + DATABASE_CONNECT_TIME_MAX, "{after:?}");
    assert!(written.status == 503 && written.headers.contains_key("retry-after"), "{written:?}");
    // It goes on by itself once the session that was under way has ended.
    let mut answered = server.post(rules, rule.clone()).await;
    for _ in 0..10 {
        if answered.status == 201 {
            break;
        }
        assert!(answered.status == 503 && answered.headers.contains_key("retry-after"), "{answered:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
        answered = server.post(rules, rule.clone()).await;
    }
    answered.is(201);
    tokio::time::sleep(POSTGRES_PROBE_INTERVAL).await;
    server.get("/health").await.is(200);
    server.get("/v1/management/health").await.is(200);
}

/// Bookings that find room in the pages that are there go through on a full disk, and all can be read.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_of_before_the_first_booking_fails() {
    let postgres = Postgres::start().await;
    let Some(disk) = SmallDisk::mounted() else {
        return eprintln!("not tested: a disk of its own needs a user who may mount one");
    };
    let server = Server::demo_on(&postgres.database_on("tight", disk.path()).await).await;
    let health = async || {
        let all: FuturesUnordered<_> = (0..50).map(|_| server.get("/health")).collect();
        let statuses: BTreeSet<u16> = all.map(|answered| answered.status.as_u16()).collect().await;
        statuses.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(health().await, [200]);
    disk.fill();
    assert_eq!(health().await, [200], "what was found a moment ago is believed");
    tokio::time::sleep(POSTGRES_PROBE_INTERVAL).await;
    assert_eq!(health().await, [503]);
    let told = server.get("/health").await;
    let said = told.body["error"].as_str().unwrap();
    assert!(said.contains("No space left on device"), "{said}");
    server.get("/v1/management/scheduling/appointments").await.is(200);
    disk.clear();
    tokio::time::sleep(POSTGRES_PROBE_INTERVAL).await;
    assert_eq!(health().await, [200]);
}

/// Who may not make temporary tables is told of all but a full disk, and a replica is told of.
#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_seen_of_a_database_is_told() {
    let postgres = Postgres::start().await;
    let address = postgres.database("seen").await;
    let server = Server::demo_on(&address).await;
    let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    const USER: &str = "CREATE USER clerk; REVOKE TEMPORARY ON DATABASE seen FROM PUBLIC;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk";
    client.batch_execute(USER).await.unwrap();
    let clerk = open_as_it_is(&*address.replace("postgres@", "clerk@"));
    assert_eq!(clerk.unwrap().health().await, Ok("postgresql"));
    assert_eq!(server.app.store.health().await, Ok("postgresql"));
    let read_only = format!("{address}?options=-c%20default_transaction_read_only%3Don");
    let replica = open_as_it_is(&*read_only).unwrap();
    let found = replica.health().await;
    assert!(
        matches!(&found, Err(StoreError::Unavailable(cause)) if cause.contains("read-only")),
        "{found:?}"
    );
}

/// Of a primary and a standby the one that can be written is taken, and after a failover the other one,
/// without another start.
#[tokio::test(flavor = "multi_thread")]
async fn of_several_hosts_the_one_that_can_be_written_is_taken() {
    let (one, other) = (Postgres::start().await, Postgres::start().await);
    let (of_one, of_other) = (one.database("twin").await, other.database("twin").await);
    let host = |address: &str| address.split(['@', '/']).nth(3).unwrap().to_owned();
    let both = format!(
        "postgres://postgres@{},{}/twin?target_session_attrs=read-write&connect_timeout=1",
        host(&of_one),
        host(&of_other)
    );
    let can_be_written = async |address: &str, can: bool| {
        let options = format!("{address}?options=-c%20default_transaction_read_only%3Doff");
        let (client, connection) = tokio_postgres::connect(&options, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let word = if can { "off" } else { "on" };
        let sql = format!("ALTER DATABASE twin SET default_transaction_read_only = {word}");
        client.batch_execute(&sql).await.unwrap();
    };
    for address in [&of_one, &of_other] {
        drop(open(address.as_str()).await.unwrap());
    }
    can_be_written(&of_one, false).await;
    let store = open(both.as_str()).await.unwrap();
    let make = async |uid: &str| {
        let organisation = frontdesk_server::store::Organisation {
            uid: uid.into(),
            name: uid.to_owned(),
            timezone: None,
            created_at: NOW,
        };
        store.create_organisation(organisation, Default::default()).await
    };
    make("before").await.unwrap();
    // The standby becomes the primary, and the primary's sessions end.
    can_be_written(&of_one, true).await;
    can_be_written(&of_other, false).await;
    other.end_sessions().await;
    let mut made = Err(StoreError::NoOrganisation);
    for _ in 0..20 {
        made = make("after").await;
        if made.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    made.unwrap();
    let there = async |address: &str| {
        let all = open_as_it_is(address).unwrap().organisations().await.unwrap();
        all.into_iter().map(|organisation| organisation.uid.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        (there(&of_one).await, there(&of_other).await),
        (vec!["after".into()], vec!["before".to_owned()])
    );
}
