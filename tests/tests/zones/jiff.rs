//! Zones and instants of the crate jiff are the engine's own.

use frontdesk::{Instant, TimezoneData, Zone};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// POSIX rules with two changes a year, north and south of the equator, one, and none.
const RULES: [&str; 4] = [
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "AEST-10AEDT,M10.1.0,M4.1.0/3",
    "IST-5:30",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
];

#[test]
fn a_zone_of_jiff_shows_what_the_same_rule_shows() {
    for rule in RULES {
        let theirs = TimeZone::posix(rule).expect("jiff reads it");
        let zone = Zone::from_jiff(&theirs);
        assert_eq!((zone.name(), zone.covers_until()), ("Etc/Unknown", None), "{rule}");
        // Twice a day from 1970 up to 2200.
        for at in (0..7_258_118_400).step_by(43_200) {
            let expected =
                theirs.to_offset(Timestamp::from_second(at).expect("inside jiff's years")).seconds();
            assert_eq!(zone.offset_seconds(Instant(at)), i64::from(expected), "{rule} at {at}");
        }
    }
}

#[test]
fn what_is_built_in_is_what_jiff_reads_from_the_same_rule() {
    let data = TimezoneData {
        name: "Europe/Test".to_owned(),
        initial_offset_seconds: 3_600,
        transitions: Vec::new(),
        rule: Some(RULES[0].to_owned()),
        covers_until: None,
    };
    let ours = Zone::from_data(&data).expect("the rule is right");
    let theirs = Zone::from_jiff(&TimeZone::posix(RULES[0]).expect("jiff reads it"));
    assert!(ours.transitions().eq(theirs.transitions()));
}

#[test]
fn parts_of_a_second_are_dropped_towards_the_past() {
    let table =
        [(0, 0, 0), (0, 999_999_999, 0), (0, -1, -1), (-1, -1, -2), (1_774_256_400, 5, 1_774_256_400)];
    for (second, nanosecond, expected) in table {
        let at = Timestamp::new(second, nanosecond).expect("inside jiff's years");
        assert_eq!(Instant::from(at), Instant(expected), "{second} s and {nanosecond} ns");
        assert_eq!(Instant::from(at.to_zoned_datetime(TimeZone::UTC)), Instant(expected));
    }
    assert_eq!(Instant(1_774_256_400).to_jiff(), Timestamp::from_second(1_774_256_400).ok());
    assert_eq!(Instant(i64::MAX).to_jiff(), None);
}
