//! The iCalendar that the engine writes: whole texts under `tests/ical/`, which `UPDATE_GOLDEN=1` writes
//! anew, and what no text of a caller's can do to them.

use std::fs;
use std::path::Path;

use frontdesk::icalendar::{CalendarQuery, CalendarUser, EventDetails};
use frontdesk::{Actor, Appointment, Clinic, Command, Error, Instant, Uid, from_json, limits};
use frontdesk_tests::ical;
use proptest::prelude::*;

/// 2026-03-23 is a Monday; the clocks of Berlin go forward on Sunday the 29th and all are closed on Good
/// Friday, 3 April.
const CLINIC: &str = r#"{
    "timezone": "Europe/Berlin",
    "appointment_types": [ { "uid": "apt-001", "name": "Erstgespräch; Akupunktur, 30 min",
      "duration_minutes": 30, "allow_patient_rebooking": true } ],
    "closures": [ { "date": "2026-04-03" } ],
    "locations": [ { "uid": "north", "name": "Haus Nord; 2. Stock, links" }, { "uid": "south" } ],
    "doctors": [
        { "uid": "doc-456",
          "availability_rules": [
            { "uid": "weekday", "weekday": 0, "start_time": 540, "end_time": 720 },
            { "uid": "night", "weekday": 6, "start_time": 0, "end_time": 360, "location_uid": "south" },
            { "uid": "friday", "weekday": 4, "start_time": 840, "end_time": 1440, "buffer_minutes": 10,
              "valid_from": 1774617300, "location_uid": "north" },
            { "uid": "off", "weekday": 1, "start_time": 540, "end_time": 720, "active": false } ],
          "availability_exceptions": [
            { "uid": "extra", "kind": "extra", "start_date": 1774360800, "end_date": 1774371600,
              "location_uid": "north" },
            { "uid": "conference", "kind": "blocked", "start_date": 1774508400, "end_date": 1774530000 },
            { "uid": "travel", "kind": "blocked", "start_date": 1774530000, "end_date": 1774540800 } ],
          "date_overrides": [ { "date": "2026-04-06", "windows": [ { "start_time": 600,
            "end_time": 660, "location_uid": "north" } ] } ] },
        { "uid": "doc-utc", "timezone": "UTC", "availability_rules": [ { "uid": "r", "weekday": 2,
          "start_time": 480, "end_time": 1020 } ],
          "date_overrides": [ { "date": "2026-04-01" }, { "date": "2026-04-08" } ] },
        { "uid": "doc-away", "active": false, "availability_rules": [ { "uid": "r", "weekday": 2,
          "start_time": 480, "end_time": 1020 } ] } ],
    "appointments": [
        { "uid": "mtg-held", "status": "held", "doctor_uid": "doc-456", "appointment_type_uid": "apt-001",
          "start_date": 1774258200, "end_date": 1774260000, "hold_expires_at": 1774200000 },
        { "uid": "mtg-confirmed", "status": "confirmed", "doctor_uid": "doc-456",
          "appointment_type_uid": "apt-001", "patient_uid": "pat-789", "start_date": 1774255200,
          "end_date": 1774257000, "sequence": 2, "location_uid": "north" },
        { "uid": "mtg-group", "status": "confirmed", "doctor_uid": "doc-456",
          "appointment_type_uid": "apt-001", "start_date": 1774256400, "end_date": 1774258200,
          "location_uid": "gone" },
        { "uid": "mtg-completed", "status": "completed", "doctor_uid": "doc-456", "start_date": 1774170000,
          "end_date": 1774171800, "appointment_type_name": "Walk-in" },
        { "uid": "mtg-no-show", "status": "no_show", "doctor_uid": "doc-456", "start_date": 1774172000,
          "end_date": 1774173800, "location_uid": "south" },
        { "uid": "mtg-cancelled", "status": "cancelled", "doctor_uid": "doc-456",
          "appointment_type_uid": "apt-001", "start_date": 1774260000, "end_date": 1774261800,
          "sequence": 3, "location_uid": "north" },
        { "uid": "mtg-expired", "status": "expired", "doctor_uid": "doc-456", "start_date": 1774260000,
          "end_date": 1774261800 } ] }"#;
/// 2026-03-22T12:00:00Z: the hold lasts until 17:20.
const NOW: Instant = Instant(1_774_180_800);
const HOLD_ENDS: Instant = Instant(1_774_200_000);
/// Three weeks from Sunday, 22 March 2026, 00:00 in Berlin.
const FROM: Instant = Instant(1_774_134_000);
const TO: Instant = Instant(1_774_134_000 + 21 * 86_400);

fn clinic() -> Clinic {
    let snapshot = from_json(CLINIC).expect("the clinic is JSON of the wire model");
    Clinic::new(snapshot).expect("the clinic is valid")
}

fn of(doctor_uid: &str) -> CalendarQuery {
    CalendarQuery { doctor_uid: doctor_uid.into(), from: FROM, to: TO, ..CalendarQuery::default() }
}

fn desk() -> CalendarUser {
    CalendarUser::new("desk@practice.example", "Empfang \"Nord\", Praxis Müller")
}

fn details() -> EventDetails {
    EventDetails {
        summary: None,
        description: Some(
            "Bitte mitbringen:\r\nÜberweisung, Versichertenkarte; bei Verspätung bitte anrufen \\ schreiben. \
             漢字漢字漢字漢字漢字"
                .to_owned(),
        ),
        location: Some("Hauptstraße 1, 10115 Berlin".to_owned()),
        organizer: Some(desk()),
        attendees: vec![
            CalendarUser { address: "urn:uuid:3f2c".to_owned(), name: None },
            CalendarUser::new("mailto:pat@example.org", "Pat"),
        ],
    }
}

/// A text, and whether another reader can read it.
fn well_formed(text: &str) -> Result<(), String> {
    let unfolded = ical::unfolded(text)?;
    let calendar = ical::calendar(&unfolded)?;
    ical::as_its_method_asks(&calendar)?;
    for published in
        ["VEVENT", "VFREEBUSY", "VAVAILABILITY"].into_iter().flat_map(|kind| ical::all(&calendar, kind))
    {
        for component in std::iter::once(published).chain(ical::all(published, "AVAILABLE")) {
            if ical::value(component, "UID").is_none()
                || ical::value(component, "DTSTAMP") != Some("20260322T120000Z")
            {
                return Err(format!(
                    "a component without an id, or with another time than now: {component:?}"
                ));
            }
        }
    }
    Ok(())
}

#[test]
fn texts_are_those_under_tests_ical() {
    let (clinic, plain) = (clinic(), EventDetails::default());
    let from_the_desk = EventDetails { organizer: Some(desk()), ..EventDetails::default() };
    let published = CalendarQuery { organizer: Some(desk()), ..of("doc-456") };
    let (name, refresh_minutes) = (Some("Praxis; Müller, Nord".to_owned()), Some(30));
    let subscribed = CalendarQuery { name, refresh_minutes, ..of("doc-456") };
    let texts: [(&str, Result<String, Error>); 13] = [
        ("held", clinic.appointment_as_icalendar("mtg-held", &plain, NOW)),
        ("confirmed", clinic.appointment_as_icalendar("mtg-confirmed", &details(), NOW)),
        ("published", clinic.appointment_as_icalendar("mtg-confirmed", &from_the_desk, NOW)),
        ("completed", clinic.appointment_as_icalendar("mtg-completed", &plain, NOW)),
        ("no_show", clinic.appointment_as_icalendar("mtg-no-show", &plain, NOW)),
        ("cancelled", clinic.appointment_as_icalendar("mtg-cancelled", &details(), NOW)),
        ("expired", clinic.appointment_as_icalendar("mtg-expired", &plain, NOW)),
        ("feed", clinic.appointments_as_icalendar(&published, NOW)),
        ("subscribed", clinic.appointments_as_icalendar(&subscribed, NOW)),
        ("busy_time", clinic.busy_time_as_icalendar(&published, NOW)),
        ("hours_berlin", clinic.availability_as_icalendar(&published, NOW)),
        ("hours_utc", clinic.availability_as_icalendar(&of("doc-utc"), NOW)),
        ("hours_inactive", clinic.availability_as_icalendar(&of("doc-away"), NOW)),
    ];
    for (name, text) in texts {
        let text = text.expect("the question is valid");
        assert_eq!(well_formed(&text), Ok(()), "{name}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ical").join(format!("{name}.ics"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &text).expect("the directory is there");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, expected, "{name}: if the new text is right, `UPDATE_GOLDEN=1` writes it");
    }
}

/// The method, the status and the sequence of an appointment's message.
fn message(clinic: &Clinic, uid: &str, now: Instant) -> (String, String, u32) {
    let text = clinic.appointment_as_icalendar(uid, &details(), now).expect("the appointment is there");
    let unfolded = ical::unfolded(&text).expect("lines are of the right form");
    let calendar = ical::calendar(&unfolded).expect("it is a calendar");
    let event = ical::all(&calendar, "VEVENT").next().expect("it has an event");
    let sequence = ical::value(event, "SEQUENCE").and_then(|text| text.parse().ok());
    let text = |component, name| ical::value(component, name).expect("it is there once").to_owned();
    (text(&calendar, "METHOD"), text(event, "STATUS"), sequence.expect("a number"))
}

#[test]
fn a_hold_that_has_run_out_is_called_off() {
    let clinic = clinic();
    let request = |status: &str| ("REQUEST".to_owned(), status.to_owned(), 0);
    assert_eq!(message(&clinic, "mtg-held", Instant(HOLD_ENDS.0 - 1)), request("TENTATIVE"));
    assert_eq!(message(&clinic, "mtg-held", HOLD_ENDS), ("CANCEL".to_owned(), "CANCELLED".to_owned(), 1));
    // Once that is recorded, the message is the same.
    let mut recorded = clinic.clone();
    recorded.due(HOLD_ENDS).iter().for_each(|event| assert!(recorded.apply(event)));
    assert_eq!(message(&recorded, "mtg-held", HOLD_ENDS), message(&clinic, "mtg-held", HOLD_ENDS));
    let feed = |now| clinic.appointments_as_icalendar(&of("doc-456"), now).expect("the question is valid");
    assert!(feed(Instant(HOLD_ENDS.0 - 1)).contains("UID:mtg-held"));
    assert!(!feed(HOLD_ENDS).contains("UID:mtg-held"));
}

/// Whoever sends, whoever is invited, whatever has become of the appointment.
#[test]
fn a_message_is_as_its_method_asks() {
    let clinic = clinic();
    let blank = || Some(" \r\n\0".to_owned());
    for (uid, is_off) in [
        ("mtg-held", false),
        ("mtg-confirmed", false),
        ("mtg-completed", false),
        ("mtg-no-show", false),
        ("mtg-cancelled", true),
        ("mtg-expired", true),
    ] {
        for (organizer, attendees, on, off) in [
            (None, vec![], None, None),
            (Some(desk()), vec![], Some("PUBLISH"), Some("CANCEL")),
            (Some(desk()), details().attendees, Some("REQUEST"), Some("CANCEL")),
        ] {
            let (summary, description, location) = (blank(), blank(), blank());
            let details = EventDetails { summary, description, location, organizer, attendees };
            let text = clinic.appointment_as_icalendar(uid, &details, NOW).expect("the question is valid");
            assert_eq!(well_formed(&text), Ok(()), "{uid} {details:?}");
            let unfolded = ical::unfolded(&text).expect("lines are of the right form");
            let calendar = ical::calendar(&unfolded).expect("it is a calendar");
            assert_eq!(ical::value(&calendar, "METHOD"), if is_off { off } else { on }, "{uid} {details:?}");
            let event = &calendar.components[0];
            assert_eq!(ical::value(event, "SUMMARY"), Some("Appointment"));
            assert!(["DESCRIPTION", "LOCATION"].iter().all(|name| ical::value(event, name).is_none()));
            // Who is still to come is asked whether they will.
            let asked = text.matches("PARTSTAT=NEEDS-ACTION;RSVP=TRUE").count();
            let is_to_come = matches!(uid, "mtg-held" | "mtg-confirmed");
            assert_eq!(asked, if is_to_come { details.attendees.len() } else { 0 }, "{uid}");
        }
    }
    for ask in [Clinic::appointments_as_icalendar, Clinic::busy_time_as_icalendar] {
        for organizer in [None, Some(desk())] {
            let has_method = organizer.is_some();
            let text = ask(&clinic, &CalendarQuery { organizer, ..of("doc-456") }, NOW).expect("it is valid");
            assert_eq!(well_formed(&text), Ok(()));
            assert_eq!(text.contains("\r\nMETHOD:PUBLISH\r\n"), has_method);
        }
    }
}

#[test]
fn a_feed_is_called_what_the_caller_says() {
    let clinic = clinic();
    let feed = |title: fn(&Uid) -> Option<String>| {
        clinic.appointments_as_icalendar_titled(&of("doc-456"), title, NOW).expect("the question is valid")
    };
    let plain = clinic.appointments_as_icalendar(&of("doc-456"), NOW).expect("the question is valid");
    assert_eq!(feed(|_| None), plain);
    let count = |text: &str, line: &str| text.lines().filter(|candidate| *candidate == line).count();
    let events = count(&plain, "BEGIN:VEVENT");
    assert_eq!(count(&feed(|_| Some("Booked".to_owned())), "SUMMARY:Booked"), events);
    // A title is a value and no more than that.
    assert_eq!(count(&feed(|_| Some("a\nEND:VEVENT".to_owned())), "SUMMARY:a\\nEND:VEVENT"), events);
}

#[test]
fn the_sequence_rises_with_everything_that_others_are_told() {
    let mut clinic = clinic();
    let by = Actor::Administrator;
    // Mondays at 09:30 and 10:30.
    let (start, other) = (Instant(1_774_859_400), Instant(1_774_863_000));
    let uid = || "mtg-new".into();
    let steps = [
        (
            Command::Hold {
                uid: uid(),
                appointment_type_uid: "apt-001".into(),
                start_date: Some(start),
                local_start: None,
                doctor_uid: None,
                patient_uid: None,
                by,
                r#override: Vec::new(),
                replaces: None,
                duration_minutes: None,
                seats: None,
                location_uid: None,
            },
            ("REQUEST", "TENTATIVE", 0),
        ),
        (Command::Confirm { uid: uid(), video_room_id: None, by }, ("REQUEST", "CONFIRMED", 1)),
        (
            Command::Rebook {
                uid: uid(),
                start_date: Some(other),
                local_start: None,
                doctor_uid: None,
                by,
                r#override: Vec::new(),
                duration_minutes: None,
                seats: None,
                appointment_type_uid: None,
                location_uid: None,
            },
            ("REQUEST", "CONFIRMED", 2),
        ),
        (Command::Cancel { uid: uid(), reason: "ill".to_owned(), by }, ("CANCEL", "CANCELLED", 3)),
    ];
    for (index, (command, (method, status, sequence))) in steps.into_iter().enumerate() {
        let now = Instant(NOW.0 + index as i64);
        for event in clinic.decide(&command, now).expect("nothing refuses it") {
            assert!(clinic.apply(&event), "{command:?}");
        }
        assert_eq!(
            message(&clinic, "mtg-new", now),
            (method.to_owned(), status.to_owned(), sequence),
            "{command:?}"
        );
    }
}

/// What a reader should find of a text: its lines, without control characters.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// Text as it was before RFC 5545 §3.3.11.
fn unescaped(written: &str) -> String {
    let mut chars = written.chars();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        text.push(match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => '\n',
            ('\\', other) => other.expect("a backslash is never the last"),
            (c, _) => c,
        });
    }
    text
}

/// A uid without what a line can't hold, which is spelt out.
fn spelt_out(uid: &str) -> String {
    let spelt = |c: char| match c {
        '\u{2028}' | '\u{2029}' => format!("%{:02X}", u32::from(c)),
        c if c.is_control() => format!("%{:02X}", u32::from(c)),
        c => c.to_string(),
    };
    uid.chars().map(spelt).collect()
}

/// A parameter's value, in which `^^`, `^n` and `^'` stand for what it can't hold (RFC 6868 §3).
fn decoded(written: &str) -> String {
    let mut chars = written.chars();
    let mut decoded = String::new();
    while let Some(c) = chars.next() {
        decoded.push(match (c, if c == '^' { chars.next() } else { None }) {
            ('^', Some('n')) => '\n',
            ('^', Some('\'')) => '"',
            ('^', other) => other.expect("a caret is never the last"),
            (c, _) => c,
        });
    }
    decoded
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None,
        ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_caller_is_more_than_text(
        summary in hostile_text(), description in hostile_text(), location in hostile_text(),
        name in hostile_text(), uid in hostile_text(),
    ) {
        let uid = if uid.is_empty() { "mtg".to_owned() } else { uid.chars().take(50).collect() };
        let mut snapshot = clinic().snapshot();
        snapshot.appointments[0].uid = uid.as_str().into();
        let clinic = Clinic::new(snapshot).expect("any uid will do");
        let name: String = name.chars().take(limits::NAME_CHARS_MAX).collect();
        let organizer = Some(CalendarUser::new("desk@practice.example", &name));
        let texts = [summary.clone(), description.clone(), location.clone()];
        let details = EventDetails { summary: Some(summary), description: Some(description),
            location: Some(location), organizer, attendees: Vec::new() };
        let text = clinic.appointment_as_icalendar(&uid, &details, NOW).expect("any text will do");

        let unfolded = ical::unfolded(&text).expect("lines are of the right form");
        let calendar = ical::calendar(&unfolded).expect("it is a calendar");
        prop_assert_eq!(calendar.components.len(), 1);
        let event = &calendar.components[0];
        let names: Vec<&str> = event.properties.iter().map(|property| property.name.as_str()).collect();
        let names_of_texts = ["SUMMARY", "DESCRIPTION", "LOCATION"];
        let mut expected = vec!["UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY"];
        expected.extend(
            names_of_texts.into_iter().zip(&texts).skip(1).filter(|(_,
                text)| !shown(text).trim().is_empty()).map(|(name, _)| name),
        );
        expected.push("ORGANIZER");
        prop_assert_eq!(names, expected);
        prop_assert_eq!(ical::value(event, "UID").map(str::to_owned), Some(spelt_out(&uid)));
        for (name, text) in names_of_texts.into_iter().zip(texts) {
            let otherwise = (name == "SUMMARY").then(|| "Appointment".to_owned());
            let expected = Some(shown(&text)).filter(|text| !text.trim().is_empty()).or(otherwise);
            prop_assert_eq!(ical::value(event, name).map(str::to_owned), expected);
        }
        let organizer = event.properties.iter().find(|property| property.name == "ORGANIZER").expect("it is \
            there");
        let written = organizer.params.first().and_then(|name| name.val.as_ref()).map_or("",
            |value| value.as_str());
        let name = shown(&name);
        prop_assert_eq!(decoded(written), if name.trim().is_empty() { "" } else { &name });
        prop_assert_eq!(organizer.val.as_str(), "mailto:desk@practice.example");

        let named = CalendarQuery { name: Some(name.clone()), ..of("doc-456") };
        let text = clinic.busy_time_as_icalendar(&named, NOW).expect("any name will do");
        let unfolded = ical::unfolded(&text).expect("lines are of the right form");
        let calendar = ical::calendar(&unfolded).expect("it is a calendar");
        prop_assert_eq!(calendar.components.len(), 1);
        let expected = Some(name).filter(|name| !name.trim().is_empty());
        prop_assert_eq!(ical::value(&calendar, "X-WR-CALNAME"), expected.as_deref());
        // The other reader does not know that this is text.
        prop_assert_eq!(ical::value(&calendar, "NAME").map(unescaped), expected);
    }
}

/// Text that tries to be more: line ends of all kinds, delimiters, characters of all lengths, and enough of
/// them to be folded.
fn hostile_text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\r\n",
        "\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\n ",
        "\r\n ",
        "\\",
        "\\n",
        ";",
        ",",
        ":",
        "\"",
        "^",
        "^n",
        "=",
        "\t",
        " ",
        "\0",
        "\u{1b}",
        "\u{7f}",
        "é",
        "漢",
        "😀",
        "\u{feff}",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "\r\nATTENDEE:mailto:evil@example.org",
        "a",
        "Lorem ipsum dolor sit amet ",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn what_is_too_long_or_no_address_is_refused() {
    let clinic = clinic();
    let ask = |details: &EventDetails| {
        clinic
            .appointment_as_icalendar("mtg-held", details, NOW)
            .map(|_| ())
            .map_err(|error| (error.path, error.code.kind()))
    };
    let long = |length: usize| Some("x".repeat(length));
    let attendee = |address: &str| EventDetails {
        organizer: Some(desk()),
        attendees: vec![CalendarUser { address: address.to_owned(), name: None }],
        ..EventDetails::default()
    };
    use frontdesk::ErrorKind::{Invalid, TooLarge};
    let crowd = |count| EventDetails {
        organizer: Some(desk()),
        attendees: vec![desk(); count],
        ..EventDetails::default()
    };
    let text_max = limits::ICALENDAR_TEXT_CHARS_MAX;
    let address = |length: usize| format!("{}@x", "a".repeat(length - 2));
    let table = [
        (EventDetails { summary: long(text_max), ..EventDetails::default() }, None),
        (
            EventDetails { summary: long(text_max + 1), ..EventDetails::default() },
            Some(("details.summary", Invalid)),
        ),
        (EventDetails { location: long(text_max), ..EventDetails::default() }, None),
        (
            EventDetails { location: long(text_max + 1), ..EventDetails::default() },
            Some(("details.location", Invalid)),
        ),
        (EventDetails { organizer: None, ..crowd(1) }, Some(("details.organizer", Invalid))),
        (crowd(limits::ICALENDAR_ATTENDEES_MAX), None),
        (crowd(limits::ICALENDAR_ATTENDEES_MAX + 1), Some(("details.attendees", TooLarge))),
        (attendee(&address(limits::ICALENDAR_ADDRESS_BYTES_MAX)), None),
        (
            attendee(&address(limits::ICALENDAR_ADDRESS_BYTES_MAX + 1)),
            Some(("details.attendees[0].address", Invalid)),
        ),
        (attendee(""), Some(("details.attendees[0].address", Invalid))),
        (attendee("pat"), Some(("details.attendees[0].address", Invalid))),
        (attendee("pat@example.org\r\nX-EVIL:1"), Some(("details.attendees[0].address", Invalid))),
        (attendee("müller@example.org"), Some(("details.attendees[0].address", Invalid))),
        (attendee("\"x\":mailto:pat@example.org"), Some(("details.attendees[0].address", Invalid))),
    ];
    for (details, wrong) in table {
        let expected = wrong.map_or(Ok(()), |(path, kind)| Err((path.to_owned(), kind)));
        assert_eq!(ask(&details), expected);
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let paths = |error: frontdesk::Error| error.all().map(|fault| fault.path.clone()).collect::<Vec<_>>();
    let long = "x".repeat(limits::NAME_CHARS_MAX + 1);
    let nobody = CalendarUser { address: "desk".to_owned(), name: Some(long.clone()) };
    let query = CalendarQuery {
        doctor_uid: "doc-000".into(),
        from: Instant(10),
        to: Instant(10),
        organizer: Some(nobody.clone()),
        name: Some(long),
        refresh_minutes: Some(0),
    };
    let error = clinic().appointments_as_icalendar(&query, Instant(-1)).expect_err("all of it is wrong");
    let own = ["now", "organizer.name", "organizer.address", "name", "refresh_minutes"];
    assert_eq!(paths(error), [&["to", "doctor_uid"], &own[..]].concat());
    let details = EventDetails {
        summary: Some("x".repeat(limits::ICALENDAR_TEXT_CHARS_MAX + 1)),
        attendees: vec![desk(), nobody],
        ..EventDetails::default()
    };
    let error = clinic().appointment_as_icalendar("mtg-000", &details, NOW).expect_err("and here");
    let own = ["summary", "organizer", "attendees[1].name", "attendees[1].address"];
    let expected: Vec<String> = own.iter().map(|path| format!("details.{path}")).collect();
    assert_eq!(paths(error), [&["appointment_uid".to_owned()], &expected[..]].concat());
}

#[test]
fn a_feed_has_an_end() {
    let mut snapshot = clinic().snapshot();
    let (first, most) = (snapshot.appointments[1].clone(), limits::ICALENDAR_EVENTS_MAX as i64);
    let minutely = |index: i64| Appointment {
        uid: format!("mtg-{index}").into(),
        start_date: Instant(FROM.0 + index * 60),
        end_date: Instant(FROM.0 + index * 60 + 60),
        ..first.clone()
    };
    snapshot.appointments = (0..=most).map(minutely).collect();
    let clinic = Clinic::new(snapshot).expect("the clinic is valid");
    let until = |to: i64| {
        clinic
            .appointments_as_icalendar(&CalendarQuery { to: Instant(to), ..of("doc-456") }, NOW)
            .map(|text| text.matches("END:VEVENT").count())
    };
    assert_eq!(until(FROM.0 + most * 60), Ok(limits::ICALENDAR_EVENTS_MAX));
    let error = until(FROM.0 + most * 60 + 1).expect_err("one more");
    assert_eq!((error.path.as_str(), error.code.kind()), ("to", frontdesk::ErrorKind::TooLarge));
}

#[test]
fn questions_are_checked() {
    let clinic = clinic();
    let feed = |query: CalendarQuery, now| {
        clinic.appointments_as_icalendar(&query, now).map(|_| ()).map_err(|error| error.path)
    };
    assert_eq!(feed(of("doc-456"), NOW), Ok(()));
    assert_eq!(feed(of("doc-000"), NOW), Err("doctor_uid".to_owned()));
    assert_eq!(feed(of("doc-456"), Instant(-1)), Err("now".to_owned()));
    assert_eq!(feed(CalendarQuery { to: FROM, ..of("doc-456") }, NOW), Err("to".to_owned()));
    let ten_years = limits::RANGE_DAYS_MAX * 86_400;
    assert_eq!(feed(CalendarQuery { to: Instant(FROM.0 + ten_years), ..of("doc-456") }, NOW), Ok(()));
    assert_eq!(
        feed(CalendarQuery { to: Instant(FROM.0 + ten_years + 1), ..of("doc-456") }, NOW),
        Err("to".to_owned())
    );
    let named = |length: usize| CalendarQuery { name: Some("é".repeat(length)), ..of("doc-456") };
    assert_eq!(feed(named(limits::NAME_CHARS_MAX), NOW), Ok(()));
    assert_eq!(feed(named(limits::NAME_CHARS_MAX + 1), NOW), Err("name".to_owned()));
    let every = |minutes: i64| CalendarQuery { refresh_minutes: Some(minutes), ..of("doc-456") };
    for (minutes, expected) in [
        (0, Err("refresh_minutes".to_owned())),
        (1, Ok(())),
        (limits::ICALENDAR_REFRESH_MINUTES_MAX, Ok(())),
        (limits::ICALENDAR_REFRESH_MINUTES_MAX + 1, Err("refresh_minutes".to_owned())),
    ] {
        assert_eq!(feed(every(minutes), NOW), expected);
    }
    let titled = |length: usize| {
        clinic.appointments_as_icalendar_titled(&of("doc-456"), |_| Some("x".repeat(length)), NOW).map(|_| ())
    };
    assert_eq!(titled(limits::ICALENDAR_TEXT_CHARS_MAX), Ok(()));
    assert_eq!(
        titled(limits::ICALENDAR_TEXT_CHARS_MAX + 1).map_err(|error| error.path),
        Err("title.summary".to_owned())
    );
    let nobody = clinic
        .appointment_as_icalendar("mtg-000", &EventDetails::default(), NOW)
        .map_err(|error| error.to_string());
    assert_eq!(nobody, Err("`appointment_uid`: no appointment `mtg-000`".to_owned()));
}
