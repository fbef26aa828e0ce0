//! The absolute times of every workload, by criterion. One program, as linking is what takes long.

mod booking;
mod bulk;
mod calendar;
mod candidate;
mod earliest;
mod horizon;
mod one_day;
mod one_doctor;
mod year;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    one_doctor::bench(&mut criterion);
    bulk::bench(&mut criterion);
    earliest::bench(&mut criterion);
    horizon::bench(&mut criterion);
    one_day::bench(&mut criterion);
    year::bench(&mut criterion);
    candidate::bench(&mut criterion);
    booking::bench(&mut criterion);
    calendar::bench(&mut criterion);
    criterion.final_summary();
}
