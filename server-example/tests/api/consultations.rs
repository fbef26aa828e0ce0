//! An appointment and its consultation are one visit, whichever part of the API is told of it: no doctor
//! stays with an appointment that is over.

use frontdesk::limits::INSTANT_MAX;
use frontdesk::{AppointmentStatus, Instant, QueueDoctor, Uid, Visit, VisitKind, VisitOutcome};
use frontdesk_server::desk::State;
use serde_json::json;

use crate::common::NOW;
use crate::practice::{APPOINTMENTS, DOCTORS, HALF_AN_HOUR, Practice, ROOMS, start};

/// Consultations of appointments that no longer stand as they began.
fn stuck(state: &State) -> Vec<String> {
    let mut stuck = Vec::new();
    for (uid, room) in &state.rooms {
        for doctor in room.room.doctors() {
            for current in doctor.consultations().filter(|current| current.kind == VisitKind::Appointment) {
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
    let seen = of_ada(start(0), NOW.0 + 60, ended_at);
    let visit = |outcome: VisitOutcome| Visit {
        outcome,
        started_at: seen.started_at.filter(|_| outcome == VisitOutcome::Completed),
        ..seen.clone()
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
    let visit = of_ada(start(2), started_at.0, ended_at.0);
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
    // What can be no end is refused all the same.
    for wrong in [-1, ended_at.0 + 1, INSTANT_MAX] {
        let body = json!({ "shop_uid": "north", "ended_at": wrong });
        let path = "/v1/management/waiting-room/appointments/m2/finish";
        let refused = practice.post(1, path, body).await.is(400);
        assert!(refused["errors"]["ended_at"].is_array(), "{wrong}: {refused}");
    }
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

/// Sequences that mix both parts of the API on two servers; in every second one all is in one room, in which
/// Ada sees two at a time. After each step, no consultation is of an appointment that does not stand; once
/// everything is finished, every doctor can be called again.
#[tokio::test]
async fn no_sequence_leaves_a_doctor_behind() {
    let sequences = ((8.0 * crate::common::cases()) as u64).max(1);
    let mut answers = std::collections::BTreeMap::<(usize, u16), usize>::new();
    let mut beside = 0;
    for seed in 0..sequences {
        let (practice, mut dice) = (Practice::open().await, Dice(seed));
        let (mut now, mut walked_in) = (NOW.0 - 1_200, Vec::<Uid>::new());
        let mut told = Vec::new();
        let sees_two = seed % 2 == 1;
        if sees_two {
            practice.places(0, ROOMS[0], "ada", json!(2)).await.is(200);
        }
        for _ in 0..40 {
            now += [0, 0, 0, 60, 300, 1_200][dice.below(6)];
            practice.at(now);
            let server = dice.below(2);
            let any = (ROOMS[dice.below(2)].to_owned(), format!("m{}", dice.below(4)));
            // Mostly it is about an appointment that is taking place.
            let under_way = practice.state(server, first_under_way).await.filter(|_| dice.below(3) > 0);
            let (room, uid) = under_way.unwrap_or(any);
            let room = if sees_two { ROOMS[0] } else { room.as_str() };
            // The patient and the desk seldom end what the doctor has not begun.
            let kind = match sees_two && dice.below(4) == 0 {
                true => 9,
                false => [0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 7, 8, 9, 9, 10, 11][dice.below(20)],
            };
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
            beside += practice.state(server, several_at_once).await;
        }
        finish_everything(&practice, &told).await;
    }
    // Each of them was done, and not only refused.
    for kind in 0..12 {
        assert!(sequences < 8 || answers.contains_key(&(kind, 200)), "{kind} never happened: {answers:?}");
    }
    assert!(sequences < 8 || beside > 20, "two were seen at once after {beside} steps");
}

/// How many doctors see several patients.
fn several_at_once(state: &State) -> usize {
    let doctors = state.rooms.values().flat_map(|room| room.room.doctors());
    doctors.filter(|doctor| !doctor.beside.is_empty()).count()
}

/// An appointment that is taking place, behind its room.
fn first_under_way(state: &State) -> Option<(String, String)> {
    state.rooms.iter().find_map(|(room, known)| {
        let mut seen = known.room.doctors().iter().flat_map(QueueDoctor::consultations);
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
                let seen = room.room.doctors().iter().flat_map(QueueDoctor::consultations);
                seen.map(move |current| (uid.clone(), current.clone()))
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

/// An appointment with Ada that has taken place, by when it was planned for, began and ended.
fn of_ada(planned: i64, started_at: i64, ended_at: i64) -> Visit {
    Visit {
        kind: VisitKind::Appointment,
        reason: Some("visit".into()),
        ..Visit::seen("ada", Instant(planned), Instant(started_at), Instant(ended_at))
    }
}
