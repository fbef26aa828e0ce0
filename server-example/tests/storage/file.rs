//! An SQLite file as whoever runs the server has it: whole after a stop, put back from a backup, full,
//! locked, deleted, replaced, read-only.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use crate::common::{Answered, NOW, Server};
use crate::process::{Serving, ask, program, try_program};
use axum::http::Method;
use frontdesk_server::api;
use frontdesk_server::app::App;
use frontdesk_server::clock::Clock;
use frontdesk_server::limits::{
    DATABASE_LOCK_TIME_MAX, DATABASE_PROBE_INTERVAL, DATABASE_PROBE_TIME_MAX, HEALTH_TIME_MAX,
};
use frontdesk_server::store::{Sqlite, StoreError, open, restore};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::json;

const DAY: i64 = 86_400;

/// A folder with a database of one organisation, and a key for it.
struct File {
    folder: tempfile::TempDir,
    database: String,
    key: String,
}

impl File {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("file.db").display().to_string();
        let rules: Vec<_> = (0..7)
            .map(|day| {
                json!({ "uid": format!("rule-{day}"), "weekday": day, "start_time": 0, "end_time": 1440 })
            })
            .collect();
        let clinic = json!({
            "max_live_holds_per_patient": 1_000,
            "appointment_types":
                [ { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 } ],
            "doctors": [ { "uid": "doc-1", "availability_rules": rules } ],
            "shops": [ { "uid": "shop-1", "name": "Shop" } ],
            "patient_profiles": [ { "uid": "pp-1", "patient_uid": "pat-1", "shop_uid": "shop-1",
                "shop_customer_id": "1" } ],
        });
        let import = folder.path().join("clinic.json");
        std::fs::write(&import, clinic.to_string()).unwrap();
        program(&database, &["import", import.to_str().unwrap(), "--org", "org-1"]);
        let create =
            ["key", "create", "--org", "org-1", "--permission", "scheduling:write", "scheduling:read"];
        let key = program(&database, &create).trim().to_owned();
        Self { folder, database, key }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Whether the database is one file.
    fn is_whole(&self) -> bool {
        let beside = ["-wal", "-shm", "-journal", ".restoring"];
        !beside.iter().any(|end| Path::new(&format!("{}{end}", self.database)).exists())
    }

    fn book(&self, server: &Serving, numbers: std::ops::Range<i64>) {
        let first = (frontdesk_server::clock::Clock::System.now().0 / DAY + 1) * DAY;
        let mut connection = server.connect();
        for number in numbers {
            let body = json!({ "appointment_type_uid": "apt-1", "start_date": first + 300 * number,
                "doctor_uid": "doc-1", "patient_profile_uid": "pp-1" });
            let hold = "/v1/scheduling/appointments/hold";
            let reply =
                ask(&mut connection, "POST", hold, &[("X-API-Key", &self.key)], &body.to_string()).unwrap();
            assert_eq!(reply.status, 201, "{reply:?}");
        }
    }

    fn count(&self, server: &Serving) -> i64 {
        let path = "/v1/management/scheduling/appointments?limit=1";
        let reply = ask(&mut server.connect(), "GET", path, &[("X-API-Key", &self.key)], "").unwrap();
        reply.body["totalRegistries"].as_i64().unwrap()
    }
}

#[test]
fn a_stop_leaves_one_whole_file() {
    let file = File::new();
    // Every command of the program does, too.
    assert!(file.is_whole());
    for round in 0..5 {
        let server = Serving::on(&file.database);
        file.book(&server, 20 * round..20 * (round + 1));
        let mut connection = server.connect();
        std::thread::scope(|scope| {
            // Somebody asks until the end.
            scope.spawn(|| {
                let slots = "/v1/management/scheduling/appointments";
                while ask(&mut connection, "GET", slots, &[("X-API-Key", &file.key)], "").is_some() {}
            });
            std::thread::sleep(Duration::from_millis(50));
            server.signal("TERM");
        });
        server.stop();
        assert!(file.is_whole(), "round {round}");
        // The file alone has it all.
        let copy = file.path("copy.db");
        std::fs::copy(&file.database, &copy).unwrap();
        let served = Serving::on(copy.to_str().unwrap());
        assert_eq!(file.count(&served), 20 * (round + 1));
        served.stop();
    }
}

#[test]
fn a_backup_that_is_put_back_is_what_is_served() {
    let file = File::new();
    let backup = file.path("backup.db");
    let put_back = ["restore", backup.to_str().unwrap()];
    for (killed, more) in [(false, 400), (true, 400), (true, 20)] {
        let server = Serving::on(&file.database);
        let before = file.count(&server);
        file.book(&server, before..before + 30);
        let _ = std::fs::remove_file(&backup);
        program(&file.database, &["backup", backup.to_str().unwrap()]);
        file.book(&server, before + 30..before + 30 + more);
        // A server has it open: nothing is done.
        let (succeeded, said) = try_program(&file.database, &put_back);
        assert!(!succeeded && said.contains("stop the server first"), "{said}");
        assert_eq!(file.count(&server), before + 30 + more);
        if killed {
            // Its log stays beside the file, and is no part of the backup.
            server.signal("KILL");
            drop(server);
            assert!(!file.is_whole());
        } else {
            server.stop();
        }
        program(&file.database, &put_back);
        assert!(file.is_whole() && backup.is_file());
        let server = Serving::on(&file.database);
        assert_eq!(file.count(&server), before + 30, "killed: {killed}, {more} more");
        program(&file.database, &["doctor"]);
        server.stop();
    }
}

#[test]
fn what_is_no_backup_is_not_put_in_place() {
    let file = File::new();
    let before = std::fs::read(&file.database).unwrap();
    let text = file.path("text");
    std::fs::write(
        &text,
        "no database, whatever its name: more than a header's hundred bytes of it".repeat(4),
    )
    .unwrap();
    let empty = file.path("empty");
    std::fs::write(&empty, "").unwrap();
    let damaged = file.path("damaged");
    let mut bytes = before.clone();
    let middle = bytes.len() / 3;
    bytes[middle..middle + 8_192].fill(0x5a);
    std::fs::write(&damaged, bytes).unwrap();
    let missing = file.path("missing");
    let own = PathBuf::from(&file.database);
    for (wrong, words) in [
        (&text, "not a database"),
        (&empty, "no tables"),
        (&damaged, ""),
        (&missing, "there is no"),
        (&own, "the database itself"),
    ] {
        let (succeeded, said) = try_program(&file.database, &["restore", wrong.to_str().unwrap()]);
        assert!(!succeeded && said.contains(words), "{}: {said}", wrong.display());
        assert!(file.is_whole());
        assert!(std::fs::read(&file.database).unwrap() == before, "{}", wrong.display());
    }
    assert!(matches!(restore("postgres://x/y", &own), Err(StoreError::Broken(_))));
    // Where there is none, and where what is there is none any more.
    for there in [None, Some("rubbish")] {
        let path = file.path("new.db");
        if let Some(there) = there {
            std::fs::write(&path, there).unwrap();
        }
        program(path.to_str().unwrap(), &["restore", &file.database]);
        program(path.to_str().unwrap(), &["doctor"]);
    }
}

async fn health(server: &Server) -> Answered {
    let began = Moment::now();
    let answered = server.ask_with(Method::GET, "/health", &[], None).await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    answered
}

/// A write that is refused for now, and says when to come again.
const RULES: &str = "/v1/management/scheduling/doctors/doc-456/availability-rules";

fn rule_of(weekday: i64) -> serde_json::Value {
    json!({ "weekday": weekday, "start_time": 600, "end_time": 660 })
}

async fn is_refused(server: &Server) {
    let answered = server.post(RULES, rule_of(6)).await;
    assert_eq!(answered.status, 503, "{answered:?}");
    assert!(answered.headers.contains_key("retry-after"), "{answered:?}");
    assert_eq!(answered.body, json!({ "error": "The database is not available" }));
}

async fn is_done(server: &Server, weekday: i64) {
    server.post(RULES, rule_of(weekday)).await.is(201);
}

/// It is well, at the latest a few looks later: on a busy machine one look may take too long.
async fn is_well(server: &Server) {
    let began = Moment::now();
    while health(server).await.status != 200 {
        assert!(began.elapsed() < 5 * HEALTH_TIME_MAX, "it stays unwell");
        a_moment().await;
    }
}

async fn is_unwell(server: &Server, reason: &str) {
    let answered = health(server).await;
    assert_eq!(answered.status, 503, "{answered:?}");
    assert!(answered.headers.contains_key("retry-after"));
    let said = answered.body["error"].as_str().unwrap();
    assert!(said.contains(reason), "{said}");
}

/// The word of what was probed is believed for a moment.
async fn a_moment() {
    tokio::time::sleep(DATABASE_PROBE_INTERVAL).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_another_holds_is_told_of() {
    let server = Server::demo().await;
    is_well(&server).await;
    let other = rusqlite::Connection::open(server.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    a_moment().await;
    let began = Moment::now();
    let (_, ()) = tokio::join!(is_refused(&server), async {
        tokio::time::sleep(DATABASE_PROBE_TIME_MAX).await;
        is_unwell(&server, "lock").await;
    });
    assert!(began.elapsed() < DATABASE_LOCK_TIME_MAX + HEALTH_TIME_MAX, "{:?}", began.elapsed());
    is_unwell(&server, "lock").await;
    // For who has gone meanwhile nothing is done: the first of these is under way, the second waits behind
    // it.
    let (_, gone) = tokio::join!(is_refused(&server), async {
        let gives_up = tokio::time::timeout(Duration::from_millis(100), is_done(&server, 4)).await;
        gives_up.is_err()
    });
    other.execute_batch("ROLLBACK").unwrap();
    // What waited for the lock is refused once it has waited long enough; what is asked after that goes on.
    let freed = Moment::now();
    while server.post(RULES, rule_of(5)).await.status == 503 {
        assert!(freed.elapsed() < DATABASE_LOCK_TIME_MAX, "writes do not go on");
    }
    let rules = server.get(RULES).await.is(200);
    let of_four = |rule: &&serde_json::Value| rule["weekday"] == 4 && rule["end_time"] == 660;
    assert!(gone && rules["data"].as_array().unwrap().iter().filter(of_four).count() == 0, "{rules}");
    a_moment().await;
    is_well(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_of_and_nothing_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("full.db").display().to_string();
    let mut server = Server::demo_on(&address).await;
    server.app.store.close().await;
    // It may not grow any more; some pages have room left.
    let full = Arc::new(Sqlite::open_at_most(&address, 1).unwrap());
    server.app = App::new(full, Clock::at(NOW));
    server.router = api::router(server.app.clone());
    let rules = "/v1/management/scheduling/doctors/doc-456/availability-rules";
    let count = async |server: &Server| server.get(rules).await.is(200)["data"].as_array().unwrap().len();
    let before = count(&server).await;
    let mut done = 0;
    loop {
        let several = (0..8).map(|number| {
            let rule = json!({ "weekday": number % 7, "start_time": done, "end_time": done + number + 1 });
            server.post(rules, rule)
        });
        let answered: Vec<Answered> = several.collect::<FuturesUnordered<_>>().collect().await;
        let created = answered.iter().filter(|answered| answered.status == 201).count();
        done += created;
        for refused in answered.iter().filter(|answered| answered.status != 201) {
            assert_eq!(refused.status, 503, "{refused:?}");
            assert!(refused.headers.contains_key("retry-after"), "{refused:?}");
        }
        if created < answered.len() {
            break;
        }
        assert!(done < 1_000, "it never fills");
    }
    // Of requests at once, a small one may have found room after a larger one had found none.
    a_moment().await;
    is_unwell(&server, "the disk is full").await;
    is_unwell(&server, "the disk is full").await;
    let fresh = Server::beside(&address).await.with_key(&server.key);
    for server in [&server, &fresh] {
        assert_eq!(count(server).await, before + done);
    }
    // Somebody makes room, and it goes on by itself.
    let other = rusqlite::Connection::open(&address).unwrap();
    other.execute_batch("CREATE TABLE room AS SELECT zeroblob(1000000) AS bytes; DROP TABLE room").unwrap();
    is_done(&server, 5).await;
    a_moment().await;
    is_well(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_acknowledged_into_a_file_that_is_gone() {
    for replaced in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone.db");
        let server = Server::demo_on(path.to_str().unwrap()).await;
        is_done(&server, 5).await;
        is_well(&server).await;
        let away = folder.path().join("away.db");
        std::fs::rename(&path, &away).unwrap();
        if replaced {
            std::fs::copy(&away, &path).unwrap();
        }
        is_refused(&server).await;
        is_unwell(&server, "deleted or replaced").await;
        let slots = "/v1/management/scheduling/appointments";
        server.get(slots).await.is(200);
        // The file that was open is back.
        std::fs::rename(&away, &path).unwrap();
        is_done(&server, 6).await;
        is_well(&server).await;
    }
    // The log alone is gone: what was written last was in it.
    let server = Server::demo().await;
    is_done(&server, 5).await;
    std::fs::remove_file(format!("{}-wal", server.database())).unwrap();
    is_refused(&server).await;
    is_unwell(&server, "deleted or replaced").await;
}

#[tokio::test]
async fn what_cannot_be_opened_says_so_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no/such/folder.db").display().to_string();
    let said = open(&nowhere).await.err().unwrap().to_string();
    assert!(said.contains(&nowhere) && said.contains("is its folder there"), "{said}");
    let text = folder.path().join("text").display().to_string();
    std::fs::write(&text, "no database, whatever its name".repeat(100)).unwrap();
    let said = open(&text).await.err().unwrap().to_string();
    assert!(said.contains("not a database"), "{said}");
}

/// A file that this user may read and not write, in a folder like it. Root may write everything: the program
/// runs as somebody else.
#[cfg(unix)]
#[test]
fn a_file_that_is_read_only_says_so_at_the_start() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let file = File::new();
    // The program is where it was built: not everybody may be let there.
    let copy = file.path("server");
    std::fs::copy(env!("CARGO_BIN_EXE_frontdesk-server"), &copy).unwrap();
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&copy, 0o755);
    for (of_file, of_folder, words) in [(0o444, 0o755, "is read-only"), (0o666, 0o555, "and its folder")] {
        mode(file.database.as_ref(), of_file);
        mode(file.folder.path(), of_folder);
        let mut command = std::process::Command::new(&copy);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &file.database]);
        if std::fs::metadata(file.folder.path()).unwrap().uid() == 0 {
            command.uid(65_534);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(words) && said.contains(&file.database), "{said}");
        mode(file.folder.path(), 0o755);
    }
}
