//! Whose clock the times of other calendars are on: zones as their writers call and explain them.

use frontdesk::Instant;

use crate::calendars::{calendar, event, read, read_between, shown};

/// 9:00 to 10:00 on 1 July, as Berlin's clock shows it.
const NINE: &str = "own:a 07-01T09:00:00 07-01T10:00:00";

fn at_nine(zone: &str) -> String {
    event(&[&format!("DTSTART;TZID={zone}:20260701T090000"), "DURATION:PT1H"])
}

/// The zone of Berlin as Outlook explains it: rules since 1601, from when on they never held.
const OUTLOOK: &str = "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n\
    TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT";

fn explained(name: &str, observances: &str, start: &str) -> String {
    calendar(&[
        &format!("BEGIN:VTIMEZONE\r\nTZID:{name}\r\n{observances}\r\nEND:VTIMEZONE"),
        &format!("BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID={name}:{start}\r\nDURATION:PT1H\r\nEND:VEVENT"),
    ])
}

#[test]
fn zones_have_many_names() {
    for zone in [
        "Europe/Berlin",
        "/Europe/Berlin",
        "europe/berlin",
        "/europe/BERLIN",
        "\" Europe/Berlin \"",
        "Europe/Berlin\0",
        "Our time",
        "our TIME",
        "W. Europe Standard Time",
        "w. europe standard time",
        "/mozilla.org/20070129_1/Europe/Berlin",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/citadel.org/20211207_1/europe/berlin",
    ] {
        assert_eq!(read(&at_nine(zone)), NINE, "{zone:?}");
    }
    // A path of several parts, and a few names of Windows.
    for (zone, expected) in [
        ("/softwarestudio.org/Tzfile/America/Argentina/Buenos_Aires", "14:00:00"),
        ("Argentina Standard Time", "14:00:00"),
        ("Eastern Standard Time", "15:00:00"),
        ("GMT Standard Time", "10:00:00"),
        ("Tokyo Standard Time", "02:00:00"),
        ("AUS Eastern Standard Time", "01:00:00"),
        ("Yukon Standard Time", "18:00:00"),
    ] {
        let found = read(&at_nine(zone));
        assert!(found.starts_with(&format!("own:a 07-01T{expected}")), "{zone}: {found}");
    }
    for zone in ["", "Mars/Olympus", "Standard Time", "/", "\"+02:00\""] {
        // The doctor's is the best guess.
        assert_eq!(
            read(&at_nine(zone)),
            format!("{NINE}; ! a 5 unknown_timezone VEVENT[0].DTSTART"),
            "{zone}"
        );
    }
}

#[test]
fn a_text_explains_zones_of_its_own() {
    // The name, its observances, a local time; and what Berlin's clock shows then.
    let from_2026 = "BEGIN:STANDARD\r\nDTSTART:20260601T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+033015\r\nEND:STANDARD";
    let dates = "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
        RDATE:20251026T030000,20261025T030000\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n\
        TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT";
    let ended = "BEGIN:DAYLIGHT\r\nDTSTART:20100328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
        RRULE:FREQ=YEARLY;UNTIL=20260329T010000Z;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n\
        DTSTART:20101031T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD";
    let table = [
        ("Outlook's", OUTLOOK, "20260701T090000", "07-01T09:00:00"),
        ("Outlook's", OUTLOOK, "20260115T090000", "01-15T09:00:00"),
        ("Outlook's", OUTLOOK, "20261025T023000", "10-25T02:30:00"),
        ("Outlook's", OUTLOOK, "20260329T023000", "03-29T03:30:00"),
        ("Before all", from_2026, "20260301T090000", "03-01T08:00:00"),
        ("After it", from_2026, "20260701T090000", "07-01T07:29:45"),
        ("By dates", dates, "20260701T090000", "07-01T09:00:00"),
        ("By dates", dates, "20261201T090000", "12-01T09:00:00"),
        ("Until", ended, "20260701T090000", "07-01T09:00:00"),
        ("Until", ended, "20261201T090000", "12-01T09:00:00"),
        // Names that are known mean what they mean everywhere.
        ("Asia/Tokyo", OUTLOOK, "20260701T090000", "07-01T02:00:00"),
        ("Tokyo Standard Time", OUTLOOK, "20260701T090000", "07-01T02:00:00"),
        // But a name in another case is one that the text explains.
        ("asia/tokyo", OUTLOOK, "20260701T090000", "07-01T09:00:00"),
        // The end of a path is less than an explanation.
        ("/x/Asia/Tokyo", OUTLOOK, "20260701T090000", "07-01T09:00:00"),
    ];
    for (name, observances, start, expected) in table {
        let found = read(&explained(name, observances, start));
        assert!(found.starts_with(&format!("own:a {expected}")), "{name} {start}: {found}");
    }
    // An explanation that is none: the path's end, or nothing.
    for none in [
        "X-NOTHING:1",
        "BEGIN:STANDARD\r\nDTSTART:20260601T000000\r\nEND:STANDARD",
        "BEGIN:STANDARD\r\nDTSTART:soon\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nEND:STANDARD",
        "BEGIN:STANDARD\r\nDTSTART:20260601T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+9900\r\nEND:STANDARD",
        "BEGIN:STANDARD\r\nDTSTART:20260601T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nRDATE:20260602T000000\r\nEND:STANDARD\r\n\
         BEGIN:DAYLIGHT\r\nDTSTART:20260601T120000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT",
    ] {
        assert_eq!(
            read(&explained("Own", none, "20260701T090000")),
            format!("{NINE}; ! a {} unknown_timezone VEVENT[0].DTSTART", 9 + none.matches("\r\n").count()),
            "{none}"
        );
        assert_eq!(read(&explained("/x/Europe/Berlin", none, "20260701T090000")), NINE, "{none}");
    }
    // It is that of its own calendar.
    let two = explained("Own", OUTLOOK, "20260701T090000") + &at_nine("Own").replace("UID:a", "UID:b");
    let guessed = NINE.replace("own:a", "own:b");
    assert_eq!(read(&two), format!("{NINE}; {guessed}; ! b 28 unknown_timezone VEVENT[1].DTSTART"));
}

#[test]
fn a_calendar_names_the_clock_of_times_without_a_zone() {
    let text = |zone: &str, start: &str| {
        event(&[start, "DURATION:PT1H"]).replace("VERSION:2.0", &format!("X-WR-TIMEZONE:{zone}"))
    };
    let floating = "DTSTART:20260701T090000";
    let own = |expected: &str| format!("own:a 07-01T{expected}:00:00 07-01T");
    for (zone, start, expected) in [
        ("America/New_York", floating, own("15")),
        ("Eastern Standard Time", floating, own("15")),
        ("", floating, own("09")),
        ("America/New_York", "DTSTART:20260701T090000Z", own("11")),
        ("America/New_York", "DTSTART;TZID=Asia/Tokyo:20260701T090000", own("02")),
    ] {
        let found = read(&text(zone, start));
        assert!(found.starts_with(&expected), "{zone} {start}: {found}");
    }
    assert_eq!(
        read(&text("Mars/Olympus", floating)),
        format!("{NINE}; ! a 5 unknown_timezone VEVENT[0].DTSTART")
    );
    // A date is one of the doctor's.
    let date = event(&["DTSTART;VALUE=DATE:20260701"]).replace("VERSION:2.0", "X-WR-TIMEZONE:Asia/Tokyo");
    assert_eq!(read(&date), "own:a 07-01T00:00:00 07-02T00:00:00");
}

#[test]
fn a_text_has_so_many_zones_of_its_own() {
    let most = frontdesk::limits::ICALENDAR_TIMEZONES_MAX;
    let text: String = (0..=most)
        .map(|index| {
            explained("Own", OUTLOOK, "20260701T090000").replace("UID:a", &format!("UID:{index:04}"))
        })
        .collect();
    let found = read_between(&text, Instant(1_767_225_600), Instant(1_798_761_600)).expect("a calendar");
    assert_eq!((found.blocked.len(), found.not_read.len()), (most + 1, 1));
    assert!(shown(Ok(found)).ends_with(&format!("too_many VEVENT[{most}].DTSTART")));
}
