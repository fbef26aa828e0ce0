//! A sequence as a tape tells it: a small room, so that commands get in each other's way, and a clock that
//! jumps and lingers about the bounds.

use frontdesk::{
    Actor, DoctorPreference, Duty, Instant, QueueChange, QueueCommand, QueueDoctor, QueueLevel, QueuePolicy,
    QueuePresence, ShownWait, Uid, UpcomingAppointment, VisitReason, WaitingRoomSnapshot,
};

use super::{Ask, Sequence, Step};
use crate::generate::tape::Tape;

/// Numbers that a sequence reads at most.
pub const TAPE: usize = 600;

/// Monday, 2027-03-22T09:00Z.
pub(crate) const NINE: i64 = 1_805_706_000;
const HOUR: i64 = 3_600;
const STEPS: usize = 40;
pub(crate) const DOCTORS: [&str; 3] = ["ada", "ben", "cara"];
const PATIENTS: [&str; 8] = ["pia", "quinn", "rose", "sam", "tom", "uma", "vic", "wim"];

impl Sequence {
    /// The sequence that a tape tells.
    pub fn read(mut tape: Tape) -> Self {
        let tape = &mut tape;
        let room = WaitingRoomSnapshot {
            policy: policy(tape),
            doctors: (0..tape.pick(&[3, 3, 3, 2])).map(|index| doctor(tape, index)).collect(),
            ..WaitingRoomSnapshot::default()
        };
        let tick = |tape: &mut Tape, _, runs_back| match tape.below(20) {
            0 if runs_back => -tape.pick(&[1, 60, 300, 2 * HOUR]),
            0..9 => 0,
            9..15 => tape.pick(&[1, 59, 60]),
            15..19 => tape.pick(&[299, 300, 599, 600]),
            _ => tape.pick(&[1_800, HOUR]),
        };
        let mut joined = 0;
        Self::tell(tape, room, STEPS, NINE - 60, tick, |tape, _, before, now| match tape.below(30) {
            0..2 => Ask::Change(Box::new(change(tape, now))),
            2..5 if !before.is_empty() => before[tape.below(before.len())].ask.clone(),
            _ => Ask::Command(
                end_of_begun(tape, before, now)
                    .or_else(|| sent_and_back(tape, before, joined))
                    .unwrap_or_else(|| command(tape, &mut joined, now)),
            ),
        })
    }
}

pub(crate) fn policy(tape: &mut Tape) -> QueuePolicy {
    QueuePolicy {
        guard_minutes: tape.pick(&[0, 0, 5, 10]),
        no_show_grace_minutes: tape.pick(&[0, 1, 5]),
        capacity: tape.maybe(40, |tape| tape.between(1, 4)),
        is_closed: tape.chance(5),
        close_msg: None,
        closes_at: tape.maybe(30, |tape| Instant(NINE + tape.pick(&[60, 600, 1_800, 2 * HOUR]))),
        levels: levels(tape),
        visit_reasons: tape.maybe(30, reason).into_iter().collect(),
        ..QueuePolicy::default()
    }
}

/// A reason that one of the first doctors serves, or both, or nobody.
fn reason(tape: &mut Tape) -> VisitReason {
    let doctors: &[&str] = tape.pick(&[&["ada"][..], &["ben"], &["ada", "ben"], &[]]);
    VisitReason::new("flu", frontdesk::minutes(10)).served_by(doctors.iter().copied())
}

/// Most rooms have three levels, one of them urgent; some lack one of them, or say it otherwise.
fn levels(tape: &mut Tape) -> Vec<QueueLevel> {
    if tape.chance(30) {
        return Vec::new();
    }
    let of = |uid: &str, urgent: bool, head_start_minutes: i64| QueueLevel {
        uid: Uid::from(uid),
        urgent,
        head_start_minutes,
        ..QueueLevel::default()
    };
    let mut levels = vec![
        of("green", false, 0),
        of("red", tape.chance(90), tape.pick(&[0, 0, 5])),
        of("amber", false, tape.pick(&[1, 5, 5, 10])),
    ];
    levels.truncate(tape.pick(&[3, 3, 3, 2]));
    levels
}

pub(crate) fn level(tape: &mut Tape) -> Uid {
    Uid::from(tape.pick(&["red", "amber", "amber", "green"]))
}

fn duty(tape: &mut Tape) -> Vec<Duty> {
    let from = NINE + tape.pick(&[0, 0, 60, 600]);
    let window = |start: i64, end: i64| Duty { start_date: Instant(start), end_date: Instant(end) };
    match tape.below(4) {
        0 => vec![window(from, from + 1_200), window(from + tape.pick(&[1_200, 1_800]), from + 4 * HOUR)],
        _ => vec![window(from, from + 8 * HOUR)],
    }
}

/// An appointment is one doctor's.
pub(crate) fn appointment_uid(doctor: usize, index: usize) -> Uid {
    Uid::from(format!("{}-a{index}", DOCTORS[doctor]))
}

fn appointments(tape: &mut Tape, doctor: usize) -> Vec<UpcomingAppointment> {
    let count = tape.pick(&[0, 0, 1, 2]);
    let appointment = |tape: &mut Tape, index: usize| UpcomingAppointment {
        uid: appointment_uid(doctor, index),
        start_date: Instant(NINE + tape.pick(&[300, 600, 900, 1_800, HOUR])),
        reason: None,
    };
    (0..count).map(|index| appointment(tape, index)).collect()
}

pub(crate) fn doctor(tape: &mut Tape, index: usize) -> QueueDoctor {
    QueueDoctor {
        uid: Uid::from(DOCTORS[index]),
        video_room_id: tape.maybe(50, |_| Uid::from(format!("room-{index}"))),
        duty: duty(tape),
        appointments: appointments(tape, index),
        concurrent_patients_max: tape.maybe(25, |tape| tape.pick(&[2, 2, 3, 1])),
        ..QueueDoctor::default()
    }
}

fn change(tape: &mut Tape, now: i64) -> QueueChange {
    let index = tape.below(3);
    let doctor_uid = Uid::from(DOCTORS[index]);
    match tape.below(7) {
        0 => QueueChange::PutPolicy { policy: policy(tape) },
        1 => QueueChange::PutDoctor { doctor: doctor(tape, index) },
        2 => QueueChange::RemoveDoctor { uid: doctor_uid },
        3 => QueueChange::OrderDoctors {
            uids: [index, (index + 1) % 3, (index + 2) % 3].map(|place| Uid::from(DOCTORS[place])).to_vec(),
        },
        4 => QueueChange::PutDuty { doctor_uid, duty: duty(tape) },
        5 => QueueChange::PutAppointments { doctor_uid, appointments: appointments(tape, index) },
        _ => QueueChange::Forget { before: Instant(now - tape.pick(&[0, 300])) },
    }
}

/// Most appointments that begin end soon after, in one way or the other.
fn end_of_begun(tape: &mut Tape, before: &[Step], now: i64) -> Option<QueueCommand> {
    let Ask::Command(QueueCommand::StartAppointment { doctor_uid, appointment_uid }) =
        &before[before.len().checked_sub(1 + tape.below(3))?].ask
    else {
        return None;
    };
    let (doctor_uid, appointment_uid) = (doctor_uid.clone(), appointment_uid.clone());
    match tape.below(4) {
        0 => None,
        1 => {
            Some(QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at: ended(tape, now) })
        }
        2 => Some(QueueCommand::LeaveAppointment { doctor_uid, appointment_uid }),
        _ => Some(QueueCommand::NoShow { doctor_uid, appointment_uid }),
    }
}

/// Some of those who were taken in are sent elsewhere soon after; and many who were are back, or called by
/// name.
fn sent_and_back(tape: &mut Tape, before: &[Step], joined: usize) -> Option<QueueCommand> {
    let Ask::Command(asked) = &before[before.len().checked_sub(1 + tape.below(3))?].ask else { return None };
    match asked {
        QueueCommand::SendElsewhere { uid, .. } | QueueCommand::ComeBack { uid } => match tape.below(4) {
            0 => None,
            1 => Some(QueueCommand::Allocate {
                doctor_uid: Uid::from(DOCTORS[tape.below(3)]),
                uid: Some(uid.clone()),
            }),
            _ => Some(QueueCommand::ComeBack { uid: uid.clone() }),
        },
        QueueCommand::Allocate { .. } if tape.chance(25) => Some(QueueCommand::SendElsewhere {
            uid: Uid::from(format!("q{}", joined.saturating_sub(1 + tape.below(5)))),
            doctor_uid: tape.maybe(30, |tape| Uid::from(DOCTORS[tape.below(3)])),
        }),
        _ => None,
    }
}

fn command(tape: &mut Tape, joined: &mut usize, now: i64) -> QueueCommand {
    let some = |tape: &mut Tape, joined: usize| {
        Uid::from(format!("q{}", tape.below(joined + 1).max(joined.saturating_sub(5 + tape.below(3)))))
    };
    let doctor_uid = |tape: &mut Tape| Uid::from(DOCTORS[tape.below(3)]);
    let planned = |tape: &mut Tape| {
        let doctor = tape.below(3);
        (Uid::from(DOCTORS[doctor]), appointment_uid(doctor, tape.pick(&[0, 0, 1])))
    };
    match tape.below(40) {
        0..14 => {
            let uid =
                Uid::from(format!("q{}", if tape.chance(95) { *joined } else { tape.below(*joined + 1) }));
            *joined += 1;
            register(tape, uid)
        }
        14..24 => QueueCommand::Allocate { doctor_uid: doctor_uid(tape), uid: None },
        24..26 => QueueCommand::Allocate { doctor_uid: doctor_uid(tape), uid: Some(some(tape, *joined)) },
        26..30 => {
            let (kind, (doctor_uid, appointment_uid)) = (tape.below(4), planned(tape));
            match kind {
                0 => QueueCommand::FinishAppointment { doctor_uid, appointment_uid, ended_at: None },
                1 => QueueCommand::NoShow { doctor_uid, appointment_uid },
                _ => QueueCommand::StartAppointment { doctor_uid, appointment_uid },
            }
        }
        30..32 => QueueCommand::Complete { uid: some(tape, *joined), ended_at: ended(tape, now) },
        32 => {
            QueueCommand::SendElsewhere { uid: some(tape, *joined), doctor_uid: tape.maybe(30, doctor_uid) }
        }
        33 => {
            let uid = some(tape, *joined);
            presence(tape, uid)
        }
        34 => QueueCommand::Cancel {
            uid: some(tape, *joined),
            by: tape.pick(&[Actor::Patient, Actor::Administrator]),
        },
        35 => QueueCommand::Requeue { uid: some(tape, *joined) },
        36 => match tape.below(3) {
            0 => QueueCommand::MarkSeen { uid: some(tape, *joined) },
            1 => {
                let uid = some(tape, *joined);
                let of = tape.maybe(60, |tape| if tape.chance(80) { uid.clone() } else { Uid::from("q0") });
                QueueCommand::Announce { uid, shown: shown(tape, of, now) }
            }
            _ => {
                let doctor_uid = doctor_uid(tape);
                set_away(tape, doctor_uid)
            }
        },
        37 => QueueCommand::Transfer { uid: some(tape, *joined), doctor_uid: doctor_uid(tape) },
        38 if tape.chance(50) => {
            QueueCommand::SetLevel { uid: some(tape, *joined), level: tape.maybe(85, level) }
        }
        _ => QueueCommand::SetUrgent { uid: some(tape, *joined), urgent: tape.chance(60) },
    }
}

/// When a consultation was over, if that is said: some time that may be, or not.
fn ended(tape: &mut Tape, now: i64) -> Option<Instant> {
    tape.maybe(30, |tape| Instant(now - tape.pick(&[0, 1, 60, 600, -1])))
}

/// Most who say when they will be back are away.
fn set_away(tape: &mut Tape, doctor_uid: Uid) -> QueueCommand {
    let away = tape.chance(60);
    let says_when = away == tape.chance(60);
    let minutes = says_when.then(|| tape.pick(&[1, 5, 10, 0, 1_440, 1_441]));
    QueueCommand::SetAway { doctor_uid, away, minutes }
}

fn shown(tape: &mut Tape, uid: Option<Uid>, now: i64) -> ShownWait {
    ShownWait {
        uid,
        at: Instant(now),
        minutes: tape.pick(&[0, 5, 10]),
        at_most_minutes: tape.pick(&[5, 10, 15]),
        position: tape.pick(&[1, 1, 2, 0]),
        doctors: tape.between(0, 3),
    }
}

/// Most say when somebody who is on the way will be there, and only then.
pub(crate) fn presence(tape: &mut Tape, uid: Uid) -> QueueCommand {
    let presence = tape.pick(&[QueuePresence::Elsewhere, QueuePresence::OnTheWay, QueuePresence::Ready]);
    let says_when = (presence == QueuePresence::OnTheWay) != tape.chance(5);
    QueueCommand::SetPresence {
        uid,
        presence,
        minutes: says_when.then(|| tape.pick(&[1, 5, 10, 0, 1_440, 1_441])),
    }
}

pub(crate) fn register(tape: &mut Tape, uid: Uid) -> QueueCommand {
    let preferred_doctor_uid = tape.maybe(50, |tape| Uid::from(DOCTORS[tape.below(3)]));
    let strict = preferred_doctor_uid.is_some() && tape.chance(30);
    let level = tape.maybe(25, level);
    // A level says how urgent somebody is, and some say it themselves all the same.
    let says_it = level.is_none() || tape.chance(5);
    let patient = preferred_doctor_uid.is_some() && !strict && tape.chance(40);
    QueueCommand::Register {
        uid,
        patient_uid: Uid::from(tape.pick(&PATIENTS)),
        visit_reason: tape.maybe(30, |_| Uid::from("flu")),
        preferred_doctor_uid,
        preference: if strict { DoctorPreference::Strict } else { DoctorPreference::Soft },
        preference_patience_minutes: patient.then(|| tape.pick(&[0, 1, 5, 10])),
        level,
        urgent: says_it && tape.chance(25),
        head_start_seconds: if says_it { tape.pick(&[0, 0, 0, 60, 300]) } else { 0 },
    }
}
