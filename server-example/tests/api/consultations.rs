//! An appointment and its consultation are one visit, whichever part of the API is told of it: no doctor
//! stays with an appointment that is over.

use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk::{AppointmentStatus, Instant, Uid, Visit, VisitKind, VisitOutcome};
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::desk::State;
use frontdesk_server::store::Organisation;
use serde_json::{Value, json};

const ORGANISATION: &str = "org-1";
const ROOMS: [&str; 2] = ["north", "south"];
const DOCTORS: [&str; 2] = ["ada", "ben"];
const APPOINTMENTS: usize = 8;
const HALF_AN_HOUR: i64 = 1_800;

/// Two servers on one database: two doctors who are always there, in two waiting rooms, with an appointment
/// every half hour, in turns. What one server is told, the other learns from the database.
struct Practice {
    servers: [Server; 2],
    key: String,
    _folder: tempfile::TempDir,
}

/// When the appointment of a number is.
fn start(number: usize) -> i64 {
    NOW.0 + number as i64 * HALF_AN_HOUR
}

fn doctor(number: usize) -> &'static str {
    DOCTORS[number % DOCTORS.len()]
}

impl Practice {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("practice.db").display().to_string();
        let first = Server::beside(&address).await;
        let rule = |weekday: i64| {
            json!({ "uid": format!("day-{weekday}"), "weekday": weekday,
            "start_time": 0, "end_time": 1440 })
        };
        let rules: Vec<Value> = (0..7).map(rule).collect();
        let appointment = |number: usize| {
            json!({ "uid": format!("m{number}"), "status": "confirmed", "doctor_uid": doctor(number),
                "patient_uid": format!("p{number}"),
                "appointment_type_uid": "visit", "start_date": start(number),
                "end_date": start(number) + HALF_AN_HOUR })
        };
        let profile = |number: usize| {
            json!({ "uid": format!("profile-{number}"),
            "patient_uid": format!("p{number}"), "shop_uid": ROOMS[0],
            "shop_customer_id": format!("c{number}") })
        };
        let import = json!({
            "clinic": {
                "appointment_types": [ { "uid": "visit", "duration_minutes": 30,
                    "allow_patient_rebooking": true } ],
                "doctors": DOCTORS.map(|uid| json!({ "uid": uid, "availability_rules": rules })),
                "appointments": (0..APPOINTMENTS).map(appointment).collect::<Vec<_>>(),
            },
            "shops": ROOMS.map(|uid| json!({ "uid": uid, "name": uid })),
            // More than have appointments: some walk in.
            "patient_profiles": (0..APPOINTMENTS + 8).map(profile).collect::<Vec<_>>(),
        });
        let organisation = Organisation {
            uid: ORGANISATION.into(),
            name: "Practice".to_owned(),
            timezone: None,
            created_at: NOW,
        };
        first.bring_in(organisation, serde_json::from_value(import).unwrap()).await;
        let key = first.key_for(ORGANISATION, PERMISSIONS).await;
        let second = Server::beside(&address).await;
        Self { servers: [first, second], key, _folder: folder }
    }

    fn at(&self, seconds: i64) {
        self.servers.iter().for_each(|server| server.app.clock.set(Instant(seconds)));
    }

    async fn ask(&self, server: usize, method: Method, path: &str, body: Option<Value>) -> Answered {
        self.servers[server].ask_with(method, path, &[("x-api-key", &self.key)], body).await
    }

    async fn post(&self, server: usize, path: &str, body: Value) -> Answered {
        self.ask(server, Method::POST, path, Some(body)).await
    }

    /// Something that a doctor does with an appointment in a waiting room.
    async fn room(&self, server: usize, room: &str, uid: &str, action: &str) -> Answered {
        let path = format!("/v1/management/waiting-room/appointments/{uid}/{action}");
        self.post(server, &path, json!({ "shop_uid": room })).await
    }

    /// Something that the desk does with an appointment.
    async fn desk(&self, server: usize, uid: &str, action: &str) -> Answered {
        let path = format!("/v1/management/scheduling/appointments/{uid}/{action}");
        let body = if action == "cancel" { json!({ "reason": "ill" }) } else { json!({}) };
        self.post(server, &path, body).await
    }

    /// What a system that acts for patients does with an appointment.
    async fn patient(&self, server: usize, uid: &str, action: &str, body: Value) -> Answered {
        self.post(server, &format!("/v1/scheduling/appointments/{uid}/{action}"), body).await
    }

    async fn erase(&self, server: usize, patient: &str, query: &str) -> Answered {
        self.ask(server, Method::DELETE, &format!("/v1/management/patients/{patient}{query}"), None).await
    }

    async fn register(&self, server: usize, room: &str, number: usize) -> Answered {
        let body = json!({ "shop_uid": room, "patient_profile_uid": format!("profile-{number}") });
        self.post(server, "/v1/management/waiting-room/register", body).await
    }

    async fn allocate(&self, server: usize, room: &str, doctor: &str) -> Answered {
        let body = json!({ "shop_uid": room, "doctor_uid": doctor });
        self.post(server, "/v1/management/waiting-room/allocate", body).await
    }

    async fn state<T>(&self, server: usize, look: impl FnOnce(&State) -> T) -> T {
        self.servers[server].app.desks.of(&ORGANISATION.into()).await.unwrap().unwrap().read(look)
    }

    async fn status(&self, server: usize, uid: &str) -> AppointmentStatus {
        self.state(server, |state| state.clinic.appointment(uid).unwrap().status).await
    }

    /// Whoever walks in is seen by the doctor: nobody has an appointment within the guard time.
    async fn is_free(&self, server: usize, doctor: &str) {
        for number in 0..APPOINTMENTS {
            self.desk(server, &format!("m{number}"), "cancel").await;
        }
        self.register(server, ROOMS[0], APPOINTMENTS + server).await.is(201);
        self.allocate(server, ROOMS[0], doctor).await.is(200);
    }
}

/// Consultations of appointments that no longer stand as they began.
fn stuck(state: &State) -> Vec<String> {
    let mut stuck = Vec::new();
    for (uid, room) in &state.rooms {
        for doctor in room.room.doctors() {
            let Some(current) =
                doctor.current.as_ref().filter(|current| current.kind == VisitKind::Appointment)
            else {
                continue;
            };
            let appointment = state.clinic.appointment(&current.uid);
            let stands = appointment.as_ref().is_some_and(|appointment| {
                appointment.status == AppointmentStatus::Confirmed
                    && appointment.doctor_uid == doctor.uid
                    && appointment.start_date == current.registered_at
            });
            if !stands {
                stuck.push(format!("{} in {uid} with {current:?}: {appointment:?}", doctor.uid));
            }
        }
    }
    stuck
}

/// Every way in which the desk ends an appointment that a doctor is with: the doctor is free then, on the
/// other server too, and nothing is half done.
#[tokio::test]
async fn what_the_desk_ends_is_over_in_the_room() {
    for (action, status) in [
        ("complete", AppointmentStatus::Completed),
        ("no-show", AppointmentStatus::NoShow),
        ("cancel", AppointmentStatus::Cancelled),
    ] {
        let practice = Practice::open().await;
        practice.at(NOW.0 + 60);
        practice.room(0, "north", "m0", "start").await.is(200);
        assert_eq!(practice.allocate(1, "south", "ada").await.is(409)["refusal"]["code"], "doctor_busy");
        practice.at(NOW.0 + 120);
        practice.desk(1, "m0", action).await.is(200);
        assert_eq!(practice.status(1, "m0").await, status, "{action}");
        // The doctor says so as well, and nothing more comes of it.
        practice.room(0, "north", "m0", "finish").await.is(200);
        assert_eq!(practice.status(0, "m0").await, status, "{action}");
        practice.is_free(0, "ada").await;
    }
}

/// What is ended under way teaches the room what it was: a visit, one who did not come, or nothing.
#[tokio::test]
async fn the_room_learns_what_it_was() {
    let ended_at = NOW.0 + 20 * 60;
    let visit = |outcome: VisitOutcome| Visit {
        kind: VisitKind::Appointment,
        outcome,
        doctor_uid: Some("ada".into()),
        reason: Some("visit".into()),
        registered_at: Instant(start(0)),
        started_at: (outcome == VisitOutcome::Completed).then_some(Instant(NOW.0 + 60)),
        ended_at: Instant(ended_at),
        urgent: false,
        preferred_doctor_uid: None,
        head_start_seconds: 0,
        pauses: Vec::new(),
        gap_seconds: None,
        only_doctor: false,
        doubt: None,
    };
    for (action, taught) in [
        ("complete", Some(visit(VisitOutcome::Completed))),
        ("no-show", Some(visit(VisitOutcome::NoShow))),
        ("cancel", None),
    ] {
        let practice = Practice::open().await;
        practice.at(NOW.0 + 60);
        practice.room(0, "north", "m0", "start").await.is(200);
        let mut expected = practice.state(0, |state| state.rooms["north"].learner.clone()).await;
        let reasons =
            practice.state(0, |state| state.rooms["north"].room.policy().visit_reasons.clone()).await;
        taught.iter().for_each(|visit| assert_eq!(expected.learn(visit, &reasons), Ok(None)));
        practice.at(ended_at);
        practice.desk(0, "m0", action).await.is(200);
        let learned = practice.state(0, |state| state.rooms["north"].learner.clone()).await;
        assert_eq!(learned, expected, "{action}");
    }
}

/// Begun 19 minutes early and over in five: the doctor is free, and the visit took five minutes.
#[tokio::test]
async fn who_is_early_may_be_over_early() {
    let practice = Practice::open().await;
    let (started_at, ended_at) = (Instant(start(2) - 19 * 60), Instant(start(2) - 14 * 60));
    practice.at(started_at.0);
    practice.room(0, "north", "m2", "start").await.is(200);
    let mut expected = practice.state(0, |state| state.rooms["north"].learner.clone()).await;
    let reasons = practice.state(0, |state| state.rooms["north"].room.policy().visit_reasons.clone()).await;
    let visit = Visit {
        kind: VisitKind::Appointment,
        outcome: VisitOutcome::Completed,
        doctor_uid: Some("ada".into()),
        reason: Some("visit".into()),
        registered_at: Instant(start(2)),
        started_at: Some(started_at),
        ended_at,
        urgent: false,
        preferred_doctor_uid: None,
        head_start_seconds: 0,
        pauses: Vec::new(),
        gap_seconds: None,
        only_doctor: false,
        doubt: None,
    };
    expected.learn(&visit, &reasons).unwrap();
    practice.at(ended_at.0);
    // Nobody is missed before the appointment, and that changes nothing.
    assert_eq!(practice.desk(0, "m2", "no-show").await.is(409)["refusal"]["code"], "not_begun");
    practice.room(0, "north", "m2", "finish").await.is(200);
    assert_eq!(practice.status(0, "m2").await, AppointmentStatus::Completed);
    assert_eq!(practice.state(0, |state| state.rooms["north"].learner.clone()).await, expected);
    // Again, and it stays as it is.
    practice.room(1, "north", "m2", "finish").await.is(200);
    practice.room(1, "north", "m2", "no-show").await.is(404);
    practice.is_free(1, "ada").await;
}

/// Who acts for patients is refused while the doctor is with the patient; afterwards it is over.
#[tokio::test]
async fn patients_do_not_move_what_is_under_way() {
    let practice = Practice::open().await;
    practice.at(start(2) - 14 * 60);
    practice.room(0, "north", "m2", "start").await.is(200);
    let thursday = json!({ "start_date": start(2) + 86_400 });
    for (action, body) in [("rebook", thursday.clone()), ("cancel", json!({ "reason": "ill" }))] {
        let refused = practice.patient(1, "m2", action, body).await.is(409);
        let expected = json!({ "code": "under_way", "doctor_uid": "ada", "started_at": start(2) - 14 * 60 });
        assert_eq!(refused["refusal"], expected, "{action}");
    }
    practice.room(0, "north", "m2", "finish").await.is(200);
    let refused = practice.patient(1, "m2", "rebook", thursday.clone()).await.is(409);
    assert_eq!(refused["refusal"]["code"], "wrong_status");
    // What is not under way may move.
    practice.patient(1, "m3", "rebook", thursday).await.is(200);
}

/// A patient who is erased while with a doctor, also when it takes longer than it was to take.
#[tokio::test]
async fn who_is_erased_is_with_nobody() {
    for late in [60, HALF_AN_HOUR + 60] {
        let practice = Practice::open().await;
        practice.at(NOW.0 + 60);
        practice.room(0, "north", "m0", "start").await.is(200);
        practice.at(NOW.0 + late);
        let refused = practice.erase(1, "p0", "").await.is(409);
        assert_eq!(refused["refusal"]["appointment_uids"], json!(["m0"]));
        practice.erase(1, "p0", "?cancel=true").await.is(200);
        assert_eq!(practice.status(1, "m0").await, AppointmentStatus::Cancelled);
        practice.room(0, "north", "m0", "finish").await.is(200);
        practice.is_free(0, "ada").await;
    }
}

/// A sequence of numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Sequences that mix both parts of the API on two servers. After each step, no consultation is of an
/// appointment that does not stand; once everything is finished, every doctor can be called again.
#[tokio::test]
async fn no_sequence_leaves_a_doctor_behind() {
    let sequences = ((8.0 * crate::common::cases()) as u64).max(1);
    let mut answers = std::collections::BTreeMap::<(usize, u16), usize>::new();
    for seed in 0..sequences {
        let (practice, mut dice) = (Practice::open().await, Dice(seed));
        let (mut now, mut walked_in) = (NOW.0 - 1_200, Vec::<Uid>::new());
        let mut told = Vec::new();
        for _ in 0..40 {
            now += [0, 0, 0, 60, 300, 1_200][dice.below(6)];
            practice.at(now);
            let server = dice.below(2);
            let any = (ROOMS[dice.below(2)].to_owned(), format!("m{}", dice.below(4)));
            // Mostly it is about an appointment that is taking place.
            let under_way = practice.state(server, first_under_way).await.filter(|_| dice.below(3) > 0);
            let (room, uid) = under_way.unwrap_or(any);
            let room = room.as_str();
            // The patient and the desk seldom end what the doctor has not begun.
            let kind = [0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 7, 8, 9, 9, 10, 11][dice.below(20)];
            let answered = match kind {
                0 => practice.room(server, room, &uid, "start").await,
                1 => practice.room(server, room, &uid, "finish").await,
                2 => practice.room(server, room, &uid, "no-show").await,
                3 => practice.desk(server, &uid, "complete").await,
                4 => practice.desk(server, &uid, "no-show").await,
                5 => practice.desk(server, &uid, "cancel").await,
                6 => practice.patient(server, &uid, "cancel", json!({ "reason": "ill" })).await,
                7 => {
                    let slot = start(APPOINTMENTS + dice.below(20));
                    let body = json!({ "start_date": slot, "doctor_uid": DOCTORS[dice.below(2)] });
                    practice.patient(server, &uid, "rebook", body).await
                }
                8 => practice.erase(server, &uid.replace('m', "p"), "?cancel=true").await,
                9 => {
                    let joined = practice.register(server, ROOMS[0], APPOINTMENTS + dice.below(4)).await;
                    walked_in.extend(joined.body["queue_uid"].as_str().map(Uid::from));
                    practice.allocate(server, room, DOCTORS[dice.below(2)]).await
                }
                _ if walked_in.is_empty() => continue,
                _ => {
                    let queue_uid = &walked_in[dice.below(walked_in.len())];
                    let action = if kind == 10 { "complete" } else { "requeue" };
                    practice
                        .post(server, &format!("/v1/management/waiting-room/{queue_uid}/{action}"), json!({}))
                        .await
                }
            };
            told.push(format!(
                "{now} server {server} {room} {uid} {kind}: {} {}",
                answered.status, answered.body
            ));
            let status = answered.status.as_u16();
            assert!([200, 404, 409].contains(&status), "seed {seed}: {told:#?}");
            *answers.entry((kind, status)).or_default() += 1;
            let stuck = practice.state(server, stuck).await;
            assert!(stuck.is_empty(), "seed {seed}: {stuck:#?}\n{told:#?}");
        }
        finish_everything(&practice, &told).await;
    }
    // Each of them was done, and not only refused.
    for kind in 0..12 {
        assert!(sequences < 8 || answers.contains_key(&(kind, 200)), "{kind} never happened: {answers:?}");
    }
}

/// An appointment that is taking place, behind its room.
fn first_under_way(state: &State) -> Option<(String, String)> {
    state.rooms.iter().find_map(|(room, known)| {
        let mut seen = known.room.doctors().iter().filter_map(|doctor| doctor.current.as_ref());
        let current = seen.find(|current| current.kind == VisitKind::Appointment)?;
        Some((room.to_string(), current.uid.to_string()))
    })
}

/// Everything that is under way is finished in its room, what is still to come is called off, and then every
/// doctor can be called.
async fn finish_everything(practice: &Practice, told: &[String]) {
    // One write brings the server up to date.
    practice.register(0, ROOMS[0], APPOINTMENTS + 4).await.is(201);
    let under_way = practice
        .state(0, |state| {
            let rooms = state.rooms.iter();
            let seen = rooms.flat_map(|(uid, room)| {
                room.room
                    .doctors()
                    .iter()
                    .filter_map(move |doctor| Some((uid.clone(), doctor.current.clone()?)))
            });
            seen.collect::<Vec<_>>()
        })
        .await;
    for (room, current) in under_way {
        let answered = match current.kind {
            VisitKind::Appointment => practice.room(1, &room, &current.uid, "finish").await,
            VisitKind::WalkIn => {
                let path = format!("/v1/management/waiting-room/{}/complete", current.uid);
                practice.post(1, &path, json!({})).await
            }
        };
        assert_eq!(answered.status.as_u16(), 200, "{}\n{told:#?}", answered.body);
    }
    for number in 0..APPOINTMENTS {
        practice.desk(0, &format!("m{number}"), "cancel").await;
    }
    for (index, doctor) in DOCTORS.iter().enumerate() {
        practice.register(index, ROOMS[0], APPOINTMENTS + 5 + index).await.is(201);
        let answered = practice.allocate(1 - index, ROOMS[0], doctor).await;
        assert_eq!(answered.status.as_u16(), 200, "{doctor}: {}\n{told:#?}", answered.body);
    }
}
