//! The engine against the baseline, as a table of ratios.
//!
//! `cargo bench -p frontdesk-benches --bench ratios -- [--check] [--markdown] [W1 W3 …]`
//!
//! Times are minima over the rounds; the ratio of the medians stands in brackets. With `--check`, a missed
//! goal is a failure. Goals hold for a machine that is not busy with anything else; the ratios move little on
//! one that is.

use std::process::ExitCode;

use frontdesk_benches::booking::{self, Booking};
use frontdesk_benches::bulk::{self, Bulk};
use frontdesk_benches::candidate::{self, Candidates};
use frontdesk_benches::earliest::{self, Earliest};
use frontdesk_benches::horizon::{self, Horizon};
use frontdesk_benches::one_day::{self, OneDay};
use frontdesk_benches::one_doctor::{self, OneDoctor};
use frontdesk_benches::rounds::{self, Pass, take_turns};
use frontdesk_benches::table::{self, Goal, Row};
use frontdesk_benches::waiting::{People, ROOMS, Waiting};
use frontdesk_benches::year::{self, Year};

/// A workload's rows; only its answers are checked if not measured.
type Measure = fn(measured: bool) -> Vec<Row>;

const WORKLOADS: [(&str, Measure); 9] = [
    ("W1", one_doctor),
    ("W2", bulk),
    ("W3", earliest),
    ("W4", horizon),
    ("W5", one_day),
    ("W6", year),
    ("W7", candidate),
    ("W8", booking),
    ("W9", waiting),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let chosen = |name: &str| {
        has(name) || !arguments.iter().any(|argument| WORKLOADS.iter().any(|(name, _)| argument == name))
    };
    // As criterion has it: `cargo bench` says `--bench`, and `cargo test` does not.
    let measured = has("--bench") && !has("--test");

    let rows: Vec<Row> = WORKLOADS
        .iter()
        .filter(|(name, _)| chosen(name))
        .flat_map(|(_, measure)| measure(measured))
        .collect();
    if measured {
        println!("processor: {:.1} GHz in effect\n", rounds::gigahertz());
        print!("{}", if has("--markdown") { table::markdown(&rows) } else { table::plain(&rows) });
    }
    if has("--check") && !rows.iter().all(Row::is_met) {
        eprintln!("a goal is missed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn one_doctor(measured: bool) -> Vec<Row> {
    let workload = OneDoctor::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let slots = workload.slots();
    let doctors = one_doctor::DOCTORS;
    let [a2, a3, a3_cursor, clinic, calendar, three_kinds] = take_turns([
        Pass::new(doctors, workload.a2()),
        Pass::new(doctors, workload.a3()),
        Pass::new(doctors, workload.a3_cursor()),
        Pass::new(doctors, workload.clinic()),
        Pass::new(doctors, workload.calendar()),
        Pass::new(doctors, workload.clinic_of_three_kinds()),
    ]);
    let [a3_stateless, stateless] =
        take_turns([Pass::new(doctors, workload.a3_stateless()), Pass::new(doctors, workload.stateless())]);
    let prepared = |name: &str, engine| {
        Row::new(name, Some(a3), engine).slots(slots).goal(Goal::Faster(20.0)).goal(Goal::NanosPerSlot(4.0))
    };
    vec![
        prepared("W1 one doctor, 90 days, prepared clinic", clinic),
        prepared("W1 one doctor, 90 days, prepared doctor", calendar),
        Row::new("W1 one doctor, 90 days, from unsorted bookings", Some(a3_stateless), stateless)
            .slots(slots)
            .goal(Goal::Faster(8.0)),
        Row::new("W1 windows of three kinds, gaps of a type, against neither", Some(clinic), three_kinds)
            .slots(slots)
            .goal(Goal::TimesOther(1.3)),
        Row::new("W1 for information: a3 with a cursor", Some(a3_cursor), clinic).slots(slots),
        Row::new("W1 for information: a2", Some(a2), clinic).slots(slots),
    ]
}

fn bulk(measured: bool) -> Vec<Row> {
    let workload = Bulk::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let slots = workload.slots() as f64;
    let [a3, by_doctor, write] = take_turns([
        Pass::new(1, workload.a3_by_doctor()),
        Pass::new(1, workload.by_doctor()),
        Pass::new(1, workload.write_only()),
    ]);
    let [a3_ordered, ordered] =
        take_turns([Pass::new(1, workload.a3_ordered()), Pass::new(1, workload.ordered())]);
    let doctors = bulk::DOCTORS;
    vec![
        Row::new(format!("W2 {doctors} doctors, 90 days, by doctor"), Some(a3), by_doctor).slots(slots),
        Row::new("W2 the same against writing its rows alone", Some(write), by_doctor)
            .slots(slots)
            .goal(Goal::TimesOther(6.0)),
        Row::new(format!("W2 {doctors} doctors, 90 days, by start"), Some(a3_ordered), ordered).slots(slots),
    ]
}

fn earliest(measured: bool) -> Vec<Row> {
    let workload = Earliest::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let [a3, first_slots, packed] = take_turns([
        Pass::new(earliest::MOMENTS, workload.a3()),
        Pass::new(earliest::MOMENTS, workload.first_slots()),
        Pass::new(earliest::MOMENTS, workload.packed()),
    ]);
    let row = |name, engine| Row::new(name, Some(a3), engine).goal(Goal::Millis(0.25));
    vec![
        row("W3 earliest 10 of 1000 doctors", first_slots),
        row("W3 earliest 10 of 1000 doctors, packed", packed),
    ]
}

fn horizon(measured: bool) -> Vec<Row> {
    let workload = Horizon::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let pass = |years| Pass::new(horizon::DOCTORS, workload.engine(years));
    let engine = take_turns(horizon::YEARS.map(pass));
    let [a3, ten] = take_turns([Pass::new(horizon::DOCTORS, workload.a3(10)), pass(10)]);
    let mut rows: Vec<Row> = horizon::YEARS
        .into_iter()
        .zip(engine)
        .map(|(years, engine)| {
            Row::new(format!("W4 one doctor, {years} years"), None, engine).slots(workload.slots(years))
        })
        .collect();
    // Linear: a slot far away costs about what a near one does.
    let near = rows[0].nanos_per_slot().expect("its slots are known");
    rows.push(
        Row::new("W4 one doctor, 10 years, 8000 bookings", Some(a3), ten)
            .slots(workload.slots(10))
            .goal(Goal::NanosPerSlot(1.5 * near)),
    );
    rows
}

fn one_day(measured: bool) -> Vec<Row> {
    let workload = OneDay::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let doctors = one_day::DOCTORS;
    let [a3, engine] = take_turns([Pass::new(doctors, workload.a3()), Pass::new(doctors, workload.engine())]);
    let [a3_change, engine_change] =
        take_turns([Pass::new(doctors, workload.a3_change()), Pass::new(doctors, workload.engine_change())]);
    vec![
        Row::new("W5 one day anew", Some(a3), engine).goal(Goal::Faster(5.0)),
        Row::new("W5 an appointment moves, and its day anew", Some(a3_change), engine_change),
    ]
}

fn year(measured: bool) -> Vec<Row> {
    let workload = Year::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let [a3, engine] =
        take_turns([Pass::new(year::DOCTORS, workload.a3()), Pass::new(year::DOCTORS, workload.engine())]);
    vec![Row::new("W6 days with slots in a year", Some(a3), engine).goal(Goal::Faster(8.0))]
}

fn candidate(measured: bool) -> Vec<Row> {
    let workload = Candidates::new();
    workload.assert_same_answers();
    if !measured {
        return Vec::new();
    }
    let [a3, engine] = take_turns([
        Pass::new(candidate::CANDIDATES, workload.a3()),
        Pass::new(candidate::CANDIDATES, workload.engine()),
    ]);
    vec![Row::new("W7 can this start be booked?", Some(a3), engine).goal(Goal::Faster(6.0))]
}

fn booking(measured: bool) -> Vec<Row> {
    let workload = Booking::new();
    workload.assert_answers();
    if !measured {
        return Vec::new();
    }
    let doctors = booking::DOCTORS;
    let [granted, refused, applied] = take_turns([
        Pass::new(doctors, workload.granted()),
        Pass::new(doctors, workload.refused()),
        Pass::new(doctors, workload.applied()),
    ]);
    vec![
        Row::new("W8 decide a hold, doctor named", None, granted).goal(Goal::Millis(0.002)),
        Row::new("W8 decide a hold that is refused, with its reasons", None, refused),
        Row::new("W8 record a hold and its release", None, applied),
    ]
}

fn waiting(measured: bool) -> Vec<Row> {
    let (small, large) =
        (Waiting::new(ROOMS, 10, 5, People::Some), Waiting::new(ROOMS, 500, 50, People::Some));
    let pausing = Waiting::new(ROOMS, 10, 5, People::SomeWithPauses);
    let choosy = Waiting::choosy();
    for rooms in [&small, &large, &pausing, &choosy] {
        rooms.assert_answers();
    }
    if !measured {
        return Vec::new();
    }
    let [simulated, with_pauses, expected, learned] = take_turns([
        Pass::new(ROOMS, small.simulated()),
        Pass::new(ROOMS, pausing.simulated()),
        Pass::new(ROOMS, small.expected()),
        Pass::new(ROOMS, small.learned()),
    ]);
    let [crowd] = take_turns([Pass::new(ROOMS, large.simulated())]);
    let [choosy_crowd] = take_turns([Pass::new(choosy.rooms(), choosy.simulated())]);
    vec![
        Row::new("W9 10 waiting, 5 doctors, 128 futures", None, simulated).goal(Goal::Millis(0.1)),
        Row::new("W9 the same, and doctors pause", None, with_pauses).goal(Goal::Millis(0.1)),
        Row::new("W9 500 waiting, 50 doctors, 128 futures", None, crowd).goal(Goal::Millis(20.0)),
        Row::new("W9 2000 waiting, half with wishes, 3 doctors, 128 futures", None, choosy_crowd)
            .goal(Goal::Millis(60.0)),
        Row::new("W9 10 waiting, 5 doctors, as expected", None, expected).goal(Goal::Millis(0.002)),
        Row::new("W9 a visit is learned", None, learned),
    ]
}
