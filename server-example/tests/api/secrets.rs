//! What is at rest: who can read the file, and where secrets are.

use serde_json::json;

use crate::common::Server;
use crate::postgres::Postgres;

const SECRETS: &str = "/v1/management/scheduling/booking-secrets";
const SUBSCRIPTIONS: &str = "/v1/management/notification-subscriptions";

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_its_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = |end: &str| folder.path().join(format!("test.db{end}"));
    let mode = |end: &str| std::fs::metadata(file(end)).map(|metadata| metadata.permissions().mode() & 0o777);
    let address = file("").display().to_string();
    let all = |what: &str| {
        for end in ["", "-wal", "-shm"] {
            assert_eq!(mode(end).unwrap(), 0o600, "{what}: {end}");
        }
    };
    let server = Server::demo_on(&address).await;
    all("new");
    // An older program has made them so.
    for end in ["", "-wal", "-shm"] {
        std::fs::set_permissions(file(end), PermissionsExt::from_mode(0o644)).unwrap();
    }
    let findings =
        frontdesk_server::store::open_as_it_is(&address).unwrap().upkeep().checkup().await.unwrap();
    assert!(findings.iter().any(|finding| finding.text.contains("644")), "{findings:?}");
    let _second = Server::beside(&address).await;
    all("opened again");
    drop(server);
}

/// Every line of the journal, and every record, of the one organisation.
async fn kept(server: &Server) -> (String, String) {
    let organisation = "org-123".into();
    let journal = server.app.store.journal(&organisation, 0, 10_000).await.unwrap();
    let loaded = server.app.store.load(&organisation).await.unwrap().unwrap();
    (format!("{journal:?}"), format!("{:?}", loaded.records))
}

#[tokio::test]
async fn no_secret_is_in_the_journal_and_none_stays_that_was_revoked() {
    let postgres = Postgres::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db").display().to_string();
    for address in [file, postgres.database("secrets").await] {
        let server = Server::demo_on(&address).await;
        // Another process, which learns of the secret though the journal does not tell it.
        let other = Server::beside(&address).await;
        let provisioned = server.post(SECRETS, json!({})).await.is(201);
        let (secret, key_id) =
            (provisioned["secret"].as_str().unwrap(), provisioned["key_id"].as_str().unwrap());
        let subscription = server
            .post(
                SUBSCRIPTIONS,
                json!({ "notification_type": "patient_doctor_meeting_updated",
                    "target": "https://example.com/hook" }),
            )
            .await
            .is(201);
        let signing = subscription["signing_secret"].as_str().unwrap_or("whsec_");
        let (journal, records) = kept(&server).await;
        assert!(records.contains(secret) && records.contains(signing), "they are needed");
        assert!(!journal.contains(secret) && !journal.contains(signing), "{journal}");
        let desk = other.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
        assert!(desk.read(|state| state.secrets.get(key_id).is_some_and(|known| known.secret == secret)));

        server.delete(&format!("{SECRETS}/{key_id}")).await.is(204);
        let (journal, records) = kept(&server).await;
        assert!(!records.contains(secret) && !journal.contains(secret), "a revoked secret is nowhere");
    }
}
