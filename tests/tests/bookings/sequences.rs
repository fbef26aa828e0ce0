//! Sequences of commands: nobody is booked twice, refusals say what `explain` says, and what happened can be
//! replayed.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{
    Actor, Appointment, AppointmentStatus, Clinic, ClinicSnapshot, Command, Doctor, Event, ExplainQuery,
    Explanation, Instant, Reason, ReasonCode, Refusal, Rule, SlotQuery, Uid,
};
use frontdesk_tests::bookings::desk::{Decision, Desk, carry_out};
use frontdesk_tests::bookings::generate::{MONDAY, TAPE};
use frontdesk_tests::bookings::ledger::{DOUBLE_BOOKED, OVERBOOKED};
use frontdesk_tests::bookings::rules::Expected;
use frontdesk_tests::bookings::{Sequence, blocks, one_session, uid_of};
use frontdesk_tests::engine::{answered, clinic, find};
use frontdesk_tests::oracle::RIGHT;
use frontdesk_tests::run::{Failure, Verdict, case_count, check_all, fail, same, same_list, tapes};
use frontdesk_tests::sequence::smaller;
use frontdesk_tests::subject::{json, replayed};

const SEQUENCES: usize = 20_000;

fn sequences(name: &'static str) -> impl Fn(u64) -> Box<dyn Iterator<Item = Sequence>> {
    move |stream| Box::new(tapes(name, stream, TAPE).map(Sequence::read))
}

/// The word by which an answer is told from others.
fn code(decision: &Decision) -> String {
    let of = |value: serde_json::Result<serde_json::Value>, field: &str| {
        value.ok().and_then(|value| value[field].as_str().map(str::to_owned)).unwrap_or_default()
    };
    match decision {
        Ok(events) => events.last().map(|event| of(serde_json::to_value(event), "event")).unwrap_or_default(),
        Err(refusal) => of(serde_json::to_value(refusal), "code"),
    }
}

/// The answer to a command is that of section 7.
fn answer_is_right(
    desk: &Desk,
    before: &ClinicSnapshot,
    command: &Command,
    now: Instant,
    decision: &Decision,
) -> Verdict {
    same("deciding changes nothing", &desk.clinic.snapshot(), before)?;
    let rules = desk.rules(before, command, now);
    let code = code(decision);
    match rules.expected(command) {
        Expected::Refused(expected) | Expected::Event(expected) => {
            same("another answer", &code.as_str(), &expected)
        }
        Expected::Room(room) => match decision.as_deref() {
            Ok([Event::Confirmed { video_room_id, .. }]) => same("another room", video_room_id, &room),
            _ => fail("another answer", format!("{code} instead of confirmed")),
        },
        Expected::StillFits => fits_again(before, command, now, decision),
        Expected::AsBefore => match decision.as_deref() {
            Ok([.., event]) => {
                let now = desk.clinic.appointment(event.appointment_uid());
                let mut first = desk.first_event(event.appointment_uid()).cloned();
                // It may have been put off.
                if let (Some(Event::Held { appointment, .. }), Some(now)) = (&mut first, now) {
                    appointment.hold_expires_at = now.hold_expires_at;
                }
                same("the same hold is answered otherwise", &Some(event), &first.as_ref())
            }
            _ => fail("another answer", format!("{code} to the same hold")),
        },
        Expected::Slot(doctor_uid) => {
            let candidates =
                slot_is_judged_rightly(&desk.clinic, before, command, doctor_uid.as_ref(), now, decision)?;
            match decision.as_deref() {
                Ok([.., Event::Held { appointment, .. }]) if doctor_uid.is_none() => {
                    choice_is_right(before, command, &candidates, appointment, now)
                }
                Ok(
                    [
                        Event::Rebooked {
                            uid, doctor_uid, video_room_id, appointment_type_uid, seats, ..
                        },
                    ],
                ) => {
                    let moved = before.appointments.iter().find(|appointment| appointment.uid == *uid);
                    let Command::Rebook { seats: asked, .. } = command else {
                        return fail("another event", format!("{command:?}"));
                    };
                    let kept = asked.or(moved.map(|moved| moved.seats));
                    same("other seats after a move", &seats.or(Some(1)), &kept)?;
                    let type_uid = appointment_type_uid.as_ref();
                    let room = moved.and_then(|moved| rules.room_after_move(moved, doctor_uid, type_uid));
                    same("another room after a move", video_room_id, &room)
                }
                _ => Ok(()),
            }
        }
    }?;
    lapsed_stays_lapsed(before, now, decision)
}

/// A refused slot has the reasons that `explain` gives, and an accepted one has none. Gives who could be
/// booked.
fn slot_is_judged_rightly(
    clinic: &Clinic,
    before: &ClinicSnapshot,
    command: &Command,
    doctor_uid: Option<&Uid>,
    now: Instant,
    decision: &Decision,
) -> Result<Vec<Uid>, Failure> {
    let of = |uid: &Uid| before.appointments.iter().find(|appointment| appointment.uid == *uid);
    let waived = match command {
        Command::Hold { r#override, .. } | Command::Rebook { r#override, .. } => r#override.clone(),
        _ => Vec::new(),
    };
    let waives = |reason: &Reason| reason.code().is_some_and(|code| waived.contains(&code));
    let duration_minutes = match command {
        Command::Hold { duration_minutes, .. } | Command::Rebook { duration_minutes, .. } => {
            *duration_minutes
        }
        _ => None,
    };
    let seats = match command {
        Command::Hold { seats, .. } | Command::Rebook { seats, .. } => *seats,
        _ => None,
    };
    let location_uids = match command {
        Command::Hold { location_uid, .. } | Command::Rebook { location_uid, .. } => {
            location_uid.clone().map(|uid| vec![uid])
        }
        _ => None,
    };
    let (appointment_type_uid, start_date, patient_uid, by, exclude_appointment_uid) = match command {
        Command::Hold { appointment_type_uid, start_date, patient_uid, by, replaces, .. } => {
            (Some(appointment_type_uid.clone()), *start_date, patient_uid.clone(), *by, replaces.clone())
        }
        Command::Rebook { uid, start_date, by, appointment_type_uid, .. } => {
            let moved = of(uid);
            let until_now = moved.and_then(|moved| moved.appointment_type_uid.clone());
            let type_uid = appointment_type_uid.clone().or(until_now);
            (type_uid, *start_date, moved.and_then(|moved| moved.patient_uid.clone()), *by, Some(uid.clone()))
        }
        _ => return fail("not about a slot", format!("{command:?}")),
    };
    let query = ExplainQuery {
        appointment_type_uid: appointment_type_uid.unwrap_or_default(),
        start_date,
        doctor_uids: doctor_uid.map(|uid| vec![uid.clone()]),
        duration_minutes,
        seats,
        exclude_appointment_uid,
        patient_uid,
        by,
        location_uids,
        ..ExplainQuery::default()
    };
    let explained = answered("explain", clinic.explain(&query, now))?;
    match decision {
        Err(Refusal::Rule(Rule::NotBookable { explanations })) => {
            same_list("the reasons are others than those of explain", explanations, &explained)?;
            let accepted = explained.iter().any(|explanation| explanation.reasons.iter().all(waives));
            if accepted { fail("refused without a reason", format!("{explained:?}")) } else { Ok(Vec::new()) }
        }
        Err(refusal) => fail("refused otherwise than for its slot", format!("{refusal:?}")),
        Ok(events) => {
            let [.., event] = events.as_slice() else { return fail("not one event", format!("{events:?}")) };
            let (booked, overrode) = match event {
                Event::Held { appointment, overrode } => (&appointment.doctor_uid, overrode),
                Event::Rebooked { doctor_uid, overrode, .. } => (doctor_uid, overrode),
                other => return fail("another event", format!("{other:?}")),
            };
            let is_free = explained.iter().any(|explanation| explanation.reasons.is_empty());
            let free = |explanation: &&Explanation| match is_free {
                true => explanation.reasons.is_empty(),
                false => explanation.reasons.iter().all(waives),
            };
            let stood = explained.iter().find(|explanation| explanation.doctor_uid == *booked);
            same("overrode something else", &Some(overrode), &stood.map(|stood| &stood.reasons))?;
            let candidates: Vec<Uid> =
                explained.iter().filter(free).map(|explanation| explanation.doctor_uid.clone()).collect();
            if !candidates.contains(booked) {
                return fail("booked in spite of reasons", format!("{explained:?}"));
            }
            Ok(candidates)
        }
    }
}

/// Who is booked where nobody was asked for, and what is said of it.
fn choice_is_right(
    before: &ClinicSnapshot,
    command: &Command,
    candidates: &[Uid],
    appointment: &Appointment,
    now: Instant,
) -> Verdict {
    let Command::Hold { appointment_type_uid, start_date, replaces, .. } = command else {
        return fail("not about a hold", format!("{command:?}"));
    };
    // What it takes the place of does not count.
    let mut before = before.clone();
    before.appointments.retain(|other| Some(&other.uid) != replaces.as_ref());
    let before = &before;
    let doctors: Vec<&Doctor> =
        before.doctors.iter().filter(|doctor| candidates.contains(&doctor.uid)).collect();
    let start = start_date.unwrap_or_default();
    let Some(chosen) = RIGHT.chosen(before, &doctors, appointment_type_uid, start, now) else {
        return fail("nobody to choose from", format!("{candidates:?}"));
    };
    same("another doctor is chosen", &appointment.doctor_uid, &chosen.doctor.uid)?;
    let Some(choice) = &appointment.doctor_choice else {
        return fail("a choice is not explained", appointment.uid.to_string());
    };
    let said = choice
        .appointments_that_day
        .or(choice.priority)
        .map(i64::from)
        .or(choice.last_booked_at.map(|at| at.0));
    same(
        "a choice is explained otherwise",
        &(said, choice.candidates as usize),
        &(chosen.figure, chosen.candidates),
    )
}

/// What was called off is confirmed again exactly if nothing stands in its time. The hours of these clinics
/// may have changed since.
fn fits_again(before: &ClinicSnapshot, command: &Command, now: Instant, decision: &Decision) -> Verdict {
    let uid = uid_of(command);
    let Some(own) = before.appointments.iter().find(|other| other.uid == *uid) else {
        return fail("not there", uid.to_string());
    };
    let Some(kind) =
        before.appointment_types.iter().find(|kind| Some(&kind.uid) == own.appointment_type_uid.as_ref())
    else {
        return fail("its type is gone", uid.to_string());
    };
    let overlaps = |other: &Appointment| own.start_date < other.end_date && other.start_date < own.end_date;
    // Whom it was let in beside is still in nobody's way.
    let known = |other: &Appointment| {
        own.overrode.iter().any(|reason| {
            matches!(reason, Reason::SlotTaken { by, .. } | Reason::Held { by,
                .. } | Reason::PatientBusy { by, .. } if *by == other.uid)
        })
    };
    let others = || {
        let blocking = before.appointments.iter().filter(|other| other.uid != own.uid && blocks(other, now));
        blocking.filter(|other| !known(other))
    };
    let of_doctor = || others().filter(|other| other.doctor_uid == own.doctor_uid);
    let mates = of_doctor().filter(|other| one_session(other, own));
    let is_full = mates.map(|other| other.seats).sum::<i64>() + own.seats > kind.capacity;
    let is_taken =
        of_doctor().any(|other| overlaps(other) && (kind.capacity == 1 || !one_session(other, own)));
    let is_busy = own.patient_uid.is_some()
        && others().any(|other| other.patient_uid == own.patient_uid && overlaps(other));
    match decision {
        Ok(_) if is_full || is_taken || is_busy => fail("reopened on what is taken", uid.to_string()),
        Ok(events) => match events.as_slice() {
            [Event::Reopened { .. }] => Ok(()),
            _ => fail("another event", format!("{events:?}")),
        },
        Err(Refusal::Rule(Rule::NotBookable { explanations })) => {
            let ours = ["slot_taken", "held", "group_full", "patient_busy", "limit_reached"];
            let hours = ["outside_hours", "closed", "blocked", "other_location"];
            let wrong = explanations.iter().flat_map(|explanation| &explanation.reasons).find(|reason| {
                let code = reason.code().map(|code| code.to_string()).unwrap_or_default();
                !ours.contains(&code.as_str()) && !hours.contains(&code.as_str())
            });
            wrong.map_or(Ok(()), |reason| fail("this has no say in it", format!("{reason:?}")))
        }
        Err(refusal) => fail("refused otherwise", format!("{refusal:?}")),
    }
}

/// A hold that has run out is never confirmed.
fn lapsed_stays_lapsed(before: &ClinicSnapshot, now: Instant, decision: &Decision) -> Verdict {
    let Ok([Event::Confirmed { uid, .. }]) = decision.as_deref() else { return Ok(()) };
    let lives = before
        .appointments
        .iter()
        .any(|held| held.uid == *uid && held.status == AppointmentStatus::Held && blocks(held, now));
    if lives { Ok(()) } else { fail("a hold that had run out is confirmed", uid.to_string()) }
}

/// Whatever is offered can be held, by a patient without appointments.
fn what_is_offered_can_be_held(clinic: &Clinic, now: Instant) -> Verdict {
    for kind in clinic.snapshot().appointment_types {
        let (from, to) = (now, Instant(MONDAY.max(now.0) + 2 * 86_400));
        let query = SlotQuery { appointment_type_uid: kind.uid.clone(), from, to, ..SlotQuery::default() };
        let slots = find(clinic, &query, now)?;
        // Another of them after every step.
        let Some(slot) = slots.get(now.0 as usize % slots.len().max(1)) else { continue };
        let hold = Command::Hold {
            uid: Uid::from("new"),
            appointment_type_uid: kind.uid,
            start_date: Some(slot.start_date),
            local_start: None,
            doctor_uid: Some(slot.doctor_uid.clone()),
            patient_uid: Some(Uid::from("newcomer")),
            by: Actor::Patient,
            r#override: Vec::new(),
            replaces: None,
            duration_minutes: None,
            // All that is left, every other time.
            seats: (now.0 % 2 == 0).then_some(i64::from(slot.seats_left)),
            location_uid: slot.location_uid.clone(),
        };
        if let Err(refusal) = clinic.decide(&hold, now) {
            return fail("an offered slot can't be held", format!("{slot:?} at {now}: {refusal:?}"));
        }
    }
    Ok(())
}

/// Another clinic of the last snapshot answers as the one that got there step by step.
fn answers_alike(changed: &Clinic, fresh: &Clinic, commands: &[Command], now: Instant) -> Verdict {
    for command in commands {
        same("decides otherwise", &fresh.decide(command, now), &changed.decide(command, now))?;
    }
    let (after, until) = (Instant(MONDAY), Instant(MONDAY + 3 * 86_400));
    same("other holds have run out", &fresh.due(now), &changed.due(now))?;
    same(
        "other reminders are due",
        &fresh.reminders_due(after, until),
        &changed.reminders_due(after, until),
    )?;
    same("something else is due next", &fresh.next_due(now), &changed.next_due(now))?;
    same("other appointments are outside hours", &fresh.outside_hours(now), &changed.outside_hours(now))?;
    for kind in fresh.snapshot().appointment_types {
        let query =
            SlotQuery { appointment_type_uid: kind.uid, from: after, to: until, ..SlotQuery::default() };
        same_list("other slots are offered", &find(fresh, &query, now)?, &find(changed, &query, now)?)?;
    }
    Ok(())
}

#[test]
fn nobody_is_booked_twice_and_everything_can_be_replayed() {
    let answers: [AtomicUsize; 11] = Default::default();
    check_all("bookings", SEQUENCES, sequences("bookings"), smaller, |sequence: &Sequence| {
        let mut desk = Desk::open(&sequence.start)?;
        for step in &sequence.steps {
            desk.step(step, Clinic::decide, |desk, before, command, decision| {
                let events = [
                    "held",
                    "confirmed",
                    "released",
                    "cancelled",
                    "rebooked",
                    "completed",
                    "no_show",
                    "reopened",
                    "extended",
                    "approval_requested",
                ];
                let index = events.iter().position(|event| *event == code(decision)).unwrap_or(events.len());
                answers[index].fetch_add(1, Ordering::Relaxed);
                answer_is_right(desk, before, command, step.now, decision)
            })?;
            what_is_offered_can_be_held(&desk.clinic, step.now)?;
        }
        let last = json(&desk.clinic);
        same("replaying gives another clinic", &replayed(&sequence.start, &desk.log)?, &last)?;
        let now = sequence.steps.last().map_or(Instant(MONDAY), |step| step.now);
        answers_alike(&desk.clinic, &clinic(&desk.clinic.snapshot())?, desk.commands(), now)
    });
    println!(
        "held, confirmed, released, cancelled, rebooked, completed, no_show, reopened, extended, \
         approval_requested, refused: {answers:?}"
    );
    assert!(
        answers.iter().all(|times| times.load(Ordering::Relaxed) > case_count(SEQUENCES) / 100),
        "of each answer: {answers:?}"
    );
}

/// Decides as the engine does, but without asking whether the slot is free.
fn inserted(clinic: &Clinic, command: &Command, now: Instant) -> Decision {
    let mut empty = clinic.snapshot();
    empty.appointments.retain(|appointment| match command {
        Command::Rebook { uid, .. } => *uid == appointment.uid,
        Command::Hold { replaces, .. } => replaces.as_ref() == Some(&appointment.uid),
        _ => false,
    });
    match Clinic::new(empty) {
        Ok(empty) if matches!(command, Command::Hold { .. } | Command::Rebook { .. }) => {
            empty.decide(command, now)
        }
        _ => clinic.decide(command, now),
    }
}

/// Every kind of reason that stands for another appointment, and those that come with it.
const EVERYTHING: &[ReasonCode] = &[
    ReasonCode::SlotTaken,
    ReasonCode::Held,
    ReasonCode::GroupFull,
    ReasonCode::LimitReached,
    ReasonCode::OffGrid,
    ReasonCode::OutsideHours,
    ReasonCode::PatientBusy,
    ReasonCode::TooManyHolds,
];

/// Sequences that desks are found out by.
const FIRST: usize = 3_000;

/// Of the first sequences, how many a desk books wrongly, and in which ways.
fn found_out(desk: impl Fn(&Sequence) -> Verdict) -> Vec<&'static str> {
    tapes("unguarded", 0, TAPE)
        .take(FIRST)
        .filter_map(|tape| desk(&Sequence::read(tape)).err().map(|failure| failure.kind))
        .collect()
}

/// A desk without a guard, to know that the ledger would tell. The engine, asked in the same way, is never
/// found out.
#[test]
fn the_ledger_finds_out_who_books_twice() {
    assert_eq!(found_out(|sequence| carry_out(sequence, Clinic::decide)), [""; 0]);

    // Looks whether somebody has the very start, and then writes it down.
    let same_start = |clinic: &Clinic, command: &Command, now: Instant| {
        let decision = inserted(clinic, command, now)?;
        let taken = |event: &Event| match event {
            Event::Held { appointment, .. } => {
                let others = clinic.snapshot().appointments;
                others.iter().any(|other| blocks(other, now) && one_session(other, appointment))
            }
            _ => false,
        };
        if decision.iter().any(taken) {
            return Err(Refusal::Rule(Rule::AlreadyExists { status: AppointmentStatus::Held }));
        }
        Ok(decision)
    };
    let kinds = found_out(|sequence| carry_out(sequence, same_start));
    println!("looking for the same start: {} of {FIRST}", kinds.len());
    assert!(kinds.contains(&DOUBLE_BOOKED), "{kinds:?}");

    // Checks rightly, but against what it saw two commands ago.
    let kinds = found_out(|sequence| {
        let mut seen: Vec<Clinic> = Vec::new();
        carry_out(sequence, |clinic, command, now| {
            seen.push(clinic.clone());
            let stale = &seen[seen.len().saturating_sub(3)];
            match command {
                Command::Hold { .. } | Command::Rebook { .. } => stale.decide(command, now),
                _ => clinic.decide(command, now),
            }
        })
    });
    println!("looking at what was: {} of {FIRST}", kinds.len());
    assert!(kinds.contains(&DOUBLE_BOOKED) && kinds.contains(&OVERBOOKED), "{kinds:?}");

    // Takes whatever is overridden for leave to book anything, and says what it was given leave for.
    let kinds = found_out(|sequence| {
        carry_out(sequence, |clinic, command, now| {
            let mut all = command.clone();
            let asked = match &mut all {
                Command::Hold { r#override, .. } | Command::Rebook { r#override, .. }
                    if !r#override.is_empty() =>
                {
                    std::mem::replace(r#override, EVERYTHING.to_vec())
                }
                _ => return clinic.decide(command, now),
            };
            let mut events = clinic.decide(&all, now)?;
            for event in &mut events {
                if let Event::Held { overrode, .. } | Event::Rebooked { overrode, .. } = event {
                    overrode.retain(|reason| reason.code().is_some_and(|code| asked.contains(&code)));
                }
            }
            Ok(events)
        })
    });
    println!("overriding everything: {} of {FIRST}", kinds.len());
    assert!(kinds.contains(&DOUBLE_BOOKED), "{kinds:?}");
}
