//! A day that is worked: doctors ask the room whom they see next, with `decide` and `apply` and nothing else,
//! and everything takes as long as is known beforehand. What a forecast says of such a day must come true.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk::{
    Consultation, Duty, Instant, Learner, QueueCommand, QueueDoctor, QueueEntry, QueueEvent, QueuePolicy,
    QueuePresence, QueueRefusal, QueueRule, QueueStatus, Uid, UpcomingAppointment, VisitKind, WaitingRoom,
    WaitingRoomSnapshot,
};

use crate::engine::answered;
use crate::run::{Failure, fail};

/// How a room decides.
pub type Decision = Result<Vec<QueueEvent>, QueueRefusal>;

/// A second that is told from another.
const SECOND_PART: f64 = 1e-6;

/// How long things take, in seconds.
#[derive(Debug, Clone, Default)]
pub struct Lengths {
    visits: BTreeMap<(Uid, Option<Uid>), f64>,
    /// By doctor: another's may have the same uid.
    appointments: BTreeMap<(Uid, Uid), f64>,
    /// By doctor and whom that doctor sees.
    remaining: BTreeMap<(Uid, Uid), f64>,
    /// Of those who were seen before, by doctor: what is left.
    rests: BTreeMap<(Uid, Uid), f64>,
    /// When those are back who were sent elsewhere.
    back: BTreeMap<Uid, f64>,
    /// How much longer everything takes than was expected.
    factor: f64,
}

/// What came of a day.
#[derive(Debug, Clone, Default)]
pub struct Worked {
    /// When each who was seen was seen, in minutes.
    pub starts: BTreeMap<Uid, f64>,
    /// Whether two things happened so near to each other, or so near to a bound that whole seconds count,
    /// that their order hangs on rounding.
    pub is_close_run: bool,
}

impl Lengths {
    /// What the engine expects of everything that can happen in a room, found out by asking it about rooms in
    /// which nothing else happens.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn of(snapshot: &WaitingRoomSnapshot, learner: &Learner, now: Instant) -> Result<Self, Failure> {
        let mut lengths = Self { factor: 1.0, ..Self::default() };
        let reasons: BTreeSet<Option<Uid>> =
            snapshot.entries.iter().map(|entry| entry.visit_reason.clone()).collect();
        let mut policy = QueuePolicy { guard_minutes: 0, closes_at: None, ..snapshot.policy.clone() };
        policy.visit_reasons.iter_mut().for_each(|reason| reason.doctor_uids = None);
        let all = |doctor: QueueDoctor, entries: Vec<QueueEntry>| {
            let room = WaitingRoomSnapshot {
                policy: policy.clone(),
                doctors: vec![doctor],
                entries,
                ..WaitingRoomSnapshot::default()
            };
            let room = answered("a room to ask about", WaitingRoom::new(room))?;
            let forecast = answered("forecast", room.forecast(learner, now))?;
            answered("expected waits", forecast.expected_waits())
        };
        let waits = |doctor: QueueDoctor, entries: Vec<QueueEntry>| {
            let waits = all(doctor, entries)?;
            let wait = waits.last().copied().flatten();
            wait.map_or_else(|| fail("nobody is seen", format!("{waits:?}")), |minutes| Ok(minutes * 60.0))
        };
        for doctor in &snapshot.doctors {
            let duty = vec![Duty { start_date: now, end_date: Instant(now.0 + 400 * 86_400) }];
            let alone = QueueDoctor { uid: doctor.uid.clone(), duty, ..QueueDoctor::default() };
            for reason in &reasons {
                let length =
                    waits(alone.clone(), vec![waiter(0, reason.clone(), now), waiter(1, None, now)])?;
                lengths.visits.insert((doctor.uid.clone(), reason.clone()), length);
            }
            for sent in snapshot.entries.iter().filter(|entry| is_parted(entry)) {
                let strictly = QueueEntry { preferred_doctor_uid: Some(doctor.uid.clone()), ..sent.clone() };
                if sent.presence == QueuePresence::Elsewhere {
                    let back = all(alone.clone(), vec![strictly.clone()])?[0];
                    let later = |minutes: f64| lengths.back.insert(sent.uid.clone(), minutes * 60.0);
                    // Of several doctors only those know how long it takes who sent the patient.
                    if sent.parts.last().is_some_and(|part| part.doctor_uid == doctor.uid) {
                        back.map(later);
                    }
                }
                let mut there = QueueEntry { presence: QueuePresence::Ready, ready_at: None, ..strictly };
                there.parts.iter_mut().for_each(|part| part.back_at = part.back_at.or(Some(part.sent_at)));
                let rest = waits(alone.clone(), vec![there, waiter(1_000, None, now)])?;
                lengths.rests.insert((doctor.uid.clone(), sent.uid.clone()), rest);
            }
            for planned in &doctor.appointments {
                let due = vec![UpcomingAppointment { start_date: now, ..planned.clone() }];
                let length =
                    waits(QueueDoctor { appointments: due, ..alone.clone() }, vec![waiter(0, None, now)])?;
                lengths.appointments.insert((doctor.uid.clone(), planned.uid.clone()), length);
            }
            for current in doctor.consultations() {
                let busy = QueueDoctor { current: Some(current.clone()), ..alone.clone() };
                let seen = snapshot
                    .entries
                    .iter()
                    .filter(|entry| entry.status == QueueStatus::Allocated && entry.uid == current.uid);
                let mut entries: Vec<QueueEntry> = seen
                    .filter(|_| current.kind == VisitKind::WalkIn)
                    .cloned()
                    .map(|entry| QueueEntry { sequence: 10, ..entry })
                    .collect();
                entries.push(waiter(0, None, now));
                let of = (doctor.uid.clone(), current.uid.clone());
                lengths.remaining.insert(of, waits(busy, entries)?);
            }
        }
        Ok(lengths)
    }

    /// Everything takes so many times as long.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self { factor, ..self.clone() }
    }
}

/// Whether somebody waits who was seen before.
fn is_parted(entry: &QueueEntry) -> bool {
    entry.status == QueueStatus::Waiting && !entry.parts.is_empty()
}

/// Somebody of whom nothing is known but a reason.
fn waiter(number: i64, visit_reason: Option<Uid>, now: Instant) -> QueueEntry {
    QueueEntry { visit_reason, sequence: number, ..crate::room::waiter(&format!("waiter-{number}"), now) }
}

/// Works through the day of a room from `now` on until nobody can be seen any more.
///
/// # Errors
/// If a command is refused that nothing is against.
pub fn work(
    mut room: WaitingRoom,
    lengths: &Lengths,
    now: Instant,
    decide: impl Fn(&WaitingRoom, &QueueCommand, Instant) -> Decision,
) -> Result<Worked, Failure> {
    let doctors: Vec<Uid> = room.doctors().iter().map(|doctor| doctor.uid.clone()).collect();
    let mut worked = Worked::default();
    let mut busy: Vec<Vec<Visit>> = doctors.iter().map(|uid| under_way(&room, lengths, uid)).collect();
    let mut back: Vec<(Uid, f64)> = lengths.back.clone().into_iter().collect();
    let mut at = 0.0;
    while room.length() > 0 {
        let clock = Instant(now.0 + at as i64);
        for uid in back.extract_if(.., |(_, back)| *back <= at).map(|(uid, _)| uid) {
            let events = answered_rule("to come back", room.decide(&QueueCommand::ComeBack { uid }, clock))?;
            tell(&mut room, &events);
        }
        for (doctor, seen) in doctors.iter().zip(&mut busy) {
            for over in seen.extract_if(.., |visit| visit.until <= at) {
                end(&mut room, doctor, &over, clock)?;
            }
        }
        let places = |room: &WaitingRoom, doctor: &Uid| {
            room.doctor(doctor).and_then(|doctor| doctor.concurrent_patients_max).unwrap_or(1) as usize
        };
        let mut turns = doctors.iter().zip(&mut busy);
        let mut turn = turns.next();
        // Who has several places is asked until they are taken, or nobody comes.
        while let Some((doctor, seen)) = &mut turn {
            if seen.len() >= places(&room, doctor) {
                turn = turns.next();
                continue;
            }
            let doctor = *doctor;
            worked.is_close_run |= guard_begins_within_the_second(&room, doctor, now, at);
            let fetch = QueueCommand::Allocate { doctor_uid: doctor.clone(), uid: None };
            let begun = match decide(&room, &fetch, clock) {
                Ok(events) => {
                    let [QueueEvent::Allocated { uid, .. }] = &events[..] else {
                        return fail("not an allocation", format!("{events:?}"));
                    };
                    let reason = room.entry(uid).and_then(|entry| entry.visit_reason.clone());
                    worked.starts.insert(uid.clone(), at / 60.0);
                    tell(&mut room, &events);
                    let rest = lengths.rests.get(&(doctor.clone(), uid.clone())).copied();
                    let length = rest.unwrap_or_else(|| lengths.visits[&(doctor.clone(), reason)]);
                    let until = at + length * lengths.factor;
                    Some(Visit { kind: VisitKind::WalkIn, uid: uid.clone(), until })
                }
                Err(QueueRefusal::Rule(QueueRule::AppointmentDue { appointment_uid, .. })) => {
                    let length =
                        lengths.appointments[&(doctor.clone(), appointment_uid.clone())] * lengths.factor;
                    let begin = QueueCommand::StartAppointment {
                        doctor_uid: doctor.clone(),
                        appointment_uid: appointment_uid.clone(),
                    };
                    answered_rule("start_appointment", room.decide(&begin, clock))
                        .map(|events| tell(&mut room, &events))?;
                    Some(Visit { kind: VisitKind::Appointment, uid: appointment_uid, until: at + length })
                }
                Err(QueueRefusal::Rule(_)) => None,
                Err(refusal) => return fail("allocating is no question", refusal.to_string()),
            };
            match begun {
                Some(visit) => seen.push(visit),
                None => turn = turns.next(),
            }
        }
        let mut next = busy
            .iter()
            .flatten()
            .map(|visit| visit.until)
            .chain(bounds(&room, now))
            .chain(back.iter().map(|(_, back)| *back))
            .filter(|next| *next > at)
            .collect::<Vec<_>>();
        next.sort_by(f64::total_cmp);
        let Some(&first) = next.first() else { break };
        let distinct = next.iter().find(|next| **next > first);
        worked.is_close_run |=
            first - at < SECOND_PART || distinct.is_some_and(|second| second - first < SECOND_PART);
        at = first;
    }
    Ok(worked)
}

fn tell(room: &mut WaitingRoom, events: &[QueueEvent]) {
    events.iter().for_each(|event| assert!(room.apply(event), "what was decided fits"));
}

fn answered_rule(what: &str, decision: Decision) -> Result<Vec<QueueEvent>, Failure> {
    decision.or_else(|refusal| fail("refused", format!("{what}: {refusal}")))
}

/// A visit that a doctor is in.
struct Visit {
    kind: VisitKind,
    uid: Uid,
    until: f64,
}

/// The visits that a doctor is in as the day begins.
fn under_way(room: &WaitingRoom, lengths: &Lengths, doctor: &Uid) -> Vec<Visit> {
    let seen = room.doctor(doctor).into_iter().flat_map(QueueDoctor::consultations);
    let visit = |current: &Consultation| {
        let left = lengths.remaining[&(doctor.clone(), current.uid.clone())];
        Visit { kind: current.kind, uid: current.uid.clone(), until: left * lengths.factor }
    };
    seen.map(visit).collect()
}

/// Ends a visit.
fn end(room: &mut WaitingRoom, doctor: &Uid, over: &Visit, clock: Instant) -> Result<(), Failure> {
    let uid = over.uid.clone();
    let command = match over.kind {
        VisitKind::WalkIn => QueueCommand::Complete { uid, ended_at: None },
        VisitKind::Appointment => QueueCommand::FinishAppointment {
            doctor_uid: doctor.clone(),
            appointment_uid: uid,
            ended_at: None,
        },
    };
    let events = answered_rule("the end of a visit", room.decide(&command, clock))?;
    tell(room, &events);
    Ok(())
}

/// The moments at which something may begin without anything having ended.
fn bounds(room: &WaitingRoom, now: Instant) -> Vec<f64> {
    let duty = room.doctors().iter().flat_map(|doctor| doctor.duty.iter().map(|duty| duty.start_date));
    let appointments =
        room.doctors().iter().flat_map(|doctor| doctor.appointments.iter().map(|planned| planned.start_date));
    let patience = room.waiting().filter_map(|entry| {
        entry.preference_patience_minutes.map(|minutes| Instant(entry.registered_at.0 + 60 * minutes))
    });
    duty.chain(appointments).chain(patience).map(|at| (at.0 - now.0) as f64).collect()
}

/// The room's clock has whole seconds. Whether an appointment is near is the only question whose answer can
/// change within one.
fn guard_begins_within_the_second(room: &WaitingRoom, doctor: &Uid, now: Instant, at: f64) -> bool {
    let next = room
        .doctor(doctor)
        .and_then(|doctor| doctor.appointments.iter().map(|planned| planned.start_date.0).min());
    next.is_some_and(|next| {
        (next - now.0 - 60 * room.policy().guard_minutes) as f64 == at.floor() && at > at.floor()
    })
}
