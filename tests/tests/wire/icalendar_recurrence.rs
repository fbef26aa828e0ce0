//! Events that recur: rules by other expanders' word, and what leaves out, adds and moves instances.

use std::fmt::Write;

use frontdesk::{Instant, limits};
use frontdesk_tests::generate::tape::Tape;
use frontdesk_tests::run::{check_all, fail, same, tapes};
use serde::Serialize;

use crate::calendars::{FROM, TO, calendar, event, read, read_between};

/// The starts of what is blocked, as `03-23T10`, `03-23T10:30` or `03-23` of dates: in Berlin's time.
fn starts(lines: &[&str]) -> String {
    let found = read(&event(lines));
    let start = |line: &str| {
        let mut words = line.split(' ');
        match (words.next(), words.next()) {
            (Some("!"), _) => line.to_owned(),
            (_, Some(start)) => {
                let start = start.trim_end_matches(":00").trim_end_matches("T00");
                start.to_owned()
            }
            _ => String::new(),
        }
    };
    found.split("; ").map(start).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_event_recurs_by_its_clock() {
    let table: &[(&[&str], &str)] = &[
        // Over the change of 29 March, at nine by the clock; in UTC it is an hour later by Berlin's.
        (
            &["DTSTART:20260322T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"],
            "03-22T09 03-29T09 04-05T09",
        ),
        (
            &["DTSTART:20260322T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"],
            "03-22T10 03-29T11 04-05T11",
        ),
        (&["DTSTART;VALUE=DATE:20260328", "RRULE:FREQ=DAILY;COUNT=3"], "03-28 03-29 03-30"),
        // A start that the clock skips is none, and is not counted.
        (
            &["DTSTART:20260328T023000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"],
            "03-28T02:30 03-30T02:30 03-31T02:30",
        ),
        // But what is said in so many words is.
        (
            &["DTSTART:20260329T023000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"],
            "03-29T03:30 03-30T02:30",
        ),
        (&["DTSTART:20260328T023000", "DURATION:PT1H", "RDATE:20260329T023000"], "03-28T02:30 03-29T03:30"),
        // The start is an instance, whether the rule yields it or not.
        (
            &["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2"],
            "03-23T09 03-24T09 03-31T09",
        ),
        (&["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20120101"], "03-23T09"),
        // Up to and including, by either form.
        (
            &["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260325"],
            "03-23T09 03-24T09 03-25T09",
        ),
        (
            &["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260325T080000Z"],
            "03-23T09 03-24T09 03-25T09",
        ),
        (
            &["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260325T075959Z"],
            "03-23T09 03-24T09",
        ),
        (
            &["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20260324T090000"],
            "03-23T09 03-24T09",
        ),
        (&["DTSTART;VALUE=DATE:20260323", "RRULE:FREQ=DAILY;UNTIL=20260324T230000Z"], "03-23 03-24 03-25"),
        (&["DTSTART;VALUE=DATE:20260323", "RRULE:FREQ=DAILY;UNTIL=20260325T000000Z"], "03-23 03-24 03-25"),
        // Several rules are one set, and a rule may take away.
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=2",
                "RRULE:FREQ=WEEKLY;COUNT=2",
            ],
            "03-23T09 03-24T09 03-30T09",
        ),
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=4",
                "EXRULE:FREQ=DAILY;INTERVAL=2",
            ],
            "03-24T09 03-26T09",
        ),
        // More dates, with times of their own and without; one that is there already is one.
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RDATE:20260324T100000,20260325T090000Z",
                "RDATE;TZID=Asia/Tokyo:20260326T090000",
                "RDATE:20260323T090000",
            ],
            "03-23T09 03-24T10 03-25T10 03-26T01",
        ),
        // Left out: by instant, whatever the clock; by date.
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=5",
                "EXDATE:20260324T090000,20260325T080000Z",
                "EXDATE;VALUE=DATE:20260326",
            ],
            "03-23T09 03-27T09",
        ),
        (
            &["DTSTART;VALUE=DATE:20260323", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260324T000000"],
            "03-23 03-25",
        ),
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=2",
                "EXDATE:20260323T090000",
            ],
            "03-24T09",
        ),
        // What is not understood leaves nothing out.
        (
            &[
                "DTSTART:20260323T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=2",
                "EXDATE:soon,20260323T090000",
                "EXDATE;TZID=Mars:20260324T090000",
                "EXDATE",
            ],
            "03-24T09",
        ),
        // Long ago, and for ever.
        (&["DTSTART:19970105T083000", "DURATION:PT1H", "RRULE:FREQ=YEARLY;INTERVAL=29"], "01-05T08:30"),
        (
            &["DTSTART:20260101T000000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;INTERVAL=100000000"],
            "01-01T01",
        ),
        // It runs into the range.
        (&["DTSTART;VALUE=DATE:20241225", "DTEND;VALUE=DATE:20250108", "RRULE:FREQ=YEARLY"], "12-25 12-25"),
    ];
    for (lines, expected) in table {
        assert_eq!(starts(lines), *expected, "{lines:?}");
    }
}

#[test]
fn instances_last_as_long_as_the_first() {
    let table = [
        // By elapsed time, by the clock's days, as dates.
        (
            "DTSTART:20260321T120000",
            "DTEND:20260322T120000",
            "03-29T12:00:00",
            "03-21T12:00:00 03-22T12:00:00",
            "03-28T12:00:00 03-29T13:00:00",
        ),
        (
            "DTSTART:20260321T120000",
            "DURATION:P1D",
            "03-29T12:00:00",
            "03-21T12:00:00 03-22T12:00:00",
            "03-28T12:00:00 03-29T12:00:00",
        ),
        (
            "DTSTART;VALUE=DATE:20260322",
            "DTEND;VALUE=DATE:20260323",
            "",
            "03-22T00:00:00 03-23T00:00:00",
            "03-29T00:00:00 03-30T00:00:00",
        ),
    ];
    for (start, length, _, first, second) in table {
        let found = read(&event(&[start, length, "RRULE:FREQ=WEEKLY;COUNT=2"]));
        let spans: Vec<&str> =
            found.split("; ").filter_map(|line| line.split_once(' ')).map(|(_, span)| span).collect();
        assert_eq!(spans, [first, second], "{start} {length}");
    }
    let periods = event(&[
        "DTSTART:20260323T090000",
        "DURATION:PT1H",
        "RDATE;VALUE=PERIOD:20260324T090000/PT3H,20260325T090000Z/20260325T093000Z",
    ]);
    assert_eq!(
        read(&periods),
        "own:a/20260323T090000 03-23T09:00:00 03-23T10:00:00; own:a/20260324T090000 03-24T09:00:00 \
         03-24T12:00:00; \
         own:a/20260325T100000 03-25T10:00:00 03-25T10:30:00"
    );
}

/// A series at nine on four days from Monday, 23 March 2026 on, and what its `more` events say.
fn changed(series: &[&str], more: &[&[&str]]) -> String {
    let of = |lines: &[&str]| format!("BEGIN:VEVENT\r\nUID:a\r\n{}\r\nEND:VEVENT", lines.join("\r\n"));
    let base = ["DTSTART:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"];
    let mut events = vec![of(&[&base, series].concat())];
    events.extend(more.iter().map(|lines| of(lines)));
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let found = read(&calendar(&events));
    // In this order whatever the order in the text.
    let reversed: Vec<&str> = events.iter().rev().copied().collect();
    let blocked = |found: &str| {
        found.split("; ").filter(|line| !line.starts_with('!')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(blocked(&read(&calendar(&reversed))), blocked(&found));
    found.replace(":00:00", "").replace("own:a/", "")
}

#[test]
fn an_instance_is_replaced() {
    const ALL: [&str; 4] = [
        "20260323T090000 03-23T09 03-23T10",
        "20260324T090000 03-24T09 03-24T10",
        "20260325T090000 03-25T09 03-25T10",
        "20260326T090000 03-26T09 03-26T10",
    ];
    let [mon, tue, wed, thu] = ALL;
    let moved = "20260324T090000 03-24T15 03-24T17";
    let at = |lines: &[&str]| lines.join("; ");
    for id in [
        "RECURRENCE-ID:20260324T090000",
        "RECURRENCE-ID:20260324T080000Z",
        "RECURRENCE-ID;TZID=Asia/Tokyo:20260324T170000",
    ] {
        let to_three = ["DTSTART:20260324T150000", "DURATION:PT2H", id];
        assert_eq!(changed(&[], &[&to_three]), at(&[mon, moved, wed, thu]), "{id}");
        let called_off = ["DTSTART:20260324T090000", "DURATION:PT1H", "STATUS:CANCELLED", id];
        assert_eq!(changed(&[], &[&called_off]), at(&[mon, wed, thu]), "{id}");
    }
    let by_date = ["DTSTART:20260324T150000", "DURATION:PT2H", "RECURRENCE-ID;VALUE=DATE:20260324"];
    assert_eq!(changed(&[], &[&by_date]), at(&[mon, "20260324 03-24T15 03-24T17", wed, thu]));
    // Free, and without a time of its own.
    assert_eq!(changed(&[], &[&["RECURRENCE-ID:20260324T090000", "STATUS:CANCELLED"]]), at(&[mon, wed, thu]));
    // Of a series that does not block; of an instance that there is not.
    let to_three = ["DTSTART:20260324T150000", "DURATION:PT2H", "RECURRENCE-ID:20260324T090000"];
    assert_eq!(changed(&["TRANSP:TRANSPARENT"], &[&to_three]), moved);
    let of_nothing = ["DTSTART:20260324T150000", "DURATION:PT2H", "RECURRENCE-ID:20260324T093000"];
    assert_eq!(changed(&[], &[&of_nothing]), at(&[mon, tue, "20260324T093000 03-24T15 03-24T17", wed, thu]));
    // One that is not read leaves the instance where it was.
    let unread = ["DTSTART:soon", "RECURRENCE-ID:20260324T090000"];
    assert_eq!(changed(&[], &[&unread]), at(&[mon, tue, wed, thu, "! a 11 wrong_type VEVENT[1].DTSTART"]));
    // One that contradicts itself is there, and the instance stays as well.
    let in_doubt = [
        "DTSTART:20260324T150000",
        "DTEND:20260324T170000",
        "DURATION:PT0S",
        "RECURRENCE-ID:20260324T090000",
    ];
    assert_eq!(
        changed(&[], &[&in_doubt]),
        at(&[
            mon,
            tue,
            "20260324T090000/1774360800 03-24T15 03-24T17",
            wed,
            thu,
            "! a 13 conflict VEVENT[1].DURATION"
        ])
    );
    let in_a_zone = [
        "DTSTART;TZID=Mars:20260324T150000",
        "DURATION:PT2H",
        "RECURRENCE-ID;TZID=Europe/Berlin:20260324T090000",
    ];
    assert_eq!(
        changed(&[], &[&in_a_zone]),
        at(&[
            mon,
            tue,
            "20260324T090000/1774360800 03-24T15 03-24T17",
            wed,
            thu,
            "! a 11 unknown_timezone VEVENT[1].DTSTART"
        ])
    );
    // A rule that is not read keeps none of them out.
    assert_eq!(
        changed(&["RRULE:x"], &[&of_nothing]),
        at(&[mon, tue, "20260324T093000 03-24T15 03-24T17", wed, thu, "! a 8 wrong_type VEVENT[0].RRULE"])
    );
    // Two that tie are both there.
    let to_noon = ["DTSTART:20260324T120000", "DURATION:PT1H", "RECURRENCE-ID:20260324T090000"];
    assert_eq!(
        changed(&[], &[&to_three, &to_noon]),
        at(&[
            mon,
            "20260324T090000/20260324T120000 03-24T12 03-24T13",
            "20260324T090000/20260324T150000 03-24T15 03-24T17",
            wed,
            thu
        ])
    );
}

#[test]
fn this_and_the_later_ones_are_replaced() {
    let (mon, tue) = ("20260323T090000 03-23T09 03-23T10", "20260324T090000 03-24T09 03-24T10");
    let at = |lines: &[&str]| lines.join("; ");
    let from_wednesday =
        ["DTSTART:20260325T150000", "DURATION:PT2H", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260325T090000"];
    let (wed, thu) = ("20260325T090000 03-25T15 03-25T17", "20260326T090000 03-26T15 03-26T17");
    assert_eq!(changed(&[], &[&from_wednesday]), at(&[mon, tue, wed, thu]));
    // Called off from then on; and free, but not from then on.
    let called_off = ["STATUS:CANCELLED", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260325T090000"];
    assert_eq!(changed(&[], &[&called_off]), at(&[mon, tue]));
    assert_eq!(changed(&["TRANSP:TRANSPARENT"], &[&from_wednesday]), at(&[wed, thu]));
    // One of the later ones alone is another, and so are the later ones again.
    let thursday = ["DTSTART:20260326T070000", "DURATION:PT1H", "RECURRENCE-ID:20260326T090000"];
    assert_eq!(
        changed(&[], &[&from_wednesday, &thursday]),
        at(&[mon, tue, wed, "20260326T090000 03-26T07 03-26T08"])
    );
    let from_tuesday =
        ["DTSTART:20260325T090000", "DURATION:PT1H", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260324T090000"];
    assert_eq!(
        changed(
            &[],
            &[&from_tuesday, &["STATUS:CANCELLED", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260326T090000"]]
        ),
        at(&[mon, "20260324T090000 03-25T09 03-25T10", "20260325T090000 03-26T09 03-26T10"])
    );
    // Moved by the clock, over its change; and made dates.
    let text = |to: &str, rest: &str| {
        calendar(&[
            "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260327T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=4\r\nEND:VEVENT",
            &format!(
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTART{to}\r\n{rest}RECURRENCE-ID;RANGE=THISANDFUTURE:20260328T090000\r\nEND:VEVENT"
            ),
        ])
    };
    let starts = |text: &str| {
        read(text)
            .split("; ")
            .filter_map(|line| line.split(' ').nth(1).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        starts(&text(":20260328T150000", "DURATION:PT1H\r\n")),
        ["03-27T09:00:00", "03-28T15:00:00", "03-29T15:00:00", "03-30T15:00:00"]
    );
    assert_eq!(
        starts(&text(";VALUE=DATE:20260328", "")),
        ["03-27T09:00:00", "03-28T00:00:00", "03-29T00:00:00", "03-30T00:00:00"]
    );
    // What is asked for does not change what there is: one instance of Sunday alone.
    let sunday = read_between(
        &text(":20260328T150000", "DURATION:PT1H\r\n"),
        Instant(1_774_789_200),
        Instant(1_774_792_800),
    );
    assert_eq!(sunday.map(|answer| answer.blocked.len()), Ok(1));
}

#[test]
fn rules_have_limits() {
    let count = |lines: &[&str]| {
        let answer = read_between(&event(lines), FROM, TO).expect("it is a calendar");
        let wrong = answer
            .not_read
            .iter()
            .map(|entry| format!("{} {}", entry.path, entry.message))
            .collect::<String>();
        (answer.blocked.len(), wrong)
    };
    let of = |rule: &str| count(&["DTSTART:20260101T000000Z", "DURATION:PT1S", &format!("RRULE:{rule}")]);
    assert_eq!(of("FREQ=MINUTELY;COUNT=10000"), (limits::ICALENDAR_INSTANCES_MAX, String::new()));
    // Then the start alone is blocked.
    let too_many =
        |count: u64, limit: u64| (1, format!("VEVENT[0].RRULE {count} are more than the limit of {limit}"));
    assert_eq!(of("FREQ=MINUTELY;COUNT=10001"), too_many(10_001, 10_000));
    assert_eq!(of("FREQ=SECONDLY"), too_many(10_001, 10_000));
    // A period of a day is two steps: itself, and its day; each time of it is another.
    let steps = limits::ICALENDAR_STEPS_PER_RULE_MAX;
    let daily = |days: u64| {
        let start = format!("DTSTART:{}0101T000000Z", 2026 - days / 365);
        count(&[&start, "DURATION:PT1S", "RRULE:FREQ=DAILY;BYHOUR=0;COUNT=999999999;BYMONTH=1;BYMONTHDAY=1"])
            .1
    };
    assert_eq!(daily(365), "");
    assert!(daily(steps / 2 + 365 * 2).contains("are more than the limit of 262144"));
    // Nothing that can be written takes long.
    for rule in [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=999999999",
        "FREQ=SECONDLY;INTERVAL=999999999;COUNT=999999999",
        "FREQ=YEARLY;INTERVAL=999999999",
        "FREQ=DAILY;COUNT=1;BYSETPOS=366",
    ] {
        assert_eq!(
            count(&["DTSTART:00010101T000000Z", "DURATION:PT1S", &format!("RRULE:{rule}")]).0,
            0,
            "{rule}"
        );
    }
    // The rules of a text share what may be done.
    let mut text = String::new();
    for index in 0..200 {
        write!(text, "BEGIN:VEVENT\r\nUID:{index:03}\r\nDTSTART:19000101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=DAILY;COUNT=100000;BYHOUR=0;BYMINUTE=0;BYSECOND=0\r\nEND:VEVENT\r\n").expect("a string takes it");
    }
    let answer = read_between(&calendar(&[text.trim_end()]), FROM, Instant(FROM.0 + 20 * 86_400))
        .expect("it is a calendar");
    assert!(!answer.not_read.is_empty() && !answer.blocked.is_empty());
    assert!(answer.not_read[0].message.ends_with("are more than the limit of 16777216"));
}

/// A rule, with a start.
#[derive(Serialize, Clone)]
struct Case {
    start: String,
    rule: String,
}

fn case(tape: &mut Tape) -> Case {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    // The other expander walks rules by the minute and by the second step by step, for minutes each.
    let frequency = tape.pick(&["YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]);
    let mut rule = format!("FREQ={frequency}");
    let has_by = std::cell::Cell::new(false);
    let mut part =
        |tape: &mut Tape, percent: usize, name: &str, most: i64, value: &dyn Fn(&mut Tape) -> String| {
            if tape.maybe(percent, |_| ()).is_some() {
                has_by.set(has_by.get() || name.starts_with("BY"));
                let count = tape.between(1, most);
                let values: Vec<String> = (0..count).map(|_| value(tape)).collect();
                write!(rule, ";{name}={}", values.join(",")).expect("a string takes it");
            }
        };
    let signed = |tape: &mut Tape, most: i64| {
        let number = tape.between(1, most);
        if tape.maybe(40, |_| ()).is_some() { -number } else { number }
    };
    let long = matches!(frequency, "YEARLY" | "MONTHLY");
    part(tape, 40, "INTERVAL", 1, &|tape| tape.between(1, 5).to_string());
    part(tape, 50, "COUNT", 1, &|tape| tape.between(1, 20).to_string());
    part(tape, 30, "BYMONTH", 3, &|tape| tape.between(1, 12).to_string());
    // A number before some days and none before others is another matter: there the two expanders are wrong.
    let numbered = long && tape.maybe(50, |_| ()).is_some();
    part(tape, 40, "BYDAY", 3, &|tape| {
        let day = tape.pick(&DAYS);
        if numbered { format!("{}{day}", signed(tape, 5)) } else { day.to_owned() }
    });
    if frequency != "WEEKLY" {
        part(tape, 25, "BYMONTHDAY", 3, &|tape| signed(tape, 31).to_string());
    }
    if frequency == "YEARLY" {
        part(tape, 15, "BYYEARDAY", 3, &|tape| signed(tape, 366).to_string());
        if !numbered {
            part(tape, 15, "BYWEEKNO", 2, &|tape| signed(tape, 51).to_string());
        }
    }
    part(tape, 20, "BYHOUR", 2, &|tape| tape.between(0, 23).to_string());
    part(tape, 20, "BYMINUTE", 2, &|tape| tape.between(0, 59).to_string());
    part(tape, 10, "BYSECOND", 2, &|tape| tape.between(0, 59).to_string());
    // In the first week of a weekly rule the others count from its start instead of from the week's.
    if !matches!(frequency, "WEEKLY" | "SECONDLY") && has_by.get() {
        part(tape, 25, "BYSETPOS", 2, &|tape| signed(tape, 4).to_string());
    }
    let mut part = |tape: &mut Tape, percent: usize, name: &str, value: &str| {
        if tape.maybe(percent, |_| ()).is_some() {
            write!(rule, ";{name}={value}").expect("a string takes it");
        }
    };
    let day = tape.pick(&DAYS);
    part(tape, 30, "WKST", day);
    let (month, day, hour, minute) =
        (tape.between(1, 12), tape.between(1, 28), tape.between(0, 23), tape.between(0, 59));
    let year = tape.between(2024, 2026);
    Case { start: format!("{year}{month:02}{day:02}T{hour:02}{minute:02}00Z"), rule }
}

/// What the other expander yields in 2026, with the start; `None` if it does not take the rule.
fn expanded(case: &Case) -> Option<Vec<i64>> {
    let set: rrule::RRuleSet = format!("DTSTART:{}\nRRULE:{}", case.start, case.rule).parse().ok()?;
    let start = set.get_dt_start().timestamp();
    let year =
        |at: i64| chrono::DateTime::from_timestamp(at, 0).expect("an instant").with_timezone(&rrule::Tz::UTC);
    let result = set.after(year(FROM.0)).before(year(TO.0 - 1)).all(5_000);
    if result.limited {
        return None;
    }
    let mut found: Vec<i64> = result.dates.iter().map(chrono::DateTime::timestamp).collect();
    found.extend((FROM.0..TO.0).contains(&start).then_some(start));
    found.sort_unstable();
    found.dedup();
    Some(found)
}

#[test]
fn rules_yield_what_another_expander_yields() {
    let cases = |stream| tapes("recurrence", stream, 64).map(|mut tape| case(&mut tape));
    check_all(
        "recurrence",
        500,
        cases,
        |_, case, failure| (case, failure),
        |case: &Case| {
            let Some(expected) = expanded(case) else { return Ok(()) };
            let text = event(&[
                &format!("DTSTART:{}", case.start),
                "DURATION:PT1S",
                &format!("RRULE:{}", case.rule),
            ]);
            let answer = read_between(&text, FROM, TO).or_else(|error| fail("refused", error.to_string()))?;
            if answer.not_read.iter().any(|entry| entry.message.contains("more than the limit")) {
                return Ok(());
            }
            same("not read", &answer.not_read, &Vec::new())?;
            let found: Vec<i64> = answer.blocked.iter().map(|blocked| blocked.start_date.0).collect();
            same("instances", &found, &expected)
        },
    );
}
