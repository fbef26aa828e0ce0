//! Busy time out of other calendars: what blocks, when, under which uid; and what is wrong with a text, and
//! where.

use frontdesk::Instant;
use frontdesk::icalendar::BusyTimeQuery;

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
