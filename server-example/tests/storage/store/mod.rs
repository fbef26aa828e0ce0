//! What holds of a database, whichever it is: one suite, run on both.

mod questions;
mod servers;
mod transactions;

use std::sync::Arc;
use std::time::Duration;

use crate::common::NOW;
use frontdesk::Instant;
use frontdesk_server::store::{
    AppointmentWrite, JournalRow, Memo, Organisation, Page, RecordRow, Store, StoreError, Writes, open,
};
use serde_json::json;

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
        1 => transactions::what_is_written_is_loaded(address).await,
        2 => transactions::a_transaction_is_told_what_it_missed(address).await,
        3 => transactions::what_fails_leaves_nothing(address).await,
        4 => transactions::overlapping_appointments_are_refused(address).await,
        5 => questions::lists_are_filtered_and_paged(address).await,
        6 => questions::keys_come_and_are_revoked(address).await,
        7 => servers::two_servers_never_book_one_slot_twice(address).await,
        8 => servers::a_day_at_the_desk(address).await,
        9 => servers::who_is_erased_is_nowhere(address).await,
        10 => questions::a_checkup_finds_what_is_not_as_it_should_be(address).await,
        11 => questions::a_pass_is_counted_found_taken_once_and_forgotten(address).await,
        12 => transactions::a_journal_that_was_shortened_says_so(address).await,
        13 => servers::other_servers_know_a_pass_and_its_end(address).await,
        14 => transactions::journals_are_shortened_one_after_the_other(address).await,
        15 => crate::overridden::an_override_lets_in_no_clash_that_nobody_marked(address).await,
        16 => transactions::of_many_first_organisations_one_is_made(address).await,
        17 => questions::a_transaction_makes_and_revokes_keys(address).await,
        18 => servers::several_places_take_no_more_than_there_are(address).await,
        19 => crate::seats::a_group_visit_takes_no_more_seats_than_it_has(address).await,
        20 => crate::seats::what_was_kept_is_not_taken_again(address).await,
        21 => servers::what_two_say_of_a_patient_at_once_is_kept(address).await,
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

async fn migrating_twice_does_no_harm(address: &str) {
    let first = store_with(address, &["org-1"]).await;
    let second = open(address).await.unwrap();
    second.migrate().await.unwrap();
    assert_eq!(second.organisations().await.unwrap(), first.organisations().await.unwrap());
    assert!(matches!(
        second.create_organisation(organisation("org-1"), Writes::default()).await,
        Err(StoreError::Duplicate)
    ));
    assert!(first.upkeep().describe().await.unwrap()["engine"].is_string());
}
