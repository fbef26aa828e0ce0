//! What is wrong in somebody else's calendar: said with its place, and blocked as far as it can be made out.

use std::fmt::Write;

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{Instant, limits};

use crate::calendars::{FROM, TO, calendar, clinic, event, query, read, read_between};

#[test]
fn what_is_wrong_is_said_with_its_place_and_costs_itself_only() {
    let table: &[(&[&str], &str)] = &[
        (&["DTSTART:20260323T090000Z", "RRULE:FREQ=OFTEN"], "! a 6 wrong_type VEVENT[0].RRULE"),
        (&["DTSTART:20260323T090000Z", "RDATE:soon"], "! a 6 wrong_type VEVENT[0].RDATE"),
        (&["DURATION:PT1H"], "! a 3 missing_field VEVENT[0].DTSTART"),
        (&["DTSTART:20260323T090000Z", "DTSTART:20260323T100000Z"], "! a 6 duplicate VEVENT[0].DTSTART"),
        (&["DTSTART:20260323T090000Z", "DTEND:soon"], "! a 6 wrong_type VEVENT[0].DTEND"),
        (&["DTSTART;X=\"y\"z:20260323T090000Z"], "! a 5 invalid_icalendar VEVENT[0].DTSTART"),
        (&["DTSTART 20260323T090000Z"], "! a 5 invalid_icalendar VEVENT[0].DTSTART"),
        (&["DTSTART:20260323T090000Z", "RECURRENCE-ID:x"], "! a 6 wrong_type VEVENT[0].RECURRENCE-ID"),
        (&["DTSTART:20260323T090000Z", "BEGIN:VALARM"], "! a 7 invalid_icalendar VEVENT[0]"),
        // What has no say is passed over, whatever its form.
        (
            &[
                "DTSTART:20260323T090000Z",
                "DURATION:PT1H",
                "DESCRIPTION:Dear",
                "Dear Team,",
                "X-FOO",
                "ORGANIZER=\"mailto:a@b\"",
                "ATTENDEE;=;",
                "12:30 o'clock",
            ],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
        (
            &["DTSTART:20260323T090000Z", "DURATION:PT1H", "X-APPLE-TRAVEL-DURATION:long"],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
    ];
    const GOOD: &str = "BEGIN:VEVENT\r\nUID:z\r\nDTSTART:20260401T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n";
    for (lines, expected) in table {
        let text = event(lines);
        assert_eq!(read(&text), *expected, "{lines:?}");
        // The others of the calendar are read all the same.
        let more = text.replace("END:VCALENDAR", &format!("{GOOD}END:VCALENDAR"));
        let found = read(&more);
        assert!(found.contains("own:z 04-01T11:00:00 04-01T12:00:00"), "{lines:?}: {found}");
        assert!(found.contains(expected), "{lines:?}: {found}");
    }
    for time in [
        "",
        "2026",
        "20260230",
        "20261301",
        "20260323T",
        "20260323T250000",
        "20260323T096000",
        "20260323T0900",
        "20260323 090000",
        "2026-03-23",
        "20260323T090000+01",
        "2026é323",
        "２０２６０３２３",
    ] {
        let found = read(&event(&[&format!("DTSTART:{time}")]));
        assert_eq!(found, "! a 5 wrong_type VEVENT[0].DTSTART", "{time}");
    }
    for duration in [
        "",
        "P",
        "PT",
        "1H",
        "--PT1H",
        "P1H",
        "PT1D",
        "P1DT",
        "PT1H1H",
        "PT1M1H",
        "PTH",
        "PT12345678H",
        "P1.5D",
        "PT1é",
    ] {
        let found = read(&event(&["DTSTART:20260323T090000Z", &format!("DURATION:{duration}")]));
        assert_eq!(found, "! a 6 wrong_type VEVENT[0].DURATION", "{duration}");
    }
    let mars = event(&["DTSTART;TZID=Mars/Olympus:20260323T090000", "DURATION:PT1H"]);
    let said = read_between(&mars, FROM, TO).expect("it is a calendar");
    assert_eq!(said.not_read[0].message, "unknown time zone `Mars/Olympus`");
}

/// Until somebody has looked at what could not be read, no hour is lost that can be made out.
#[test]
fn what_can_be_made_out_of_a_bad_entry_is_blocked() {
    let start = "DTSTART:20260323T090000Z";
    let table: &[(&[&str], &str)] = &[
        // An end before the start: the time between.
        (&[start, "DTEND:20260323T080000Z"], "09:00 10:00; ! a 6 empty_interval DTEND"),
        (&[start, "DURATION:-PT1H"], "09:00 10:00; ! a 6 wrong_type DURATION"),
        (&[start, "DURATION:-PT0S"], ""),
        (
            &["DTSTART;VALUE=DATE:20260325", "DTEND;VALUE=DATE:20260323"],
            "03-23T00:00 03-26T00:00; ! a 6 empty_interval DTEND",
        ),
        (
            &["DTSTART;VALUE=DATE:20260325", "DURATION:-P1D"],
            "03-24T00:00 03-26T00:00; ! a 6 wrong_type DURATION",
        ),
        (
            &[start, "DTEND:20260323T080000Z", "RRULE:FREQ=DAILY;COUNT=2"],
            "/20260323T090000Z 09:00 10:00; /20260324T090000Z 03-24T09:00 03-24T10:00; ! a 6 empty_interval \
             DTEND",
        ),
        // The longest of several ends; they may agree.
        (&[start, "DTEND:20260323T100000Z", "DURATION:PT1H"], "10:00 11:00"),
        (&[start, "DTEND:20260323T100000Z", "DURATION:PT0S"], "10:00 11:00; ! a 7 conflict DURATION"),
        (&[start, "DURATION:PT2H", "DTEND:20260323T100000Z"], "10:00 12:00; ! a 7 conflict DTEND"),
        (&[start, "DTEND:20260323T100000Z", "DTEND:20260323T110000Z"], "10:00 12:00; ! a 7 duplicate DTEND"),
        (&[start, "DURATION:PT1H", "DURATION:long"], "10:00 11:00; ! a 7 wrong_type DURATION"),
        (&[start, "DTEND:soon", "DURATION:PT1H"], "10:00 11:00; ! a 6 wrong_type DTEND"),
        // Hours of dates.
        (
            &["DTSTART;VALUE=DATE:20260323", "DURATION:PT1H"],
            "03-23T00:00 03-24T00:00; ! a 6 wrong_type DURATION",
        ),
        (
            &["DTSTART;VALUE=DATE:20260323", "DURATION:PT25H"],
            "03-23T00:00 03-25T00:00; ! a 6 wrong_type DURATION",
        ),
        // A zone that nothing explains is most likely the doctor's.
        (
            &["DTSTART;TZID=\"Middle/West Europe\":20260323T100000", "DURATION:PT1H"],
            "10:00 11:00; ! a 5 unknown_timezone DTSTART",
        ),
        (
            &[
                "DTSTART;TZID=\"(GMT-07.00) Mountain Time/Denver\":20260323T100000",
                "DTEND;TZID=\"(GMT-07.00) Mountain Time/Denver\":20260323T110000",
                "RRULE:FREQ=WEEKLY;COUNT=2;WKST=SU;BYDAY=MO",
            ],
            "/20260323T100000 10:00 11:00; /20260330T100000 03-30T10:00 03-30T11:00; ! a 5 unknown_timezone \
             DTSTART",
        ),
        (
            &["DTSTART;TZID=Practice/Custom:20261231T090000", "DURATION:PT1H"],
            "12-31T08:00 12-31T09:00; ! a 3 timezone_data_ends DTSTART",
        ),
        // A rule or a date costs itself only.
        (
            &[start, "DURATION:PT1H", "RRULE:FREQ=OFTEN"],
            "/20260323T090000Z 10:00 11:00; ! a 7 wrong_type RRULE",
        ),
        (&[start, "DURATION:PT1H", "RRULE FREQ=DAILY"], "10:00 11:00; ! a 7 invalid_icalendar RRULE"),
        (
            &[
                start,
                "DURATION:PT1H",
                "RRULE:FREQ=OFTEN",
                "RRULE:FREQ=DAILY;COUNT=2",
                "RDATE:soon,20260325T090000Z",
            ],
            "/20260323T090000Z 10:00 11:00; /20260324T090000Z 03-24T10:00 03-24T11:00; \
             /20260325T090000Z 03-25T10:00 03-25T11:00; ! a 7 wrong_type RRULE",
        ),
        (
            &[start, "DURATION:PT1H", "RDATE;TZID=Mars:20260324T090000Z"],
            "/20260323T090000Z 10:00 11:00; /20260324T090000Z 03-24T10:00 03-24T11:00; ! a 7 \
             unknown_timezone RDATE",
        ),
        // Of which instance it is said is not known.
        (&[start, "DURATION:PT1H", "RECURRENCE-ID:x"], "10:00 11:00; ! a 7 wrong_type RECURRENCE-ID"),
        (&[start, "DURATION:PT1H", "RECURRENCE-ID"], "10:00 11:00; ! a 7 invalid_icalendar RECURRENCE-ID"),
        // Not ended.
        (&[start, "DURATION:PT1H", "BEGIN:VALARM"], "10:00 11:00; ! a 8 invalid_icalendar"),
    ];
    for (lines, expected) in table {
        let found =
            read(&event(lines)).replace("own:a", "").replace(":00:00", ":00").replace("VEVENT[0]", "");
        let found = found.replace("03-23T10:00 03-23T", "10:00 ").replace("03-23T09:00 03-23T", "09:00 ");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&found.replace(" .", " ")), *expected, "{lines:?}");
    }
    // A revision that says no time leaves the one before it, and one that is broken is nobody's revision.
    let of = |lines: &str| format!("BEGIN:VEVENT\r\nUID:a\r\n{lines}\r\nEND:VEVENT");
    let first = of("SEQUENCE:1\r\nDTSTART:20260323T090000Z\r\nDURATION:PT1H");
    for (later, expected) in [
        ("SEQUENCE:2\r\nDTSTART:soon\r\nDURATION:PT1H", "; ! a 12 wrong_type VEVENT[1].DTSTART"),
        ("SEQUENCE:2\r\nDTSTART:soon\r\nSTATUS:CANCELLED", "-"),
        (
            "SEQUENCE:2\r\nDTSTART:20260324T090000Z\r\nDURATION:PT1H\r\nRECURRENCE-ID",
            "; own:a/1774342800 03-24T10:00:00 03-24T11:00:00; ! a 14 invalid_icalendar \
             VEVENT[1].RECURRENCE-ID",
        ),
    ] {
        let found = read(&calendar(&[&first, &of(later)]));
        let expected = match expected {
            "-" => String::new(),
            expected => format!("own:a 03-23T10:00:00 03-23T11:00:00{expected}"),
        };
        assert_eq!(found, expected, "{later}");
    }
}

#[test]
fn what_is_wrong_beside_the_events_is_said_too() {
    const NONE: &str = "not valid iCalendar: there is no calendar";
    const OK: &str = "BEGIN:VEVENT\nUID:a\nDTSTART:20260323T090000Z\nDURATION:PT1H\nEND:VEVENT\n";
    const BUSY: &str = "own:a 03-23T10:00:00 03-23T11:00:00";
    let texts = [
        (String::new(), NONE.to_owned()),
        ("Hello".to_owned(), NONE.to_owned()),
        ("UID:a".to_owned(), NONE.to_owned()),
        // Text before and behind a calendar, as proxies add it.
        (format!("X:y\nBEGIN:VCALENDAR\n{OK}END:VCALENDAR\nX-COMMENT:Cached"), BUSY.to_owned()),
        // An event outside of any.
        (OK.to_owned(), BUSY.to_owned()),
        // Cut off.
        (format!("BEGIN:VCALENDAR\n{OK}"), format!("{BUSY}; ! - 6 invalid_icalendar ")),
        (
            format!("BEGIN:VCALENDAR\n{OK}BEGIN:VEVENT\nUID:b\nDTSTART:20260324T0900"),
            format!("{BUSY}; ! - 9 invalid_icalendar ; ! b 9 invalid_icalendar VEVENT[1]"),
        ),
        (
            format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:b\n{OK}END:VCALENDAR"),
            format!("{BUSY}; ! b 4 invalid_icalendar VEVENT[0]"),
        ),
        (
            format!("BEGIN:VCALENDAR\nDURATION:PT1H\nEND:VEVENT\n{OK}END:VCALENDAR"),
            format!("{BUSY}; ! - 3 invalid_icalendar "),
        ),
        (format!("BEGIN:VCALENDAR\nBEGIN:VTODO\n{OK}END:VCALENDAR\nEND:VCALENDAR"), BUSY.to_owned()),
        ("\u{feff}begin:vcalendar\nBegin:Vtodo\nEnd:vTodo\nend:VCALENDAR".to_owned(), String::new()),
    ];
    for (text, expected) in texts {
        assert_eq!(read(&text), expected, "{text}");
    }
}

#[test]
fn what_is_certainly_outside_the_range_is_not_judged() {
    // Each with a year: of 2012 and of 2040 nothing is said, of 2026 something is.
    let faulty: &[&[&str]] = &[
        &["DTSTART;TZID=Mars/Olympus:{}0105T120000", "DURATION:PT1H"],
        &["DTSTART;TZID=Mars/Olympus:{}0105T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=9"],
        &["DTSTART;TZID=Mars/Olympus:{}0105T120000", "RRULE:FREQ=WEEKLY;UNTIL={}1224", "DURATION:PT1H"],
        &["DTSTART:{}0105T120000Z", "DTEND:{}0105T110000Z"],
        &["DTSTART:{}0105T120000Z", "DTEND:{}0105T130000Z", "DURATION:PT2H"],
        &["DTSTART:{}0105T120000Z", "DURATION:-PT2H"],
        &["DTSTART:{}0105T1200", "DURATION:PT1H"],
        &["DTSTART:{}0105T120000Z", "DURATION:PT1H", "RRULE:FREQ=OFTEN;UNTIL={}1224"],
        &["DTSTART:{}0105T120000Z", "DTSTART:{}0106T120000Z"],
        &["DTSTART:{}0105T120000Z", "DURATION:PT1H", "RECURRENCE-ID:x"],
    ];
    for lines in faulty {
        let of = |year: &str| read(&event(lines).replace("{}", year));
        assert_eq!((of("2012"), of("2040")), (String::new(), String::new()), "{lines:?}");
        assert!(of("2026").contains("! a "), "{lines:?}: {}", of("2026"));
    }
    // These begin after the range, and end before they begin.
    for length in ["DTEND:20261230T120000Z", "DURATION:-P10D"] {
        let found = read(&event(&["DTSTART:20270108T120000Z", length]));
        assert!(found.starts_with("own:a 12-") && found.contains("! a 6 "), "{found}");
    }
    // Nothing says when these end, or begin.
    for lines in [
        ["DTSTART:20120105T120000Z", "DURATION:long"],
        ["DTSTART:20120105T120000Z", "DTEND:soon"],
        ["DTSTART:20120105T120000Z", "RRULE:FREQ=OFTEN"],
        ["DTSTART:soon", "DTEND:20260105T120000Z"],
        ["DTSTART:20120105T120000Z", "RDATE;VALUE=PERIOD:20120106T120000Z/soon"],
    ] {
        assert!(read(&event(&lines)).starts_with("! a "), "{lines:?}");
    }
}

#[test]
fn there_is_a_limit_to_everything() {
    let with_uid = |length: usize| {
        event(&["DTSTART:20260323T090000Z", "DURATION:PT1H"])
            .replace("UID:a", &format!("UID:{}", "u".repeat(length)))
    };
    let longest = limits::UID_BYTES_MAX - "own:".len();
    assert!(read(&with_uid(longest)).starts_with("own:uuu"));
    // By the hash that the semantics name.
    let hash = |length: usize| {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
        std::iter::repeat_n(b'u', length).fold(14_695_981_039_346_656_037, step)
    };
    for length in [longest + 1, 100_000] {
        let expected = format!("own:fnv1a-{:016x} 03-23T10:00:00 03-23T11:00:00", hash(length));
        assert_eq!(read(&with_uid(length)), expected);
    }
    let unread = event(&["X:y"]).replace("UID:a", &format!("UID:{}", "é".repeat(200)));
    let unread = read_between(&unread, FROM, TO).expect("it is a calendar").not_read;
    assert_eq!(unread[0].uid.as_ref().map(String::len), Some(254), "whole characters, at most 255 bytes");

    let nothing = event(&["X:y"]);
    let with_prefix = |length: usize| {
        let query = BusyTimeQuery { uid_prefix: "p".repeat(length), ..query() };
        clinic().busy_time_from_icalendar(&nothing, &query).map(drop).map_err(|error| error.path)
    };
    assert_eq!(with_prefix(limits::ICALENDAR_PREFIX_BYTES_MAX), Ok(()));
    assert_eq!(with_prefix(limits::ICALENDAR_PREFIX_BYTES_MAX + 1), Err("uid_prefix".to_owned()));
    let with_addresses = |count: usize| {
        let query = BusyTimeQuery { addresses: vec!["a@b".to_owned(); count], ..query() };
        clinic().busy_time_from_icalendar(&nothing, &query).map(drop).map_err(|error| error.path)
    };
    assert_eq!(with_addresses(limits::ICALENDAR_OWN_ADDRESSES_MAX), Ok(()));
    assert_eq!(with_addresses(limits::ICALENDAR_OWN_ADDRESSES_MAX + 1), Err("addresses".to_owned()));

    let unreadable = |count: usize| {
        let text = calendar(&["BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(count).trim_end()]);
        read_between(&text, FROM, TO).map(|answer| answer.not_read.len()).map_err(|error| error.to_string())
    };
    assert_eq!(unreadable(limits::ICALENDAR_NOT_READ_MAX), Ok(10_000));
    assert_eq!(
        unreadable(limits::ICALENDAR_NOT_READ_MAX + 1),
        Err("10001 are more than the limit of 10000".to_owned())
    );

    let periods = |count: usize| {
        let mut text = String::from("BEGIN:VFREEBUSY");
        for index in 0..count {
            write!(
                text,
                "\r\nFREEBUSY:20260323T{:02}{:02}{:02}Z/PT1S",
                index / 3_600,
                index / 60 % 60,
                index % 60
            )
            .expect("a string takes it");
        }
        calendar(&[&text, "END:VFREEBUSY"])
    };
    let count = |text: &str| {
        read_between(text, FROM, TO).map(|answer| answer.blocked.len()).map_err(|error| error.to_string())
    };
    assert_eq!(count(&periods(limits::EXCEPTIONS_PER_DOCTOR_MAX)), Ok(10_000));
    assert_eq!(
        count(&periods(limits::EXCEPTIONS_PER_DOCTOR_MAX + 1)),
        Err("10001 are more than the limit of 10000".to_owned())
    );

    let padded = |length: usize| {
        let text = calendar(&["X-PAD:"]);
        text.replace("X-PAD:", &format!("X-PAD:{}", "x".repeat(length - text.len())))
    };
    assert_eq!(count(&padded(limits::ICALENDAR_BYTES_MAX)), Ok(0));
    assert_eq!(
        count(&padded(limits::ICALENDAR_BYTES_MAX + 1)),
        Err("16777217 are more than the limit of 16777216".to_owned())
    );
    // Levels of components take no stack, and short lines little memory.
    assert!(count(&"BEGIN:VCALENDAR\n".repeat(1 << 20)).is_err(), "too many that are not ended");
    assert_eq!(
        count(&calendar(&["BEGIN:X\n".repeat(100_000).as_str(), "END:X\n".repeat(100_000).as_str()])),
        Ok(0)
    );

    let text = event(&["DTSTART:19600101T000000Z", "DTEND:22500101T000000Z"]);
    let blocked = read_between(&text, FROM, TO).expect("it is a calendar").blocked;
    assert_eq!(
        (blocked[0].start_date, blocked[0].end_date),
        (Instant(limits::INSTANT_MIN), Instant(limits::INSTANT_MAX - 1)),
        "the engine's time"
    );
}
