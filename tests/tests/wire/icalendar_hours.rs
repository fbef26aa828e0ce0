//! What goes out as iCalendar says what is so, and comes back in as it was: on random clinics, read by
//! somebody else.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::icalendar::{BusyTimeQuery, CalendarQuery, EventDetails};
use frontdesk::{Clinic, ClinicSnapshot, Doctor, Instant, Uid, limits};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::generate::Case;
use frontdesk_tests::ical;
use frontdesk_tests::oracle::RIGHT;
use frontdesk_tests::oracle::bookings::{blocking, span};
use frontdesk_tests::oracle::clock::Clock;
use frontdesk_tests::oracle::interval::{Interval, union};
use frontdesk_tests::oracle::windows::{blocked, windows};
use frontdesk_tests::run::{Failure, Verdict, case_count, check, fail, same, same_list};

fn within(range: Interval, intervals: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    let cut =
        |interval: Interval| Interval::new(interval.start.max(range.start), interval.end.min(range.end));
    union(intervals.into_iter().filter_map(cut))
}

fn read<T>(result: Result<T, String>, text: &str) -> Result<T, Failure> {
    result.or_else(|wrong| fail("not iCalendar", format!("{wrong}\n{text}")))
}

/// A case whose locations have names: one that is more than a word, none, one as long as can be, one that
/// shows nothing.
fn named(case: &Case) -> Case {
    let mut case = case.clone();
    for (index, location) in case.snapshot.locations.iter_mut().enumerate() {
        location.name = match (index + case.snapshot.doctors.len()) % 4 {
            0 => Some("Haus Nord; 2. OG,\nlinks \\ \"Aufzug\"".to_owned()),
            1 => None,
            2 => Some("é".repeat(limits::NAME_CHARS_MAX)),
            _ => Some(" \t".to_owned()),
        };
    }
    case
}

/// What calendars show of a location (§11): its name, if it is listed and has one that shows anything.
fn called(snapshot: &ClinicSnapshot, location_uid: Option<&Uid>) -> Option<String> {
    let listed = snapshot.locations.iter().find(|location| Some(&location.uid) == location_uid);
    listed.and_then(|location| location.name.clone()).filter(|name| !name.trim().is_empty())
}

/// Asks `property` for every doctor of a case, over its range.
fn for_each_doctor(
    case: &Case,
    property: impl Fn(&Clinic, &Doctor, &CalendarQuery, Interval) -> Verdict,
) -> Verdict {
    let clinic = clinic(&case.snapshot)?;
    let range = Interval { start: case.query.from.0, end: case.query.to.0 };
    case.snapshot.doctors.iter().try_for_each(|doctor| {
        let query = CalendarQuery {
            doctor_uid: doctor.uid.clone(),
            from: case.query.from,
            to: case.query.to,
            ..CalendarQuery::default()
        };
        property(&clinic, doctor, &query, range)
    })
}

/// Each `AVAILABLE` as an event, in a zone that nobody else knows.
fn as_events(text: &str, zone: &str) -> String {
    let skip = |line: &&str| !line.ends_with("VAVAILABILITY");
    let lines = text
        .replace("\r\n ", "")
        .replace(&format!("TZID={zone}"), "TZID=own")
        .replace(&format!("TZID:{zone}"), "TZID:own");
    let events: Vec<&str> = lines.split("\r\n").filter(skip).collect();
    events.join("\r\n").replace(":AVAILABLE", ":VEVENT")
}

#[test]
fn hours_that_go_out_are_those_of_the_semantics_page() {
    let at_a_place = AtomicUsize::new(0);
    check("icalendar hours", 20_000, |case| {
        let case = &named(case);
        for_each_doctor(case, |clinic, doctor, query, range| {
            let text =
                answered("availability_as_icalendar", clinic.availability_as_icalendar(query, case.now))?;
            let unfolded = read(ical::unfolded(&text), &text)?;
            let calendar = read(ical::calendar(&unfolded), &text)?;
            read(ical::as_its_method_asks(&calendar), &text)?;
            let hours = ical::hours(&calendar);
            let found = within(range, hours.iter().map(|(_, interval)| *interval));
            let zone = doctor.timezone.as_deref().or(case.snapshot.timezone.as_deref()).unwrap_or("UTC");
            let clock = Clock::of(&case.snapshot, zone);
            let days = (RIGHT.day_of)(&clock, range.start)..=(RIGHT.day_of)(&clock, range.end);
            let windows = windows(&RIGHT, doctor, &clock, &case.snapshot.closures, days);
            let open: Vec<(Option<String>, Interval)> = windows
                .into_iter()
                .filter(|_| doctor.active)
                .flat_map(|window| {
                    let place = called(&case.snapshot, window.terms.location.as_ref());
                    window.open.into_iter().map(move |interval| (place.clone(), interval))
                })
                .collect();
            let expected = within(range, open.iter().map(|(_, interval)| *interval));
            same_list("hours", &found, &expected)?;
            let places: BTreeSet<&Option<String>> =
                hours.iter().chain(&open).map(|(place, _)| place).collect();
            at_a_place.fetch_add(usize::from(places.iter().any(|place| place.is_some())), Ordering::Relaxed);
            for place in places {
                let there = |all: &[(Option<String>, Interval)]| {
                    within(range, all.iter().filter(|(at, _)| at == place).map(|(_, interval)| *interval))
                };
                same_list("hours at a place", &there(&hours), &there(&open))?;
            }
            // Read as if it were busy time, and by no zone but that of the text.
            let events = as_events(&text, zone);
            let import = BusyTimeQuery {
                doctor_uid: doctor.uid.clone(),
                from: query.from,
                to: query.to,
                ..BusyTimeQuery::default()
            };
            let back =
                answered("busy_time_from_icalendar", clinic.busy_time_from_icalendar(&events, &import))?;
            same("not read", &back.not_read, &Vec::new())?;
            let found =
                back.blocked.iter().map(|busy| Interval { start: busy.start_date.0, end: busy.end_date.0 });
            same_list("hours that come back in", &within(range, found), &expected)
        })
    });
    let (seen, asked) = (at_a_place.into_inner(), case_count(20_000));
    assert!(seen * 50 > asked, "of {asked} cases, {seen} have hours at a place with a name");
}

#[test]
fn an_appointment_that_goes_out_says_where_it_is() {
    let at_a_place = AtomicUsize::new(0);
    check("icalendar places", 8_000, |case| {
        let case = &named(case);
        let expected = |uid: &str| {
            let appointment = case.snapshot.appointments.iter().find(|appointment| appointment.uid == uid);
            called(&case.snapshot, appointment.and_then(|appointment| appointment.location_uid.as_ref()))
        };
        // Each event of a text, with where it says it is.
        let places = |text: String| {
            let unfolded = read(ical::unfolded(&text), &text)?;
            let calendar = read(ical::calendar(&unfolded), &text)?;
            let of = |event| (ical::value(event, "UID").unwrap_or_default().to_owned(), ical::place(event));
            Ok(ical::all(&calendar, "VEVENT").map(of).collect::<Vec<_>>())
        };
        for_each_doctor(case, |clinic, _, query, _| {
            let feed =
                answered("appointments_as_icalendar", clinic.appointments_as_icalendar(query, case.now))?;
            for (uid, place) in places(feed)? {
                at_a_place.fetch_add(usize::from(place.is_some()), Ordering::Relaxed);
                same("place in a feed", &place, &expected(&uid))?;
            }
            Ok(())
        })?;
        let clinic = clinic(&case.snapshot)?;
        for appointment in &case.snapshot.appointments {
            // What the caller says comes first, also if it shows nothing.
            for (given, shown) in [
                (None, expected(&appointment.uid)),
                (Some("Zimmer 2"), Some("Zimmer 2".to_owned())),
                (Some(" "), None),
            ] {
                let details = EventDetails { location: given.map(str::to_owned), ..EventDetails::default() };
                let text = clinic.appointment_as_icalendar(&appointment.uid, &details, case.now);
                let found = places(answered("appointment_as_icalendar", text)?)?;
                same("place in a message", &found, &vec![(appointment.uid.to_string(), shown)])?;
            }
        }
        Ok(())
    });
    let (seen, asked) = (at_a_place.into_inner(), case_count(8_000));
    assert!(seen * 50 > asked, "of {asked} cases, {seen} appointments are at a place with a name");
}

#[test]
fn busy_time_that_goes_out_comes_back_in() {
    check("icalendar busy time", 8_000, |case| {
        for_each_doctor(case, |clinic, doctor, query, range| {
            let import = BusyTimeQuery {
                doctor_uid: doctor.uid.clone(),
                from: query.from,
                to: query.to,
                uid_prefix: String::new(),
                addresses: Vec::new(),
            };
            let back = |text: String| {
                read(ical::unfolded(&text).and_then(|text| ical::calendar(&text).map(|_| ())), &text)?;
                answered("busy_time_from_icalendar", clinic.busy_time_from_icalendar(&text, &import))
                    .and_then(|answer| {
                        same("not read", &answer.not_read, &Vec::new()).map(|()| answer.blocked)
                    })
            };
            let interval = |start: Instant, end: Instant| Interval { start: start.0, end: end.0 };
            let booked: Vec<Interval> =
                blocking(&RIGHT, &case.snapshot, doctor, None, case.now.0).into_iter().map(span).collect();

            let events = back(answered(
                "appointments_as_icalendar",
                clinic.appointments_as_icalendar(query, case.now),
            )?)?;
            let mut found: Vec<Interval> =
                events.iter().map(|event| interval(event.start_date, event.end_date)).collect();
            let mut expected: Vec<Interval> =
                booked.iter().copied().filter(|booking| booking.overlaps(range)).collect();
            found.sort();
            expected.sort();
            same_list("appointments", &found, &expected)?;

            let busy =
                back(answered("busy_time_as_icalendar", clinic.busy_time_as_icalendar(query, case.now))?)?;
            let found = within(range, busy.iter().map(|busy| interval(busy.start_date, busy.end_date)));
            let zone = doctor.timezone.as_deref().or(case.snapshot.timezone.as_deref()).unwrap_or("UTC");
            let clock = Clock::of(&case.snapshot, zone);
            let away = blocked(&RIGHT, doctor, &clock, &case.snapshot.closures, range);
            same_list("busy time", &found, &within(range, booked.into_iter().chain(away)))
        })
    });
}
