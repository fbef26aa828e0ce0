//! Who is booked where nobody is asked for, on the clinics of the generated cases.

use frontdesk::{
    Actor, AppointmentStatus, AppointmentTypeSetting, ClinicSnapshot, Command, Doctor, DoctorChoiceStrategy,
    Event, Instant, Slot, SlotQuery, Uid,
};
use frontdesk_tests::engine::clinic;
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::choice::Chosen;
use frontdesk_tests::oracle::{Definitions, RIGHT};
use frontdesk_tests::run::{Failure, check, fail, same, stream};
use serde_json::json;

const STRATEGIES: [DoctorChoiceStrategy; 3] = [
    DoctorChoiceStrategy::FewestAppointments,
    DoctorChoiceStrategy::Priority,
    DoctorChoiceStrategy::RoundRobin,
];

/// The case with a strategy, and with priorities and times that its dice name: some appointments come from a
/// system that did not say when they were made.
fn with_choice(case: &Case) -> Case {
    let mut case = case.clone();
    let dice = case.dice.clone();
    let die = |place: usize| dice.get(place % dice.len().max(1)).copied().unwrap_or(0);
    case.query = SlotQuery {
        doctor_uids: None,
        limit: None,
        exclude_appointment_uid: None,
        grid: None,
        patient_uid: None,
        by: Actor::Patient,
        // A hold names one location at most, and no times.
        location_uids: None,
        times: Vec::new(),
        ..case.query
    };
    let kind = &mut case.snapshot.appointment_types[0];
    kind.doctor_choice = STRATEGIES[die(0) as usize % STRATEGIES.len()];
    let (type_uid, is_group) = (kind.uid.clone(), kind.capacity > 1);
    for (index, doctor) in case.snapshot.doctors.iter_mut().enumerate() {
        let priority = Some(i64::from(die(index) / 3 % 3)).filter(|priority| *priority < 2);
        // In a quarter of the cases nobody has one.
        let weight =
            [None, Some(50), Some(200), Some(33)][die(index + 3) as usize % 4].filter(|_| die(5) % 4 != 0);
        if is_group && doctor.concurrent_appointments_max > 1 {
            // Who has several places has no setting for a group.
            continue;
        }
        let settings = &mut doctor.appointment_type_settings;
        match settings.iter_mut().find(|setting| setting.appointment_type_uid == type_uid) {
            Some(setting) => (setting.priority, setting.weight) = (priority, weight),
            None => settings.push(AppointmentTypeSetting {
                appointment_type_uid: type_uid.clone(),
                priority,
                weight,
                ..AppointmentTypeSetting::default()
            }),
        }
    }
    // In half of the cases everybody has had a turn, a week ago and more.
    if die(6) % 2 == 0 && case.now.0 > 100 * 86_400 {
        for (index, doctor) in case.snapshot.doctors.iter().enumerate() {
            let start = case.now.0 - 86_400 * (8 + i64::from(die(index + 4) % 5));
            let turn = json!({ "uid": format!("turn-{index}"), "status": "completed",
                "doctor_uid": doctor.uid,
                "appointment_type_uid": type_uid, "start_date": start, "end_date": start + 60 });
            case.snapshot.appointments.push(serde_json::from_value(turn).expect("an appointment"));
        }
    }
    for (index, appointment) in case.snapshot.appointments.iter_mut().enumerate() {
        // When a hold ends may hang on when it was made.
        if appointment.status != AppointmentStatus::Held {
            let before = |die: u32| Instant((case.now.0 - i64::from(die % 5) * 60).max(0));
            appointment.created_at = (die(index) % 3 == 0).then(|| before(die(index) / 3));
            appointment.confirmed_at = (die(index + 7) % 2 == 0).then(|| before(die(index + 7) / 2));
            let is_missed = die(index + 11) % 4 == 0 && appointment.status == AppointmentStatus::Confirmed;
            if is_missed {
                appointment.status = AppointmentStatus::NoShow;
            }
        }
    }
    case
}

/// Some of the starts that several doctors offer.
fn starts(slots: &[Slot]) -> Vec<Instant> {
    let mut starts: Vec<Instant> = slots
        .iter()
        .filter(|slot| {
            let others = slots.iter().filter(|other| other.start_date == slot.start_date);
            others.count() > 1
        })
        .map(|slot| slot.start_date)
        .collect();
    starts.dedup();
    // Those at which doctors differ in their seats are what groups are about.
    starts.sort_by_key(|start| {
        let mut seats: Vec<u32> =
            slots.iter().filter(|slot| slot.start_date == *start).map(|slot| slot.seats_left).collect();
        seats.dedup();
        std::cmp::Reverse(seats.len())
    });
    starts.truncate(4);
    starts
}

fn chosen<'a>(
    rules: &Definitions,
    snapshot: &'a ClinicSnapshot,
    slots: &[Slot],
    type_uid: &Uid,
    start: Instant,
    now: Instant,
) -> Option<Chosen<'a>> {
    let mut bookable: Vec<&Doctor> = snapshot
        .doctors
        .iter()
        .filter(|doctor| slots.iter().any(|slot| slot.start_date == start && slot.doctor_uid == doctor.uid))
        .collect();
    bookable.sort_by(|a, b| a.uid.cmp(&b.uid));
    rules.chosen(snapshot, &bookable, type_uid, start, now)
}

fn hold(case: &Case, start: Instant) -> Command {
    Command::Hold {
        uid: Uid::from("new"),
        appointment_type_uid: case.query.appointment_type_uid.clone(),
        start_date: Some(start),
        local_start: None,
        doctor_uid: None,
        patient_uid: None,
        by: Actor::Patient,
        r#override: Vec::new(),
        replaces: None,
        duration_minutes: case.query.duration_minutes,
        seats: case.query.seats,
        location_uid: None,
    }
}

#[test]
fn who_is_booked_is_whom_the_oracle_names() {
    check("choice", 20_000, |case| {
        let Case { snapshot, query, now, .. } = &with_choice(case);
        let engine = clinic(snapshot)?;
        let slots = RIGHT.slots(snapshot, query, *now);
        for start in starts(&slots) {
            let expected = chosen(&RIGHT, snapshot, &slots, &query.appointment_type_uid, start, *now);
            let said = decided(&engine.decide(&hold(case, start), *now))?;
            let expected =
                expected.map(|chosen| (chosen.doctor.uid.clone(), chosen.figure, chosen.candidates));
            same("another doctor, or for another reason", &Some(said), &expected)?;
        }
        Ok(())
    });
}

/// The doctor of a hold, what the strategy looked at, and how many came into question.
fn decided(decision: &Result<Vec<Event>, frontdesk::Refusal>) -> Result<(Uid, Option<i64>, usize), Failure> {
    let Ok([Event::Held { appointment, .. }]) = decision.as_deref() else {
        return fail("an offered slot can't be held", format!("{decision:?}"));
    };
    let Some(choice) = &appointment.doctor_choice else {
        return fail("a choice is not explained", appointment.uid.to_string());
    };
    let figure = choice
        .appointments_that_day
        .or(choice.priority)
        .map(i64::from)
        .or(choice.last_booked_at.map(|at| at.0));
    Ok((appointment.doctor_uid.clone(), figure, choice.candidates as usize))
}

/// Each misreading books another doctor in this many cases at least, of so many.
const DIFFERENCES: usize = 3;
const CASES: usize = 10_000;

#[test]
fn every_misreading_of_a_choice_is_found_out() {
    let right = RIGHT;
    let misreadings = [
        ("a group goes by the strategy alone", Definitions { session_comes_first: |_, _| false, ..right }),
        (
            "a session has a claim once it is half full",
            Definitions { session_comes_first: |taken, capacity| 2 * taken > capacity, ..right },
        ),
        (
            "what says not when it was made is no turn",
            Definitions { made_at: |appointment, _| appointment.created_at.map(|at| at.0), ..right },
        ),
        (
            "when it was confirmed does not matter",
            Definitions {
                made_at: |appointment, now| {
                    let unconfirmed = frontdesk::Appointment { confirmed_at: None, ..appointment.clone() };
                    (RIGHT.made_at)(&unconfirmed, now)
                },
                ..right
            },
        ),
        ("what is missed was a turn", Definitions { is_turn: |_| true, ..right }),
        ("everybody weighs the same", Definitions { weight: |_| 100, ..right }),
        (
            "who says nothing weighs least",
            Definitions { weight: |setting| setting.and_then(|own| own.weight).unwrap_or(1), ..right },
        ),
        (
            "the appointment to come does not count beside the others",
            Definitions {
                has_fewer: |(sessions, weight), (others, theirs)| sessions * theirs < others * weight,
                ..right
            },
        ),
        (
            "a weight puts off the next turn",
            Definitions {
                is_next: |(ago, weight), (others, theirs)| (RIGHT.is_next)((ago, theirs), (others, weight)),
                ..right
            },
        ),
        (
            "what is to come was made when it starts",
            Definitions { made_at: |appointment, _| (RIGHT.made_at)(appointment, i64::MAX), ..right },
        ),
    ];
    let mut times = [0; 10];
    for case in stream("choice teeth", 0).take(CASES) {
        if times.iter().all(|times| *times >= DIFFERENCES) {
            break;
        }
        let Case { snapshot, query, now, .. } = &with_choice(&case);
        let slots = RIGHT.slots(snapshot, query, *now);
        for start in starts(&slots) {
            let by = |rules| {
                chosen(rules, snapshot, &slots, &query.appointment_type_uid, start, *now)
                    .map(|chosen| &chosen.doctor.uid)
            };
            let expected = by(&RIGHT);
            for (times, (_, rules)) in times.iter_mut().zip(&misreadings) {
                *times += usize::from(by(rules) != expected);
            }
        }
    }
    let names: Vec<_> = misreadings.iter().map(|(name, _)| *name).zip(times).collect();
    assert!(times.iter().all(|times| *times >= DIFFERENCES), "too few told apart: {names:#?}");
}
