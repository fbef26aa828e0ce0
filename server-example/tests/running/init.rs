//! From an empty database to a patient who waits: what `init` makes and prints, and what can be made from
//! there on.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");

/// A folder with a database, and whoever works on it.
struct Practice {
    folder: TempDir,
    server: Option<Child>,
    host: String,
    key: String,
}

impl Practice {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, server: None, host: String::new(), key: String::new() }
    }

    fn program(&self, arguments: &[&str]) -> Output {
        let database = self.folder.path().join("own.db");
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env("FRONTDESK_DATABASE", database).env("FRONTDESK_LOG", "error");
        command.output().unwrap()
    }

    fn does(&self, arguments: &[&str]) -> String {
        let output = self.program(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn refuses(&self, arguments: &[&str], why: &str) {
        let output = self.program(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
        assert!(errors.starts_with("error: ") && errors.contains(why), "{arguments:?}: {errors}");
    }

    /// Serves, at an address of its own.
    fn serve(&mut self) {
        let database = self.folder.path().join("own.db");
        let mut server = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .env("FRONTDESK_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
        self.host = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned)).unwrap();
        assert!(lines.any(|line| line.starts_with("API documentation")));
        self.server = Some(server);
    }

    fn shell(&self, lines: &str) -> String {
        let mut shell = Command::new("sh");
        let output =
            shell.args(["-euc", lines]).env("HOST", &self.host).env("KEY", &self.key).output().unwrap();
        assert!(output.status.success(), "{lines}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What is answered to a body that is sent, or to a question.
    fn ask(&self, method: &str, path: &str, body: &str) -> Value {
        let body = if body.is_empty() { String::new() } else { format!("-d '{body}'") };
        let headers = r#"-H "X-API-Key: $KEY" -H "Content-Type: application/json""#;
        let answer = self.shell(&format!("curl -s -X {method} \"$HOST{path}\" {headers} {body}"));
        let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{path}: {answer}"));
        assert!(answer.get("error").is_none(), "{method} {path}: {answer}");
        answer
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64
}

#[test]
fn a_newcomer_pastes_what_is_printed_and_has_slots() {
    let mut practice = Practice::new();
    let printed = practice.does(&["init", "--name", "Corner practice", "--timezone", "Europe/Berlin"]);
    let key = printed.lines().find_map(|line| line.strip_prefix("key ")).unwrap();
    practice.key = key.to_owned();
    practice.serve();
    // The lines to paste are indented. The server is at another address here, and runs already.
    let lines: Vec<&str> = printed.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let (serve, pasted) = lines.split_first().unwrap();
    assert!(serve.contains(" serve --database ") && serve.contains("frontdesk-server"), "{serve}");
    let pasted = pasted.join("\n").replace("http://127.0.0.1:8080", &practice.host);
    let answered = practice.shell(&pasted);
    assert!(answered.contains("\"display_name\":\"First doctor\""), "{answered}");
    assert_eq!(answered.matches("\"weekday\":").count(), 5, "{answered}");
    assert_eq!(answered.matches("\"start_date\":").count(), 3, "{answered}");
    assert!(!answered.contains("\"error\""), "{answered}");
    assert_eq!(printed.matches(key).count(), 2, "as itself, and in the lines to paste");

    let kept = practice.does(&["key", "list"]);
    assert!(kept.contains("\tadministrator\n") && !kept.contains(key), "{kept}");
}

#[test]
fn the_readme_leads_from_nothing_to_an_appointment() {
    let mut practice = Practice::new();
    let printed = practice.does(&["init", "--name", "Corner practice", "--timezone", "Europe/Berlin"]);
    let readme = include_str!("../../README.md");
    let made = printed.lines().next().unwrap().split(" in ").next().unwrap();
    assert!(readme.contains(made), "{made}");
    practice.key = printed.lines().find_map(|line| line.strip_prefix("key ")).unwrap().to_owned();
    practice.serve();
    let lines = readme.split("```bash\n").nth(1).unwrap().split("```").next().unwrap();
    let answered = practice.shell(lines);
    assert!(answered.contains("\"status\":\"confirmed\"") && !answered.contains("\"error\""), "{answered}");
}

#[test]
fn a_second_time_is_refused_and_changes_nothing() {
    let practice = Practice::new();
    practice.does(&["init"]);
    let stands = || {
        let found = practice.does(&["doctor"]);
        found.lines().filter(|line| !line.contains("the clock says")).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = stands();
    for again in [&["init"][..], &["init", "--org", "org-2", "--shop", "shop-2"]] {
        practice.refuses(again, "is set up already: it has `org-1` (My practice). Nothing was changed.");
        practice.refuses(again, "key create --org org-1 --set administrator");
    }
    assert_eq!(stands(), before);
    assert_eq!(practice.does(&["key", "list"]).lines().count(), 1);
}

#[test]
fn of_many_at_once_one_is_first() {
    let practice = Practice::new();
    practice.does(&["migrate"]);
    let begin = |number: usize| {
        let (org, shop) = (format!("org-{number}"), format!("shop-{number}"));
        let mut command = Command::new(PROGRAM);
        command.args(["init", "--org", &org, "--shop", &shop]);
        command
            .env("FRONTDESK_DATABASE", practice.folder.path().join("own.db"))
            .env("FRONTDESK_LOG", "error");
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let all: Vec<Child> = (0..6).map(begin).collect();
    let made = all.into_iter().filter_map(|mut one| one.wait().unwrap().success().then_some(())).count();
    assert_eq!(made, 1);
    assert_eq!(practice.does(&["doctor"]).lines().filter(|line| line.contains("1 doctors")).count(), 1);
}

#[test]
fn what_is_wrong_is_told_before_anything_is_made() {
    let practice = Practice::new();
    for (arguments, why) in [
        (&["init", "--org", ""][..], "--org: an id has 1 to 255"),
        (&["init", "--shop", "a b"], "--shop: an id"),
        (&["init", "--doctor", &"x".repeat(256)], "--doctor: an id"),
        (&["init", "--name", " "], "--name: a name has 1 to 255"),
        (&["init", "--doctor-name", &"x".repeat(256)], "--doctor-name: a name"),
        (&["init", "--timezone", "Berlin"], "--timezone"),
    ] {
        practice.refuses(arguments, why);
    }
    assert!(!practice.folder.path().join("own.db").exists());
    practice
        .refuses(&["key", "create", "--set", "desk"], "there is no organisation: `frontdesk-server init`");
    practice.does(&["init", "--doctor", &"x".repeat(255), "--name", &"ä".repeat(255)]);
}

/// Everything that a practice does, beginning with nothing.
#[test]
fn from_an_empty_database_to_a_patient_who_waits() {
    let mut practice = Practice::new();
    let printed = practice.does(&["init", "--org", "org-own", "--shop", "page", "--doctor", "dr-first"]);
    practice.key = printed.lines().find_map(|line| line.strip_prefix("key ")).unwrap().to_owned();
    practice.serve();

    let doctor = practice.ask("POST", "/v1/management/doctors", r#"{"display_name":"Dr. Second"}"#);
    let doctor = text(&doctor["uid"]);
    let kind = r#"{"name":"Visit","meeting_type":"CONSULTATION","duration_minutes":30,"hold_ttl_seconds":900,
        "booking_min_notice_minutes":0,"room_strategy":"per_appointment","rebooking_mode":"same_doctor_only"}"#;
    let kind = practice.ask("POST", "/v1/management/scheduling/appointment-types", kind);
    let kind = text(&kind["uid"]);
    for weekday in 0..7 {
        let rule = format!(r#"{{"weekday":{weekday},"start_time":0,"end_time":1440}}"#);
        practice.ask(
            "POST",
            &format!("/v1/management/scheduling/doctors/{doctor}/availability-rules"),
            &rule,
        );
    }
    let customer = r#"{"shop_uid":"page","shop_customer_id":"1","email":"ada@example.org"}"#;
    let patient = practice.ask("POST", "/v1/management/patients", customer);
    let profile = text(&patient["patient_profile_uid"]);

    let (from, to) = (now(), now() + 86_400);
    let slots = format!("/v1/scheduling/slots?shop_uid=page&appointment_type_uid={kind}&from={from}&to={to}");
    let slots = practice.ask("GET", &slots, "");
    let slot = &slots["data"][4];
    assert_eq!(slot["doctor_uid"], doctor);
    let hold = format!(
        r#"{{"appointment_type_uid":"{kind}","start_date":{},"patient_profile_uid":"{profile}"}}"#,
        slot["start_date"]
    );
    let held = practice.ask("POST", "/v1/scheduling/appointments/hold", &hold);
    let confirm = format!("/v1/scheduling/appointments/{}/confirm", text(&held["uid"]));
    assert_eq!(practice.ask("POST", &confirm, "")["status"], "confirmed");

    // The first estimate knows no visit yet; the doctors of the room are those who have hours now.
    let register = format!(r#"{{"shop_uid":"page","patient_profile_uid":"{profile}"}}"#);
    let entry = practice.ask("POST", "/v1/management/waiting-room/register", &register);
    assert_eq!(entry["position"], 1);
    let status = format!("/v1/management/waiting-room/{}/status", text(&entry["queue_uid"]));
    let status = practice.ask("GET", &status, "");
    assert_eq!(status["status"], "waiting");
    assert!(status["estimated_wait_minutes"].is_i64(), "{status}");
}

/// The command line does what the API does, and a server that runs sees it.
#[test]
fn shops_doctors_and_patients_are_made_on_the_command_line() {
    let mut practice = Practice::new();
    let printed = practice.does(&["init"]);
    practice.key = printed.lines().find_map(|line| line.strip_prefix("key ")).unwrap().to_owned();
    practice.serve();
    let json = |printed: String| serde_json::from_str::<Value>(&printed).unwrap();
    let shop = json(practice.does(&["shops", "create", "--uid", "branch", "--name", "Branch"]));
    assert_eq!((&shop["uid"], &shop["active"]), (&"branch".into(), &true.into()));
    let doctor =
        json(practice.does(&["doctors", "create", "--name", "Dr. B", "--timezone", "Europe/Prague"]));
    let doctor = text(&doctor["uid"]).to_owned();
    let create = ["patients", "create", "--shop", "branch", "--customer", "7", "--field", "first_name=Ada"];
    let patient = json(practice.does(&create));
    assert_eq!(json(practice.does(&create)), patient);
    let patient = text(&patient["patient_uid"]).to_owned();
    json(practice.does(&["patients", "set", &patient, "--name", "Ada B.", "--born", "1960-04-10"]));
    assert_eq!(json(practice.does(&["patients", "show", &patient]))["date_of_birth"], "1960-04-10");
    json(practice.does(&["shops", "set", "branch", "--name", "Branch office"]));
    json(practice.does(&["doctors", "set", &doctor, "--name", "Dr. Bee"]));
    json(practice.does(&["doctors", "deactivate", &doctor]));
    assert_eq!(
        practice.does(&["shops", "list"]),
        "branch\tactive\tBranch office\nshop-1\tactive\tMy practice\n"
    );
    let listed = practice.does(&["doctors", "list"]);
    assert!(listed.contains(&format!("{doctor}\tinactive\tDr. Bee\n")), "{listed}");
    assert_eq!(practice.does(&["patients", "list"]), format!("{patient}\tactive\tAda B.\n"));

    let seen = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        practice.ask("GET", "/v1/management/shops", "")["totalRegistries"] == 2
    });
    assert!(seen, "the server does not see what was made");
    let page = practice.does(&["key", "create", "--set", "widget", "--shop", "branch"]);
    let status = format!(
        "curl -s -o /dev/null -w '%{{http_code}}' $HOST/v1/management/shops -H 'X-API-Key: {}'",
        page.trim()
    );
    assert_eq!(practice.shell(&status), "403");

    practice.refuses(&["shops", "create"], "name: this field is required");
    practice.refuses(&["shops", "create", "--uid", "branch", "--name", "x"], "the id `branch` is taken");
    practice.refuses(&["doctors", "create", "--name", "x", "--timezone", "Mars"], "timezone");
    practice.refuses(&["patients", "create", "--shop", "none", "--customer", "1"], "Resource not found");
    practice.refuses(
        &["patients", "create", "--shop", "branch", "--customer", "1", "--field", "x"],
        "NAME=VALUE",
    );
    practice.refuses(&["patients", "set", &patient, "--email", "nobody"], "email: this is no email");
    practice.refuses(&["doctors", "show", "nobody"], "Resource not found");
    practice.refuses(&["key", "create", "--set", "widget"], "say which");
    practice.refuses(&["key", "create", "--set", "desk", "--shop", "none"], "has no shop `none`");
    practice.refuses(&["key", "create", "--set", "owner"], "there are administrator, desk, partner, widget");
    practice.does(&["org", "create", "--org", "org-2"]);
    practice.refuses(&["shops", "list"], "there are 2 organisations; say which by --org: org-1, org-2");
    assert_eq!(practice.does(&["shops", "list", "--org", "org-2"]), "");
    assert!(practice.does(&["key", "sets"]).contains("widget\t"));
}
