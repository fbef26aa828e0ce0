//! The engine and the baselines give the same answers to every question of the workloads.

use frontdesk_benches::bulk::Bulk;
use frontdesk_benches::candidate::Candidates;
use frontdesk_benches::earliest::Earliest;
use frontdesk_benches::horizon::Horizon;
use frontdesk_benches::one_day::OneDay;
use frontdesk_benches::one_doctor::OneDoctor;
use frontdesk_benches::practice::Practice;
use frontdesk_benches::year::Year;

#[test]
fn one_doctor() {
    OneDoctor::new().assert_same_answers();
}

#[test]
fn bulk() {
    Bulk::new().assert_same_answers();
}

#[test]
fn earliest() {
    Earliest::new().assert_same_answers();
}

#[test]
fn horizon() {
    Horizon::new().assert_same_answers();
}

#[test]
fn one_day() {
    OneDay::new().assert_same_answers();
}

#[test]
fn year() {
    Year::new().assert_same_answers();
}

#[test]
fn candidate() {
    Candidates::new().assert_same_answers();
}

/// The workloads are as large as their documentation says.
#[test]
fn the_practice_is_booked_as_described() {
    let per_doctor = |doctors, days| {
        let practice = Practice::new(doctors, days);
        practice.staff.iter().map(|staff| staff.bookings.len()).sum::<usize>() / doctors
    };
    let within = |expected: usize, actual: usize| {
        assert!(actual.abs_diff(expected) * 20 <= expected, "{actual}, not about {expected}");
    };
    within(200, per_doctor(512, 90));
    within(8_000, per_doctor(256, 3_650));
    within(600, OneDoctor::new().slots() as usize);
    within(25_000, Horizon::new().slots(10) as usize);
    within(600_000, Bulk::new().slots());
}
