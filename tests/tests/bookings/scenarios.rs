//! Scenario tables that go otherwise are reported, and lines that are not understood are errors.

#![allow(clippy::panic, reason = "a test that cannot read its own tables has failed")]

use frontdesk_tests::scenario::clinic::ClinicWords;
use frontdesk_tests::scenario::room::RoomWords;
use frontdesk_tests::scenario::{Table, Words, fixture, play, read};

/// A table of one scenario with these steps.
fn of_steps<W: Words>(subject: &str, steps: &str) -> Result<Table<W>, String> {
    read(&format!("week of 2027-03-22\n{subject}\n## A scenario\n{steps}"), fixture)
}

const PRACTICE: &str = "clinic practice";
const ROOM: &str = "```json\n{ \"doctors\": [ { \"uid\": \"ada\" } ] }\n```";

fn each_is_reported<W: Words>(subject: &str, wrong: &[&str]) {
    for step in wrong {
        let table = of_steps::<W>(subject, step).unwrap_or_else(|error| panic!("{step}: {error}"));
        assert_eq!(play(&table, &table.scenarios[0]).len(), 1, "{step}");
    }
}

#[test]
fn a_step_that_goes_otherwise_is_reported() {
    let wrong = [
        "08:00 hold a1 visit 09:00 with ada → hold_expired",
        "08:00 hold a1 visit 09:00 with ada → held, until 08:16",
        "08:00 hold a1 visit 09:00 with ada → held, as before",
        // Reasons are named in full, and in their order.
        "09:00:01 hold a1 visit 09:10 with ada → not_bookable, ada too_soon earliest 09:00:01",
        "09:10:01 hold a1 visit 09:10 with ada → not_bookable, ada off_grid nearest 09:00, ada too_soon \
         earliest 09:10:01",
        "08:00 due → a1 at 08:00",
        "08:00 next_due → 08:00",
        "08:00 show a1 → held",
    ];
    each_is_reported::<ClinicWords>(PRACTICE, &wrong);
    let wrong = [
        "09:00 register q1 pia → queue_full",
        "09:00 register q1 pia → registered, position 2",
        "09:00 register q1 pia → registered, as before",
        "09:00 queue → q1",
        "09:00 estimate q1 → no time",
    ];
    each_is_reported::<RoomWords>(ROOM, &wrong);
}

fn each_is_an_error<W: Words>(subject: &str, wrong: &[&str]) {
    for step in wrong {
        assert!(of_steps::<W>(subject, step).is_err(), "{step}");
    }
}

#[test]
fn a_line_that_is_not_understood_is_an_error() {
    let wrong = [
        "08:00 hold a1 visit 09:00 with ada",
        "08:00 hold a1 visit 09:00 with ada →",
        "hold a1 visit 09:00 with ada → held",
        "8 o'clock hold a1 visit 09:00 with ada → held",
        "08:00 hold a1 visit 09:00 at ada → held",
        "08:00 hold a1 visit 09:00 by ada → held",
        "08:00 hold a1 visit → held",
        "08:00 keep a1 → kept",
        "08:00 cancel a1 \"ill → cancelled",
        "08:00 change { \"change\": \"nothing\" } → changed",
        "",
    ];
    each_is_an_error::<ClinicWords>(PRACTICE, &wrong);
    let wrong = [
        "09:00 register q1 pia",
        "09:00 register q1 → registered",
        "09:00 register q1 pia prefers ada firmly → registered",
        "09:00 allocate ada q1 → allocated",
        "09:00 transfer q1 ada → transferred",
        "09:00 change { \"change\": \"forget\", \"before\": \"@never\" } → changed",
        "",
    ];
    each_is_an_error::<RoomWords>(ROOM, &wrong);
}
