//! Lists, keys and passes: what is asked of a database beside transactions.

use frontdesk::Instant;
use frontdesk_server::auth::new_key;
use frontdesk_server::store::{
    AppointmentFilter, AppointmentWrite, Finding, Page, PassRow, Verdict, Writes, open_as_it_is,
};
use serde_json::Value;

use super::{ALL, appointment, appointments, record, store_with, write};
use crate::common::{NOW, Server};

pub(super) async fn a_checkup_finds_what_is_not_as_it_should_be(address: &str) {
    drop(Server::demo_on(address).await);
    let findings = open_as_it_is(address).unwrap().upkeep().checkup().await.unwrap();
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

pub(super) async fn lists_are_filtered_and_paged(address: &str) {
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

pub(super) async fn a_transaction_makes_and_revokes_keys(address: &str) {
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

pub(super) async fn keys_come_and_are_revoked(address: &str) {
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

pub(super) async fn a_pass_is_counted_found_taken_once_and_forgotten(address: &str) {
    let store = store_with(address, &["org-1", "org-2"]).await;
    for number in 0..3 {
        assert!(store.passes().add_pass(pass(number), NOW, 3).await.unwrap());
    }
    assert!(!store.passes().add_pass(pass(3), NOW, 3).await.unwrap(), "a fourth");
    assert_eq!(store.passes().pass("launch_code", "hash-3").await.unwrap(), None);
    // One of them was made before this.
    assert!(store.passes().add_pass(pass(3), Instant(NOW.0 + 1), 3).await.unwrap());
    let other = PassRow { patient_uid: "pat-2".into(), hash: "other".to_owned(), ..pass(0) };
    assert!(store.passes().add_pass(other, NOW, 1).await.unwrap(), "another patient's are not counted");
    // Of any number who count at the same time, as many come in as may.
    let asked = (10..30).map(|number| store.passes().add_pass(pass(number), NOW, 6));
    let added = futures_util::future::join_all(asked).await;
    assert_eq!(added.into_iter().filter(|added| *added.as_ref().unwrap()).count(), 2);

    assert_eq!(store.passes().pass("launch_code", "hash-1").await.unwrap(), Some(pass(1)));
    assert_eq!(store.passes().pass("stream_ticket", "hash-1").await.unwrap(), None);
    assert_eq!(store.passes().passes_of(&"org-2".into(), "pat-1").await.unwrap(), []);
    assert_eq!(store.passes().passes_of(&"org-1".into(), "pat-1").await.unwrap().len(), 6);
    let takes = (0..8).map(|_| store.passes().take_pass("launch_code", "hash-1"));
    let taken: Vec<PassRow> =
        futures_util::future::join_all(takes).await.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(taken, [pass(1)]);
    assert_eq!(store.passes().pass("launch_code", "hash-1").await.unwrap(), None);
    assert_eq!(store.passes().forget_passes(Instant(NOW.0 + 99), 10).await.unwrap(), 0);
    assert_eq!(store.passes().forget_passes(Instant(NOW.0 + 102), 1).await.unwrap(), 1);
    assert_eq!(store.passes().forget_passes(Instant(NOW.0 + 102), 10).await.unwrap(), 2);
    assert_eq!(store.passes().pass("launch_code", "hash-3").await.unwrap(), Some(pass(3)));
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
