//! A server that is killed while it books: what was answered is there afterwards, and nothing overlaps.

use std::collections::{BTreeMap, HashMap};
use std::io::BufReader;
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::process::{Reply, Serving, ask, program};
use frontdesk_server::id;
use serde_json::{Value, json};

const ROUNDS: usize = 4;
const CALLERS: usize = 8;
const DOCTORS: usize = 20;
const DAY: i64 = 86_400;

#[test]
fn what_was_answered_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("kill.db").display().to_string();
    std::fs::write(folder.path().join("clinic.json"), clinic().to_string()).unwrap();
    program(&database, &["import", folder.path().join("clinic.json").to_str().unwrap(), "--org", "org-1"]);
    let key = program(
        &database,
        &["key", "create", "--org", "org-1", "--permission", "scheduling:write", "scheduling:read"],
    );
    let first_day = (frontdesk_server::clock::Clock::System.now().0 / DAY + 1) * DAY;
    let (numbers, answered) = (AtomicUsize::new(0), Mutex::new(HashMap::new()));
    for round in 0..ROUNDS {
        let server = Serving::on(&database);
        std::thread::scope(|scope| {
            for _ in 0..CALLERS {
                // Until the connection breaks.
                scope.spawn(|| book(&server.address, key.trim(), first_day, &numbers, &answered));
            }
            // After so many answers, not so much time: a slow machine has as much to lose.
            let enough = answered.lock().unwrap().len() + 20 + id::below(200) as usize;
            let asked = Instant::now();
            while answered.lock().unwrap().len() < enough && asked.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(1));
            }
            server.signal("KILL");
        });
        drop(server);
        let server = Serving::on(&database);
        check(&server.address, key.trim(), &answered.lock().unwrap(), round);
    }
    let answered = answered.into_inner().unwrap();
    assert!(answered.len() >= 20 * ROUNDS, "only {} were answered", answered.len());
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
        let body = json!({ "appointment_type_uid": "apt-1",
            "start_date": first_day + 300 * (number / DOCTORS) as i64,
            "doctor_uid": format!("doc-{doctor}"), "patient_profile_uid": format!("pp-{doctor}") });
        let key = [("X-API-Key", key)];
        let hold = "/v1/scheduling/appointments/hold";
        let Reply { status, body: held, .. } = ask(&mut connection, "POST", hold, &key, &body.to_string())?;
        match status {
            201 => {}
            409 => continue,
            _ => panic!("{status}: {held}"),
        }
        let uid = held["uid"].as_str().unwrap().to_owned();
        answered.lock().unwrap().insert(uid.clone(), "held".to_owned());
        if number.is_multiple_of(2) {
            let confirm = format!("/v1/scheduling/appointments/{uid}/confirm");
            let Reply { status, body: confirmed, .. } = ask(&mut connection, "POST", &confirm, &key, "")?;
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
        let Reply { status, body: list, .. } =
            ask(&mut connection, "GET", &path, &[("X-API-Key", key)], "").unwrap();
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
        "appointment_types": [ { "uid": "apt-1", "name": "Short", "duration_minutes": 5,
            "hold_ttl_seconds": 86_400 } ],
        "doctors": numbers().map(|number| json!({ "uid": format!("doc-{number}"),
            "availability_rules": rules })).collect::<Vec<_>>(),
        "shops": [ { "uid": "shop-1", "name": "Shop" } ],
        "patient_profiles": numbers().map(|number| json!({ "uid": format!("pp-{number}"),
            "patient_uid": format!("pat-{number}"),
            "shop_uid": "shop-1", "shop_customer_id": number.to_string() })).collect::<Vec<_>>(),
    })
}
