//! The tools of the tests are right themselves: intervals of the oracle, how a case that fails becomes small.

use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::interval::{Interval, union, without};
use frontdesk_tests::oracle::slots;
use frontdesk_tests::run::{fail, smallest, stream};

fn list(intervals: &[(i64, i64)]) -> Vec<Interval> {
    intervals.iter().map(|&(start, end)| Interval { start, end }).collect()
}

#[test]
fn intervals_that_touch_are_one_piece() {
    assert_eq!(union(list(&[(5, 7), (1, 3), (3, 4), (6, 9)])), list(&[(1, 4), (5, 9)]));
}

#[test]
fn what_is_removed_splits_a_piece() {
    assert_eq!(without(&list(&[(0, 10)]), &list(&[(3, 4), (8, 20), (-5, 0)])), list(&[(0, 3), (4, 8)]));
    assert_eq!(without(&list(&[(0, 10)]), &list(&[(0, 10)])), list(&[]));
}

#[test]
fn a_failing_case_becomes_small() {
    let offers = |case: &Case| match slots(&case.snapshot, &case.query, case.now).len() {
        0 => Ok(()),
        count => fail("offers", format!("{count} slots")),
    };
    let (case, failure) = stream("shrink", 0)
        .find_map(|case| offers(&case).err().map(|failure| (case, failure)))
        .expect("most cases offer");
    let (small, _) = smallest(&offers, case, failure);
    assert_eq!(small.snapshot.doctors.len(), 1);
    assert_eq!(small.snapshot.appointments.len(), 0);
    assert_eq!(small.query.limit, None);
}
