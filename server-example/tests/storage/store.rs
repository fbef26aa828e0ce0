//! What holds of a database, whichever it is: one suite, run on both.

use std::sync::Arc;
use std::time::Duration;

use crate::common::shop::{Shop, by_token, session_of};
use crate::common::{NOW, Server};
use axum::http::Method;
use frontdesk::{Instant, Uid};
use frontdesk_server::auth::new_key;
use frontdesk_server::desk::Entry;
use frontdesk_server::store::{
    AnswerRow, AppointmentFilter, AppointmentWrite, Ask, Finding, JournalRow, Memo, Organisation, Page,
    PassRow, RecordRow, Since, Store, StoreError, Verdict, Writes, open, open_as_it_is,
};
use serde_json::{Value, json};

const ALL: Page = Page { page: 0, limit: 100 };

#[tokio::test]
async fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..CHECKS {
        let address = folder.path().join(format!("{number}.db")).display().to_string();
        check(number, &address).await;
    }
}

#[tokio::test]
async fn postgresql() {
    let postgres = crate::postgres::Postgres::start().await;
    for number in 0..CHECKS {
        let address = postgres.database(&format!("check_{number}")).await;
        check(number, &address).await;
    }
}

/// PostgreSQL tells other processes at once: without it they would look half a second later.
#[tokio::test]
async fn postgresql_tells_other_processes_and_not_the_one_that_wrote() {
    let postgres = crate::postgres::Postgres::start().await;
    let address = postgres.database("told").await;
    let (writes, hears) = (store_with(&address, &["org-1"]).await, open(&address).await.unwrap());
    let (own, theirs) = (tokio::sync::Notify::new(), tokio::sync::Notify::new());
    let soon = async |news: &tokio::sync::Notify| {
        tokio::time::timeout(Duration::from_secs(20), news.notified()).await.is_ok()
    };
    let test = async {
        // Both listen: what was written before is news.
        assert!(soon(&own).await && soon(&theirs).await);
        for _ in 0..3 {
            write(&*writes, "org-1", Writes { journal: vec![line("a")], ..Writes::default() }).await.unwrap();
            assert!(soon(&theirs).await);
        }
        // A connection that breaks is made anew, and what was missed meanwhile is told.
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' \
                   OR query LIKE 'NOTIFY%'";
        assert_eq!(client.query_one(end, &[]).await.unwrap().get::<_, i64>(0), 2);
        assert!(soon(&theirs).await && soon(&own).await);
        write(&*writes, "org-1", Writes { journal: vec![line("b")], ..Writes::default() }).await.unwrap();
        assert!(soon(&theirs).await);
        assert!(
            tokio::time::timeout(Duration::from_millis(300), own.notified()).await.is_err(),
            "who wrote it knows it"
        );
    };
    tokio::select! { () = test => {}, () = writes.listen(&own) => {}, () = hears.listen(&theirs) => {} }
}

const CHECKS: usize = 23;

async fn check(number: usize, address: &str) {
    match number {
        0 => migrating_twice_does_no_harm(address).await,
        1 => what_is_written_is_loaded(address).await,
        2 => a_transaction_is_told_what_it_missed(address).await,
        3 => what_fails_leaves_nothing(address).await,
        4 => overlapping_appointments_are_refused(address).await,
        5 => lists_are_filtered_and_paged(address).await,
        6 => keys_come_and_are_revoked(address).await,
        7 => two_servers_never_book_one_slot_twice(address).await,
        8 => a_day_at_the_desk(address).await,
        9 => who_is_erased_is_nowhere(address).await,
        10 => a_checkup_finds_what_is_not_as_it_should_be(address).await,
        11 => a_pass_is_counted_found_taken_once_and_forgotten(address).await,
        12 => a_journal_that_was_shortened_says_so(address).await,
        13 => other_servers_know_a_pass_and_its_end(address).await,
        14 => journals_are_shortened_one_after_the_other(address).await,
        15 => crate::overridden::an_override_lets_in_no_clash_that_nobody_marked(address).await,
        16 => of_many_first_organisations_one_is_made(address).await,
        17 => a_transaction_makes_and_revokes_keys(address).await,
        18 => several_places_take_no_more_than_there_are(address).await,
        19 => crate::seats::a_group_visit_takes_no_more_seats_than_it_has(address).await,
        20 => crate::seats::what_was_kept_is_not_taken_again(address).await,
        21 => what_two_say_of_a_patient_at_once_is_kept(address).await,
        22 => {
            crate::several_at_once::several_patients_of_a_doctor_outlive_the_process(address).await;
        }
        _ => unreachable!("there are no more"),
    }
}

fn organisation(uid: &str) -> Organisation {
    Organisation {
        uid: uid.into(),
        name: uid.to_owned(),
        timezone: Some("Europe/Berlin".to_owned()),
        created_at: NOW,
    }
}

async fn store_with(address: &str, organisations: &[&str]) -> Arc<dyn Store> {
    let store = open(address).await.unwrap();
    for uid in organisations {
        store.create_organisation(organisation(uid), Writes::default()).await.unwrap();
    }
    store
}

pub(super) async fn write(store: &dyn Store, organisation: &str, writes: Writes) -> Result<i64, StoreError> {
    store.transact(&organisation.into(), 0, Vec::new(), Box::new(move |_| writes)).await
}

fn record(kind: &str, uid: &str, alias: Option<&str>, data: Option<&str>) -> RecordRow {
    RecordRow {
        kind: kind.to_owned(),
        uid: uid.into(),
        alias: alias.map(str::to_owned),
        data: data.map(str::to_owned),
    }
}

fn line(subject: &str) -> JournalRow {
    JournalRow {
        version: 0,
        at: NOW,
        actor: "test".to_owned(),
        kind: "event".to_owned(),
        subject: subject.into(),
        data: "{}".to_owned(),
    }
}

pub(super) fn appointment(uid: &str, doctor: &str, start: i64, end: i64) -> AppointmentWrite {
    let (start_date, end_date) = (Instant(NOW.0 + start), Instant(NOW.0 + end));
    AppointmentWrite {
        uid: uid.into(),
        status: "confirmed",
        doctor_uid: doctor.into(),
        patient_uid: Some("pat-1".into()),
        appointment_type_uid: Some("apt-1".into()),
        start_date,
        end_date,
        hold_expires_at: None,
        created_at: NOW,
        session: uid.to_owned(),
        places: None,
        capacity: None,
        beside: Vec::new(),
        decided_at: NOW,
        memo: Memo {
            shop_uid: Some("shop-1".into()),
            appointment_type_name: Some("Named".to_owned()),
            ..Memo::default()
        },
        data: json!({ "uid": uid, "status": "confirmed", "doctor_uid": doctor, "patient_uid": "pat-1",
            "appointment_type_uid": "apt-1",
            "start_date": start_date, "end_date": end_date })
        .to_string(),
    }
}

pub(super) fn appointments(rows: impl IntoIterator<Item = AppointmentWrite>) -> Writes {
    Writes { appointments: rows.into_iter().collect(), ..Writes::default() }
}

async fn a_checkup_finds_what_is_not_as_it_should_be(address: &str) {
    drop(Server::demo_on(address).await);
    let findings = open_as_it_is(address).unwrap().checkup().await.unwrap();
    let wrong: Vec<&Finding> = findings.iter().filter(|finding| finding.verdict != Verdict::Good).collect();
    assert!(findings.iter().any(|finding| finding.text.starts_with("schema ")), "{findings:?}");
    match address.starts_with("postgres") {
        // The test's own PostgreSQL does not wait for the disk.
        true => assert!(
            matches!(&wrong[..], [Finding { verdict: Verdict::Wrong, text }] if text == "fsync off"),
            "{wrong:?}"
        ),
        false => assert!(wrong.is_empty(), "{wrong:?}"),
    }
}

async fn migrating_twice_does_no_harm(address: &str) {
    let first = store_with(address, &["org-1"]).await;
    let second = open(address).await.unwrap();
    second.migrate().await.unwrap();
    assert_eq!(second.organisations().await.unwrap(), first.organisations().await.unwrap());
    assert!(matches!(
        second.create_organisation(organisation("org-1"), Writes::default()).await,
        Err(StoreError::Duplicate)
    ));
    assert!(first.describe().await.unwrap()["engine"].is_string());
}

async fn what_is_written_is_loaded(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    let shop = record("shop", "shop-1", None, Some("{\"uid\":\"shop-1\",\"name\":\"S\"}"));
    let patient =
        record("patient", "pat-1", Some("a@b"), Some("{\"uid\":\"pat-1\",\"display_name\":\"Jane\"}"));
    let mut writes = appointments([appointment("mtg-1", "doc-1", 0, 60)]);
    writes.records = vec![shop.clone(), patient.clone()];
    writes.journal = vec![line("mtg-1"), line("mtg-2")];
    assert_eq!(write(&*store, "org-1", writes).await.unwrap(), 2);

    let loaded = store.load(&"org-1".into()).await.unwrap().unwrap();
    assert_eq!((loaded.version, loaded.organisation), (2, organisation("org-1")));
    // Patients are many, and in no desk's mind.
    assert_eq!(loaded.records, std::slice::from_ref(&shop));
    assert_eq!(serde_json::from_str::<Value>(&loaded.appointments[0]).unwrap()["uid"], "mtg-1");
    assert_eq!(store.load(&"org-2".into()).await.unwrap().unwrap().records, []);
    assert!(store.load(&"org-3".into()).await.unwrap().is_none());

    assert_eq!(store.record(&"org-1".into(), "patient", "pat-1").await.unwrap(), Some(patient.clone()));
    assert_eq!(store.record(&"org-2".into(), "patient", "pat-1").await.unwrap(), None);
    assert_eq!(store.record_by_alias(&"org-1".into(), "patient", "a@b").await.unwrap(), Some(patient));
    let newer = record("patient", "pat-0", Some("a@b"), Some("{}"));
    write(&*store, "org-1", Writes { records: vec![newer.clone()], ..Writes::default() }).await.unwrap();
    assert_eq!(store.record_by_alias(&"org-1".into(), "patient", "a@b").await.unwrap(), Some(newer));
    let listed = store.records(&"org-1".into(), "patient", Page { page: 0, limit: 1 }).await.unwrap();
    assert_eq!((listed.total, listed.rows[0].uid.as_str()), (2, "pat-0"));

    // A shop is one organisation's.
    assert_eq!(store.owner("shop", "shop-1").await.unwrap(), Some(Uid::from("org-1")));
    assert_eq!(store.owner("patient", "pat-1").await.unwrap(), None);
    let stolen = Writes { records: vec![shop], ..Writes::default() };
    assert!(matches!(write(&*store, "org-2", stolen).await, Err(StoreError::Duplicate)));
    let gone = Writes {
        records: vec![record("shop", "shop-1", None, None)],
        removed_appointments: vec!["mtg-1".into()],
        ..Writes::default()
    };
    write(&*store, "org-1", gone).await.unwrap();
    assert_eq!(store.owner("shop", "shop-1").await.unwrap(), None);
    assert!(store.appointment(&"org-1".into(), "mtg-1").await.unwrap().is_none());
}

async fn a_transaction_is_told_what_it_missed(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    let answer = AnswerRow {
        key: "k".to_owned(),
        fingerprint: "f".to_owned(),
        status: 201,
        body: "{}".to_owned(),
        at: NOW,
    };
    let writes =
        Writes { journal: vec![line("a"), line("b")], answers: vec![answer.clone()], ..Writes::default() };
    write(&*store, "org-1", writes).await.unwrap();
    let (told, hears) = std::sync::mpsc::channel::<Since>();
    let decide = Box::new(move |since: Since| {
        told.send(since).unwrap();
        Writes { journal: vec![line("c")], ..Writes::default() }
    });
    let version = store
        .transact(&"org-1".into(), 1, vec![Ask::Answer("k".to_owned()), Ask::Answer("l".to_owned())], decide)
        .await
        .unwrap();
    let since = hears.recv().unwrap();
    assert_eq!(version, 3);
    assert_eq!(since.journal, [JournalRow { version: 2, ..line("b") }]);
    assert_eq!(since.answers, [("k".to_owned(), answer)].into());
    let journal = store.journal(&"org-1".into(), 1, 1).await.unwrap();
    assert_eq!(journal, [JournalRow { version: 2, ..line("b") }]);
    assert_eq!(store.journal(&"org-2".into(), 0, 10).await.unwrap(), []);
    let versions = store.versions(&["org-1".into(), "org-2".into(), "org-3".into()]).await.unwrap();
    assert_eq!(versions, [("org-1".into(), 3), ("org-2".into(), 0)].into());
    assert_eq!(store.forget_answers(NOW, 10).await.unwrap(), 0);
    assert_eq!(store.forget_answers(Instant(NOW.0 + 1), 0).await.unwrap(), 0);
    assert_eq!(store.forget_answers(Instant(NOW.0 + 1), 10).await.unwrap(), 1);
    assert!(matches!(write(&*store, "org-3", Writes::default()).await, Err(StoreError::NoOrganisation)));
}

async fn what_fails_leaves_nothing(address: &str) {
    let store = store_with(address, &["org-1"]).await;
    write(&*store, "org-1", appointments([appointment("mtg-1", "doc-1", 0, 60)])).await.unwrap();
    let mut writes =
        appointments([appointment("mtg-2", "doc-2", 0, 60), appointment("mtg-3", "doc-1", 30, 90)]);
    writes.records = vec![record("shop", "shop-1", None, Some("{}"))];
    writes.journal = vec![line("mtg-2")];
    assert!(matches!(write(&*store, "org-1", writes).await, Err(StoreError::Overlap)));
    let loaded = store.load(&"org-1".into()).await.unwrap().unwrap();
    assert_eq!((loaded.version, loaded.records.len(), loaded.appointments.len()), (0, 0, 1));
}

async fn overlapping_appointments_are_refused(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    let one = |row: AppointmentWrite| write(&*store, "org-1", appointments([row]));
    let with = |row: AppointmentWrite, status, session: &str| AppointmentWrite {
        status,
        session: session.to_owned(),
        ..row
    };
    one(appointment("mtg-1", "doc-1", 0, 60)).await.unwrap();
    for (start, end) in [(0, 60), (-30, 1), (59, 100), (-10, 100), (20, 30)] {
        assert!(
            matches!(one(appointment("mtg-2", "doc-1", start, end)).await, Err(StoreError::Overlap)),
            "{start} to {end}"
        );
    }
    // What touches, what is another doctor's or another's altogether, and what is over, is in nobody's way.
    one(appointment("mtg-3", "doc-1", 60, 120)).await.unwrap();
    one(appointment("mtg-4", "doc-1", -60, 0)).await.unwrap();
    one(appointment("mtg-5", "doc-2", 0, 60)).await.unwrap();
    write(&*store, "org-2", appointments([appointment("mtg-1", "doc-1", 0, 60)])).await.unwrap();
    one(with(appointment("mtg-6", "doc-1", 0, 60), "cancelled", "mtg-6")).await.unwrap();
    one(with(appointment("mtg-7", "doc-1", 0, 60), "expired", "mtg-7")).await.unwrap();
    one(AppointmentWrite { appointment_type_uid: None, ..appointment("mtg-8", "doc-1", 0, 60) })
        .await
        .unwrap();
    // A cancelled one that comes back is looked at again, and so is one that moves.
    assert!(matches!(one(appointment("mtg-6", "doc-1", 0, 60)).await, Err(StoreError::Overlap)));
    assert!(matches!(one(appointment("mtg-5", "doc-1", 0, 60)).await, Err(StoreError::Overlap)));
    one(with(appointment("mtg-1", "doc-1", 0, 60), "cancelled", "mtg-1")).await.unwrap();
    one(appointment("mtg-6", "doc-1", 0, 60)).await.unwrap();
    // One transaction frees and takes.
    let moved = [
        with(appointment("mtg-6", "doc-1", 0, 60), "cancelled", "mtg-6"),
        appointment("mtg-9", "doc-1", 0, 60),
    ];
    write(&*store, "org-1", appointments(moved)).await.unwrap();
    // What was let in beside others is beside these, and beside nobody else.
    let beside = |row: AppointmentWrite, others: &[&str]| AppointmentWrite {
        beside: others.iter().map(|uid| Uid::from(*uid)).collect(),
        ..row
    };
    one(appointment("mtg-20", "doc-4", 0, 60)).await.unwrap();
    let second = || beside(appointment("mtg-21", "doc-4", 30, 90), &["mtg-20"]);
    assert!(matches!(one(beside(second(), &["mtg-1"])).await, Err(StoreError::Overlap)));
    one(second()).await.unwrap();
    one(appointment("mtg-20", "doc-4", 0, 50)).await.unwrap();
    assert!(matches!(one(appointment("mtg-22", "doc-4", 60, 90)).await, Err(StoreError::Overlap)));
    let third = beside(appointment("mtg-22", "doc-4", 40, 90), &["mtg-20"]);
    assert!(matches!(one(third).await, Err(StoreError::Overlap)), "mtg-21 is in its way as well");
    one(beside(appointment("mtg-22", "doc-4", 40, 90), &["mtg-20", "mtg-21"])).await.unwrap();
    one(appointment("mtg-23", "doc-4", 90, 120)).await.unwrap();
    assert!(matches!(one(beside(second(), &[])).await, Err(StoreError::Overlap)), "no longer let in");
    // One transaction lets in, in any order, and frees.
    one(with(beside(appointment("mtg-22", "doc-4", 40, 90), &[]), "cancelled", "mtg-22")).await.unwrap();
    let both = [
        beside(appointment("mtg-25", "doc-4", 200, 260), &["mtg-24"]),
        appointment("mtg-24", "doc-4", 230, 260),
    ];
    write(&*store, "org-1", appointments(both)).await.unwrap();
    // A session has its seats, and what is written once stays.
    one(with(appointment("mtg-10", "doc-3", 0, 60), "confirmed", "apt-1@0")).await.unwrap();
    one(with(appointment("mtg-11", "doc-3", 0, 60), "confirmed", "apt-1@0")).await.unwrap();
    assert!(matches!(one(appointment("mtg-12", "doc-3", 0, 60)).await, Err(StoreError::Overlap)));
    one(AppointmentWrite {
        memo: Memo::default(),
        ..with(appointment("mtg-11", "doc-3", 0, 60), "completed", "mtg-11")
    })
    .await
    .unwrap();
    let row = store.appointment(&"org-1".into(), "mtg-11").await.unwrap().unwrap();
    assert_eq!(
        (row.memo.shop_uid.as_deref(), row.memo.appointment_type_name.as_deref()),
        (Some("shop-1"), Some("Named"))
    );
}

async fn lists_are_filtered_and_paged(address: &str) {
    let store = store_with(address, &["org-1"]).await;
    let rows = (0..10).map(|number| {
        let start = 3_600 * (9 - number);
        let status = ["held", "confirmed", "cancelled", "completed", "no_show"][number as usize % 5];
        let hold_expires_at = (status == "held").then_some(Instant(NOW.0 + 10));
        let doctor = if number < 5 { "doc-1" } else { "doc-2" };
        AppointmentWrite {
            status,
            hold_expires_at,
            ..appointment(&format!("mtg-{number}"), doctor, start, start + 60)
        }
    });
    let mut writes = appointments(rows);
    writes.records = vec![record("patient", "pat-1", None, Some("{\"display_name\":\"Jane Doe\"}"))];
    write(&*store, "org-1", writes).await.unwrap();
    let list = async |filter: AppointmentFilter, page: Page| {
        let listed = store.appointments(&"org-1".into(), &filter, page).await.unwrap();
        let uid =
            |data: &str| serde_json::from_str::<Value>(data).unwrap()["uid"].as_str().unwrap().to_owned();
        assert!(listed.rows.iter().all(|row| row.memo.patient_display_name.as_deref() == Some("Jane Doe")));
        (listed.total, listed.rows.iter().map(|row| uid(&row.data)).collect::<Vec<_>>())
    };
    let any = || AppointmentFilter { now: NOW, ..AppointmentFilter::default() };
    let (total, uids) = list(any(), ALL).await;
    assert_eq!((total, uids[0].as_str(), uids[9].as_str()), (10, "mtg-9", "mtg-0"));
    assert_eq!(list(any(), Page { page: 3, limit: 3 }).await, (10, vec!["mtg-0".to_owned()]));
    assert_eq!(list(any(), Page { page: 4, limit: 3 }).await, (10, vec![]));
    assert_eq!(list(AppointmentFilter { doctor_uid: Some("doc-2".to_owned()), ..any() }, ALL).await.0, 5);
    assert_eq!(list(AppointmentFilter { patient_uid: Some("pat-2".to_owned()), ..any() }, ALL).await.0, 0);
    assert_eq!(list(AppointmentFilter { shop_uid: Some("shop-1".into()), ..any() }, ALL).await.0, 10);
    let from_to =
        AppointmentFilter { from: Some(Instant(NOW.0 + 3_600)), to: Some(Instant(NOW.0 + 7_200)), ..any() };
    assert_eq!(list(from_to, ALL).await.0, 2);
    let held = |now: i64| AppointmentFilter { statuses: vec!["held"], now: Instant(NOW.0 + now), ..any() };
    assert_eq!((list(held(9), ALL).await.0, list(held(10), ALL).await.0), (2, 0));
    let expired =
        AppointmentFilter { statuses: vec!["expired", "no_show"], now: Instant(NOW.0 + 10), ..any() };
    assert_eq!(list(expired, ALL).await.0, 4);
    let injected = AppointmentFilter { doctor_uid: Some("' OR 1=1 --".to_owned()), ..any() };
    assert_eq!(list(injected, ALL).await.0, 0);
}

async fn of_many_first_organisations_one_is_made(address: &str) {
    let stores = [open(address).await.unwrap(), open(address).await.unwrap()];
    let begin = |number: usize| {
        let store = stores[number % 2].clone();
        let first = organisation(&format!("org-{number}"));
        async move { store.create_first_organisation(first, Writes::default()).await }
    };
    let made = futures_util::future::join_all((0..8).map(begin)).await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
    assert!(made.iter().all(|made| matches!(made, Ok(()) | Err(StoreError::Duplicate))), "{made:?}");
    assert_eq!(stores[0].organisations().await.unwrap().len(), 1);
}

async fn a_transaction_makes_and_revokes_keys(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    let permissions = ["scheduling:read".to_owned()];
    let (_, key) = new_key(&"org-1".into(), None, "mine", &permissions, NOW).unwrap();
    write(&*store, "org-1", Writes { keys: vec![key.clone()], ..Writes::default() }).await.unwrap();
    assert_eq!(store.key_by_hash(&key.hash).await.unwrap(), Some(key.row.clone()));
    let revoked = Writes { revoked_keys: vec![(key.row.uid.clone(), NOW)], ..Writes::default() };
    // Another organisation's key is nobody's to revoke.
    write(&*store, "org-2", revoked.clone()).await.unwrap();
    assert_eq!(store.keys(&"org-1".into()).await.unwrap()[0].revoked_at, None);
    write(&*store, "org-1", revoked).await.unwrap();
    assert_eq!(store.keys(&"org-1".into()).await.unwrap()[0].revoked_at, Some(NOW));
    // A transaction that fails makes none.
    let (_, lost) = new_key(&"org-1".into(), None, "lost", &permissions, NOW).unwrap();
    let shop = record("shop", "shop-1", None, Some("{}"));
    write(&*store, "org-2", Writes { records: vec![shop.clone()], ..Writes::default() }).await.unwrap();
    let stolen = Writes { records: vec![shop], keys: vec![lost], ..Writes::default() };
    assert!(write(&*store, "org-1", stolen).await.is_err());
    assert_eq!(store.keys(&"org-1".into()).await.unwrap().len(), 1);
}

async fn keys_come_and_are_revoked(address: &str) {
    let store = store_with(address, &["org-1"]).await;
    let permissions = ["scheduling:read".to_owned(), "scheduling:admin".to_owned()];
    let (secret, key) = new_key(&"org-1".into(), Some("shop-1".into()), "mine", &permissions, NOW).unwrap();
    let (row, hash) = (key.row.clone(), key.hash);
    store.create_key(key).await.unwrap();
    assert_eq!(frontdesk_server::auth::hash(&secret), hash);
    assert_eq!(store.key_by_hash(&hash).await.unwrap(), Some(row.clone()));
    assert_eq!(store.key_by_hash(&[0; 32]).await.unwrap(), None);
    assert!(store.revoke_key(&row.uid, NOW).await.unwrap());
    assert!(!store.revoke_key(&row.uid, NOW).await.unwrap());
    assert_eq!(store.keys(&"org-1".into()).await.unwrap()[0].revoked_at, Some(NOW));
    assert!(new_key(&"org-1".into(), None, "", &["scheduling:everything".to_owned()], NOW).is_err());
}

/// Two servers with minds of their own, on one database.
async fn two_servers_never_book_one_slot_twice(address: &str) {
    let (one, two) = (Server::demo_on(address).await, Server::beside(address).await);
    let key = one.key.clone();
    let path = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid=apt-002&from={}&to={}&limit=20",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slots = one.get(&path).await.is(200)["data"].as_array().unwrap().clone();
    let headers = [("x-api-key", key.as_str())];
    let mut booked = 0;
    for (number, slot) in slots.iter().enumerate() {
        let hold = |profile: usize| {
            json!({ "appointment_type_uid": "apt-002", "start_date": slot["start_date"],
                "doctor_uid": slot["doctor_uid"],
                "patient_profile_uid": format!("pp-{}", 790 + profile) })
        };
        let path = "/v1/scheduling/appointments/hold";
        let (a, b) = tokio::join!(
            one.ask_with(Method::POST, path, &headers, Some(hold(number % 3))),
            two.ask_with(Method::POST, path, &headers, Some(hold(3 + number % 3)))
        );
        let created = [&a, &b].iter().filter(|answered| answered.status == 201).count();
        assert!(created <= 1, "{} {}", a.body, b.body);
        assert!(
            [&a, &b].iter().all(|answered| [201, 409].contains(&answered.status.as_u16())),
            "{} {}",
            a.body,
            b.body
        );
        booked += created;
    }
    assert!(booked > 5, "{booked}");
    // Each sees what the other did, once it has looked.
    one.app.desks.catch_up().await.unwrap();
    two.app.desks.catch_up().await.unwrap();
    assert_eq!(one.get(&path).await.is(200), two.get(&path).await.is(200));
    // And what another process brings in, which says no more than that it did.
    let reload = Entry::Reload;
    let reload = JournalRow {
        kind: reload.kind().to_owned(),
        subject: reload.subject(),
        data: reload.data(),
        ..line("")
    };
    let shop = record("shop", "shop-new", None, Some("{\"uid\":\"shop-new\",\"name\":\"New\"}"));
    write(
        &*one.app.store,
        "org-123",
        Writes { records: vec![shop], journal: vec![reload], ..Writes::default() },
    )
    .await
    .unwrap();
    two.app.desks.catch_up().await.unwrap();
    two.get("/v1/scheduling/appointment-types?shop_uid=shop-new").await.is(200);
}

/// Every endpoint's way to the database and back.
async fn a_day_at_the_desk(address: &str) {
    let server = Server::demo_on(address).await;
    let base = "/v1/management/scheduling";
    let kind = json!({ "name": "Group", "meeting_type": "REVIEW", "duration_minutes": 20,
        "hold_ttl_seconds": 60, "room_strategy": "per_appointment",
        "rebooking_mode": "any_doctor_same_organisation", "capacity": 2 });
    let kind = server.post(&format!("{base}/appointment-types"), kind).await.is(201)["uid"]
        .as_str()
        .unwrap()
        .to_owned();
    let slots = format!(
        "/v1/scheduling/slots?shop_uid=shop-abc123&appointment_type_uid={kind}&from={}&to={}&limit=1",
        NOW.0,
        NOW.0 + 1_209_600
    );
    let slot = server.get(&slots).await.is(200)["data"][0].clone();
    let hold = async |profile: &str| {
        let hold = json!({ "appointment_type_uid": kind, "start_date": slot["start_date"],
            "doctor_uid": slot["doctor_uid"], "patient_profile_uid": profile });
        server.post("/v1/scheduling/appointments/hold", hold).await
    };
    let first = hold("pp-790").await.is(201)["uid"].as_str().unwrap().to_owned();
    let second = hold("pp-791").await.is(201)["uid"].as_str().unwrap().to_owned();
    assert!(hold("pp-792").await.is(409)["refusal"]["explanations"][0]["reasons"][0]["code"] == "group_full");
    server.post(&format!("/v1/scheduling/appointments/{first}/confirm"), json!({})).await.is(200);
    // The other hold runs out, and frees its seat.
    server.app.clock.set(Instant(NOW.0 + 60));
    hold("pp-792").await.is(201);
    let list =
        server.get(&format!("{base}/appointments?status=expired&limit=200&from={}", NOW.0)).await.is(200);
    assert!(list["data"].as_array().unwrap().iter().any(|row| row["uid"] == json!(second)));
    server.patch(&format!("{base}/appointment-types/{kind}"), json!({ "capacity": 1 })).await.is(200);
    server.post(&format!("{base}/appointments/{first}/cancel"), json!({ "reason": "no" })).await.is(200);
    server.delete(&format!("{base}/appointment-types/{kind}")).await.is(204);
    server.delete(&format!("{base}/appointment-types/apt-001")).await.is(204);

    // A server that starts now knows the same, from the rows alone.
    let again = Server::beside(address).await;
    let organisation = Uid::from("org-123");
    let one =
        server.app.desks.of(&organisation).await.unwrap().unwrap().read(|state| state.clinic.snapshot());
    let two = again.app.desks.of(&organisation).await.unwrap().unwrap().read(|state| state.clinic.snapshot());
    assert_eq!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&two).unwrap());
}

async fn who_is_erased_is_nowhere(address: &str) {
    let server = Server::demo_on(address).await;
    let other = Server::beside(address).await;
    let before = other.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    let names = ["Jane Doe", "jane.doe@example.com", "customer-0", "pp-xyz789", "a visit of her own"]
        .map(str::to_owned);
    let registration = json!({ "shop_uid": "shop-abc123", "patient_profile_uid": "pp-xyz789",
        "visit_reason": "a visit of her own" });
    server.post("/v1/management/waiting-room/register", registration).await.is(201);
    let found = server.app.store.mentions(&"org-123".into(), &names, 100).await.unwrap();
    assert!(found.records.len() > 2 && !found.journal.is_empty());

    server.get("/v1/management/patients/pat-789/export").await.is(200);
    let erased = server.delete("/v1/management/patients/pat-789?cancel=true").await.is(200);
    assert!(erased["appointments"].as_i64() > Some(3), "{erased}");
    let found = server.app.store.mentions(&"org-123".into(), &names, 100).await.unwrap();
    assert_eq!((found.records, found.journal), (Vec::new(), Vec::new()));
    let listed =
        server.get("/v1/management/scheduling/appointments?status=all&patient_uid=pat-789").await.is(200);
    assert_eq!(listed["totalRegistries"], 0);

    // A server that knew the patient, and has missed the lines that are no more, knows as much as the one
    // that erased.
    other.app.desks.catch_up().await.unwrap();
    let known = server
        .app
        .desks
        .of(&"org-123".into())
        .await
        .unwrap()
        .unwrap()
        .read(|state| (state.version, state.clinic.snapshot()));
    assert_eq!(before.read(|state| (state.version, state.clinic.snapshot())), known);
    assert!(
        known.1.appointments.iter().all(|appointment| appointment.patient_uid.as_deref() != Some("pat-789"))
    );
    // The audit trail is the same on both databases.
    let audit = server.get("/v1/management/audit?subject_uid=pat-789").await.is(200);
    let actions: Vec<&str> =
        audit["data"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["erased", "exported"]);
    assert_eq!(server.app.store.forget_audit(NOW, 500).await.unwrap(), 0);
    assert!(server.app.store.forget_audit(Instant(NOW.0 + 1), 500).await.unwrap() > 2);
}

fn pass(number: i64) -> PassRow {
    PassRow {
        kind: "launch_code".to_owned(),
        hash: format!("hash-{number}"),
        organisation_uid: "org-1".into(),
        patient_uid: "pat-1".into(),
        patient_profile_uid: "pp-1".into(),
        shop_uid: "shop-1".into(),
        key_id: "bsk-1".into(),
        made_at: Instant(NOW.0 + number),
        expires_at: Instant(NOW.0 + 100 + number),
        ends_at: Instant(NOW.0 + 200),
    }
}

async fn a_pass_is_counted_found_taken_once_and_forgotten(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    for number in 0..3 {
        assert!(store.add_pass(pass(number), NOW, 3).await.unwrap());
    }
    assert!(!store.add_pass(pass(3), NOW, 3).await.unwrap(), "a fourth");
    assert_eq!(store.pass("launch_code", "hash-3").await.unwrap(), None);
    // One of them was made before this.
    assert!(store.add_pass(pass(3), Instant(NOW.0 + 1), 3).await.unwrap());
    let other = PassRow { patient_uid: "pat-2".into(), hash: "other".to_owned(), ..pass(0) };
    assert!(store.add_pass(other, NOW, 1).await.unwrap(), "another patient's are not counted");
    // Of any number who count at the same time, as many come in as may.
    let asked = (10..30).map(|number| store.add_pass(pass(number), NOW, 6));
    let added = futures_util::future::join_all(asked).await;
    assert_eq!(added.into_iter().filter(|added| *added.as_ref().unwrap()).count(), 2);

    assert_eq!(store.pass("launch_code", "hash-1").await.unwrap(), Some(pass(1)));
    assert_eq!(store.pass("stream_ticket", "hash-1").await.unwrap(), None);
    assert_eq!(store.passes_of(&"org-2".into(), "pat-1").await.unwrap(), []);
    assert_eq!(store.passes_of(&"org-1".into(), "pat-1").await.unwrap().len(), 6);
    let takes = (0..8).map(|_| store.take_pass("launch_code", "hash-1"));
    let taken: Vec<PassRow> =
        futures_util::future::join_all(takes).await.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(taken, [pass(1)]);
    assert_eq!(store.pass("launch_code", "hash-1").await.unwrap(), None);
    assert_eq!(store.forget_passes(Instant(NOW.0 + 99), 10).await.unwrap(), 0);
    assert_eq!(store.forget_passes(Instant(NOW.0 + 102), 1).await.unwrap(), 1);
    assert_eq!(store.forget_passes(Instant(NOW.0 + 102), 10).await.unwrap(), 2);
    assert_eq!(store.pass("launch_code", "hash-3").await.unwrap(), Some(pass(3)));
}

async fn journals_are_shortened_one_after_the_other(address: &str) {
    let store = store_with(address, &["org-1", "org-2", "org-3", "org-4"]).await;
    // When the lines of each were written, in seconds.
    let lines: [(&str, &[i64]); 4] = [
        ("org-1", &[0, 1, 2]),
        ("org-2", &[0, 0, 0, 0, 9]),
        ("org-3", &[9, 0, 0]),
        ("org-4", &[0, 1, 9, 2, 9]),
    ];
    for (uid, at) in lines {
        let journal = at.iter().map(|at| JournalRow { at: Instant(NOW.0 + at), ..line("a") }).collect();
        write(&*store, uid, Writes { journal, ..Writes::default() }).await.unwrap();
    }
    let mut steps = Vec::new();
    while steps.last() != Some(&0) {
        steps.push(store.forget_journal(Instant(NOW.0 + 5), 1, 3).await.unwrap());
    }
    steps.sort_unstable();
    assert_eq!(steps, [0, 1, 2, 2, 3], "at most three a step, each of one organisation");
    // The last line stays however old it is; and so do lines behind one that is not old, whatever they say.
    for (uid, left) in
        [("org-1", [3].as_slice()), ("org-2", &[5]), ("org-3", &[1, 2, 3]), ("org-4", &[3, 4, 5])]
    {
        let kept = store.journal(&uid.into(), 0, 100).await.unwrap();
        assert_eq!(kept.iter().map(|line| line.version).collect::<Vec<_>>(), left, "{uid}");
    }
}

async fn a_journal_that_was_shortened_says_so(address: &str) {
    let server = Server::demo_on(address).await;
    let organisation = Uid::from("org-123");
    let mut other = Server::beside(address).await;
    other.key = server.key.clone();
    let types = "/v1/management/scheduling/appointment-types";
    assert_eq!(other.get(types).await.is(200), server.get(types).await.is(200));
    // The other sleeps while this happens, and the lines that tell of it are forgotten.
    for number in 0..8 {
        let closure = json!({ "date": format!("2030-01-0{}", number + 1), "name": "Fair" });
        server.ask(Method::PUT, "/v1/management/scheduling/closures", Some(closure)).await.is(200);
    }
    let store = &server.app.store;
    let version = store.versions(std::slice::from_ref(&organisation)).await.unwrap()[&organisation];
    let later = Instant(NOW.0 + 1);
    assert_eq!(store.forget_journal(NOW, 0, 100).await.unwrap(), 0, "none is so old");
    assert_eq!(store.forget_journal(later, version, 100).await.unwrap(), 0);
    assert_eq!(store.forget_journal(later, 2, 3).await.unwrap(), 3);
    let mut forgotten = 3;
    while store.forget_journal(later, 2, 100).await.unwrap() > 0 {
        forgotten += 1;
    }
    assert!(forgotten > 3);
    let left = store.journal(&organisation, 0, 100).await.unwrap();
    assert_eq!(left.iter().map(|line| line.version).collect::<Vec<_>>(), [version - 1, version]);

    let (told, hears) = std::sync::mpsc::channel();
    for known in [version - 3, version - 2, version] {
        let told = told.clone();
        let decide = Box::new(move |since: Since| {
            told.send(since.too_old).unwrap();
            Writes::default()
        });
        store.transact(&organisation, known, Vec::new(), decide).await.unwrap();
    }
    assert_eq!(hears.try_iter().collect::<Vec<_>>(), [true, false, false]);

    // Who slept wakes, and knows what was forgotten, whether it looks or is asked to write.
    let closures = async |server: &Server| {
        let listed = server.get("/v1/management/scheduling/closures").await.is(200);
        listed["data"].as_array().unwrap().len()
    };
    assert_eq!(closures(&other).await, 0);
    let closure = json!({ "date": "2030-02-01" });
    other.ask(Method::PUT, "/v1/management/scheduling/closures", Some(closure)).await.is(200);
    assert_eq!(closures(&other).await, 9);
    server.app.desks.catch_up().await.unwrap();
    assert_eq!(closures(&server).await, 9);
}

async fn other_servers_know_a_pass_and_its_end(address: &str) {
    let server = Server::demo_on(address).await;
    let mut other = Server::beside(address).await;
    other.key = server.key.clone();
    let shop = Shop::new(&server).await;
    let token = shop.token("customer-0");
    let list = async |server: &Server, session: &str| {
        by_token(server, session, Method::GET, "/appointments", None).await.status.as_u16()
    };
    let session = async |server: &Server| {
        session_of(server, &token).await["booking_session"].as_str().unwrap().to_owned()
    };
    let first = session(&server).await;
    assert_eq!((list(&server, &first).await, list(&other, &first).await), (200, 200));
    // A code of one is exchanged by the other, once.
    let code = by_token(&server, &token, Method::POST, "/booking-launch-codes", None).await.is(201);
    let exchange = json!({ "booking_launch_code": code["booking_launch_code"] });
    let path = "/v1/scheduling/booking-launch-codes/exchange";
    other.ask_with(Method::POST, path, &[], Some(exchange.clone())).await.is(201);
    server.ask_with(Method::POST, path, &[], Some(exchange)).await.is(404);
    // A revocation ends it on both, as soon as the other has heard of it.
    let secret = format!("/v1/management/scheduling/booking-secrets/{}", shop.key_id);
    server.delete(&secret).await.is(204);
    assert_eq!(list(&server, &first).await, 401);
    other.app.desks.catch_up().await.unwrap();
    assert_eq!(list(&other, &first).await, 401);
}

/// Whether the desk was given what it asked for; it can only be refused.
async fn is_held(server: &Server, key: &str, body: Value) -> bool {
    let path = "/v1/management/scheduling/appointments/hold";
    let held = server.ask_with(Method::POST, path, &[("x-api-key", key)], Some(body)).await;
    assert!([201, 409].contains(&held.status.as_u16()), "{}", held.body);
    held.status == 201
}

/// The stored appointments that block time of the demo's first doctor.
async fn blocking(server: &Server) -> Vec<frontdesk::Appointment> {
    let loaded = server.app.store.load(&"org-123".into()).await.unwrap().unwrap();
    let all = loaded.appointments.iter().map(|data| serde_json::from_str(data).unwrap());
    all.filter(|other: &frontdesk::Appointment| {
        other.doctor_uid == "doc-456"
            && ["held", "confirmed", "completed", "no_show"].contains(&other.status.to_string().as_str())
    })
    .collect()
}

/// Two servers are asked for the same few starts at once with a doctor of three chairs: at no moment there
/// are more than three appointments, and at some there are. `FRONTDESK_CASES` multiplies the attempts.
async fn several_places_take_no_more_than_there_are(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let key = one.key.clone();
    // What is booked already may run beside what comes.
    let path = "/v1/management/scheduling/doctors/doc-456/places";
    one.ask(Method::PUT, path, Some(json!({ "concurrent_appointments_max": 3 }))).await.is(200);
    let factor =
        std::env::var("FRONTDESK_CASES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(1.0);
    let begins = (NOW.0 / 86_400 + 2) * 86_400 + 8 * 3_600;
    let mut refused = 0;
    for round in 0..(20.0 * factor).ceil() as i64 {
        let mut asked = tokio::task::JoinSet::new();
        for number in 0..10_i64 {
            let server = if number % 2 == 0 { one.clone() } else { two.clone() };
            let key = key.clone();
            let body = json!({ "appointment_type_uid": "apt-002", "doctor_uid": "doc-456",
                "patient_profile_uid": format!("pp-{}", 790 + number % 6),
                "start_date": begins + 86_400 * (round % 5) + 900 * ((round + number) % 5) });
            asked.spawn(async move { !is_held(&server, &key, body).await });
        }
        refused += asked.join_all().await.into_iter().filter(|refused| *refused).count();
    }
    let blocking = blocking(&one).await;
    let running = |at| blocking.iter().filter(|other| other.start_date <= at && at < other.end_date).count();
    let most = blocking.iter().map(|other| running(other.start_date)).max();
    assert_eq!(most, Some(3), "{refused} refused");
    assert!(refused > 0, "nobody was refused");

    // What somebody writes past the engine is counted as well.
    let full = blocking.iter().find(|other| running(other.start_date) == 3).unwrap();
    let (start_date, end_date) = (full.start_date, full.end_date);
    let beyond = AppointmentWrite {
        start_date,
        end_date,
        session: String::new(),
        places: Some(3),
        ..appointment("mtg-beyond", "doc-456", 0, 60)
    };
    let written = write(&*one.app.store, "org-123", appointments([beyond.clone()])).await;
    assert!(matches!(written, Err(StoreError::Overlap)), "{written:?}");
    write(&*one.app.store, "org-123", appointments([AppointmentWrite { places: Some(4), ..beyond }]))
        .await
        .unwrap();
}

/// One server is told this of a patient while another is told that, and each of them two things at once: all
/// of it is kept, whoever comes last.
async fn what_two_say_of_a_patient_at_once_is_kept(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let key = one.key.clone();
    let all_at_once = async |requests: Vec<(Method, &'static str, Value)>| {
        let mut asked = tokio::task::JoinSet::new();
        for (number, (method, path, body)) in requests.into_iter().enumerate() {
            let (server, key) = (if number % 2 == 0 { &one } else { &two }.clone(), key.clone());
            asked.spawn(async move {
                let headers = [("x-api-key", key.as_str())];
                let answered = server.ask_with(method, path, &headers, Some(body)).await;
                assert!([200, 201].contains(&answered.status.as_u16()), "{}", answered.body);
            });
        }
        asked.join_all().await;
    };
    for round in 0..10 {
        let said = json!({ "display_name": format!("Ada {round}"), "email": format!("ada{round}@example.com"),
            "date_of_birth": format!("1960-04-1{round}"), "active": round % 2 == 0 });
        let fields = said.as_object().unwrap().iter();
        let patches = fields.map(|(field, value)| {
            let path = "/v1/management/patients/pat-790";
            (Method::PATCH, path, Value::Object([(field.clone(), value.clone())].into_iter().collect()))
        });
        all_at_once(patches.collect()).await;
        let organisation = "org-123".into();
        let row = one.app.store.record(&organisation, "patient", "pat-790").await.unwrap().unwrap();
        let kept: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        for field in ["display_name", "email", "date_of_birth"] {
            assert_eq!(kept[field], said[field], "round {round}: {kept}");
        }

        // The same of a customer who is new, and of the patient that this makes.
        let customer = format!("customer-new-{round}");
        let names = ["first_name", "last_name", "date_of_birth", "insurance"];
        let says = names.map(|field| {
            let fields = json!([{ "field": field, "value": format!("{field} {round}"), "source": "shop" }]);
            let body = json!({ "shop_uid": "shop-abc123", "shop_customer_id": customer, "fields": fields });
            (Method::POST, "/v1/management/patients", body)
        });
        all_at_once(says.to_vec()).await;
        let alias = frontdesk_server::desk::profile_alias("shop-abc123", &customer);
        let row =
            one.app.store.record_by_alias(&organisation, "patient_profile", &alias).await.unwrap().unwrap();
        let profile: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        for field in names {
            assert_eq!(profile["fields"][field], format!("{field} {round}"), "{profile}");
        }
        let patient = profile["patient_uid"].as_str().unwrap();
        let row = one.app.store.record(&organisation, "patient", patient).await.unwrap().unwrap();
        let patient: Value = serde_json::from_str(&row.data.unwrap()).unwrap();
        assert_eq!(patient["display_name"], format!("first_name {round} last_name {round}"));
    }
}
