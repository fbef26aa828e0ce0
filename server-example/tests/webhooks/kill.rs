//! A server that is killed while it books and tells of it: whatever it has answered is told, at least once,
//! and of each appointment in order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk-server");
const ROUNDS: usize = 3;

type Told = Arc<Mutex<Vec<Value>>>;

#[test]
fn what_was_answered_is_told_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("kill.db");
    let day = frontdesk_server::clock::Clock::System.now().0 / 86_400 + 2;
    let rules: Vec<Value> = (0..7)
        .map(|day| json!({ "uid": format!("rule-{day}"), "weekday": day, "start_time": 0, "end_time": 1440 }))
        .collect();
    let clinic = json!({
        "appointment_types": [{ "uid": "apt-1", "name": "Short", "duration_minutes": 5 }],
        "doctors": [{ "uid": "doc-1", "availability_rules": rules }],
        "shops": [{ "uid": "shop-1", "name": "Shop" }],
        "patient_profiles": [{ "uid": "pp-1", "patient_uid": "pat-1", "shop_uid": "shop-1",
            "shop_customer_id": "1" }],
    });
    let file = folder.path().join("clinic.json");
    std::fs::write(&file, clinic.to_string()).unwrap();
    program(&database, &["import", file.to_str().unwrap(), "--org", "org-1"]);
    let key = program(&database, &["key", "create", "--org", "org-1", "--permission", "scheduling:write"]);
    let (told, target) = receiver();
    let mut answered = BTreeMap::new();
    for round in 0..=ROUNDS {
        // As much later as a lease takes to run out: what the dead server had under way is another's.
        let later = "UPDATE delivery_queue SET owned_until = 0";
        rusqlite::Connection::open(&database).unwrap().execute(later, []).unwrap();
        let (mut server, address) = serve(&database);
        let ask = |path: &str, body: Value| ask(&address, key.trim(), path, &body.to_string());
        if round == 0 {
            let body = json!({ "notification_type": "patient_doctor_meeting_updated", "target": target });
            assert_eq!(ask("/v1/management/notification-subscriptions", body).unwrap().0, 201);
        }
        if round < ROUNDS {
            let began = Instant::now();
            for number in 0.. {
                let start = day * 86_400 + 300 * (100 * round as i64 + number);
                let hold = json!({ "appointment_type_uid": "apt-1", "start_date": start,
                    "doctor_uid": "doc-1", "patient_profile_uid": "pp-1" });
                let (status, held) = ask("/v1/scheduling/appointments/hold", hold).unwrap();
                assert_eq!(status, 201, "{held}");
                let uid = held["uid"].as_str().unwrap().to_owned();
                answered.insert(uid.clone(), "held");
                assert_eq!(
                    ask(&format!("/v1/scheduling/appointments/{uid}/confirm"), json!({})).unwrap().0,
                    200
                );
                answered.insert(uid, "confirmed");
                if number >= 20 || began.elapsed() > Duration::from_millis(700) {
                    break;
                }
            }
        } else {
            let began = Instant::now();
            while !missing(&told, &answered).is_empty() {
                assert!(
                    began.elapsed() < Duration::from_secs(30),
                    "{:?} were not told",
                    missing(&told, &answered)
                );
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        server.kill().unwrap();
        server.wait().unwrap();
    }
    assert!(answered.len() > ROUNDS);
    // What is told again is the same message; what is told first is in order.
    let (mut seen, mut last) = (BTreeSet::new(), BTreeMap::<String, i64>::new());
    for envelope in told.lock().unwrap().iter() {
        if !seen.insert(envelope.to_string()) {
            continue;
        }
        let uid = envelope["data"]["uid"].as_str().unwrap().to_owned();
        let sequence = envelope["sequence"].as_i64().unwrap();
        let before = last.insert(uid.clone(), sequence);
        assert!(before.is_none_or(|before| before < sequence), "{uid} is told out of order");
    }
}

/// Reminders that fall due while the server is dead, and others just before and just after it is killed
/// again: each is told, and whenever it is told again it is the same message.
#[test]
fn each_reminder_is_told_after_kill_9() {
    const DOCTORS: usize = 4;
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("remind.db");
    let doctors: Vec<Value> = (0..DOCTORS)
        .map(|number| json!({ "uid": format!("doc-{number}"), "availability_rules": [] }))
        .collect();
    let clinic = json!({
        "appointment_types": [{ "uid": "apt-1", "name": "Short", "duration_minutes": 5 }], "doctors": doctors,
        "reminders": [{ "uid": "rem-1", "appointment_type_uid": "apt-1", "recipient_role": "patient",
            "minutes_before": 60 }],
        "shops": [{ "uid": "shop-1", "name": "Shop" }],
        "patient_profiles": (0..DOCTORS).map(|number| json!({ "uid": format!("pp-{number}"),
            "patient_uid": format!("pat-{number}"),
            "shop_uid": "shop-1", "shop_customer_id": number.to_string() })).collect::<Vec<_>>(),
    });
    let file = folder.path().join("clinic.json");
    std::fs::write(&file, clinic.to_string()).unwrap();
    program(&database, &["import", file.to_str().unwrap(), "--org", "org-1"]);
    let may = ["--permission", "scheduling:write", "--permission", "scheduling:admin"];
    let key = program(&database, &[&["key", "create", "--org", "org-1"][..], &may].concat());
    let (told, target) = receiver();
    let clock = frontdesk_server::clock::Clock::System;

    // Booked, answered, and killed before any of them is due.
    let (mut server, address) = serve(&database);
    let post = |path: &str, body: Value, status: u16| {
        let (is, answered) = ask(&address, key.trim(), path, &body.to_string()).unwrap();
        assert_eq!(is, status, "{path}: {answered}");
        answered
    };
    let body = json!({ "notification_type": "appointment_reminder_due", "target": target });
    post("/v1/management/notification-subscriptions", body, 201);
    let first_due = clock.now().0 + 4;
    for number in 0..DOCTORS {
        let (doctor, start) = (format!("doc-{number}"), first_due + number as i64 + 3_600);
        let hours = json!({ "kind": "extra", "start_date": start, "end_date": start + 300 });
        post(&format!("/v1/management/scheduling/doctors/{doctor}/availability-exceptions"), hours, 201);
        let hold = json!({ "appointment_type_uid": "apt-1", "start_date": start, "doctor_uid": doctor,
            "patient_profile_uid": format!("pp-{number}") });
        let held = post("/v1/scheduling/appointments/hold", hold, 201);
        let path = format!("/v1/scheduling/appointments/{}/confirm", held["uid"].as_str().unwrap());
        post(&path, json!({}), 200);
    }
    assert!(clock.now().0 < first_due, "the machine is too slow to book before the first is due");
    let kill = |server: &mut Child| {
        server.kill().unwrap();
        server.wait().unwrap();
        // As much later as a lease takes to run out.
        let later = "UPDATE delivery_queue SET owned_until = 0";
        rusqlite::Connection::open(&database).unwrap().execute(later, []).unwrap();
    };
    kill(&mut server);
    assert_eq!(told.lock().unwrap().len(), 0);
    let until = |at: i64| {
        while clock.now().0 < at {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    // Two fall due while it is dead. The third does while it works, and it dies somewhere on the way.
    until(first_due + 1);
    for wait in [1_200, 400] {
        let (mut server, _) = serve(&database);
        std::thread::sleep(Duration::from_millis(wait));
        kill(&mut server);
    }
    until(first_due + DOCTORS as i64 - 1);
    let (mut server, _) = serve(&database);
    let distinct = || {
        let told = told.lock().unwrap();
        told.iter()
            .map(|envelope| (envelope["data"]["uid"].to_string(), envelope.to_string()))
            .collect::<BTreeSet<_>>()
    };
    let began = Instant::now();
    while distinct().len() < DOCTORS {
        assert!(began.elapsed() < Duration::from_secs(30), "told: {:?}", distinct());
        std::thread::sleep(Duration::from_millis(20));
    }
    // Nothing more comes, and no reminder in two messages.
    std::thread::sleep(Duration::from_millis(1_500));
    kill(&mut server);
    let (told, uids): (Vec<_>, BTreeSet<_>) =
        (distinct().into_iter().collect(), distinct().into_iter().map(|(uid, _)| uid).collect());
    assert_eq!((told.len(), uids.len()), (DOCTORS, DOCTORS), "{told:?}");
}

/// What was answered and not told.
fn missing(told: &Told, answered: &BTreeMap<String, &'static str>) -> Vec<String> {
    let told = told.lock().unwrap();
    let is_told = |uid: &str, status: &str| {
        told.iter().any(|envelope| envelope["data"]["uid"] == *uid && envelope["data"]["status"] == *status)
    };
    let all = answered.keys().flat_map(|uid| ["held", "confirmed"].map(|status| (uid, status)));
    all.filter(|(uid, status)| !is_told(uid, status)).map(|(uid, status)| format!("{uid} {status}")).collect()
}

/// Acknowledges whatever comes.
fn receiver() -> (Told, String) {
    let told = Told::default();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("http://{}/hook", listener.local_addr().unwrap());
    let own = told.clone();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let own = own.clone();
            std::thread::spawn(move || acknowledge(connection.ok()?, &own));
        }
    });
    (told, target)
}

/// Until the connection breaks.
fn acknowledge(connection: TcpStream, told: &Told) -> Option<()> {
    let mut connection = BufReader::new(connection);
    loop {
        let body = message(&mut connection)?.1;
        told.lock().unwrap().push(serde_json::from_slice(&body).ok()?);
        connection.get_mut().write_all(b"HTTP/1.1 204 No Content\r\n\r\n").ok()?;
    }
}

fn serve(database: &Path) -> (Child, String) {
    let mut server = Command::new(PROGRAM)
        .args([
            "serve",
            "--webhook-allow-private",
            "--rate-limit",
            "0",
            "--listen",
            "127.0.0.1:0",
            "--database",
        ])
        .arg(database)
        .env("FRONTDESK_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
    assert!(lines.any(|line| line.starts_with("API documentation")));
    (server, address.expect("it starts again"))
}

fn program(database: &Path, arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).env("FRONTDESK_DATABASE", database).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// One request and its answer.
fn ask(address: &str, key: &str, path: &str, body: &str) -> Option<(u16, Value)> {
    let mut connection = BufReader::new(TcpStream::connect(address).ok()?);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: \
         application/json\r\nContent-Length: {}",
        body.len()
    );
    connection.get_mut().write_all(format!("{head}\r\n\r\n{body}").as_bytes()).ok()?;
    let (first, bytes) = message(&mut connection)?;
    Some((first.split(' ').nth(1)?.parse().ok()?, serde_json::from_slice(&bytes).unwrap_or_default()))
}

/// The first line of a message, and its body.
fn message(connection: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let (mut first, mut length, mut line) = (String::new(), 0, String::new());
    while line != "\r\n" {
        line.clear();
        if connection.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if first.is_empty() {
            first.clone_from(&line);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut bytes = vec![0; length];
    connection.read_exact(&mut bytes).ok()?;
    Some((first, bytes))
}
