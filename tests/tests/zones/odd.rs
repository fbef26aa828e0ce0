//! Clocks that have surprised schedulers before, one line a case.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own table has failed")]

use chrono::{DateTime, NaiveDate};
use frontdesk::{ErrorCode, Instant, Zone};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().into()
}

/// The boundary of `clock` (`23:01`, or `24:00`) on `day` is the instant `expected`, at which the clock shows
/// `shown`.
fn check(zone: &str, day: &str, clock: &str, expected: &str, shown: &str) {
    let (hour, minute) = clock.split_once(':').unwrap();
    let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
    let at = instant(expected);
    let zone = Zone::named(zone).unwrap();
    assert_eq!(zone.instant(date(day), minute), Some(at), "{zone:?} {day} {clock}");
    assert_eq!(zone.local(at).to_string(), shown, "{zone:?} {day} {clock}");
}

#[test]
fn boundaries() {
    // A whole date that does not exist: the islands crossed the date line.
    check("Pacific/Apia", "2011-12-29", "23:59", "2011-12-30T09:59:00Z", "2011-12-29 23:59:00");
    check("Pacific/Apia", "2011-12-29", "24:00", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00");
    check("Pacific/Apia", "2011-12-30", "00:00", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00");
    check("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00");
    check("Pacific/Apia", "2011-12-30", "24:00", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00");
    check("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00");
    check("Pacific/Kwajalein", "1993-08-20", "24:00", "1993-08-21T12:00:00Z", "1993-08-22 00:00:00");
    check("Pacific/Kwajalein", "1993-08-21", "12:00", "1993-08-21T12:00:00Z", "1993-08-22 00:00:00");
    // Changes at 00:01: in autumn the clock shows a minute of the new date and then an hour of the old one
    // again.
    check("America/St_Johns", "1987-10-24", "23:30", "1987-10-25T02:00:00Z", "1987-10-24 23:30:00");
    check("America/St_Johns", "1987-10-24", "24:00", "1987-10-25T02:30:00Z", "1987-10-25 00:00:00");
    check("America/St_Johns", "1987-10-25", "00:00", "1987-10-25T02:30:00Z", "1987-10-25 00:00:00");
    check("America/St_Johns", "1987-10-25", "00:01", "1987-10-25T03:31:00Z", "1987-10-25 00:01:00");
    check("America/St_Johns", "2011-03-13", "00:00", "2011-03-13T03:30:00Z", "2011-03-13 00:00:00");
    check("America/St_Johns", "2011-03-13", "00:30", "2011-03-13T03:31:00Z", "2011-03-13 01:01:00");
    // A fold that starts at midnight, and a gap.
    check("America/Havana", "2024-11-03", "00:00", "2024-11-03T04:00:00Z", "2024-11-03 00:00:00");
    check("America/Havana", "2024-11-03", "00:30", "2024-11-03T04:30:00Z", "2024-11-03 00:30:00");
    check("America/Havana", "2024-11-03", "01:00", "2024-11-03T06:00:00Z", "2024-11-03 01:00:00");
    check("America/Havana", "2025-03-09", "00:00", "2025-03-09T05:00:00Z", "2025-03-09 01:00:00");
    // A gap at midnight, and a fold that ends there.
    check("Africa/Cairo", "2024-04-26", "00:00", "2024-04-25T22:00:00Z", "2024-04-26 01:00:00");
    check("Africa/Cairo", "2024-10-31", "23:00", "2024-10-31T20:00:00Z", "2024-10-31 23:00:00");
    check("Africa/Cairo", "2024-10-31", "24:00", "2024-10-31T22:00:00Z", "2024-11-01 00:00:00");
    // Half an hour of daylight saving time.
    check("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z", "2026-04-05 01:45:00");
    check("Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-04T15:30:00Z", "2026-04-05 02:00:00");
    check("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z", "2026-10-04 02:30:00");
    // Two hours of it.
    check("Antarctica/Troll", "2026-03-29", "02:00", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00");
    check("Antarctica/Troll", "2026-10-25", "02:00", "2026-10-25T00:00:00Z", "2026-10-25 02:00:00");
    check("Antarctica/Troll", "2026-10-25", "03:00", "2026-10-25T03:00:00Z", "2026-10-25 03:00:00");
    // The winter is the special time; and the rule's hour is negative.
    check("Europe/Dublin", "2026-03-29", "01:30", "2026-03-29T01:00:00Z", "2026-03-29 02:00:00");
    check("Europe/Dublin", "2026-10-25", "02:00", "2026-10-25T02:00:00Z", "2026-10-25 02:00:00");
    check("America/Nuuk", "2026-03-28", "23:30", "2026-03-29T01:00:00Z", "2026-03-29 00:00:00");
    check("America/Nuuk", "2026-10-24", "24:00", "2026-10-25T02:00:00Z", "2026-10-25 00:00:00");
    // An offset that is not in whole minutes: at midnight the clock jumped by 44 minutes and 30 seconds.
    check("Africa/Monrovia", "1972-01-06", "00:00", "1972-01-06T00:44:30Z", "1972-01-06 00:00:00");
    check("Africa/Monrovia", "1972-01-07", "00:30", "1972-01-07T00:44:30Z", "1972-01-07 00:44:30");
    check("Africa/Monrovia", "1972-01-07", "00:45", "1972-01-07T00:45:00Z", "1972-01-07 00:45:00");
    // Small steps: Nepal's and North Korea's.
    check("Asia/Kathmandu", "1986-01-01", "00:00", "1985-12-31T18:30:00Z", "1986-01-01 00:15:00");
    check("Asia/Pyongyang", "2018-05-04", "23:30", "2018-05-04T15:00:00Z", "2018-05-05 00:00:00");
}

#[test]
fn decisions_of_2026() {
    // British Columbia stays on UTC−7, Cuba on UTC−4, and Morocco goes back to UTC for good.
    check("America/Vancouver", "2026-11-01", "01:30", "2026-11-01T08:30:00Z", "2026-11-01 01:30:00");
    check("America/Vancouver", "2026-11-01", "02:00", "2026-11-01T09:00:00Z", "2026-11-01 02:00:00");
    check("America/Vancouver", "2026-12-01", "09:00", "2026-12-01T16:00:00Z", "2026-12-01 09:00:00");
    check("America/Havana", "2026-11-01", "01:00", "2026-11-01T05:00:00Z", "2026-11-01 01:00:00");
    check("Africa/Casablanca", "2026-09-20", "01:00", "2026-09-20T00:00:00Z", "2026-09-20 01:00:00");
    check("Africa/Casablanca", "2026-09-20", "03:00", "2026-09-20T03:00:00Z", "2026-09-20 03:00:00");
    check("Africa/Casablanca", "2027-02-07", "03:00", "2027-02-07T03:00:00Z", "2027-02-07 03:00:00");
    assert_eq!(
        Zone::named("America/Vancouver").unwrap().transitions().last(),
        Some((instant("2026-03-08T10:00:00Z"), -25_200))
    );
}

#[test]
fn far_dates_follow_the_rule() {
    check("Europe/Berlin", "2150-03-29", "02:30", "2150-03-29T01:00:00Z", "2150-03-29 03:00:00");
    check("Europe/Berlin", "2150-07-01", "09:00", "2150-07-01T07:00:00Z", "2150-07-01 09:00:00");
    check("America/New_York", "2150-11-01", "01:30", "2150-11-01T05:30:00Z", "2150-11-01 01:30:00");
    check("America/New_York", "2150-11-01", "02:00", "2150-11-01T07:00:00Z", "2150-11-01 02:00:00");
    check("Asia/Gaza", "2150-07-01", "09:00", "2150-07-01T06:00:00Z", "2150-07-01 09:00:00");
    check("Pacific/Auckland", "2199-12-31", "24:00", "2199-12-31T11:00:00Z", "2200-01-01 00:00:00");
}

#[test]
fn an_instant_belongs_to_one_date() {
    let check = |zone: &str, at: &str, shown: &str, expected: &str| {
        let zone = Zone::named(zone).unwrap();
        assert_eq!(zone.local(instant(at)).to_string(), shown);
        assert_eq!(zone.date(instant(at)), date(expected), "{zone:?} {at}");
    };
    // The hour before midnight that comes a second time belongs to the date that had already begun.
    check("America/St_Johns", "1987-10-25T02:29:59Z", "1987-10-24 23:59:59", "1987-10-24");
    check("America/St_Johns", "1987-10-25T02:30:00Z", "1987-10-25 00:00:00", "1987-10-25");
    check("America/St_Johns", "1987-10-25T03:00:00Z", "1987-10-24 23:30:00", "1987-10-25");
    check("America/St_Johns", "1987-10-25T03:30:00Z", "1987-10-25 00:00:00", "1987-10-25");
    // Nothing belongs to a date that does not exist.
    check("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29 23:59:59", "2011-12-29");
    check("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00", "2011-12-31");
}

#[test]
fn names_are_those_of_the_database() {
    for name in ["europe/berlin", "Europe/Berlin ", "Europe", "", "Mars/Olympus", "UTC+1", "\u{0}", "Zürich"]
    {
        let error = Zone::named(name).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnknownTimezone { value: name.to_owned() });
    }
    for (alias, name) in
        [("Asia/Calcutta", "Asia/Kolkata"), ("US/Pacific", "America/Los_Angeles"), ("GMT", "Etc/GMT")]
    {
        let (alias, zone) = (Zone::named(alias).unwrap(), Zone::named(name).unwrap());
        assert!(alias.transitions().eq(zone.transitions()));
        assert_eq!(zone.name(), name);
    }
    assert_eq!(Zone::named("UTC").unwrap(), Zone::utc());
}

#[test]
fn nothing_outside_the_engines_time_panics() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    assert_eq!(berlin.instant(date("1970-01-01"), 59), None);
    assert_eq!(berlin.instant(date("1970-01-01"), 60), Some(Instant(0)));
    assert_eq!(berlin.instant(date("2199-12-31"), 1_440), Some(instant("2199-12-31T23:00:00Z")));
    assert_eq!(berlin.instant(date("2200-01-01"), 59), Some(instant("2199-12-31T23:59:00Z")));
    assert_eq!(berlin.instant(date("2200-01-01"), 60), None);
    for day in [NaiveDate::MIN, NaiveDate::MAX] {
        assert_eq!(berlin.instant(day, u16::MAX), None);
    }
    for at in [i64::MIN, -1, i64::MAX].map(Instant) {
        assert_eq!(berlin.offset_seconds(at), 3_600);
        let year = if at.0 < 0 { "1970" } else { "2200" };
        assert!(berlin.local(at).to_string().starts_with(year));
        assert!(berlin.date(at).to_string().starts_with(year));
    }
}
