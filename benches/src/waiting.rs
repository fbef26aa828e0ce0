//! W9: how long will everybody wait? Rooms of ten, of five hundred and of two thousand people, each with
//! other people and other consultations under way.

use std::hint::black_box;

use frontdesk::{
    Consultation, Duty, EstimateQuery, Forecast, Instant, Learner, Pause, QueueDoctor, QueuePolicy, Uid,
    Visit, VisitKind, VisitOutcome, VisitReason, WaitEstimate, WaitingRoom, WaitingRoomSnapshot, from_json,
};

/// Rooms in rotation.
pub const ROOMS: usize = 64;
/// Rooms in rotation in which two thousand wait.
pub const CHOOSY_ROOMS: usize = 4;
const REASONS: [(&str, i64); 4] = [("renewal", 5), ("cough", 10), ("referral", 20), ("checkup", 15)];
const NOW: i64 = 1_774_256_400;

/// What is special about the people of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// Three of ten wait for one doctor only.
    Some,
    /// The same, and doctors pause between visits.
    SomeWithPauses,
    /// Every second would like to see one doctor, half of those for a while only that one.
    Choosy,
}

/// Rooms of one size, and what was learned of their clinic.
pub struct Waiting {
    rooms: Vec<WaitingRoom>,
    forecasts: Vec<Forecast>,
    learner: Learner,
    visits: Vec<Visit>,
    reasons: Vec<VisitReason>,
    waiting: usize,
}

impl Waiting {
    /// Makes up so many rooms in which so many wait for so many doctors.
    pub fn new(rooms: usize, waiting: usize, doctors: usize, people: People) -> Self {
        let mut random = fastrand::Rng::with_seed(9);
        let reasons: Vec<VisitReason> = REASONS
            .iter()
            .map(|&(reason, duration_minutes)| VisitReason {
                reason: reason.into(),
                duration_minutes,
                doctor_uids: None,
            })
            .collect();
        let visits: Vec<Visit> = (0..4_000).map(|index| visit(index, doctors, people, &mut random)).collect();
        let mut learner = Learner::default();
        visits.iter().for_each(|visit| {
            let _ = learner.learn(visit, &reasons).expect("a visit that may have been");
        });
        let rooms: Vec<WaitingRoom> =
            (0..rooms).map(|_| room(waiting, doctors, people, &reasons, &mut random)).collect();
        let forecasts =
            rooms.iter().map(|room| room.forecast(&learner, Instant(NOW)).expect("an instant")).collect();
        Self { rooms, forecasts, learner, visits, reasons, waiting }
    }

    /// Rooms in which two thousand wait for three doctors, half of them with wishes.
    pub fn choosy() -> Self {
        Self::new(CHOOSY_ROOMS, 2_000, 3, People::Choosy)
    }

    fn estimate(&self, room: usize) -> Vec<WaitEstimate> {
        let query = EstimateQuery { futures: Some(128), ..EstimateQuery::default() };
        black_box(&self.rooms[room])
            .estimate(&self.learner, &query, Instant(NOW))
            .expect("a room of a usual size")
    }

    /// How many rooms there are.
    pub fn rooms(&self) -> usize {
        self.rooms.len()
    }

    /// From the room to the estimates of all in it.
    pub fn simulated(&self) -> impl FnMut(usize) {
        |room| {
            black_box(self.estimate(room));
        }
    }

    /// The pass with expected lengths, of a forecast that is there.
    pub fn expected(&self) -> impl FnMut(usize) {
        |room| {
            black_box(black_box(&self.forecasts[room]).expected_waits().ok());
        }
    }

    /// A visit is learned.
    pub fn learned(&self) -> impl FnMut(usize) {
        let mut learner = self.learner.clone();
        move |visit| {
            learner.learn(black_box(&self.visits[visit]), &self.reasons).expect("a visit that may have been");
        }
    }

    /// Asserts that what is said can be.
    pub fn assert_answers(&self) {
        for room in 0..self.rooms.len() {
            let (estimates, expected) =
                (self.estimate(room), self.forecasts[room].expected_waits().expect("few steps"));
            assert_eq!((estimates.len(), expected.len()), (self.waiting, self.waiting));
            assert_eq!(estimates, self.estimate(room), "the same room, the same numbers");
            for (estimate, expected) in estimates.iter().zip(&expected) {
                let said = estimate.distribution.expect("it was simulated");
                assert!(0.0 <= said.p10 && said.p10 <= said.p50 && said.p50 <= said.p90, "{estimate:?}");
                assert!(said.p_served > 0.0 && expected.is_none_or(|minutes| minutes >= 0.0), "{estimate:?}");
            }
        }
    }
}

fn visit(index: usize, doctors: usize, people: People, random: &mut fastrand::Rng) -> Visit {
    let (reason, minutes) = REASONS[random.usize(..REASONS.len())];
    let doctor = random.usize(..doctors);
    let started = NOW - 2_000_000 + index as i64 * 300;
    // The faster the lower the number, and anything from half to twice as long.
    let seconds = minutes as f64
        * 60.0
        * (0.7 + 0.6 * doctor as f64 / doctors as f64)
        * (random.f64() * 1.386 - 0.693).exp();
    Visit {
        kind: VisitKind::WalkIn,
        outcome: VisitOutcome::Completed,
        doctor_uid: Some(Uid::from(format!("doc-{doctor:03}"))),
        reason: Some(reason.into()),
        registered_at: Instant(started - random.i64(0..1_800)),
        started_at: Some(Instant(started)),
        ended_at: Instant(started + seconds as i64),
        urgent: false,
        preferred_doctor_uid: None,
        head_start_seconds: 0,
        pauses: match people {
            People::SomeWithPauses => pauses(random),
            People::Some | People::Choosy => Vec::new(),
        },
        gap_seconds: None,
        only_doctor: false,
        interrupted_seconds: 0,
        elsewhere_seconds: Vec::new(),
        doubt: None,
    }
}

/// A doctor lets somebody wait for up to four minutes, most often for less than one.
fn pauses(random: &mut fastrand::Rng) -> Vec<Pause> {
    let seconds = 1 + (240.0 * random.f64().powi(3)) as i64;
    let class = |from: i64, to: i64| (seconds.min(to) - from).max(0);
    let mut asked_seconds = vec![class(0, 1)];
    asked_seconds.extend((0..8).map(|power| class(1 << power, 2 << power)));
    vec![Pause { seconds: Some(seconds), asked_seconds }]
}

fn room(
    waiting: usize,
    doctors: usize,
    people: People,
    reasons: &[VisitReason],
    random: &mut fastrand::Rng,
) -> WaitingRoom {
    let mut entries = Vec::new();
    let mut current = Vec::new();
    for index in 0..waiting + doctors {
        let (reason, _) = REASONS[random.usize(..REASONS.len())];
        let registered = NOW - 7_200 + (index * 6_000 / (waiting + doctors)) as i64;
        let uid = format!("q-{}-{index}", random.u32(..));
        let seen = if index < doctors {
            let started = NOW - random.i64(0..900).min(NOW - registered);
            current.push(Consultation {
                kind: VisitKind::WalkIn,
                uid: uid.as_str().into(),
                reason: Some(reason.into()),
                registered_at: Instant(registered),
                started_at: Instant(started),
            });
            format!(
                r#""status": "allocated", "doctor_uid": "doc-{index:03}", "video_room_id": "room",
                "allocated_at": {started}"#
            )
        } else if people == People::Choosy {
            choosy(doctors, random)
        } else if random.u8(..10) < 3 {
            format!(
                r#""status": "waiting", "preferred_doctor_uid": "doc-{:03}", "preference": "strict""#,
                random.usize(..doctors)
            )
        } else {
            r#""status": "waiting""#.to_owned()
        };
        entries.push(format!(
            r#"{{ "uid": "{uid}", "patient_uid": "pat-{index}", "visit_reason": "{reason}",
              "registered_at": {registered}, "sequence": {index}, {seen} }}"#
        ));
    }
    // However many wait, all are seen.
    let on_duty = 36_000.max(waiting as i64 * 1_800);
    let doctor = |index: usize| QueueDoctor {
        uid: Uid::from(format!("doc-{index:03}")),
        current: Some(current[index].clone()),
        duty: vec![Duty { start_date: Instant(NOW - 14_400), end_date: Instant(NOW + on_duty) }],
        ..QueueDoctor::default()
    };
    WaitingRoom::new(WaitingRoomSnapshot {
        policy: QueuePolicy { visit_reasons: reasons.to_vec(), ..QueuePolicy::default() },
        doctors: (0..doctors).map(doctor).collect(),
        entries: from_json(&format!("[{}]", entries.join(","))).expect("entries as they are written"),
        ..WaitingRoomSnapshot::default()
    })
    .expect("a room as it may be")
}

fn choosy(doctors: usize, random: &mut fastrand::Rng) -> String {
    let doctor = random.usize(..doctors);
    match random.u8(..4) {
        0 => format!(
            r#""status": "waiting", "preferred_doctor_uid": "doc-{doctor:03}",
            "preference_patience_minutes": 600"#
        ),
        1 => format!(r#""status": "waiting", "preferred_doctor_uid": "doc-{doctor:03}""#),
        _ => r#""status": "waiting""#.to_owned(),
    }
}
