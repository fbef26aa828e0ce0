//! An override lets in no clash that nobody marked, whoever asks at the same time, on either database.

use std::sync::Arc;

use axum::http::Method;
use frontdesk::{Appointment, Clinic, Command, Instant};
use frontdesk_server::store::{AppointmentFilter, Page};
use serde_json::{Value, json};

use crate::common::{NOW, Server, cases};

const DESK: &str = "/v1/management/scheduling/appointments";
const DOCTOR: &str = "doc-456";
const DAY: i64 = 86_400;
/// Requests at the same time, two for each start: one to each server.
const AT_ONCE: i64 = 20;
const ATTEMPTS: i64 = 400;
const ATTEMPTS_LONG: i64 = 100_000;
const BLOCKS: [&str; 4] = ["held", "confirmed", "completed", "no_show"];

/// Two servers are asked for the same few starts at once, with an override and without: of two appointments
/// at the same time, the one says of the other that it was overridden. In the long run there are 10^5
/// attempts. The same requests, decided by two who know nothing of each other, show what there is to get
/// wrong.
pub(super) async fn an_override_lets_in_no_clash_that_nobody_marked(address: &str) {
    let (one, two) = (Arc::new(Server::demo_on(address).await), Arc::new(Server::beside(address).await));
    let desk = one.app.desks.of(&"org-123".into()).await.unwrap().unwrap();
    let before = desk.read(|state| state.clinic.clone());
    let attempts = if cases() >= 10.0 { ATTEMPTS_LONG } else { (ATTEMPTS as f64 * cases()).ceil() as i64 };
    let (mut asked, mut let_in, mut clashes, mut unguarded) = (0, 0, 0, 0);
    let rounds = (attempts as u64).div_ceil(AT_ONCE as u64) as i64;
    for round in 0..rounds {
        let mut asking = tokio::task::JoinSet::new();
        for number in 0..AT_ONCE {
            let server = if number % 2 == 0 { one.clone() } else { two.clone() };
            let (key, body) = (one.key.clone(), attempt(round, number));
            asking.spawn(async move {
                let headers = [("x-api-key", key.as_str())];
                let held = server.ask_with(Method::POST, &format!("{DESK}/hold"), &headers, Some(body)).await;
                assert!([201, 409].contains(&held.status.as_u16()), "{}", held.body);
                held.status == 201
            });
        }
        asked += asking.len();
        let_in += asking.join_all().await.into_iter().filter(|held| *held).count();

        let stored = stored_on(&one, day(round)).await;
        let (met, unmarked) = clashes_of(&stored);
        assert!(unmarked.is_empty(), "round {round} of {address}: {unmarked:?}");
        clashes += met;
        unguarded += clashes_of(&by_two_who_know_nothing_of_each_other(&before, round)).1.len();

        // The next round begins with the same day as this one.
        let mut cancelling = tokio::task::JoinSet::new();
        for held in stored.into_iter().filter(|held| before.appointment(&held.uid).is_none()) {
            let (server, key) = (one.clone(), one.key.clone());
            cancelling.spawn(async move {
                let (headers, body) = ([("x-api-key", key.as_str())], json!({ "reason": "the next round" }));
                let path = format!("{DESK}/{}/cancel", held.uid);
                server.ask_with(Method::POST, &path, &headers, Some(body)).await.is(200);
            });
        }
        cancelling.join_all().await;
    }
    println!(
        "{asked} attempts, {let_in} held, {clashes} clashes, each marked; {unguarded} unmarked by two who \
         know nothing of each other"
    );
    assert!(let_in > asked / 10 && clashes * 50 > asked, "{let_in} of {asked}, {clashes}");
    assert!(
        unguarded * 50 > asked,
        "{unguarded} of {asked} would be unmarked: there is nothing to get wrong"
    );
}

fn day(round: i64) -> i64 {
    (NOW.0 / DAY + 2 + round % 5) * DAY
}

/// What is asked for: every third in spite of all that may be overridden.
fn attempt(round: i64, number: i64) -> Value {
    let mut body = json!({ "appointment_type_uid": "apt-002", "doctor_uid": DOCTOR,
        "start_date": day(round) + 8 * 3_600 + 300 * ((round * 7 + number / 2) % 40),
        "patient_profile_uid": format!("pp-{}", 790 + number % 6) });
    if number % 3 == 0 {
        body["override"] = json!([
            "slot_taken",
            "held",
            "off_grid",
            "outside_hours",
            "limit_reached",
            "patient_busy",
            "too_many_holds"
        ]);
    }
    body
}

/// The appointments of a day that are in the table and block others.
async fn stored_on(server: &Server, day: i64) -> Vec<Appointment> {
    let filter = AppointmentFilter {
        doctor_uid: Some(DOCTOR.to_owned()),
        statuses: BLOCKS.to_vec(),
        from: Some(Instant(day - DAY)),
        to: Some(Instant(day + DAY)),
        now: NOW,
        ..AppointmentFilter::default()
    };
    let page = Page { page: 0, limit: 100 };
    let listed = server.app.store.appointments(&"org-123".into(), &filter, page).await.unwrap();
    assert!(listed.total <= 100, "{} on a day", listed.total);
    listed.rows.iter().map(|row| serde_json::from_str(&row.data).unwrap()).collect()
}

/// How many pairs take place at the same time, and those of which neither says that it overrode the other.
fn clashes_of(all: &[Appointment]) -> (usize, Vec<String>) {
    let says = |a: &Appointment, b: &Appointment| {
        serde_json::to_string(&a.overrode).unwrap().contains(&format!("\"{}\"", b.uid))
    };
    let (mut clashes, mut unmarked) = (0, Vec::new());
    for (index, a) in all.iter().enumerate() {
        for b in all[..index].iter().filter(|b| a.start_date < b.end_date && b.start_date < a.end_date) {
            clashes += 1;
            if !says(a, b) && !says(b, a) {
                unmarked.push(format!("{} and {}", a.uid, b.uid));
            }
        }
    }
    (clashes, unmarked)
}

/// What the same requests come to if each server decides by what it has booked itself.
fn by_two_who_know_nothing_of_each_other(before: &Clinic, round: i64) -> Vec<Appointment> {
    let (mut clinics, mut held) = ([before.clone(), before.clone()], Vec::new());
    for number in 0..AT_ONCE {
        let clinic = &mut clinics[number as usize % 2];
        let mut command = attempt(round, number);
        let uid = format!("mtg-{round}-{number}");
        let fields = command.as_object_mut().unwrap();
        let patient = fields.remove("patient_profile_uid").unwrap();
        fields.extend([
            ("command".to_owned(), json!("hold")),
            ("uid".to_owned(), json!(uid)),
            ("patient_uid".to_owned(), patient),
            ("by".to_owned(), json!("administrator")),
        ]);
        let command: Command = serde_json::from_value(command).unwrap();
        for event in clinic.decide(&command, NOW).unwrap_or_default() {
            assert!(clinic.apply(&event));
        }
        held.extend(clinic.appointment(&uid));
    }
    held
}
