//! Calendars of others, as the tests write them and read what comes of them.

use frontdesk::icalendar::{BusyTime, BusyTimeQuery};
use frontdesk::{Clinic, Error, Instant, Zone, from_json};

/// 2026: all of it is asked for, unless a test says otherwise.
pub(crate) const FROM: Instant = Instant(1_767_225_600);
pub(crate) const TO: Instant = Instant(1_798_761_600);

/// The doctor's clock is Berlin's. `Practice/Custom` is a zone that the caller supplies, two hours east,
/// until 2027; so is a name that others give to Berlin's.
pub(crate) fn clinic() -> Clinic {
    let snapshot = r#"{ "timezone": "Europe/Berlin", "doctors": [ { "uid": "doc-456" } ], "timezones": [
        { "name": "Practice/Custom", "initial_offset_seconds": 7200, "covers_until": 1798000000 },
        { "name": "Our time", "initial_offset_seconds": 3600, "rule": "CET-1CEST,M3.5.0,M10.5.0/3" } ] }"#;
    Clinic::new(from_json(snapshot).expect("the clinic is JSON of the wire model"))
        .expect("the clinic is valid")
}

pub(crate) fn query() -> BusyTimeQuery {
    let (doctor_uid, uid_prefix) = ("doc-456".into(), "own:".to_owned());
    BusyTimeQuery { doctor_uid, from: FROM, to: TO, uid_prefix, addresses: Vec::new() }
}

pub(crate) fn read_between(text: &str, from: Instant, to: Instant) -> Result<BusyTime, Error> {
    clinic().busy_time_from_icalendar(text, &BusyTimeQuery { from, to, ..query() })
}

/// The intervals as `uid from to`, in Berlin's time; then what was not read, as `! uid line code path`.
pub(crate) fn shown(answer: Result<BusyTime, Error>) -> String {
    let berlin = Zone::named("Europe/Berlin").expect("a zone of the tz database");
    let show = |at| berlin.local(at).format("%m-%dT%H:%M:%S").to_string();
    match answer {
        Ok(BusyTime { blocked, not_read }) => {
            let blocked =
                blocked.iter().map(|b| format!("{} {} {}", b.uid, show(b.start_date), show(b.end_date)));
            let not_read = not_read.iter().map(|entry| {
                let code = serde_json::to_value(entry.code).expect("a code is plain data");
                let uid = entry.uid.as_deref().unwrap_or("-");
                format!("! {uid} {} {} {}", entry.line, code.as_str().unwrap_or_default(), entry.path)
            });
            blocked.chain(not_read).collect::<Vec<_>>().join("; ")
        }
        Err(error) => error.to_string(),
    }
}

pub(crate) fn read(text: &str) -> String {
    shown(read_between(text, FROM, TO))
}

pub(crate) fn calendar(lines: &[&str]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
}

/// An event `a`, whose first further line is line 5.
pub(crate) fn event(lines: &[&str]) -> String {
    calendar(&["BEGIN:VEVENT", "UID:a", &lines.join("\r\n"), "END:VEVENT"])
}
