//! The program itself: over a real socket, with the commands that work beside it, and the lines of its README
//! as they stand.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

/// A server that runs, on a demo of its own.
struct Running {
    server: Child,
    address: String,
    key: String,
    metrics: Option<String>,
    folder: TempDir,
}

impl Running {
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("demo.db");
        let mut server = Command::new(PROGRAM)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--database"])
            .arg(&database)
            .args(more)
            .env("FRONTDESK_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut after =
            |words: &str| lines.find_map(|line| line.strip_prefix(words).map(str::to_owned)).unwrap();
        let address = after("listening on ");
        let key = after("demo key ");
        let metrics = more.contains(&"--metrics-listen").then(|| after("metrics "));
        Self { server, address, key, metrics, folder }
    }

    fn program(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env("FRONTDESK_DATABASE", self.folder.path().join("demo.db"))
            .output()
            .unwrap()
    }

    /// Runs lines of a shell as a user would type them, and gives what they print.
    fn shell(&self, lines: &str) -> String {
        let mut shell = Command::new("sh");
        shell.args(["-euc", lines]).env("HOST", &self.address).env("KEY", &self.key);
        let output = shell.output().expect("there is a shell");
        let printed = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{lines}\n{printed}\n{errors}\n`curl` and `sh` must be there");
        printed
    }

    fn status(&self, path: &str, key: &str) -> String {
        self.shell(&format!("curl -s -o /dev/null -w '%{{http_code}}' \"$HOST{path}\" -H 'X-API-Key: {key}'"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_lines_of_the_readme() {
    let running = Running::start();
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> =
        readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 3, "{}", blocks.len());
    // One shell for all: a line uses what an earlier one has found. Whatever is refused has an `error` in it.
    let printed = running.shell(&blocks.join("\n"));
    for expected in [
        "\"status\":\"held\"",
        "\"status\":\"confirmed\"",
        "\"status\":\"cancelled\"",
        "\"weekday\":0",
        "\"name\":\"Check-up\"",
        "\"position\":3",
        "\"position\":2",
    ] {
        assert!(printed.contains(expected), "{expected} is not in\n{printed}");
    }
    assert!(!printed.contains("\"error\""), "{printed}");
}

#[test]
fn keys_are_made_and_revoked_beside_a_running_server() {
    let running = Running::start();
    let types = "/v1/management/scheduling/appointment-types";
    let created = running.program(&["org", "create", "--org", "org-new"]);
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let made = running.program(&[
        "key",
        "create",
        "--org",
        "org-new",
        "--permission",
        "scheduling:read",
        "scheduling:admin",
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let key = String::from_utf8(made.stdout).unwrap();
    let key = key.strip_suffix('\n').expect("the key alone is on the line");
    assert!(!key.contains(char::is_whitespace));
    assert_eq!(running.status(types, key), "200");
    assert_eq!(running.status("/v1/management/scheduling/appointments", key), "200");

    let listed = String::from_utf8(running.program(&["key", "list", "--org", "org-new"]).stdout).unwrap();
    assert!(!listed.contains(key), "the secret is shown again");
    let uid = listed.split('\t').next().unwrap();
    assert!(running.program(&["key", "revoke", uid]).status.success());
    // A key that was verified is believed for a second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(running.status(types, key), "401");
    for wrong in [
        &["key", "revoke", uid][..],
        &["key", "create", "--org", "org-404", "--permission", "scheduling:read"],
        &["key", "create", "--org", "org-new", "--permission", "everything"],
        &["org", "create", "--org", "org-new"],
        &["org", "create", "--org", "org-x", "--timezone", "Berlin"],
    ] {
        let refused = running.program(wrong);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{wrong:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).starts_with("error: "), "{wrong:?}");
    }
}

#[test]
#[cfg(unix)]
fn it_ends_when_it_is_told_to() {
    let mut running = Running::start();
    let pid = running.server.id().to_string();
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status().unwrap().success());
    assert!(running.server.wait().unwrap().success());
}

/// The examples of the engine, as they stand.
const BERLIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/examples/berlin.json");
const TELEHEALTH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/examples/telehealth.json");
const ON_CALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/examples/on-call.json");

impl Running {
    fn does(&self, arguments: &[&str]) -> String {
        let output = self.program(arguments);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {printed}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        printed
    }

    fn refuses(&self, arguments: &[&str], why: &str) {
        let output = self.program(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && errors.starts_with("error: ") && errors.contains(why),
            "{arguments:?}: {errors}"
        );
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name).display().to_string();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn get(&self, path: &str, key: &str) -> serde_json::Value {
        serde_json::from_str(&self.shell(&format!("curl -s \"$HOST{path}\" -H 'X-API-Key: {key}'"))).unwrap()
    }
}

#[test]
fn clinics_are_imported_beside_a_running_server() {
    let running = Running::start();
    for (file, org, what) in [
        (BERLIN, "org-berlin", "3 doctors, 378 "),
        (TELEHEALTH, "org-telehealth", "4 doctors, 137 "),
        (ON_CALL, "org-on-call", "2 doctors, 32 "),
    ] {
        let printed = running.does(&["import", file, "--org", org]);
        assert!(printed.starts_with(&format!("{org}: ")) && printed.contains(what), "{printed}");
    }
    let key = running.does(&["key", "create", "--org", "org-berlin", "--permission", "scheduling:read"]);
    let appointments = "/v1/management/scheduling/appointments";
    let total = || running.get(appointments, key.trim())["totalRegistries"].as_i64().unwrap();
    let before = total();
    assert!(before > 100, "{before}");

    // What is added and replaced afterwards, the running server sees.
    let more = r#"{ "doctors": [ { "uid": "doc-new", "display_name": "Dr. Neu" } ],
      "shops": [ { "uid": "shop-new", "name": "New" } ],
        "appointments": [ { "uid": "mtg-new", "status": "confirmed", "doctor_uid": "doc-new",
          "start_date": 1900000000, "end_date": 1900001800 } ] }"#;
    let more = running.file("more.json", more);
    for _ in 0..2 {
        running.does(&["import", &more, "--org", "org-berlin"]);
    }
    let seen = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        running.get(&format!("{appointments}?doctor_uid=doc-new"), key.trim())["totalRegistries"] == 1
    });
    assert!(seen, "the server does not see what was imported");
    assert_eq!(total(), before + 1);

    for (name, text, org, why) in [
        ("broken", "{", "org-x", "EOF"),
        ("unknown", r#"{ "doctor": [] }"#, "org-x", "`doctor`: unknown field"),
        (
            "where",
            r#"{ "doctors": [ { "uid": "d", "availability_rules": [ { "uid": "r", "weekday": 9,
              "start_time": 1, "end_time": 2 } ] } ] }"#,
            "org-x",
            "doctors[0].availability_rules[0].weekday",
        ),
        ("zone", r#"{ "timezone": "America/New_York" }"#, "org-berlin", "Europe/Berlin"),
        (
            "theirs",
            r#"{ "shops": [ { "uid": "shop-abc123", "name": "Mine now" } ] }"#,
            "org-berlin",
            "belong to another organisation: shop `shop-abc123`",
        ),
    ] {
        running.refuses(&["import", &running.file(name, text), "--org", org], why);
    }
    running.refuses(&["import", "no-such-file", "--org", "org-x"], "no-such-file");
    assert_eq!(total(), before + 1);
    running
        .refuses(&["key", "create", "--org", "org-x", "--permission", "scheduling:read"], "no organisation");
}

#[test]
fn a_backup_is_made_beside_a_running_server_and_can_be_served() {
    let running = Running::start();
    let copy = running.folder.path().join("copy.db").display().to_string();
    running.does(&["backup", &copy]);
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copy).unwrap().permissions()) & 0o777,
        0o600
    );
    assert!(!std::path::Path::new(&format!("{copy}.partial")).exists());
    let printed = running.does(&["doctor", "--database", &copy]);
    assert!(printed.contains("org-123: 3 doctors"), "{printed}");
    let listed = running.does(&["key", "list", "--org", "org-123"]);
    assert_eq!(running.does(&["key", "list", "--org", "org-123", "--database", &copy]), listed);

    running.refuses(&["backup", &copy], "is there already");
    running.refuses(&["backup", "/no/such/folder/copy.db"], "can't write");
    running.refuses(&["backup", "other.db", "--database", "no-such.db"], "there is no database");
    running.refuses(&["backup", "other.db", "--database", "postgres://localhost/none"], "pg_dump");
    assert!(!std::path::Path::new("no-such.db").exists());
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let running = Running::start();
    let printed = running.does(&["doctor"]);
    assert!(printed.lines().all(|line| line.starts_with("ok ")), "{printed}");
    for found in [
        "tz data 20",
        "schema ",
        "journal mode wal",
        "integrity: ok",
        "guards against overlaps: 2 of 2",
        "org-123: 3 doctors",
    ] {
        assert!(printed.contains(found), "{found} is not in\n{printed}");
    }
    for (number, (sql, finding)) in [
        ("PRAGMA user_version = 99", "WRONG schema 99 is newer"),
        ("DROP TRIGGER appointment_updated_alone", "WRONG guards against overlaps: 1 of 2"),
        (
            "UPDATE record SET data = '{' WHERE kind = 'doctor'",
            "WRONG org-123 can't be loaded: doctor `doc-456`",
        ),
        ("UPDATE journal SET at = 4000000000", "look  org-123 was written"),
        ("PRAGMA foreign_keys = off; DELETE FROM organisation", "WRONG rows that belong to nobody"),
        ("PRAGMA journal_mode = DELETE", "look  journal mode delete"),
    ]
    .into_iter()
    .enumerate()
    {
        let copy = running.folder.path().join(format!("{number}.db")).display().to_string();
        running.does(&["backup", &copy]);
        // A copy begins without a write-ahead log, as the next that serves it will not.
        let connection = rusqlite::Connection::open(&copy).unwrap();
        connection.execute_batch("PRAGMA journal_mode = WAL").unwrap();
        connection.execute_batch(sql).unwrap();
        let output = running.program(&["doctor", "--database", &copy]);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.lines().any(|line| line.starts_with(finding)), "{finding} is not in\n{printed}");
        assert_eq!(output.status.success(), !finding.starts_with("WRONG"), "{finding}");
    }
    running.refuses(&["doctor", "--database", "no-such.db"], "there is no database");
    let text = running.file("text.db", &"this is no database. ".repeat(100));
    running.refuses(&["doctor", "--database", &text], "not a database");
}

#[test]
fn metrics_have_an_address_of_their_own() {
    let mut running = Running::start_with(&["--metrics-listen", "127.0.0.1:0", "--rate-limit", "2"]);
    assert_eq!(running.status("/metrics", "none"), "404");
    let address = running.metrics.take().unwrap();
    let text = running.shell(&format!("curl -s {address}"));
    assert!(text.contains("frontdesk_database_up 1") && text.ends_with("# EOF\n"), "{text}");
    for limit in ["1000001", "-1", "many"] {
        assert!(!running.program(&["serve", "--rate-limit", limit]).status.success(), "{limit}");
    }
    // What no route has is not counted; of twenty in a moment, not all are let through.
    let lines = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do curl -s -o /dev/null -w \
                 '%{http_code} ' \"$HOST/health\"; done";
    let statuses = running.shell(lines);
    assert!(statuses.starts_with("200 200 ") && statuses.contains("429"), "{statuses}");
}
