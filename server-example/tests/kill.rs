//! A server that is killed while it books: what was answered is there afterwards, and nothing overlaps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test that meets what it did not expect has failed"
)]

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use frontdesk_server::id;
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");
const ROUNDS: usize = 4;
const CALLERS: usize = 8;
const DOCTORS: usize = 20;
const DAY: i64 = 86_400;

#[test]
fn what_was_answered_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("kill.db");
    std::fs::write(folder.path().join("clinic.json"), clinic().to_string()).unwrap();
    program(&database, &["import", folder.path().join("clinic.json").to_str().unwrap(), "--org", "org-1"]);
    let key = program(
        &database,
        &["key", "create", "--org", "org-1", "--permission", "scheduling:write", "scheduling:read"],
    );
    let first_day = (frontdesk_server::clock::Clock::System.now().0 / DAY + 1) * DAY;
    let (numbers, answered) = (AtomicUsize::new(0), Mutex::new(HashMap::new()));
    for round in 0..ROUNDS {
        let (mut server, address) = serve(&database);
        std::thread::scope(|scope| {
            for _ in 0..CALLERS {
                // Until the connection breaks.
                scope.spawn(|| book(&address, key.trim(), first_day, &numbers, &answered));
            }
            std::thread::sleep(Duration::from_millis(200 + id::below(800)));
            server.kill().unwrap();
        });
        server.wait().unwrap();
        let (mut server, address) = serve(&database);
        check(&address, key.trim(), &answered.lock().unwrap(), round);
        server.kill().unwrap();
        server.wait().unwrap();
    }
    let answered = answered.into_inner().unwrap();
    assert!(answered.len() > 20 * ROUNDS, "only {} were answered", answered.len());
    assert!(answered.values().any(|status| status == "confirmed"));
    program(&database, &["doctor"]);
}

/// Holds and confirms for as long as somebody answers. Every slot is asked for twice.
fn book(
    address: &str,
    key: &str,
    first_day: i64,
    numbers: &AtomicUsize,
    answered: &Mutex<HashMap<String, String>>,
) -> Option<()> {
    let mut connection = BufReader::new(TcpStream::connect(address).ok()?);
    loop {
        let number = numbers.fetch_add(1, Ordering::Relaxed) / 2;
        let doctor = number % DOCTORS;
        let body = json!({ "appointment_type_uid": "apt-1", "start_date": first_day + 300 * (number / DOCTORS) as i64,
            "doctor_uid": format!("doc-{doctor}"), "patient_profile_uid": format!("pp-{doctor}") });
        let (status, held) =
            ask(&mut connection, "POST", "/v1/scheduling/appointments/hold", key, &body.to_string())?;
        match status {
            201 => {}
            409 => continue,
            _ => panic!("{status}: {held}"),
        }
        let uid = held["uid"].as_str().unwrap().to_owned();
        answered.lock().unwrap().insert(uid.clone(), "held".to_owned());
        if number.is_multiple_of(2) {
            let (status, confirmed) =
                ask(&mut connection, "POST", &format!("/v1/scheduling/appointments/{uid}/confirm"), key, "")?;
            assert_eq!(status, 200, "{confirmed}");
            answered.lock().unwrap().insert(uid, "confirmed".to_owned());
        }
    }
}

/// Whether all of it is there, and nothing overlaps.
fn check(address: &str, key: &str, answered: &HashMap<String, String>, round: usize) {
    let mut connection = BufReader::new(TcpStream::connect(address).unwrap());
    let (mut there, mut taken, mut page) = (HashMap::new(), BTreeMap::new(), 0);
    loop {
        let path = format!("/v1/management/scheduling/appointments?page={page}&limit=200");
        let (status, list) = ask(&mut connection, "GET", &path, key, "").unwrap();
        assert_eq!(status, 200, "{list}");
        for appointment in list["data"].as_array().unwrap() {
            let word = |name: &str| appointment[name].as_str().unwrap().to_owned();
            let other =
                taken.insert((word("doctor_uid"), appointment["start_date"].as_i64().unwrap()), word("uid"));
            assert_eq!(other, None, "round {round}: {appointment} is on a slot that another has");
            there.insert(word("uid"), word("status"));
        }
        page += 1;
        if page >= list["totalPages"].as_i64().unwrap() {
            break;
        }
    }
    for (uid, status) in answered {
        // A confirmation may be on disk whose answer was never sent.
        let found = there.get(uid).map_or("lost", String::as_str);
        assert!(
            found == status || (status == "held" && found == "confirmed"),
            "round {round}: {uid} was {status}, and is {found}"
        );
    }
}

fn clinic() -> Value {
    let numbers = || 0..DOCTORS;
    let rules: Vec<Value> = (0..7)
        .map(|day| json!({ "uid": format!("rule-{day}"), "weekday": day, "start_time": 0, "end_time": 1440 }))
        .collect();
    json!({
        "appointment_types": [ { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 } ],
        "doctors": numbers().map(|number| json!({ "uid": format!("doc-{number}"), "availability_rules": rules })).collect::<Vec<_>>(),
        "shops": [ { "uid": "shop-1", "name": "Shop" } ],
        "patient_profiles": numbers().map(|number| json!({ "uid": format!("pp-{number}"), "patient_uid": format!("pat-{number}"),
            "shop_uid": "shop-1", "shop_customer_id": number.to_string() })).collect::<Vec<_>>(),
    })
}

fn serve(database: &Path) -> (Child, String) {
    let mut server = Command::new(PROGRAM)
        .args(["serve", "--rate-limit", "0", "--listen", "127.0.0.1:0", "--database"])
        .arg(database)
        .env("FRONTDESK_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
    // The last line: who stops listening earlier is in its way.
    assert!(lines.any(|line| line.starts_with("API documentation")));
    (server, address.expect("it starts again"))
}

fn program(database: &Path, arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).env("FRONTDESK_DATABASE", database).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

/// One request and its answer; `None` once nobody is there any more.
fn ask(
    connection: &mut BufReader<TcpStream>,
    method: &str,
    path: &str,
    key: &str,
    body: &str,
) -> Option<(u16, Value)> {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {}",
        body.len()
    );
    connection.get_mut().write_all(format!("{head}\r\n\r\n{body}").as_bytes()).ok()?;
    let (mut status, mut length, mut line) = (0, 0, String::new());
    while line != "\r\n" {
        line.clear();
        if connection.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if status == 0 {
            status = line.split(' ').nth(1)?.parse().ok()?;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut bytes = vec![0; length];
    connection.read_exact(&mut bytes).ok()?;
    Some((status, serde_json::from_slice(&bytes).unwrap_or_default()))
}
