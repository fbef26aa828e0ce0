//! Sequences of commands: everybody is seen in turn, nobody twice, and what happened can be replayed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    Instant, QueueCommand, QueueDoctor, QueueEvent, QueueRefusal, QueueStatus, Uid, VisitKind, VisitOutcome,
    WaitingRoom, WaitingRoomSnapshot, from_json,
};
use frontdesk_tests::engine::answered;
use frontdesk_tests::room::generate::TAPE;
use frontdesk_tests::room::rules::Rules;
use frontdesk_tests::room::{Ask, Sequence};
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, same, tapes};
use frontdesk_tests::sequence::smaller;
use frontdesk_tests::subject::{Told, json, record, replayed};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const SEQUENCES: usize = 6_000;

type Decision = Result<Vec<QueueEvent>, QueueRefusal>;

fn sequences(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Sequence>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(Sequence::read))
}

/// The words of the answers that a sequence can get.
const ANSWERS: [&str; 35] = [
    "registered",
    "allocated",
    "appointment_started",
    "completed",
    "appointment_finished",
    "appointment_left",
    "no_show",
    "cancelled",
    "requeued",
    "transferred",
    "sent_elsewhere",
    "came_back",
    "urgency_set",
    "level_set",
    "conflict",
    "already_exists",
    "already_registered",
    "closed",
    "past_closing",
    "queue_full",
    "wrong_status",
    "doctor_busy",
    "off_duty",
    "appointment_due",
    "appointment_soon",
    "nobody_waiting",
    "other_doctor_only",
    "reason_not_served",
    "too_soon",
    "seen",
    "announced",
    "away_set",
    "doctor_away",
    "out_of_range",
    "not_found",
];

/// The word by which an answer is told from others; of an allocation with the entry.
fn code(decision: &Decision) -> String {
    let value = match decision {
        Ok(events) => serde_json::to_value(events.first()),
        Err(refusal) => serde_json::to_value(refusal),
    };
    let value = value.unwrap_or_default();
    let word = value["event"].as_str().or(value["code"].as_str()).unwrap_or_default().to_owned();
    match value["uid"].as_str().filter(|_| word == "allocated") {
        Some(uid) => format!("{word} {uid}"),
        None => word,
    }
}

fn new(snapshot: &WaitingRoomSnapshot) -> Result<WaitingRoom, Failure> {
    answered("WaitingRoom::new", WaitingRoom::new(snapshot.clone()))
}

/// What holds of a room whatever was asked of it.
fn room_is_right(room: &WaitingRoom) -> Verdict {
    let snapshot = room.snapshot();
    let live: Vec<_> = snapshot.entries.iter().filter(|entry| entry.status.is_live()).collect();
    let patients: BTreeSet<_> = live.iter().map(|entry| &entry.patient_uid).collect();
    same("a patient has two live entries", &patients.len(), &live.len())?;
    let allocated = live.iter().filter_map(|entry| Some((entry.doctor_uid.clone()?, entry.uid.clone())));
    let seen = snapshot.doctors.iter().flat_map(|doctor| {
        let walk_ins = doctor.consultations().filter(|current| current.kind == VisitKind::WalkIn);
        walk_ins.map(|current| (doctor.uid.clone(), current.uid.clone()))
    });
    let seen: Vec<(Uid, Uid)> = seen.collect();
    let each: BTreeSet<_> = seen.iter().cloned().collect();
    same("somebody is seen twice", &each.len(), &seen.len())?;
    let (allocated, seen) = (allocated.collect::<BTreeSet<_>>(), each);
    same("doctors see other patients than the entries say", &seen, &allocated)?;
    let is_first_free = |doctor: &QueueDoctor| doctor.current.is_none() && !doctor.beside.is_empty();
    same("beside nobody", &snapshot.doctors.iter().any(is_first_free), &false)?;
    let positions: Vec<Option<usize>> = room.waiting().map(|entry| room.position(&entry.uid)).collect();
    same("positions are not 1, 2, 3", &positions, &(1..=room.length()).map(Some).collect())?;
    let waiting = live.iter().filter(|entry| entry.status == QueueStatus::Waiting).count();
    same("who waits has a position", &positions.len(), &waiting)?;
    let mut in_order: Vec<_> = room.waiting().collect();
    in_order.sort_by_key(|entry| {
        let came = entry.registered_at.0 - entry.head_start_seconds;
        (!entry.urgent, entry.parts.is_empty(), came, entry.sequence)
    });
    same("the queue is not in the order of service", &room.waiting().collect::<Vec<_>>(), &in_order)?;
    same("the snapshot comes back otherwise", &json(&new(&snapshot)?), &json(room))
}

/// What an event says of a visit goes with what it did.
fn visit_is_right(room: &WaitingRoom, event: &QueueEvent) -> Verdict {
    let visit = room.visit_of(event);
    if let Some(visit) = &visit
        && (visit.ended_at < visit.registered_at && visit.outcome != VisitOutcome::Completed
            || visit.started_at.is_some_and(|started_at| visit.ended_at < started_at))
    {
        return fail("a visit ends before it began", format!("{visit:?}"));
    }
    let ends = matches!(
        event,
        QueueEvent::Completed { .. }
            | QueueEvent::Seen { .. }
            | QueueEvent::AppointmentFinished { .. }
            | QueueEvent::NoShow { .. }
    );
    let may_end = ends || matches!(event, QueueEvent::Cancelled { .. });
    if ends && visit.is_none() || !may_end && visit.is_some() {
        return fail("a visit is missing, or there is one too many", format!("{event:?}: {visit:?}"));
    }
    Ok(())
}

/// Carries out a sequence: `decide` answers the commands, and section 8 says what they are to be answered.
fn carry_out(
    sequence: &Sequence,
    decide: impl Fn(&WaitingRoom, &QueueCommand, Instant) -> Decision,
    mut look: impl FnMut(&str),
) -> Verdict {
    let mut room = new(&sequence.start)?;
    let mut log: Vec<Told<WaitingRoom>> = Vec::new();
    for step in &sequence.steps {
        let before = room.snapshot();
        match &step.ask {
            Ask::Change(change) => match room.change(change.as_ref().clone()) {
                Ok(()) => log.push(Told::Change(change.clone())),
                Err(_) => same("a refused change changes nothing", &room.snapshot(), &before)?,
            },
            Ask::Command(command) => {
                let decision = decide(&room, command, step.now);
                let code = code(&decision);
                same("deciding changes nothing", &room.snapshot(), &before)?;
                same("another answer", &code, &Rules { room: &before, now: step.now }.expected(command))?;
                level_is_kept(&before, command, &decision)?;
                look(code.split(' ').next().unwrap_or_default());
                for event in decision.into_iter().flatten() {
                    visit_is_right_if_new(&room, &event)?;
                    if record(&mut room, &event)? {
                        let capacity = room.policy().capacity.unwrap_or(i64::MAX);
                        if matches!(event, QueueEvent::Registered { .. }) && room.length() as i64 > capacity {
                            return fail("more wait than may", format!("{} of {capacity}", room.length()));
                        }
                        log.push(Told::Event(event));
                    }
                }
            }
        }
        room_is_right(&room)?;
    }
    same("replaying gives another room", &replayed(&sequence.start, &log)?, &json(&room))
}

/// Who is put on a level has its urgency and its head start, and who is put on none has neither.
fn level_is_kept(before: &WaitingRoomSnapshot, command: &QueueCommand, decision: &Decision) -> Verdict {
    let of = |level: &Option<Uid>| {
        let named = before.policy.levels.iter().find(|other| Some(&other.uid) == level.as_ref());
        named.map_or((false, 0), |level| (level.urgent, level.head_start_minutes * 60))
    };
    let is_new = |uid: &Uid| before.entries.iter().all(|entry| entry.uid != *uid);
    for event in decision.iter().flatten() {
        match (event, command) {
            (
                QueueEvent::LevelSet { level, urgent, head_start_seconds, .. },
                QueueCommand::SetLevel { level: asked, .. },
            ) => {
                same("another level", level, asked)?;
                same("what a level gives", &(*urgent, *head_start_seconds), &of(asked))?;
            }
            (QueueEvent::Registered { entry }, QueueCommand::Register { level: Some(_), .. })
                if is_new(&entry.uid) =>
            {
                same("what a level gives", &(entry.urgent, entry.head_start_seconds), &of(&entry.level))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A repeated registration has no visit to end; every other event is new.
fn visit_is_right_if_new(room: &WaitingRoom, event: &QueueEvent) -> Verdict {
    if matches!(event, QueueEvent::Registered { .. }) {
        return same("joining ends a visit", &room.visit_of(event), &None);
    }
    visit_is_right(room, event)
}

#[test]
fn everybody_is_seen_in_turn_and_everything_can_be_replayed() {
    let answers: [AtomicUsize; ANSWERS.len()] = std::array::from_fn(|_| AtomicUsize::new(0));
    check_all("waiting room", SEQUENCES, sequences("waiting room"), smaller, |sequence: &Sequence| {
        carry_out(sequence, WaitingRoom::decide, |code| {
            if let Some(index) = ANSWERS.iter().position(|answer| *answer == code) {
                answers[index].fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let counts: Vec<(&str, usize)> =
        ANSWERS.iter().zip(&answers).map(|(word, count)| (*word, count.load(Ordering::Relaxed))).collect();
    println!("{counts:?}");
    assert!(
        counts.iter().all(|(_, count)| *count > case_count(SEQUENCES) / 200),
        "of each answer: {counts:?}"
    );
}

/// Of the first sequences, how many rooms that decide so are found out.
fn found_out(decide: impl Fn(&WaitingRoom, &QueueCommand, Instant) -> Decision) -> usize {
    let sequences = tapes("waiting room", 0, TAPE).take(500).map(Sequence::read);
    sequences.filter(|sequence| carry_out(sequence, &decide, |_| {}).is_err()).count()
}

/// What is done to a room before it is asked who is next, or on what level somebody is.
type Misreading = fn(&mut WaitingRoomSnapshot);

/// Decides as the engine does of a room that is a little other than it is.
fn as_if(
    change: impl Fn(&mut WaitingRoomSnapshot),
) -> impl Fn(&WaitingRoom, &QueueCommand, Instant) -> Decision {
    move |room, command, now| {
        let mut snapshot = room.snapshot();
        let concerned = |command: &QueueCommand| {
            use QueueCommand::{Allocate, Register, SetLevel};
            matches!(command, Allocate { .. } | Register { .. } | SetLevel { .. })
        };
        if concerned(command) {
            change(&mut snapshot);
        }
        WaitingRoom::new(snapshot).map_err(QueueRefusal::Input)?.decide(command, now)
    }
}

#[test]
fn a_room_that_sees_patients_out_of_turn_is_found_out() {
    assert_eq!(found_out(WaitingRoom::decide), 0);
    let misreadings: [(&str, Misreading); 16] = [
        ("everybody sees one patient at a time", |room| {
            room.doctors.iter_mut().for_each(|doctor| doctor.concurrent_patients_max = None);
        }),
        ("who has several places may have one more", |room| {
            let several =
                room.doctors.iter_mut().filter_map(|doctor| doctor.concurrent_patients_max.as_mut());
            several.for_each(|places| *places += 1);
        }),
        ("urgency is ignored", |room| room.entries.iter_mut().for_each(|entry| entry.urgent = false)),
        ("preferences are ignored", |room| {
            for entry in &mut room.entries {
                (entry.preferred_doctor_uid, entry.preference_patience_minutes) = (None, None);
                entry.preference = frontdesk::DoctorPreference::Soft;
            }
        }),
        ("everybody serves every reason", |room| {
            room.policy.visit_reasons.iter_mut().for_each(|reason| reason.doctor_uids = None);
        }),
        ("patience has no end", |room| {
            for entry in room.entries.iter_mut().filter(|entry| entry.preference_patience_minutes.is_some()) {
                entry.preference_patience_minutes = Some(1_440);
            }
        }),
        ("who was sent elsewhere goes by arrival", |room| {
            room.entries.iter_mut().for_each(|entry| entry.parts.clear());
        }),
        ("who was sent elsewhere is there all the time", |room| {
            room.entries.iter_mut().filter(|entry| !entry.parts.is_empty()).for_each(|entry| {
                (entry.presence, entry.ready_at) = (frontdesk::QueuePresence::Ready, None);
            });
        }),
        ("any doctor sees who was sent elsewhere", |room| {
            for entry in room.entries.iter_mut().filter(|entry| !entry.parts.is_empty()) {
                entry.preferred_doctor_uid = None;
                entry.preference = frontdesk::DoctorPreference::Soft;
            }
        }),
        ("who was sent elsewhere goes before urgent patients", |room| {
            let live = room.entries.iter_mut().filter(|entry| entry.status.is_live());
            live.filter(|entry| !entry.parts.is_empty()).for_each(|entry| entry.urgent = true);
        }),
        ("nobody is away", |room| {
            room.doctors.iter_mut().for_each(|doctor| (doctor.away_since, doctor.back_at) = (None, None));
        }),
        ("a level gives no head start", |room| {
            room.policy.levels.iter_mut().for_each(|level| level.head_start_minutes = 0);
        }),
        ("a level is never urgent", |room| {
            room.policy.levels.iter_mut().for_each(|level| level.urgent = false);
        }),
        ("there is no guard", |room| room.policy.guard_minutes = 0),
        ("the day has no end", |room| room.policy.closes_at = None),
        ("last come, first served", |room| {
            let waiting = room.entries.iter_mut().filter(|entry| entry.status == QueueStatus::Waiting);
            let mut waiting: Vec<_> = waiting.collect();
            let mut sequences: Vec<i64> = waiting.iter().map(|entry| entry.sequence).collect();
            sequences.sort_unstable();
            waiting.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
            waiting.into_iter().zip(sequences).for_each(|(entry, sequence)| entry.sequence = sequence);
        }),
    ];
    for (name, misreading) in misreadings {
        let found = found_out(as_if(misreading));
        println!("{name}: {found} of 500");
        assert!(found > 0, "{name}");
    }
}

/// What `value` becomes if any one of its parts is something that nobody would send.
fn poisoned<T: Serialize + DeserializeOwned>(value: &T) -> Vec<T> {
    let whole = serde_json::to_value(value).unwrap_or_default();
    let mut pointers = Vec::new();
    collect("", &whole, &mut pointers);
    let poisons = [
        json!(i64::MIN),
        json!(-1),
        json!(0),
        json!(i64::MAX),
        json!((1_i64 << 53) - 1),
        json!(""),
        json!("ben"),
        Value::Null,
    ];
    let put = |pointer: &String, poison: &Value| {
        let mut other = whole.clone();
        *other.pointer_mut(pointer)? = poison.clone();
        from_json(&other.to_string()).ok()
    };
    pointers
        .iter()
        .flat_map(|pointer| poisons.iter().filter_map(move |poison| put(pointer, poison)))
        .collect()
}

fn collect(pointer: &str, value: &Value, pointers: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(field, inner)| collect(&format!("{pointer}/{field}"), inner, pointers));
        }
        Value::Array(elements) => {
            elements
                .iter()
                .enumerate()
                .for_each(|(index, inner)| collect(&format!("{pointer}/{index}"), inner, pointers));
        }
        _ => pointers.push(pointer.to_owned()),
    }
}

/// Commands, changes and events with extremes in them are refused or do what they say; none breaks the room.
#[test]
fn nothing_that_is_sent_breaks_a_room() {
    let recorded = AtomicUsize::new(0);
    check_all("hostile room", 100, sequences("hostile room"), smaller, |sequence: &Sequence| {
        let mut room = new(&sequence.start)?;
        for step in &sequence.steps {
            let command = match &step.ask {
                Ask::Command(command) => command,
                Ask::Change(change) => {
                    for change in poisoned(change.as_ref()) {
                        let mut room = room.clone();
                        let _ = room.change(change);
                        room_is_right(&room)?;
                    }
                    continue;
                }
            };
            for now in [i64::MIN, -1, 0, i64::MAX] {
                let _ = room.decide(command, Instant(now));
            }
            let decided = poisoned(command)
                .into_iter()
                .filter_map(|command| room.decide(&command, step.now).ok())
                .flatten();
            let events: Vec<QueueEvent> = room.decide(command, step.now).into_iter().flatten().collect();
            for event in decided.chain(events.iter().flat_map(poisoned)) {
                let mut room = room.clone();
                let _ = room.visit_of(&event);
                recorded.fetch_add(usize::from(room.apply(&event)), Ordering::Relaxed);
                room_is_right(&room)?;
            }
            for event in &events {
                room.apply(event);
            }
        }
        Ok(())
    });
    println!("{recorded:?} events recorded");
    assert!(recorded.into_inner() > 50 * case_count(100));
}
