//! Busy time out of other calendars: what blocks, when, under which uid; and what is wrong with a text, and
//! where.

use std::fmt::Write;

use frontdesk::icalendar::BusyTimeQuery;
use frontdesk::{Instant, limits};

use crate::calendars::{FROM, TO, calendar, clinic, event, query, read, read_between, shown};

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
        (&["DTSTART;TZID=Our time:20260723T090000", "DURATION:PT1H"], "own:a 07-23T09:00:00 07-23T10:00:00"),
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
        (&["DURATION:PT1H", "STATUS:CANCELLED"], ""),
        // Said twice, it is so only if both say so.
        (
            &["DTSTART:20260323T090000Z", "DURATION:PT1H", "STATUS:CANCELLED", "STATUS:CONFIRMED"],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
        (
            &["DTSTART:20260323T090000Z", "DTSTART:20260323T090000Z", "DURATION:PT1H"],
            "own:a 03-23T10:00:00 03-23T11:00:00",
        ),
        // What Outlook says beats TRANSP.
        (&["DTSTART;VALUE=DATE:20260323", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], ""),
        (&["DTSTART;VALUE=DATE:20260323", "x-microsoft-cdo-busystatus:free"], ""),
        (
            &["DTSTART;VALUE=DATE:20260323", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"],
            "own:a 03-23T00:00:00 03-24T00:00:00",
        ),
        (
            &["DTSTART;VALUE=DATE:20260323", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"],
            "own:a 03-23T00:00:00 03-24T00:00:00",
        ),
        (&["DTSTART;VALUE=DATE:20260323", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:ODD"], ""),
        // The way there.
        (
            &["DTSTART:20260323T090000Z", "DURATION:PT1H", "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M"],
            "own:a 03-23T09:15:00 03-23T11:00:00",
        ),
        (&["DTSTART:20260323T090000Z", "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M"], ""),
        // A zone has no say in a date.
        (&["DTSTART;TZID=Mars/Olympus;VALUE=DATE:20260323"], "own:a 03-23T00:00:00 03-24T00:00:00"),
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
        assert_eq!(read(&event(lines).replace("\r\n", "\r")), *expected, "with CR alone: {lines:?}");
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
    let nothing_newer = [
        // Nothing says which is later, so none is lost.
        (
            vec![revision(1, "1", 9, ""), revision(1, "1", 11, "")],
            "own:a/20260323T090000Z 03-23T10:00:00 03-23T11:00:00; own:a/20260323T110000Z 03-23T12:00:00 \
             03-23T13:00:00",
        ),
        (
            vec![revision(1, "1", 9, ""), revision(1, "1", 11, "").replace("DTSTAMP", "X-STAMP")],
            "own:a/20260323T090000Z 03-23T10:00:00 03-23T11:00:00; own:a/20260323T110000Z 03-23T12:00:00 \
             03-23T13:00:00",
        ),
        (
            vec![revision(1, "1", 9, ""), revision(1, "1", 9, "").replace("PT1H", "PT2H")],
            "own:a/20260323T090000Z 03-23T10:00:00 03-23T12:00:00",
        ),
        (
            vec![
                revision(1, "1", 8, "\r\nRECURRENCE-ID:20260322T080000Z"),
                revision(1, "1", 9, "\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260322T090000"),
            ],
            "own:a/20260322T080000Z/20260323T080000Z 03-23T09:00:00 03-23T10:00:00; \
             own:a/20260322T090000/20260323T090000Z 03-23T10:00:00 03-23T11:00:00",
        ),
        // A name is an instant, whatever clock it is written by.
        (
            vec![
                revision(1, "1", 8, "\r\nRECURRENCE-ID:20260322T080000Z"),
                revision(1, "2", 9, "\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260322T090000"),
            ],
            "own:a/20260322T090000 03-23T10:00:00 03-23T11:00:00",
        ),
        // What orders revisions and can't be read orders none.
        (
            vec![revision(1, "1", 9, "").replace("SEQUENCE:1", "SEQUENCE:1.0"), revision(1, "2", 8, "")],
            "own:a 03-23T09:00:00 03-23T10:00:00",
        ),
        (vec![revision(1, "1", 9, "").replace("T000000Z", "T0000Z")], "own:a 03-23T10:00:00 03-23T11:00:00"),
    ];
    for (events, expected) in table.into_iter().chain(nothing_newer) {
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        assert_eq!(read(&calendar(&events)), expected, "{events:?}");
    }
    let (one, other) = (revision(1, "1", 9, ""), revision(1, "1", 11, ""));
    assert_eq!(
        read(&(calendar(&[&one]) + &calendar(&[&other]))),
        "own:a/20260323T090000Z 03-23T10:00:00 03-23T11:00:00; own:a/20260323T110000Z 03-23T12:00:00 \
         03-23T13:00:00",
        "calendars one after the other are one text"
    );
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
            "own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00; own:busy-1774342800-1774346400 \
             03-24T10:00:00 03-24T11:00:00",
        ),
        ("FREEBUSY:20260323T090000Z", "! - 4 wrong_type VFREEBUSY[0].FREEBUSY"),
        (
            "FREEBUSY:20260323T090000Z/20260323T080000Z,20260323T090000Z/PT1H",
            "own:busy-1774252800-1774256400 03-23T09:00:00 03-23T10:00:00; \
             own:busy-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00; \
             ! - 4 empty_interval VFREEBUSY[0].FREEBUSY",
        ),
    ];
    for (lines, expected) in table {
        assert_eq!(read(&calendar(&["BEGIN:VFREEBUSY", lines, "END:VFREEBUSY"])), *expected, "{lines}");
    }
}

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
fn what_the_owner_has_declined_is_not_busy() {
    let own = ["Ada@Practice.example".to_owned(), "mailto:ada@home.example".to_owned()];
    let query = BusyTimeQuery { addresses: own.to_vec(), ..query() };
    const BUSY: &str = "own:a 03-23T10:00:00 03-23T11:00:00";
    for (attendees, expected) in [
        (&["ATTENDEE;PARTSTAT=DECLINED:mailto:ada@practice.example"][..], ""),
        (&["ATTENDEE;PARTSTAT=declined;CN=Ada:MAILTO:ada@home.example"], ""),
        (&["ATTENDEE;EMAIL=ada@home.example;PARTSTAT=DECLINED:urn:uuid:1"], ""),
        (&["ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@practice.example"], BUSY),
        (&["ATTENDEE;PARTSTAT=TENTATIVE:mailto:ada@practice.example"], BUSY),
        (&["ATTENDEE;PARTSTAT=DECLINED:mailto:ben@practice.example"], BUSY),
        (
            &["ATTENDEE;PARTSTAT=DECLINED:mailto:ada@practice.example", "ATTENDEE:mailto:ada@home.example"],
            BUSY,
        ),
        (&["ATTENDEE:mailto:ada@practice.example"], BUSY),
        (&[], BUSY),
    ] {
        let text = event(&[&["DTSTART:20260323T090000Z", "DURATION:PT1H"], attendees].concat());
        assert_eq!(shown(clinic().busy_time_from_icalendar(&text, &query)), expected, "{attendees:?}");
        assert_eq!(read(&text), BUSY, "nobody's address is known");
    }
}

#[test]
fn events_without_a_uid_are_told_apart_by_their_times() {
    let of = |uid: &str, start: &str, duration: &str| {
        format!("BEGIN:VEVENT\r\n{uid}DTSTART:{start}\r\nDURATION:{duration}\r\nEND:VEVENT")
    };
    let text = calendar(&[
        &of("", "20260323T090000Z", "PT1H"),
        &of("UID:\r\n", "20260323T090000Z", "PT1H"),
        &of("UID: \r\n", "20260323T090000Z", "PT2H"),
        &of("", "20260324T090000Z\r\nRRULE:FREQ=DAILY;COUNT=2", "PT1H"),
    ]);
    assert_eq!(
        read(&text),
        "own:event-1774256400-1774260000 03-23T10:00:00 03-23T11:00:00; \
         own:event-1774256400-1774263600 03-23T10:00:00 03-23T12:00:00; \
         own:event-1774342800-1774346400 03-24T10:00:00 03-24T11:00:00; \
         own:event-1774429200-1774432800 03-25T10:00:00 03-25T11:00:00"
    );
}

#[test]
fn bytes_are_unfolded_before_they_are_decoded() {
    let inside = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:Büro\nDTSTART:20260323T090000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n";
    let mut folded = inside.as_bytes().to_vec();
    let umlaut = inside.find('ü').expect("it is there") + 1;
    folded.splice(umlaut..umlaut, *b"\n ");
    let latin: Vec<u8> = inside.chars().map(|c| c as u8).collect();
    for text in [inside.as_bytes(), &folded, &latin] {
        let found = shown(clinic().busy_time_from_icalendar(text, &query()));
        assert_eq!(found, "own:Büro 03-23T10:00:00 03-23T11:00:00");
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

#[test]
fn what_is_blocked_does_not_depend_on_the_range() {
    let text = event(&["DTSTART:20260323T090000Z", "DTEND:20260323T110000Z"]);
    let all = read_between(&text, FROM, TO).expect("it is a calendar").blocked;
    // 2026-03-23T09:00:00Z is 1774256400.
    for (from, to, there) in [
        (1_774_263_599, 1_774_300_000, true),
        (1_774_263_600, 1_774_300_000, false),
        (1_774_200_000, 1_774_256_401, true),
        (1_774_200_000, 1_774_256_400, false),
    ] {
        let found = read_between(&text, Instant(from), Instant(to)).expect("it is a calendar").blocked;
        assert_eq!(found, if there { all.clone() } else { Vec::new() }, "{from} to {to}");
    }
}
