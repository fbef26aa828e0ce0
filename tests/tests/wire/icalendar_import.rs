//! Busy time out of other calendars: what blocks, when, under which uid; and what is wrong with a text, and
//! where.

use std::fmt::Write;

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{AvailabilityException, Clinic, Error, Instant, Zone, from_json, limits};
use frontdesk_tests::run::case_count;
use proptest::prelude::*;

/// 2026: all of it is asked for, unless a test says otherwise.
const FROM: Instant = Instant(1_767_225_600);
const TO: Instant = Instant(1_798_761_600);

/// The doctor's clock is Berlin's. `Practice/Custom` is a zone that the caller supplies, two hours east,
/// until 2027; so is a name that others give to Berlin's.
fn clinic() -> Clinic {
    let snapshot = r#"{ "timezone": "Europe/Berlin", "doctors": [ { "uid": "doc-456" } ], "timezones": [
        { "name": "Practice/Custom", "initial_offset_seconds": 7200, "covers_until": 1798000000 },
        { "name": "W. Europe Standard Time", "initial_offset_seconds": 3600, "rule": "CET-1CEST,M3.5.0,M10.5.0/3" } ] }"#;
    Clinic::new(from_json(snapshot).expect("the clinic is JSON of the wire model"))
        .expect("the clinic is valid")
}

fn read_between(text: &str, from: Instant, to: Instant) -> Result<Vec<AvailabilityException>, Error> {
    let query = BusyTimeQuery { doctor_uid: "doc-456".into(), from, to, uid_prefix: "own:".to_owned() };
    clinic().busy_time_from_icalendar(text, &query)
}

/// The intervals as `uid from to`, in Berlin's time; or what is wrong.
fn read(text: &str) -> String {
    let berlin = Zone::named("Europe/Berlin").expect("a zone of the tz database");
    let show = |at| berlin.local(at).format("%m-%dT%H:%M:%S").to_string();
    match read_between(text, FROM, TO) {
        Ok(blocked) => {
            let lines: Vec<String> = blocked
                .iter()
                .map(|b| format!("{} {} {}", b.uid, show(b.start_date), show(b.end_date)))
                .collect();
            lines.join("; ")
        }
        Err(error) => error.to_string(),
    }
}

fn calendar(lines: &[&str]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
}

fn event(lines: &[&str]) -> String {
    calendar(&["BEGIN:VEVENT", "UID:a", &lines.join("\r\n"), "END:VEVENT"])
}

#[test]
fn an_event_blocks_its_time() {
    // Properties, and what is blocked. The clocks go forward on 29 March at 02:00 and back on 25 October at
    // 03:00.
    let table: &[(&[&str], &str)] = &[
        (&["DTSTART:20260323T090000Z", "DTEND:20260323T100000Z"], "own:a 03-23T10:00:00 03-23T11:00:00"),
        (&["dtstart:20260323T090000Z", "DtEnd:20260323T100000Z"], "own:a 03-23T10:00:00 03-23T11:00:00"),
        (
            &["DTSTART;TZID=America/New_York:20260323T090000", "DTEND;TZID=America/New_York:20260323T100000"],
            "own:a 03-23T14:00:00 03-23T15:00:00",
        ),
        (
            &["DTSTART;TZID=\"/America/New_York\":20260323T090000", "DURATION:PT1H"],
            "own:a 03-23T14:00:00 03-23T15:00:00",
        ),
        (
            &["DTSTART;TZID=W. Europe Standard Time:20260723T090000", "DURATION:PT1H"],
            "own:a 07-23T09:00:00 07-23T10:00:00",
        ),
        (
            &["DTSTART;TZID=Practice/Custom:20260323T090000", "DURATION:PT90S"],
            "own:a 03-23T08:00:00 03-23T08:01:30",
        ),
        (&["DTSTART:20260323T090000", "DURATION:+PT1H30M"], "own:a 03-23T09:00:00 03-23T10:30:00"),
        (&["DTSTART:20260323T235960", "DURATION:PT1S"], "own:a 03-24T00:00:00 03-24T00:00:01"),
        // All-day, on the doctor's clock.
        (
            &["DTSTART;VALUE=DATE:20260323", "DTEND;VALUE=DATE:20260325"],
            "own:a 03-23T00:00:00 03-25T00:00:00",
        ),
        (&["DTSTART;VALUE=DATE:20260329"], "own:a 03-29T00:00:00 03-30T00:00:00"),
        (
            &["DTSTART;VALUE=DATE:20260323", "DTEND;VALUE=DATE:20260323"],
            "own:a 03-23T00:00:00 03-24T00:00:00",
        ),
        (&["DTSTART;VALUE=DATE:20260323", "DURATION:P1W"], "own:a 03-23T00:00:00 03-30T00:00:00"),
        // Days go by the clock, hours elapse (RFC 5545 §3.3.6).
        (&["DTSTART:20260328T120000", "DURATION:P1D"], "own:a 03-28T12:00:00 03-29T12:00:00"),
        (&["DTSTART:20260328T120000", "DURATION:PT24H"], "own:a 03-28T12:00:00 03-29T13:00:00"),
        (&["DTSTART:20260328T120000Z", "DURATION:P1DT1H"], "own:a 03-28T13:00:00 03-29T15:00:00"),
        // What the clock skips is reckoned by the offset before; of two readings the first (RFC 5545
        // §3.3.5).
        (&["DTSTART:20260329T013000", "DTEND:20260329T023000"], "own:a 03-29T01:30:00 03-29T03:30:00"),
        (&["DTSTART:20261025T023000", "DURATION:PT1H"], "own:a 10-25T02:30:00 10-25T02:30:00"),
        // No time, or none that blocks.
        (&["DTSTART:20260323T090000Z"], ""),
        (&["DTSTART:20260323T090000Z", "DTEND:20260323T090000Z"], ""),
        (&["DTSTART:20260323T090000Z", "DURATION:PT0S"], ""),
        (&["DTSTART:20260323T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"], ""),
        (&["DTSTART:20260323T090000Z", "DURATION:PT1H", "STATUS:cancelled"], ""),
        (&["DTSTART:20260323T090000Z", "DURATION:PT1H", "STATUS:CANCELLED", "RRULE:FREQ=DAILY"], ""),
        (
            &["DTSTART:20260323T090000Z", "DURATION:PT1H", "STATUS:TENTATIVE", "TRANSP:OPAQUE"],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
        // Not in 2026.
        (&["DTSTART:20250323T090000Z", "DURATION:PT1H"], ""),
        (&["DTSTART:20260101T000000Z", "DURATION:PT1H", "SEQUENCE:7"], "own:a 01-01T01:00:00 01-01T02:00:00"),
        (&["DTSTART:20251231T230000Z", "DURATION:PT1H"], ""),
        (&["DTSTART:99991231T230000Z", "DURATION:P9999999W"], ""),
        // Folded in the middle of a value, and what an alarm says is not the event's.
        (&["DTSTART:2026032\r\n 3T090000Z", "DURATION:PT\r\n\t1H"], "own:a 03-23T10:00:00 03-23T11:00:00"),
        (
            &[
                "DTSTART:20260323T090000Z",
                "BEGIN:VALARM",
                "DURATION:PT5M",
                "DTSTART:x",
                "END:VALARM",
                "DURATION:PT1H",
            ],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
        (
            &["DTSTART:20260323T090000Z", "DURATION:PT1H", "RECURRENCE-ID:20260322T090000Z"],
            "own:a/20260322T090000Z 03-23T10:00:00 03-23T11:00:00",
        ),
    ];
    for (lines, expected) in table {
        assert_eq!(read(&event(lines)), *expected, "{lines:?}");
        assert_eq!(read(&event(lines).replace("\r\n", "\n")), *expected, "with LF alone: {lines:?}");
    }
}

#[test]
fn of_several_revisions_the_latest_counts() {
    let revision = |sequence: u32, stamp: &str, hour: u32, more: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:{sequence}\r\nDTSTAMP:2026010{stamp}T000000Z\r\nDTSTART:20260323T{hour:02}0000Z\r\nDURATION:PT1H{more}\r\nEND:VEVENT"
        )
    };
    let table = [
        (vec![revision(1, "1", 9, ""), revision(0, "5", 8, "")], "own:a 03-23T10:00:00 03-23T11:00:00"),
        (vec![revision(0, "5", 8, ""), revision(1, "1", 9, "")], "own:a 03-23T10:00:00 03-23T11:00:00"),
        (vec![revision(1, "1", 9, ""), revision(1, "2", 8, "")], "own:a 03-23T09:00:00 03-23T10:00:00"),
        (vec![revision(1, "1", 9, ""), revision(2, "1", 9, "\r\nSTATUS:CANCELLED")], ""),
        (
            vec![revision(1, "1", 9, ""), revision(1, "1", 8, "\r\nRECURRENCE-ID:20260322")],
            "own:a/20260322 03-23T09:00:00 03-23T10:00:00; own:a 03-23T10:00:00 03-23T11:00:00",
        ),
    ];
    for (events, expected) in table {
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        assert_eq!(read(&calendar(&events)), expected, "{events:?}");
    }
    let called_off = revision(1, "1", 9, "");
    assert_eq!(read(&calendar(&["METHOD:CANCEL", &called_off])), "");
    let two = calendar(&["METHOD:CANCEL", &revision(1, "1", 9, "").replace("UID:a", "UID:b")])
        + &calendar(&[&called_off]);
    assert_eq!(read(&two), "own:a 03-23T10:00:00 03-23T11:00:00", "the method is that of its own calendar");
}

#[test]
fn free_busy_periods_block_unless_they_are_free() {
    let table: &[(&str, &str)] = &[
        (
            "FREEBUSY:20260323T090000Z/20260323T100000Z",
            "own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00",
        ),
        (
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260323T090000Z/PT1H",
            "own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00",
        ),
        (
            "FREEBUSY;FBTYPE=X-SKIING:20260323T090000Z/PT1H",
            "own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00",
        ),
        ("FREEBUSY;FBTYPE=free:20260323T090000Z/PT1H", ""),
        (
            "FREEBUSY:20260324T090000Z/PT1H,20260323T090000Z/PT1H\r\nFREEBUSY:20260323T090000Z/PT1H",
            "own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00; own:busy-1774342800-1774346400 03-24T10:00:00 03-24T11:00:00",
        ),
        (
            "FREEBUSY:20260323T090000Z",
            "`VFREEBUSY[0].FREEBUSY`: `20260323T090000Z` is not periods such as `20260323T090000Z/PT1H`",
        ),
        (
            "FREEBUSY:20260323T090000Z/20260323T080000Z",
            "`VFREEBUSY[0].FREEBUSY`: the end 1774252800 is not after the start 1774256400",
        ),
    ];
    for (lines, expected) in table {
        assert_eq!(read(&calendar(&["BEGIN:VFREEBUSY", lines, "END:VFREEBUSY"])), *expected, "{lines}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    const NOT_A_TIME: &str =
        "is not a date or time such as `20260323`, `20260323T090000` or `20260323T090000Z`";
    let of_event: &[(&[&str], &str)] = &[
        (
            &["DTSTART:20260323T090000Z", "RRULE:FREQ=DAILY"],
            "`VEVENT[0].RRULE`: `a` recurs; expand it and hand in the entries it comes to",
        ),
        (
            &["DTSTART:20260323T090000Z", "RDATE:20260324T090000Z"],
            "`VEVENT[0].RDATE`: `a` recurs; expand it and hand in the entries it comes to",
        ),
        (&["DURATION:PT1H"], "`VEVENT[0].DTSTART`: this field is required"),
        (
            &["DTSTART:20260323T090000Z", "DTSTART:20260323T090000Z"],
            "`VEVENT[0].DTSTART`: `DTSTART` is there twice",
        ),
        (
            &["DTSTART:20260323T090000Z", "DTEND:20260323T080000Z"],
            "`VEVENT[0].DTEND`: the end 1774252800 is not after the start 1774256400",
        ),
        (
            &["DTSTART:20260323T090000Z", "DTEND:20260323T100000Z", "DURATION:PT1H"],
            "`VEVENT[0].DURATION`: an event has a `DTEND` or a `DURATION`",
        ),
        (
            &["DTSTART;TZID=Mars/Olympus:20260323T090000"],
            "`VEVENT[0].DTSTART`: unknown time zone `Mars/Olympus`",
        ),
        (
            &["DTSTART;TZID=Practice/Custom:20270323T090000"],
            "`VEVENT[0].DTSTART`: the data supplied for `Practice/Custom` covers instants before 1798000000 only",
        ),
        (&["DTSTART:20260323T090000Z", "SEQUENCE:first"], "`VEVENT[0].SEQUENCE`: `first` is not an integer"),
        (&["DTSTART;X=\"y\"z:20260323T090000Z"], "not valid iCalendar: line 5: its parameters can't be read"),
        (&["DTSTART 20260323T090000Z"], "not valid iCalendar: line 5: it is not a name and a value"),
        (
            &["SUMMARY:folded\r\n here", "", "no line"],
            "not valid iCalendar: line 8: it is not a name and a value",
        ),
    ];
    for (lines, expected) in of_event {
        assert_eq!(read(&event(lines)), *expected, "{lines:?}");
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
        assert_eq!(
            read(&event(&[&format!("DTSTART:{time}")])),
            format!("`VEVENT[0].DTSTART`: `{time}` {NOT_A_TIME}")
        );
    }
    for duration in [
        "",
        "P",
        "PT",
        "1H",
        "-PT1H",
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
        let expected = format!(
            "`VEVENT[0].DURATION`: `{duration}` is not a duration such as `PT30M`, or `P1D` of a date"
        );
        assert_eq!(read(&event(&["DTSTART:20260323T090000Z", &format!("DURATION:{duration}")])), expected);
    }
    assert!(
        read(&event(&["DTSTART:20260323", "DURATION:PT1H"])).starts_with("`VEVENT[0].DURATION`"),
        "hours of a date"
    );

    let texts = [
        ("", "not valid iCalendar: line 0: there is no calendar"),
        ("Hello", "not valid iCalendar: line 1: it is not a name and a value"),
        ("UID:a", "not valid iCalendar: line 1: it is outside any calendar"),
        (
            "BEGIN:VEVENT\nEND:VEVENT",
            "not valid iCalendar: line 1: what begins outside a calendar is a `VCALENDAR`",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
            "not valid iCalendar: line 3: it ends another component than `VEVENT`, which is open",
        ),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO", "not valid iCalendar: line 3: `VCALENDAR` is not ended"),
        (
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR",
            "not valid iCalendar: line 3: it ends what was not begun",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR",
            "`VEVENT[0].UID`: this field is required",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\nEND:VEVENT\nEND:VCALENDAR",
            "`VEVENT[0].UID`: this field is required",
        ),
        ("\u{feff}begin:vcalendar\nBegin:Vtodo\nEnd:vTodo\nend:VCALENDAR", ""),
    ];
    for (text, expected) in texts {
        assert_eq!(read(text), expected, "{text}");
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
    assert_eq!(read(&with_uid(longest + 1)), "`VEVENT[0].UID`: 256 is outside 1 to 255");

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
        read_between(text, FROM, TO).map(|blocked| blocked.len()).map_err(|error| error.to_string())
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
    assert!(count(&"BEGIN:VCALENDAR\n".repeat(1 << 20)).is_err());
    assert_eq!(
        count(&calendar(&["BEGIN:X\n".repeat(100_000).as_str(), "END:X\n".repeat(100_000).as_str()])),
        Ok(0)
    );

    let text = event(&["DTSTART:19600101T000000Z", "DTEND:22500101T000000Z"]);
    let blocked = read_between(&text, FROM, TO).expect("it is a calendar");
    assert_eq!(
        (blocked[0].start_date, blocked[0].end_date),
        (Instant(limits::INSTANT_MIN), Instant(limits::INSTANT_MAX - 1)),
        "the engine's time"
    );
}

#[test]
fn what_is_blocked_does_not_depend_on_the_range() {
    let text = event(&["DTSTART:20260323T090000Z", "DTEND:20260323T110000Z"]);
    let all = read_between(&text, FROM, TO).expect("it is a calendar");
    // 2026-03-23T09:00:00Z is 1774256400.
    for (from, to, there) in [
        (1_774_263_599, 1_774_300_000, true),
        (1_774_263_600, 1_774_300_000, false),
        (1_774_200_000, 1_774_256_401, true),
        (1_774_200_000, 1_774_256_400, false),
    ] {
        let found = read_between(&text, Instant(from), Instant(to)).expect("it is a calendar");
        assert_eq!(found, if there { all.clone() } else { Vec::new() }, "{from} to {to}");
    }
}

/// Texts that begin as good ones and have pieces taken out, doubled, put in elsewhere or replaced.
#[test]
fn no_text_makes_the_reader_panic() {
    const PIECES: &[&str] = &[
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\n",
        "BEGIN:VFREEBUSY\r\n",
        "END:VFREEBUSY\r\n",
        "UID:a\r\n",
        "UID:b\r\n",
        "DTSTART:20260329T023000\r\n",
        "DTSTART;TZID=Pacific/Apia:20111230T120000\r\n",
        "DTSTART;VALUE=DATE:00000101\r\n",
        "DTEND:99991231T235960Z\r\n",
        "DURATION:P9999999W\r\n",
        "DURATION:PT9999999H9999999M9999999S\r\n",
        "FREEBUSY:00000101T000000Z/99991231\r\n",
        "RECURRENCE-ID:x\r\n",
        "SEQUENCE:-9223372036854775808\r\n",
        "DTSTAMP:20260101\r\n",
        "\r\n ",
        "\n\t",
        "\r",
        ":",
        ";",
        "=",
        "\"",
        "\\",
        "TZID",
        "é",
        "\u{2028}",
        "20260323T",
        "Z",
        "/",
        ",",
        "P",
        "\0",
    ];
    let good = event(&[
        "DTSTAMP:20260101T000000Z",
        "SEQUENCE:1",
        "DTSTART;TZID=Europe/Berlin:20260323T090000",
        "DURATION:P1DT2H",
    ]) + &calendar(&[
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY:20260323T090000Z/PT1H,20260324T090000Z/20260324T100000Z",
        "END:VFREEBUSY",
    ]);
    let edits = prop::collection::vec(
        (any::<prop::sample::Index>(), 0_usize..30, prop::option::of(prop::sample::select(PIECES))),
        0..8,
    );
    let config = ProptestConfig {
        cases: case_count(20_000) as u32,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = prop::test_runner::TestRunner::new_with_rng(
        config,
        prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
    );
    let clinic = clinic();
    let query = BusyTimeQuery {
        doctor_uid: "doc-456".into(),
        from: Instant(0),
        to: Instant(limits::RANGE_DAYS_MAX * 86_400),
        uid_prefix: String::new(),
    };
    let outcome = runner.run(&edits, |edits| {
        let mut text: Vec<char> = good.chars().collect();
        for (index, removed, piece) in edits {
            let at = index.index(text.len() + 1);
            let until = (at + removed * usize::from(piece.is_none())).min(text.len());
            text.splice(at..until, piece.unwrap_or_default().chars());
        }
        let text: String = text.into_iter().collect();
        match clinic.busy_time_from_icalendar(&text, &query) {
            Ok(blocked) => {
                for interval in blocked {
                    prop_assert!(
                        interval.start_date < interval.end_date
                            && interval.start_date.0 >= 0
                            && interval.end_date.0 < limits::INSTANT_MAX
                    );
                }
            }
            Err(error) => prop_assert!(
                !error.path.is_empty() || error.to_string().contains("line"),
                "no place: {error}"
            ),
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}
