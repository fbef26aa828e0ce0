//! Reads a table of a waiting room. Whatever is not understood is an error that names the line: a step that is skipped tests nothing.

use chrono::NaiveDate;
use frontdesk::{DoctorPreference, Joining, QueueCommand, WaitingRoomSnapshot, Zone, from_json};

use super::{Action, Scenario, Step, Table};
use crate::scenario::WeekClock;
use crate::scenario::parse::{actor, after, keyword, logical_lines, text, uid, words};

/// Reads a table.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn read(text: &str) -> Result<Table, String> {
    let mut lines = logical_lines(text).into_iter().peekable();
    let (room, clock) = header(&mut lines)?;
    let mut scenarios: Vec<Scenario> = Vec::new();
    for (number, line) in lines {
        let at_line = |what: &str| format!("line {number}: {what}: {line}");
        if let Some(title) = line.strip_prefix("## ") {
            if scenarios.iter().any(|other| other.title == title) {
                return Err(at_line("a title that is there already"));
            }
            scenarios.push(Scenario { title: title.to_owned(), steps: Vec::new() });
        } else if !line.starts_with("# ") {
            let step = step(number, &line, &clock).map_err(|what| at_line(&what))?;
            scenarios.last_mut().ok_or_else(|| at_line("a step before the first title"))?.steps.push(step);
        }
    }
    match scenarios.iter().find(|scenario| scenario.steps.is_empty()) {
        Some(empty) => Err(format!("`{}` has no steps", empty.title)),
        None if scenarios.is_empty() => Err("no scenarios".to_owned()),
        None => Ok(Table { room, clock, scenarios }),
    }
}

/// What comes before the first scenario: prose, a week, and a room.
fn header(lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, String)>>) -> Result<(WaitingRoomSnapshot, WeekClock), String> {
    let (mut monday, mut room) = (None, None);
    while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with("## ")) {
        if let Some(date) = line.strip_prefix("week of ") {
            monday = Some(date.parse::<NaiveDate>().map_err(|error| format!("line {number}: {error}"))?);
        } else if let Some(first) = line.strip_prefix("```json") {
            // A line that begins with a space was joined to the one before, so the text may follow on the same line.
            let mut json = first.to_owned();
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("```")) {
                json.push_str(&line);
            }
            lines.next();
            room = Some(json);
        }
    }
    let utc = Zone::named("UTC").map_err(|error| error.to_string())?;
    let clock = WeekClock::new(utc, monday.ok_or("a table says `week of 2027-03-22`")?);
    let json = with_instants(&room.ok_or("a table has a room")?, &clock)?;
    let room = from_json(&json).map_err(|error| format!("the room: {error}"))?;
    Ok((room, clock))
}

/// JSON in which `"@09:00"` stands for the instant.
fn with_instants(json: &str, clock: &WeekClock) -> Result<String, String> {
    let mut parts = json.split("\"@");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (time, rest) = part.split_once('"').ok_or("a quote is open")?;
        let words: Vec<String> = time.split_whitespace().map(str::to_owned).collect();
        let at = clock.take_time(&mut words.as_slice()).ok_or_else(|| format!("`{time}` is no time"))?;
        written.push_str(&at.to_string());
        written.push_str(rest);
    }
    Ok(written)
}

fn step(number: usize, line: &str, clock: &WeekClock) -> Result<Step, String> {
    let (asked, expected) = line.split_once('→').ok_or("a step has an arrow")?;
    let expected: Vec<String> = expected.split(',').map(|part| part.trim().to_owned()).collect();
    if expected.iter().any(String::is_empty) {
        return Err("an answer is expected".to_owned());
    }
    let words = words(asked)?;
    let mut words = words.as_slice();
    let now = clock.take_time(&mut words).ok_or("a step begins with its time")?;
    let verb = text(&mut words)?;
    let action = match verb.as_str() {
        "change" => {
            let json = &asked[asked.find('{').ok_or("a change is JSON")?..];
            words = &[];
            Action::Change(Box::new(from_json(&with_instants(json, clock)?).map_err(|error| error.to_string())?))
        }
        "queue" => Action::Queue,
        "show" => Action::Show(uid(&mut words)?),
        "doctor" => Action::Doctor(uid(&mut words)?),
        "estimate" => Action::Estimate(uid(&mut words)?),
        "forecast" => Action::Forecast(uid(&mut words)?),
        "joining" => Action::Joining(joining(&mut words)?),
        "learn" => Action::Learn {
            doctor_uid: uid(&mut words)?,
            minutes: text(&mut words)?.parse().map_err(|_| "learn so many minutes")?,
            reason: after(&mut words, "about")?,
        },
        verb => Action::Decide(command(verb, &mut words)?),
    };
    match words.first() {
        Some(word) => Err(format!("`{word}` is one word too many")),
        None => Ok(Step { line: number, now, action, expected }),
    }
}

/// What somebody says who joins, or thinks of it.
fn joining(words: &mut &[String]) -> Result<Joining, String> {
    Ok(Joining {
        visit_reason: after(words, "about")?,
        preferred_doctor_uid: after(words, "prefers")?,
        preference: if keyword(words, "strictly") { DoctorPreference::Strict } else { DoctorPreference::Soft },
        preference_patience_minutes: after(words, "minutes")?
            .map(|count| count.parse::<i64>())
            .transpose()
            .map_err(|error| error.to_string())?,
        urgent: keyword(words, "urgent"),
    })
}

fn command(verb: &str, words: &mut &[String]) -> Result<QueueCommand, String> {
    let first = uid(words)?;
    Ok(match verb {
        "register" => {
            let patient_uid = uid(words)?;
            let Joining { visit_reason, preferred_doctor_uid, preference, preference_patience_minutes, urgent } = joining(words)?;
            QueueCommand::Register {
                uid: first,
                patient_uid,
                visit_reason,
                preferred_doctor_uid,
                preference,
                preference_patience_minutes,
                urgent,
            }
        }
        "allocate" => QueueCommand::Allocate { doctor_uid: first, uid: after(words, "the")? },
        "start" => QueueCommand::StartAppointment { doctor_uid: first, appointment_uid: uid(words)? },
        "finish" => QueueCommand::FinishAppointment { doctor_uid: first, appointment_uid: uid(words)? },
        "no_show" => QueueCommand::NoShow { doctor_uid: first, appointment_uid: uid(words)? },
        "complete" => QueueCommand::Complete { uid: first },
        "cancel" => QueueCommand::Cancel { uid: first, by: actor(words)? },
        "requeue" => QueueCommand::Requeue { uid: first },
        "transfer" => QueueCommand::Transfer { uid: first, doctor_uid: after(words, "to")?.ok_or("transfer to whom?")? },
        "urgent" => QueueCommand::SetUrgent { uid: first, urgent: true },
        "not_urgent" => QueueCommand::SetUrgent { uid: first, urgent: false },
        _ => return Err(format!("`{verb}` is not known")),
    })
}
