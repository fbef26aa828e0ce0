//! The way to PostgreSQL: every `sslmode` against servers whose certificate is good, of another authority,
//! for another name, or not there.

use std::path::Path;

use crate::certificates::Certificates;
use crate::postgres::Postgres;
use frontdesk_server::store::{JournalRow, Organisation, Writes, open, open_as_it_is};

/// What an address with this `sslmode` comes to: encrypted, plain, or no connection for want of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Tls,
    Plain,
    No(&'static str),
}
use Way::{No, Plain, Tls};

async fn way(address: &str) -> Result<bool, String> {
    let store = open(address).await.map_err(|error| error.to_string())?;
    let described = store.upkeep().describe().await.map_err(|error| error.to_string())?;
    Ok(described["encrypted"].as_bool().unwrap())
}

fn with(address: &str, mode: &str, roots: Option<&Path>) -> String {
    let roots = roots.map(|file| format!("&sslrootcert={}", file.display())).unwrap_or_default();
    format!("{address}?sslmode={mode}{roots}")
}

#[tokio::test]
async fn sslmode_means_what_libpq_takes_it_to_mean() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Certificates::new(folder.path(), "ours");
    let theirs = Certificates::new(folder.path(), "theirs");
    let good = ours.server(folder.path(), "good", "DNS:localhost,IP:127.0.0.1");
    let misnamed = ours.server(folder.path(), "misnamed", "DNS:elsewhere.example");
    let foreign = theirs.server(folder.path(), "foreign", "DNS:localhost,IP:127.0.0.1");
    // The modes: without a file of certificates, and with one.
    let modes: [(&str, bool); 10] = [
        ("disable", false),
        ("allow", false),
        ("prefer", false),
        ("require", false),
        ("disable", true),
        ("allow", true),
        ("prefer", true),
        ("require", true),
        ("verify-ca", true),
        ("verify-full", true),
    ];
    let issuer = No("UnknownIssuer");
    let name = No("not valid for name");
    let none = No("does not support TLS");
    type Row = [Way; 10];
    let tables: [(Option<&crate::certificates::Pair>, Row); 4] = [
        (Some(&good), [Plain, Plain, Tls, Tls, Plain, Plain, Tls, Tls, Tls, Tls]),
        (Some(&foreign), [Plain, Plain, Tls, Tls, Plain, Plain, Plain, issuer, issuer, issuer]),
        (Some(&misnamed), [Plain, Plain, Tls, Tls, Plain, Plain, Tls, Tls, Tls, name]),
        (None, [Plain, Plain, Plain, none, Plain, Plain, Plain, none, none, none]),
    ];
    for (pair, expected) in tables {
        let server = Postgres::start_on_tcp(pair, None).await;
        let address = server.tcp_database("frontdesk").await;
        for ((mode, has_roots), expected) in modes.into_iter().zip(expected) {
            let address = with(&address, mode, has_roots.then_some(&ours.root));
            let came_to = way(&address).await;
            match expected {
                Tls => assert_eq!(came_to, Ok(true), "{address}"),
                Plain => assert_eq!(came_to, Ok(false), "{address}"),
                No(why) => {
                    let said = came_to.expect_err(&address);
                    assert!(said.contains(why), "{address}: {said}");
                }
            }
        }
    }
}

/// A server that takes encrypted connections only, from who shows a certificate: `allow` comes to that by
/// itself, and news go over such a connection too.
#[tokio::test]
async fn a_server_that_insists_on_encryption_and_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Certificates::new(folder.path(), "ours");
    let good = ours.server(folder.path(), "good", "DNS:localhost,IP:127.0.0.1");
    let client = ours.client(folder.path(), "postgres");
    let server = Postgres::start_on_tcp(Some(&good), Some(&ours.root)).await;
    let address = server.tcp_address("postgres");
    let shown = format!("&sslcert={}&sslkey={}", client.certificate.display(), client.key.display());
    for mode in ["allow", "prefer", "require", "verify-ca", "verify-full"] {
        let address = with(&address, mode, Some(&ours.root));
        assert_eq!(way(&format!("{address}{shown}")).await, Ok(true), "{mode}");
        let said = way(&address).await.expect_err(mode);
        assert!(said.contains("certificate"), "{mode}: {said}");
    }
    let said = way(&format!("{address}?sslmode=disable")).await.unwrap_err();
    assert!(said.contains("no encryption"), "{said}");

    let address = format!("{}{shown}", with(&address, "verify-full", Some(&ours.root)));
    let (one, other) = (open(&address).await.unwrap(), open(&address).await.unwrap());
    let news = tokio::sync::Notify::new();
    let heard = async {
        news.notified().await;
        let organisation = Organisation {
            uid: "org-1".into(),
            name: "One".to_owned(),
            timezone: None,
            created_at: crate::common::NOW,
        };
        one.create_organisation(organisation, Default::default()).await.unwrap();
        let writes = Writes { journal: vec![line()], ..Default::default() };
        one.transact(&"org-1".into(), 0, Vec::new(), Box::new(move |_| writes)).await.unwrap();
        news.notified().await;
    };
    let speaks = tokio::sync::Notify::new();
    let both = async { tokio::join!(other.listen(&news), one.listen(&speaks)) };
    tokio::select! {
        () = heard => {}
        _ = both => panic!("it listens for as long as it is asked to"),
        () = tokio::time::sleep(std::time::Duration::from_secs(20)) => panic!("no news came"),
    }
}

fn line() -> JournalRow {
    JournalRow {
        version: 0,
        at: crate::common::NOW,
        actor: "test".to_owned(),
        kind: "reload".to_owned(),
        subject: Default::default(),
        data: "null".to_owned(),
    }
}

#[tokio::test]
async fn no_password_is_in_what_goes_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_frontdesk-server");
    let bad = folder.path().join("no-such.pem");
    let bad = bad.display();
    for address in [
        "postgres://someone:canary@127.0.0.1:1/db".to_owned(),
        "postgres://someone:can%61ry@127.0.0.1:1/db?password=canary".to_owned(),
        "postgres://someone:canary@127.0.0.1:1/db?sslmode=no-such".to_owned(),
        "postgres://someone:canary@127.0.0.1:no-port/db".to_owned(),
        format!("postgres://someone:canary@127.0.0.1:1/db?sslmode=verify-full&sslrootcert={bad}"),
        "postgre://someone:canary@127.0.0.1:1/db".to_owned(),
        "host=127.0.0.1 password=canary".to_owned(),
    ] {
        let file = folder.path().join("x.json");
        let file = file.display().to_string();
        for arguments in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["migrate"],
            &["doctor"],
            &["backup", &file],
            &["key", "list", "--org", "o"],
            &["--help"],
            &["serve", "--help"],
            &["serve", "--no-such"],
        ] {
            let mut command = std::process::Command::new(program);
            command.current_dir(folder.path()).args(arguments).env("FRONTDESK_LOG", "trace");
            let done = command.env("FRONTDESK_DATABASE", &address).output().unwrap();
            let said =
                format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
            assert!(
                !said.contains("canary") && !said.contains("can%61ry"),
                "{address} {arguments:?}: {said}"
            );
            assert!(
                arguments.contains(&"--help") || !done.status.success(),
                "{address} {arguments:?}: {said}"
            );
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{address}: a file was made");
        let error = open_as_it_is(&address).err();
        assert!(!format!("{error:?}").contains("canary"), "{address}");
    }
}
