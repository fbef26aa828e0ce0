//! What a transaction writes, and what it refuses.

use axum::http::Method;
use frontdesk::{Instant, Uid};
use frontdesk_server::store::{
    AnswerRow, AppointmentWrite, Ask, JournalRow, Memo, Page, Since, StoreError, Writes, open,
};
use serde_json::{Value, json};

use super::{appointment, appointments, line, organisation, record, store_with, write};
use crate::common::{NOW, Server};

pub(super) async fn what_is_written_is_loaded(address: &str) {
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

pub(super) async fn a_transaction_is_told_what_it_missed(address: &str) {
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
    assert_eq!(store.upkeep().forget_answers(NOW, 10).await.unwrap(), 0);
    assert_eq!(store.upkeep().forget_answers(Instant(NOW.0 + 1), 0).await.unwrap(), 0);
    assert_eq!(store.upkeep().forget_answers(Instant(NOW.0 + 1), 10).await.unwrap(), 1);
    assert!(matches!(write(&*store, "org-3", Writes::default()).await, Err(StoreError::NoOrganisation)));
}

pub(super) async fn what_fails_leaves_nothing(address: &str) {
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

pub(super) async fn overlapping_appointments_are_refused(address: &str) {
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

pub(super) async fn of_many_first_organisations_one_is_made(address: &str) {
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

pub(super) async fn journals_are_shortened_one_after_the_other(address: &str) {
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
        steps.push(store.upkeep().forget_journal(Instant(NOW.0 + 5), 1, 3).await.unwrap());
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

pub(super) async fn a_journal_that_was_shortened_says_so(address: &str) {
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
    assert_eq!(store.upkeep().forget_journal(NOW, 0, 100).await.unwrap(), 0, "none is so old");
    assert_eq!(store.upkeep().forget_journal(later, version, 100).await.unwrap(), 0);
    assert_eq!(store.upkeep().forget_journal(later, 2, 3).await.unwrap(), 3);
    let mut forgotten = 3;
    while store.upkeep().forget_journal(later, 2, 100).await.unwrap() > 0 {
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
