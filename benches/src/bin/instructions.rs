//! Runs one workload so often, and nothing else: what `cargo xtask instructions` counts under valgrind.
//!
//! `instructions NAME PASSES`. A pass asks every input of the workload once. What setting up costs is in
//! every run, so the difference of two runs is what the passes cost, and it is the same on every machine.

use std::process::ExitCode;

use frontdesk_benches::booking::{self, Booking};
use frontdesk_benches::bulk::Bulk;
use frontdesk_benches::candidate::{self, Candidates};
use frontdesk_benches::earliest::{self, Earliest};
use frontdesk_benches::horizon::{self, Horizon};
use frontdesk_benches::one_day::{self, OneDay};
use frontdesk_benches::one_doctor::{self, OneDoctor};
use frontdesk_benches::waiting::{CHOOSY_ROOMS, People, ROOMS, Waiting};
use frontdesk_benches::year::{self, Year};

/// The calls of one pass.
fn calls(name: &str) -> Option<usize> {
    Some(match name {
        "one_doctor" | "three_kinds" | "stateless" => one_doctor::DOCTORS,
        "bulk" => 1,
        "earliest" => earliest::MOMENTS,
        "horizon" => horizon::DOCTORS,
        "one_day" | "one_day_change" => one_day::DOCTORS,
        "year" => year::DOCTORS,
        "candidate" => candidate::CANDIDATES,
        "hold" | "hold_refused" => booking::DOCTORS,
        "estimate" | "estimate_paused" | "visit" => ROOMS,
        "estimate_choosy" => CHOOSY_ROOMS,
        _ => return None,
    })
}

/// The engine's side of the workload `name`.
fn run(name: &str, passes: usize, calls: usize) {
    let again = |call: &mut dyn FnMut(usize)| {
        for _ in 0..passes {
            (0..calls).for_each(&mut *call);
        }
    };
    match name {
        "one_doctor" => again(&mut OneDoctor::new().clinic()),
        "three_kinds" => again(&mut OneDoctor::new().clinic_of_three_kinds()),
        "stateless" => again(&mut OneDoctor::new().stateless()),
        "bulk" => again(&mut Bulk::new().by_doctor()),
        "earliest" => again(&mut Earliest::new().first_slots()),
        "horizon" => again(&mut Horizon::new().engine(10)),
        "one_day" => again(&mut OneDay::new().engine()),
        "one_day_change" => again(&mut OneDay::new().engine_change()),
        "year" => again(&mut Year::new().engine()),
        "candidate" => again(&mut Candidates::new().engine()),
        "hold" => again(&mut Booking::new().granted()),
        "hold_refused" => again(&mut Booking::new().refused()),
        "estimate" => again(&mut Waiting::new(ROOMS, 10, 5, People::Some).simulated()),
        "estimate_paused" => again(&mut Waiting::new(ROOMS, 10, 5, People::SomeWithPauses).simulated()),
        "estimate_choosy" => again(&mut Waiting::choosy().simulated()),
        _ => again(&mut Waiting::new(ROOMS, 10, 5, People::Some).learned()),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = match &arguments[..] {
        [name, passes] => calls(name).zip(passes.parse().ok()).map(|(calls, passes)| (name, passes, calls)),
        _ => None,
    };
    let Some((name, passes, calls)) = asked else {
        eprintln!("usage: instructions WORKLOAD PASSES");
        return ExitCode::FAILURE;
    };
    run(name, passes, calls);
    println!("{}", passes * calls);
    ExitCode::SUCCESS
}
