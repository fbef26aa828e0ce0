//! Two servers on one database and whoever books with them: each answer is looked at, and at last the table.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use crate::common::{profile, tireless_doctor};
use crate::process::{Reply, Serving, ask, program};
use serde_json::{Value, json};

/// Callers of each server.
pub(super) const CALLERS: usize = 4;
pub(super) const DOCTORS: usize = 8;
pub(super) const DAY: i64 = 86_400;

/// What the callers have been told.
#[derive(Default)]
pub(super) struct Told {
    /// The holder of each appointment, by uid.
    acknowledged: Mutex<BTreeMap<String, String>>,
    pub(super) refused: AtomicUsize,
    pub(super) exports: AtomicUsize,
    pub(super) numbers: AtomicUsize,
    pub(super) stop: AtomicBool,
}

impl Told {
    pub(super) fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }
}

/// Whether this is the long run.
pub(super) fn is_long() -> bool {
    crate::common::cases() > 1.0
}

/// Until some more was acknowledged.
pub(super) fn more(told: &Told) {
    let (before, until) = (told.count(), Moment::now() + Duration::from_secs(20));
    while told.count() < before + 40 {
        assert!(Moment::now() < until, "nothing is booked any more");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Brings the clinic in, and answers a key.
pub(super) fn import_clinic(database: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clinic.json");
    std::fs::write(&file, clinic().to_string()).unwrap();
    program(database, &["import", file.to_str().unwrap(), "--org", "org-1"]);
    let permissions = ["scheduling:write", "scheduling:read", "scheduling:admin", "patient:read"];
    let create = ["key", "create", "--org", "org-1", "--permission"];
    let key = program(database, &[&create[..], &permissions[..]].concat());
    key.trim().to_owned()
}

fn clinic() -> Value {
    json!({
        "max_live_holds_per_patient": 1_000,
        "appointment_types":
            [ { "uid": "apt-1", "name": "Short", "duration_minutes": 5, "hold_ttl_seconds": 86_400 } ],
        "doctors": (0..DOCTORS).map(tireless_doctor).collect::<Vec<_>>(),
        "shops": [ { "uid": "shop-1", "name": "Shop" } ],
        "patients":
            (0..2 * CALLERS).map(|number| json!({ "uid": format!("pat-{number}") })).collect::<Vec<_>>(),
        "patient_profiles": (0..2 * CALLERS).map(profile).collect::<Vec<_>>(),
    })
}

pub(super) fn first_day() -> i64 {
    (frontdesk_server::clock::Clock::System.now().0 / DAY + 1) * DAY
}

/// Holds and confirms, and looks at each answer. Every slot is asked for by two callers, and every other
/// request is repeated with its key until it is answered.
pub(super) fn book(server: &Serving, key: &str, caller: usize, told: &Told) {
    let mut connection = server.connect();
    let patient = format!("pat-{caller}");
    while !told.stop.load(Ordering::Relaxed) {
        let number = told.numbers.fetch_add(1, Ordering::Relaxed);
        let slot = number / 2;
        let (doctor, start) =
            (format!("doc-{}", slot % DOCTORS), first_day() + 300 * (slot / DOCTORS) as i64);
        let body = json!({ "appointment_type_uid": "apt-1", "start_date": start, "doctor_uid": doctor,
            "patient_profile_uid": format!("pp-{caller}") });
        let once = format!("hold-{number}");
        let headers = [("X-API-Key", key), ("Idempotency-Key", &once)];
        let headers = if number.is_multiple_of(2) { &headers[..] } else { &headers[..1] };
        let hold = "/v1/scheduling/appointments/hold";
        let held = loop {
            let Reply { status, retry_after, body } =
                ask(&mut connection, "POST", hold, headers, &body.to_string()).expect("the server lives");
            match status {
                201 => break Some(body),
                409 => break None,
                503 if retry_after.is_some() => drop(told.refused.fetch_add(1, Ordering::Relaxed)),
                _ => panic!("{status}: {body}"),
            }
            if headers.len() == 1 || told.stop.load(Ordering::Relaxed) {
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let Some(held) = held else { continue };
        let is_own =
            held["patient_uid"] == patient && held["doctor_uid"] == doctor && held["start_date"] == start;
        assert!(is_own, "caller {caller} asked for {body} and got {held}");
        let uid = held["uid"].as_str().unwrap().to_owned();
        let before = told.acknowledged.lock().unwrap().insert(uid.clone(), patient.clone());
        assert_eq!(before, None, "{uid} was given out twice");
        let confirm = format!("/v1/scheduling/appointments/{uid}/confirm");
        let Reply { status, body, .. } =
            ask(&mut connection, "POST", &confirm, &headers[..1], "").expect("the server lives");
        assert!(status == 503 || (status == 200 && body["uid"] == uid), "caller {caller}: {status} {body}");
    }
}

/// Reads all that there is of one patient, again and again.
pub(super) fn export(server: &Serving, key: &str, told: &Told) {
    let mut connection = server.connect();
    while !told.stop.load(Ordering::Relaxed) {
        let path = "/v1/management/patients/pat-0/export";
        let Reply { status, body, .. } =
            ask(&mut connection, "GET", path, &[("X-API-Key", key)], "").expect("the server lives");
        assert!(status == 503 || (status == 200 && body["patient_uid"] == "pat-0"), "{status} {body}");
        told.exports.fetch_add(usize::from(status == 200), Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(super) fn check(database: &str, servers: &[Serving], key: &str, told: &Told, what: &str) {
    let key = [("X-API-Key", key)];
    let fresh = Serving::on(database);
    let mut connection = fresh.connect();
    let (mut there, mut page) = (BTreeMap::new(), 0);
    loop {
        let path = format!("/v1/management/scheduling/appointments?page={page}&limit=200");
        let list = ask(&mut connection, "GET", &path, &key, "").unwrap().body;
        for appointment in list["data"].as_array().unwrap() {
            let word = |name: &str| appointment[name].as_str().unwrap().to_owned();
            there.insert(word("uid"), word("patient_uid"));
        }
        page += 1;
        if page >= list["totalPages"].as_i64().unwrap() {
            break;
        }
    }
    for (uid, patient) in told.acknowledged.lock().unwrap().iter() {
        assert_eq!(there.get(uid), Some(patient), "{what}: {uid} was acknowledged");
    }
    // A server hears of what another has written a moment later, and of what it was in doubt of itself.
    let mut connections: Vec<_> = servers.iter().map(Serving::connect).collect();
    let until = Moment::now() + Duration::from_secs(5);
    for doctor in 0..DOCTORS {
        let from = first_day();
        let path = format!(
            "/v1/scheduling/slots?shop_uid=shop-1&appointment_type_uid=apt-1&doctor_uid=doc-{doctor}&from={from}&to={}",
            from + 5 * DAY
        );
        let of_table = ask(&mut connection, "GET", &path, &key, "").unwrap().body;
        assert!(of_table["data"].is_array(), "{what}: {of_table}");
        for (server, connection) in connections.iter_mut().enumerate() {
            while ask(connection, "GET", &path, &key, "").unwrap().body != of_table {
                assert!(
                    Moment::now() < until,
                    "{what}: server {server} offers other slots of doctor {doctor}"
                );
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// Has callers book at each of the servers, and somebody export what it has, until they are told to stop.
pub(super) fn call<'scope>(
    scope: &'scope std::thread::Scope<'scope, '_>,
    servers: &'scope [Serving],
    key: &'scope str,
    told: &'scope Told,
) {
    for (server, serving) in servers.iter().enumerate() {
        for caller in 0..CALLERS {
            scope.spawn(move || book(serving, key, server * CALLERS + caller, told));
        }
        scope.spawn(move || export(serving, key, told));
    }
}
