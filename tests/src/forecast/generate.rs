//! A room as a tape tells it, reached by commands: who waits for whom, whom doctors see, and what the clinic
//! has seen before.

use frontdesk::{
    EstimateQuery, Instant, QueueChange, QueueCommand, QueueDoctor, QueuePolicy, Uid, Visit, VisitKind,
    VisitOutcome, VisitReason, WaitingRoom, WaitingRoomSnapshot,
};

use super::Case;
use crate::generate::tape::Tape;
use crate::room::generate::{DOCTORS, NINE, appointment_uid, doctor, policy, register};
use crate::run::{Failure, Verdict, judge};

/// Numbers that a case reads at most.
pub const TAPE: usize = 1_200;

/// Reasons of visits: two that the policy has a duration for, or may have, and one that it has not.
const REASONS: [&str; 3] = ["flu", "cough", "back"];

impl Case {
    /// The case that a tape tells.
    pub fn read(mut tape: Tape) -> Self {
        let tape = &mut tape;
        let visit_reasons = (0..tape.below(3)).map(|index| VisitReason {
            reason: REASONS[index].into(),
            duration_minutes: tape.pick(&[10, 1, 7, 25, 1_440]),
            doctor_uids: None,
        });
        let mut policy = QueuePolicy {
            visit_reasons: visit_reasons.collect(),
            capacity: None,
            is_closed: false,
            close_msg: None,
            ..policy(tape)
        };
        let doctors: Vec<QueueDoctor> =
            (0..tape.pick(&[3, 3, 3, 2, 1, 0])).map(|index| doctor(tape, index)).collect();
        for reason in &mut policy.visit_reasons {
            reason.doctor_uids = tape.maybe(25, |tape| served_by(tape, &doctors));
        }
        let (mut room, now) =
            people(tape, WaitingRoomSnapshot { policy, doctors, ..WaitingRoomSnapshot::default() });
        let visits = visits(tape);
        let query = EstimateQuery {
            futures: Some(tape.pick(&[64, 16, 32, 128])),
            seed: tape.maybe(50, |tape| tape.below(1_000) as i64),
            ..EstimateQuery::default()
        };
        // Who is with a doctor stays, though there may be fewer places by now.
        for doctor in room.doctors.iter_mut().filter(|doctor| !doctor.beside.is_empty()) {
            doctor.concurrent_patients_max =
                tape.pick(&[doctor.concurrent_patients_max, doctor.concurrent_patients_max, None, Some(2)]);
        }
        Self { room, visits, query, now: Instant(now) }
    }
}

/// Some of the doctors.
fn served_by(tape: &mut Tape, doctors: &[QueueDoctor]) -> Vec<Uid> {
    doctors.iter().filter(|_| tape.chance(60)).map(|doctor| doctor.uid.clone()).collect()
}

/// Lets people come, and doctors begin and end, from nine o'clock on. What is refused does not happen.
fn people(tape: &mut Tape, room: WaitingRoomSnapshot) -> (WaitingRoomSnapshot, i64) {
    let mut now = NINE;
    let mut room =
        WaitingRoom::new(room).unwrap_or_else(|_| unreachable!("rooms of the generator are rooms"));
    let happens = |room: &mut WaitingRoom, command: QueueCommand, now: i64| {
        let events = room.decide(&command, Instant(now)).unwrap_or_default();
        events.iter().for_each(|event| assert!(room.apply(event), "what was decided fits"));
    };
    for person in 0..tape.below(14) {
        now += tape.pick(&[0, 0, 0, 59, 60, 120, 299]);
        let uid = Uid::from(format!("q{person}"));
        let mut register = register(tape, uid);
        if let QueueCommand::Register { patient_uid, visit_reason, .. } = &mut register {
            *patient_uid = Uid::from(format!("p{person}"));
            *visit_reason = tape.maybe(70, |tape| Uid::from(tape.pick(&REASONS)));
        }
        happens(&mut room, register, now);
        let doctor = tape.below(3);
        let doctor_uid = Uid::from(DOCTORS[doctor]);
        let seen = room.doctor(&doctor_uid).into_iter().flat_map(QueueDoctor::consultations);
        let current = seen.last().map(|current| current.uid.clone());
        match (tape.below(10), current) {
            (4.., _) => {}
            (0, Some(uid)) => happens(&mut room, QueueCommand::Complete { uid, ended_at: None }, now),
            (3, Some(uid)) => {
                let to = tape.maybe(20, |tape| Uid::from(DOCTORS[tape.below(3)]));
                happens(&mut room, QueueCommand::SendElsewhere { uid: uid.clone(), doctor_uid: to }, now);
                if tape.chance(40) {
                    now += tape.pick(&[0, 60, 299]);
                    happens(&mut room, QueueCommand::ComeBack { uid }, now);
                }
            }
            (1, _) => {
                happens(
                    &mut room,
                    QueueCommand::StartAppointment {
                        doctor_uid,
                        appointment_uid: appointment_uid(doctor, 0),
                    },
                    now,
                );
            }
            (_, _) => happens(&mut room, QueueCommand::Allocate { doctor_uid, uid: None }, now),
        }
    }
    if tape.chance(10) {
        let _ =
            room.change(QueueChange::PutDuty { doctor_uid: DOCTORS[tape.below(3)].into(), duty: Vec::new() });
    }
    // The clock may be put back.
    let now = now + tape.pick(&[0, 1, 60, 299, 600, 7_200, -300]);
    (room.snapshot(), now)
}

/// What a clinic has seen: of doctors who are here and of one who is not.
fn visits(tape: &mut Tape) -> Vec<Visit> {
    let count = tape.pick(&[0, 0, 1, 5, 20, 40]);
    let hurry = tape.chance(30);
    (0..count).map(|number| visit(tape, NINE - 86_400 + 240 * number, hurry)).collect()
}

fn visit(tape: &mut Tape, registered_at: i64, hurry: bool) -> Visit {
    let kind = if tape.chance(30) { VisitKind::Appointment } else { VisitKind::WalkIn };
    let outcome = match (tape.below(10), kind) {
        (0, VisitKind::WalkIn) => VisitOutcome::Abandoned,
        (1, VisitKind::WalkIn) => VisitOutcome::Unserved,
        (0 | 1, VisitKind::Appointment) => VisitOutcome::NoShow,
        _ => VisitOutcome::Completed,
    };
    let started_at = (outcome == VisitOutcome::Completed)
        .then(|| Instant(registered_at + tape.pick(&[0, 60, 600, 1_800])));
    let seconds = tape.pick(&[600, 1, 0, 45, 300, 500, 900, 1_000, 3_600, 86_400]);
    let ended_at = started_at.map_or(registered_at, |at| at.0) + seconds;
    Visit {
        kind,
        outcome,
        doctor_uid: started_at.map(|_| tape.pick(&["ada", "ben", "cara", "dora"]).into()),
        reason: tape.maybe(70, |tape| tape.pick(&REASONS).into()),
        started_at,
        urgent: hurry && tape.chance(30),
        preferred_doctor_uid: tape.maybe(8, |tape| tape.pick(&["ada", "ben", "cara"]).into()),
        ..Visit::abandoned(Instant(registered_at), Instant(ended_at))
    }
}

/// Leaves out entries and visits that the failure does not need.
pub fn smaller<P: Fn(&Case) -> Verdict + Sync>(
    property: &P,
    mut case: Case,
    mut failure: Failure,
) -> (Case, Failure) {
    let mut still_fails = |reduced: Case, case: &mut Case| match judge(property, &reduced) {
        Err(still) if still.kind == failure.kind => {
            (*case, failure) = (reduced, still);
            true
        }
        _ => false,
    };
    for index in (0..case.room.entries.len()).rev() {
        let mut reduced = case.clone();
        reduced.room.entries.remove(index);
        still_fails(reduced, &mut case);
    }
    let mut part = case.visits.len();
    while part > 0 {
        for start in (0..case.visits.len()).step_by(part).rev() {
            let mut reduced = case.clone();
            reduced.visits.drain(start..(start + part).min(case.visits.len()));
            still_fails(reduced, &mut case);
        }
        part /= 2;
    }
    (case, failure)
}
