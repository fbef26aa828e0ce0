//! Nine of ten wait no longer than P90: in rooms drawn from a queue with three doctors, of which the learner
//! has seen some days.

use std::collections::VecDeque;

use frontdesk::{EstimateQuery, Instant, Joining, Learner, WaitDistribution, WaitingRoom, from_json};
use frontdesk_tests::forecast::visit;
use serde_json::{Value, json};

const DOCTORS: usize = 3;
const MEAN_SECONDS: f64 = 600.0;
/// Doctors are busy for so much of the time.
const LOAD: f64 = 0.95;
/// A Monday at nine, 2026-03-23T09:00Z.
const NINE: i64 = 1_774_256_400;

/// Uniform numbers, the same ones every time: SplitMix64.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * f64::ln(1.0 - self.unit())
    }
}

/// Somebody who came, was seen and went.
#[derive(Clone, Copy)]
struct Patient {
    number: usize,
    came: i64,
    doctor: usize,
    begun: i64,
    ended: i64,
}

/// Patients of a queue with three doctors, in their order.
fn patients(dice: &mut Dice) -> impl Iterator<Item = Patient> {
    let (mut free, mut came, mut number) = ([NINE; DOCTORS], NINE as f64, 0);
    std::iter::repeat_with(move || {
        came += dice.exponential(MEAN_SECONDS / DOCTORS as f64 / LOAD);
        number += 1;
        let doctor = (0..DOCTORS).min_by_key(|&doctor| free[doctor]).unwrap_or_default();
        let begun = free[doctor].max(came as i64);
        let ended = begun + dice.exponential(MEAN_SECONDS).ceil() as i64;
        free[doctor] = ended;
        Patient { number, came: came as i64, doctor, begun, ended }
    })
}

fn name(doctor: usize) -> String {
    format!("doc-{doctor}")
}

/// The room when somebody comes, without them, as the others have left it.
fn room(now: i64, others: &VecDeque<Patient>) -> WaitingRoom {
    let seen = |doctor: usize| {
        others
            .iter()
            .find(move |patient| patient.doctor == doctor && (patient.begun..patient.ended).contains(&now))
    };
    let doctor = |doctor: usize| {
        let current = seen(doctor).map(|patient| {
            json!({ "kind": "walk_in",
            "uid": format!("q-{}", patient.number), "registered_at": patient.came,
            "started_at": patient.begun })
        });
        json!({ "uid": name(doctor), "duty": [ { "start_date": NINE - 60, "end_date": NINE + 40_000_000 } ],
            "current": current })
    };
    let entry = |patient: &Patient| {
        let mut entry = json!({ "uid": format!("q-{}", patient.number),
            "patient_uid": format!("p-{}", patient.number), "status": "waiting",
            "registered_at": patient.came, "sequence": patient.number });
        if patient.begun <= now {
            entry["status"] = json!("allocated");
            entry["doctor_uid"] = json!(name(patient.doctor));
            entry["video_room_id"] = json!("room");
            entry["allocated_at"] = json!(patient.begun);
        }
        entry
    };
    let entries: Value = others.iter().filter(|patient| patient.ended > now).map(entry).collect();
    let room = json!({ "doctors": (0..DOCTORS).map(doctor).collect::<Value>(), "entries": entries });
    WaitingRoom::new(from_json(&room.to_string()).expect("JSON")).expect("a room")
}

#[test]
fn nine_of_ten_wait_no_longer_than_p90() {
    const ROOMS: usize = 600;
    let mut dice = Dice(7);
    let mut learner = Learner::default();
    for number in 0..600 {
        let seconds = dice.exponential(MEAN_SECONDS).ceil() as i64;
        learner
            .learn(&visit(&name(number % DOCTORS), None, seconds, NINE - 500_000 + 200 * number as i64), &[])
            .expect("a visit");
    }
    let mut said: Vec<(f64, WaitDistribution)> = Vec::new();
    let mut others: VecDeque<Patient> = VecDeque::new();
    for patient in patients(&mut dice) {
        others.retain(|other| other.ended > patient.came);
        // One of ten, so that what is asked about does not overlap much, and who has to wait at all.
        if patient.number % 10 == 0 && patient.begun > patient.came {
            let room = room(patient.came, &others);
            let query = EstimateQuery { seed: Some(patient.number as i64), ..EstimateQuery::default() };
            let estimate = room
                .estimate_if_joined(&learner, &Joining::default(), &query, Instant(patient.came))
                .expect("an answer");
            said.push((
                (patient.begun - patient.came) as f64 / 60.0,
                estimate.distribution.expect("doctors are there"),
            ));
        }
        others.push_back(patient);
        if said.len() == ROOMS {
            break;
        }
    }
    let share = |covers: &dyn Fn(&WaitDistribution) -> f64| {
        said.iter().filter(|(wait, said)| *wait <= covers(said)).count() as f64 / ROOMS as f64
    };
    let (p10, p50, p90) = (share(&|said| said.p10), share(&|said| said.p50), share(&|said| said.p90));
    let ratio =
        said.iter().map(|(_, said)| said.mean).sum::<f64>() / said.iter().map(|(wait, _)| wait).sum::<f64>();
    println!("{p10} {p50} {p90} waited no longer than P10, P50, P90; mean said to mean waited {ratio}");
    assert!((0.85..=0.95).contains(&p90), "{p90}");
    assert!((0.42..=0.58).contains(&p50), "{p50}");
    assert!((0.05..=0.16).contains(&p10), "{p10}");
    assert!((0.9..=1.1).contains(&ratio), "{ratio}");
}
