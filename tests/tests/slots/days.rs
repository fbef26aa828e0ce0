//! `days_with_slots` are the local days of the slots, in the zone that the query names.

use frontdesk::DaysQuery;
use frontdesk_tests::asked::days_of;
use frontdesk_tests::engine::{answered, ask};
use frontdesk_tests::generate::story::ZONES;
use frontdesk_tests::oracle;
use frontdesk_tests::run::{check, same_list};

#[test]
fn days_are_those_of_the_slots() {
    check("days", 15_000, |case| {
        let (clinic, _) = ask(case)?;
        let dice = case.dice.first().copied().unwrap_or(0) as usize;
        let timezone = dice.is_multiple_of(2).then(|| ZONES[(dice / 2) % ZONES.len()].to_owned());
        let query = DaysQuery { timezone, ..days_of(&case.query) };
        let days = answered("days_with_slots", clinic.days_with_slots(&query, case.now))?;
        same_list("differs from the oracle", &days, &oracle::days(&case.snapshot, &query, case.now))
    });
}
