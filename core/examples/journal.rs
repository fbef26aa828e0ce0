//! A journal of events, one line of JSON each, and the clinic that comes out of it again: what a service
//! needs to survive a restart. `cargo run -p frontdesk --example journal`

#![warn(clippy::pedantic)]

use chrono::{TimeZone, Utc, Weekday};
use frontdesk::{
    Actor, AppointmentType, Clinic, Command, Doctor, Event, Instant, at, from_json, hours, minutes,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The clinic before anything was booked.
fn opened() -> frontdesk::Result<Clinic> {
    Clinic::builder()
        .timezone("Europe/Berlin")
        .appointment_type(AppointmentType::new("visit", minutes(30)).hold_ttl(minutes(10)))
        .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(12, 0)))
        .build()
}

/// Decides a command, writes down what happens, and records it then: what is not in the journal did not
/// happen.
fn run(clinic: &mut Clinic, journal: &mut String, command: &Command, now: Instant) -> Result<()> {
    for event in clinic.decide(command, now)? {
        journal.push_str(&serde_json::to_string(&event)?);
        journal.push('\n');
        clinic.apply(&event);
    }
    Ok(())
}

pub(crate) fn main() -> Result<()> {
    let (mut clinic, mut journal) = (opened()?, String::new());
    let nine = Utc.with_ymd_and_hms(2026, 3, 23, 8, 0, 0).single().ok_or("a time")?;
    let now = Instant::from(nine - hours(1));

    for command in [
        Command::hold("a1", "visit", nine).patient("pat-1").into(),
        Command::confirm("a1", Actor::Patient),
        Command::hold("a2", "visit", nine + minutes(30)).patient("pat-2").into(),
        Command::rebook("a1", nine + hours(1)).by(Actor::Administrator).into(),
    ] {
        run(&mut clinic, &mut journal, &command, now)?;
    }
    print!("{journal}");

    let mut again = opened()?;
    for line in journal.lines() {
        again.apply(&from_json::<Event>(line)?);
    }
    assert_eq!(again.snapshot(), clinic.snapshot());

    // An event that was written but not yet recorded when the service stopped is recorded now; one that was,
    // is not recorded twice.
    for line in journal.lines() {
        again.apply(&from_json::<Event>(line)?);
    }
    assert_eq!(again.snapshot(), clinic.snapshot());
    Ok(())
}
