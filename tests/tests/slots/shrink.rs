//! Of a case that fails, little is shown.

use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::slots;
use frontdesk_tests::run::{fail, smallest, stream};

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
