//! Clocks that the caller supplies: what is taken, what is refused and where, and that nothing panics.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own table has failed")]

use frontdesk::limits::{
    INSTANT_MAX, OFFSET_SECONDS_MAX, TRANSITION_SPACING_SECONDS_MIN, TRANSITIONS_MAX, UID_BYTES_MAX,
};
use frontdesk::{ErrorCode, Instant, TimezoneData, Transition, Zone, from_json, timezone_names};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

const SPACING: i64 = TRANSITION_SPACING_SECONDS_MIN;

/// A clock that is an hour ahead, until it changes to these offsets.
fn data(transitions: &[(i64, i64)], covers_until: i64) -> TimezoneData {
    TimezoneData {
        name: "Own/Clock".to_owned(),
        initial_offset_seconds: 3_600,
        transitions: transitions
            .iter()
            .map(|&(at, offset_seconds)| Transition { at: Instant(at), offset_seconds })
            .collect(),
        rule: None,
        covers_until: Some(Instant(covers_until)),
    }
}

fn ruled(initial_offset_seconds: i64, transitions: &[(i64, i64)], rule: &str) -> TimezoneData {
    TimezoneData {
        initial_offset_seconds,
        rule: Some(rule.to_owned()),
        covers_until: None,
        ..data(transitions, 0)
    }
}

fn accept(data: &TimezoneData) -> Vec<(i64, i64)> {
    Zone::from_data(data).unwrap().transitions().map(|(at, offset)| (at.0, offset)).collect()
}

/// The message without its path, and the path.
fn refuse(data: &TimezoneData, path: &str, message: &str) {
    let error = Zone::from_data(data).unwrap_err();
    assert_eq!((error.path.as_str(), error.code.to_string().as_str()), (path, message));
}

#[test]
fn a_supplied_clock_is_used_as_it_is() {
    let text = r#"{
        "name": "Europe/Berlin", "initial_offset_seconds": 3600.0,
        "transitions": [{ "at": 1000000, "offset_seconds": 7200 }, { "at": 2000000, "offset_seconds": 7200 }],
        "covers_until": 3000000
    }"#;
    let zone = Zone::from_data(&from_json(text).unwrap()).unwrap();
    assert_eq!(zone.name(), "Europe/Berlin");
    assert_eq!(zone.offset_seconds(Instant(999_999)), 3_600);
    assert_eq!(zone.offset_seconds(Instant(1_000_000)), 7_200);
    assert_eq!(zone.covers_until(), Some(Instant(3_000_000)));
    // What leaves the clock as it is, is no change.
    assert_eq!(zone.transitions().collect::<Vec<_>>(), [(Instant(1_000_000), 7_200)]);
}

#[test]
fn limits_of_a_supplied_clock() {
    let out_of_range = |value: i64, min: i64, max: i64| format!("{value} is outside {min} to {max}");
    let good = data(&[], 1);

    let named = |bytes: usize| TimezoneData { name: "x".repeat(bytes), ..good.clone() };
    refuse(&named(0), "name", "0 is outside 1 to 255");
    accept(&named(1));
    accept(&named(UID_BYTES_MAX));
    refuse(&named(UID_BYTES_MAX + 1), "name", "256 is outside 1 to 255");

    for offset in [-OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX] {
        assert_eq!(accept(&data(&[(0, offset)], 1)), [(0, offset)]);
        accept(&TimezoneData { initial_offset_seconds: offset, ..good.clone() });
    }
    for offset in [i64::MIN, -1 - OFFSET_SECONDS_MAX, 1 + OFFSET_SECONDS_MAX, i64::MAX] {
        let message = out_of_range(offset, -OFFSET_SECONDS_MAX, OFFSET_SECONDS_MAX);
        refuse(&data(&[(0, 0), (SPACING, offset)], i64::MAX), "transitions[1].offset_seconds", &message);
        refuse(
            &TimezoneData { initial_offset_seconds: offset, ..good.clone() },
            "initial_offset_seconds",
            &message,
        );
    }

    assert_eq!(
        accept(&data(&[(0, 0), (INSTANT_MAX - 2, 60)], INSTANT_MAX - 1)),
        [(0, 0), (INSTANT_MAX - 2, 60)]
    );
    for at in [i64::MIN, -1, INSTANT_MAX, i64::MAX] {
        let message = out_of_range(at, 0, INSTANT_MAX - 1);
        refuse(&data(&[(at, 0)], 1), "transitions[0].at", &message);
        refuse(&data(&[], at), "covers_until", &message);
    }

    let many = |count: usize| {
        data(&(0..count as i64).map(|n| (n * SPACING, n % 2)).collect::<Vec<_>>(), INSTANT_MAX - 1)
    };
    assert_eq!(accept(&many(TRANSITIONS_MAX)).len(), TRANSITIONS_MAX);
    refuse(&many(TRANSITIONS_MAX + 1), "transitions", "10001 are more than the limit of 10000");
}

#[test]
fn changes_are_in_order_and_apart() {
    let at = 1_000_000;
    accept(&data(&[(at, 0), (at + SPACING, 60)], INSTANT_MAX - 1));
    for (next, offset) in [(at + SPACING - 1, 60), (at, 0), (0, 0)] {
        let message = format!(
            "invalid time zone data: {next} is not at least {SPACING} seconds after the change at {at}"
        );
        refuse(&data(&[(at, 0), (next, offset)], INSTANT_MAX - 1), "transitions[1].at", &message);
    }
    accept(&data(&[(at, 0)], at + 1));
    refuse(
        &data(&[(at, 0)], at),
        "covers_until",
        "invalid time zone data: the end is not after the last transition",
    );
    // The rule's changes are changes, too. This one's first is on 29 March 1970 at 01:00 UTC.
    let first = 7_520_400;
    accept(&ruled(0, &[(first - SPACING, 3_600)], "CET-1CEST,M3.5.0,M10.5.0/3"));
    let message = format!(
        "invalid time zone data: {first} is not at least {SPACING} seconds after the change at {}",
        first - SPACING + 1
    );
    refuse(&ruled(0, &[(first - SPACING + 1, 3_600)], "CET-1CEST,M3.5.0,M10.5.0/3"), "rule", &message);
}

#[test]
fn after_the_last_transition_comes_a_rule_or_the_end() {
    let either = "invalid time zone data: either `rule` or `covers_until` is required, not both";
    refuse(&TimezoneData { covers_until: None, ..data(&[], 1) }, "", either);
    refuse(&TimezoneData { rule: Some("UTC0".to_owned()), ..data(&[], 1) }, "", either);
    // RFC 9636 §3.3.1: the rule agrees with the last transition.
    let disagree = "invalid time zone data: at 10000000 the rule has the offset 7200, the transitions 3600";
    refuse(&ruled(0, &[(10_000_000, 3_600)], "CET-1CEST,M3.5.0,M10.5.0/3"), "rule", disagree);
    accept(&ruled(0, &[(10_000_000, 7_200)], "CET-1CEST,M3.5.0,M10.5.0/3"));
    let disagree = "invalid time zone data: at 0 the rule has the offset 3600, the transitions 0";
    refuse(&ruled(0, &[], "CET-1"), "rule", disagree);
}

/// The offset of 1970 and every change to 2200 as jiff has them, less what leaves the offset as it is.
fn jiff_changes(rule: &str) -> (i64, Vec<(i64, i64)>) {
    let zone = TimeZone::posix(rule).unwrap();
    let start = Timestamp::from_second(0).unwrap();
    let initial = i64::from(zone.to_offset(start).seconds());
    let mut offset = initial;
    let changes = zone
        .following(start)
        .map(|change| (change.timestamp().as_second(), i64::from(change.offset().seconds())));
    let changes = changes
        .take_while(|change| change.0 < INSTANT_MAX)
        .filter(|change| std::mem::replace(&mut offset, change.1) != change.1);
    let changes = changes.collect();
    (initial, changes)
}

#[test]
fn rules_recur_every_year() {
    let check = |rule: &str, changes: usize| {
        let (initial, expected) = jiff_changes(rule);
        let found = accept(&ruled(initial, &[], rule));
        assert_eq!(found, expected, "{rule}");
        assert_eq!(found.len(), changes, "{rule}");
    };
    // 230 years, two changes a year.
    check("CET-1CEST,M3.5.0,M10.5.0/3", 460);
    check("EST5EDT,M3.2.0,M11.1.0", 460);
    check("NZST-12NZDT,M9.5.0,M4.1.0/3", 460);
    check("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 460);
    check("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 460);
    check("IST-1GMT0,M10.5.0,M3.5.0/1", 460);
    check("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 460);
    check("IST-2IDT,M3.4.4/26,M10.5.0", 460);
    check("EET-2EEST,M4.5.5/0,M10.5.4/24", 460);
    check("AAA-1:02:03BBB-4:05:06,M2.1.6/-167,M6.5.0/+167:59:59", 460);
    // `J60` is 1 March in every year; `59` is 29 February in leap years and 1 March in others.
    check("AAA3BBB,J60/0,J300/0", 460);
    check("AAA3BBB,59/0,300/0", 460);
    check("AAA3BBB,M2.5.2,M11.5.6/23:59:59", 460);
    // No change.
    check("UTC0", 0);
    check("<-0330>+3:30", 0);
    check("LMT-24:59:59", 0);
    check("AAA24:59:59", 0);
    check("AAA3BBB3,M3.2.0,M11.1.0", 0);
}

#[test]
fn a_rule_does_not_stop_at_the_turn_of_the_year() {
    // RFC 9636 §3.3.1: daylight saving time all year. It ends as it starts again.
    assert_eq!(accept(&ruled(-14_400, &[], "EST5EDT,0/0,J365/25")), []);
    assert_eq!(accept(&ruled(-14_400, &[], "XXX3EDT4,0/0,J365/23")), []);
    // A change an hour before the first of January. jiff would take the first of January.
    let found = accept(&ruled(3_600, &[], "AAA0BBB,0/-1,180"));
    assert_eq!(found[..2], [(180 * 86_400 + 3_600, 0), (365 * 86_400 - 3_600, 3_600)]);
    assert_eq!(found.len(), 460);
}

#[test]
fn the_changes_of_a_rule_are_apart() {
    // From 10 January at 02:00 of standard time to 13 January at 02:00 of the other, an hour ahead.
    let message = "invalid time zone data: the changes of 1968 are less than 259200 seconds apart";
    refuse(&ruled(0, &[], "AAA0BBB,J10,J13"), "rule", message);
    accept(&ruled(0, &[], "AAA0BBB,J10,J13/3"));
    // From the end of one year's to the start of the next one's.
    let message = "invalid time zone data: the changes of 1969 are less than 259200 seconds apart";
    accept(&ruled(3_600, &[], "AAA0BBB,J1/0,J363/1"));
    refuse(&ruled(3_600, &[], "AAA0BBB,J1/0,J363/1:00:01"), "rule", message);
    // The third Sunday of October is before or after the third Wednesday.
    let message =
        "invalid time zone data: the changes of 1970 are in another order than those of the year before";
    refuse(&ruled(0, &[], "AAA0BBB,M10.3.0,M10.3.3"), "rule", message);
}

#[test]
fn bad_rules_are_refused() {
    let check = |rule: &str, expected: &str| {
        refuse(
            &ruled(0, &[], rule),
            "rule",
            &format!("invalid time zone data: expected {expected} of the rule"),
        );
    };
    check("", "a name of at least three characters at byte 0");
    check("UT0", "a name of at least three characters at byte 2");
    check("U C0", "a name of at least three characters at byte 1");
    check("<U>0", "a name of at least three characters at byte 2");
    check("<UTC0", "`>` at byte 5");
    check("<UT\u{e9}>0", "a name of at least three characters at byte 3");
    check(":UTC", "a name of at least three characters at byte 0");
    check("UTC", "a number from 0 to 24 at byte 3");
    check("UTC+", "a number from 0 to 24 at byte 4");
    check("UTC--1", "a number from 0 to 24 at byte 4");
    check("UTC25", "a number from 0 to 24 at byte 3");
    check("UTC99999999999999999999", "a number from 0 to 24 at byte 3");
    check("UTC0:60", "a number from 0 to 59 at byte 5");
    check("UTC0:", "a number from 0 to 59 at byte 5");
    check("UTC0:00:60", "a number from 0 to 59 at byte 8");
    check("UTC0 ", "a name of at least three characters at byte 4");
    check("UTC0\n", "a name of at least three characters at byte 4");
    check("EST5EDT", "a number from 0 to 24 at byte 7");
    check("EST5EDT4", "`,` at byte 8");
    check("EST5EDT,", "a number from 0 to 365 at byte 8");
    check("EST5EDT,M3.2.0", "`,` at byte 14");
    check("EST5EDT,M3.2.0,", "a number from 0 to 365 at byte 15");
    check("EST5EDT,M0.2.0,M11.1.0", "a number from 1 to 12 at byte 9");
    check("EST5EDT,M13.2.0,M11.1.0", "a number from 1 to 12 at byte 9");
    check("EST5EDT,M3.0.0,M11.1.0", "a number from 1 to 5 at byte 11");
    check("EST5EDT,M3.6.0,M11.1.0", "a number from 1 to 5 at byte 11");
    check("EST5EDT,M3.2.7,M11.1.0", "a number from 0 to 6 at byte 13");
    check("EST5EDT,M3.2,M11.1.0", "`.` at byte 12");
    check("EST5EDT,J0,J300", "a number from 1 to 365 at byte 9");
    check("EST5EDT,J366,J300", "a number from 1 to 365 at byte 9");
    check("EST5EDT,366,300", "a number from 0 to 365 at byte 8");
    check("EST5EDT,M3.2.0/168,M11.1.0", "a number from 0 to 167 at byte 15");
    check("EST5EDT,M3.2.0/-168,M11.1.0", "a number from 0 to 167 at byte 16");
    check("EST5EDT,M3.2.0,M11.1.0,", "the end at byte 22");
    check("EST5EDT,M3.2.0,M11.1.0/2x", "the end at byte 24");
    check("EST-24EDT,M3.2.0,M11.1.0", "an offset under 25 hours at byte 9");
}

#[test]
fn to_data_and_back_is_the_same_clock() {
    for name in timezone_names() {
        let zone = Zone::named(name).unwrap();
        let copy = Zone::from_data(&zone.to_data()).unwrap();
        assert!(zone.transitions().eq(copy.transitions()), "{name}");
        assert_eq!(
            (zone.name(), zone.offset_seconds(Instant(-1))),
            (copy.name(), copy.offset_seconds(Instant(-1)))
        );
    }
    let ends = data(&[(0, 0), (1_000_000, -12_345)], 2_000_000);
    assert_eq!(Zone::from_data(&ends).unwrap().to_data(), ends);
}

/// Text that looks like a rule, with what the grammar knows in any order.
fn rule_like() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "CET",
        "<[+0-9-]{1,4}>",
        "[+-]?[0-9]{1,3}",
        "[,./:MJ<>+-]",
        ",M1?[0-9]\\.[0-6]\\.[0-7]",
        "/-?[0-9]{1,3}",
        "\\PC"
    ];
    prop::collection::vec(word, 0..10).prop_map(|words| words.concat())
}

/// A rule by the grammar, without changes near the turn of the year: jiff would move them.
fn rule() -> impl Strategy<Value = String> {
    let name = || prop_oneof!["[A-Za-z]{3,6}", "<[A-Za-z0-9+-]{3,6}>"];
    let offset =
        || prop_oneof!["[+-]?1?[0-9]", "[+-]?1?[0-9]:[0-5][0-9]", "[+-]?2[0-3]:[0-5][0-9]:[0-5][0-9]"];
    let day = || prop_oneof!["M([2-9]|1[01])\\.[1-5]\\.[0-6]", "J?([1-9][0-9]|[12][0-9][0-9]|3[0-4][0-9])"];
    let time = || {
        prop_oneof![
            Just(String::new()),
            "/-?[0-9]",
            "/-?1([0-5][0-9]|6[0-7])",
            "/[0-9]?[0-9]:[0-5][0-9]:[0-5][0-9]"
        ]
    };
    (name(), offset(), name(), prop_oneof![Just(String::new()), offset()], (day(), time()), (day(), time()))
        .prop_map(|(standard, offset, daylight, other, start, end)| {
            format!("{standard}{offset}{daylight}{other},{}{},{}{}", start.0, start.1, end.0, end.1)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_rule_is_read_or_refused(text in prop_oneof![rule_like(), "\\PC{0,40}"]) {
        if let Err(error) = Zone::from_data(&ruled(0, &[], &text)) {
            let invalid = matches!(error.code, ErrorCode::InvalidTimezoneData { .. });
            prop_assert!(invalid);
            prop_assert_eq!(error.path, "rule");
        }
    }

    #[test]
    fn a_rule_means_what_it_means_to_jiff(text in rule()) {
        // Rules whose changes are too close, or trade places, are refused here and not there.
        let (initial, expected) = jiff_changes(&text);
        match Zone::from_data(&ruled(initial, &[], &text)) {
            Ok(zone) => {
                let changes: Vec<_> = zone.transitions().map(|(at, offset)| (at.0, offset)).collect();
                prop_assert_eq!(changes, expected);
            }
            Err(error) => {
                let words = error.to_string();
                let told = ["seconds apart", "another order"].iter().any(|why| words.contains(why));
                prop_assert!(told, "{words}");
            }
        }
    }

    #[test]
    fn any_data_is_read_or_refused(
        name in "\\PC{0,3}",
        initial in prop_oneof![-100_000..100_000_i64, any::<i64>()],
        transitions in prop::collection::vec(
            (prop_oneof![0..INSTANT_MAX, any::<i64>()], prop_oneof![-100_000..100_000_i64, any::<i64>()]),
            0..4),
        rule in prop::option::of(prop_oneof![rule(), rule_like()]),
        covers_until in prop::option::of(prop_oneof![0..INSTANT_MAX, any::<i64>()]),
        asked in any::<i64>(),
    ) {
        let mut data = ruled(initial, &transitions, "");
        data.transitions.sort_by_key(|transition| transition.at);
        let data = TimezoneData { name, rule, covers_until: covers_until.map(Instant), ..data };
        if let Ok(zone) = Zone::from_data(&data) {
            zone.offset_seconds(Instant(asked));
            zone.instant(zone.date(Instant(asked)), 720);
            zone.local(Instant(asked));
            prop_assert!(Zone::from_data(&zone.to_data()).is_ok());
        }
    }
}
