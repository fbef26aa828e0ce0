//! Reads a scenario table. Whatever is not understood is an error that names the line: a step that is skipped tests nothing.

use chrono::NaiveDate;
use frontdesk::{Actor, ClinicSnapshot, Command, Instant, Uid, Zone, from_json};

use super::{Action, Scenario, Step, Table, WeekClock};

/// Reads a table; `fixture` gives the text of a clinic by its name.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn read(text: &str, fixture: impl Fn(&str) -> Option<String>) -> Result<Table, String> {
    let mut lines = logical_lines(text).into_iter().peekable();
    let (clinic, clock) = header(&mut lines, fixture)?;
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
        None => Ok(Table { clinic, clock, scenarios }),
    }
}

/// The lines that are not blank, with their numbers. One that begins with a space goes on with the line before.
pub(crate) fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match lines.last_mut() {
            Some((_, last)) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push((index + 1, line.trim_end().to_owned())),
        }
    }
    lines
}

/// What comes before the first scenario: prose, a week, and a clinic, by name or in full.
fn header(
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, String)>>,
    fixture: impl Fn(&str) -> Option<String>,
) -> Result<(ClinicSnapshot, WeekClock), String> {
    let (mut monday, mut clinic) = (None, None);
    while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with("## ")) {
        if let Some(date) = line.strip_prefix("week of ") {
            monday = Some(date.parse::<NaiveDate>().map_err(|error| format!("line {number}: {error}"))?);
        } else if let Some(name) = line.strip_prefix("clinic ") {
            clinic = Some(fixture(name).ok_or_else(|| format!("line {number}: no clinic of that name"))?);
        } else if let Some(first) = line.strip_prefix("```json") {
            // A line that begins with a space was joined to the one before, so the text may follow on the same line.
            let mut json = first.to_owned();
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("```")) {
                json.push_str(&line);
            }
            lines.next();
            clinic = Some(json);
        }
    }
    let monday = monday.ok_or("a table says `week of 2027-03-22`")?;
    let clinic: ClinicSnapshot = from_json(&clinic.ok_or("a table has a clinic")?).map_err(|error| format!("the clinic: {error}"))?;
    let zone = Zone::named(clinic.timezone.as_deref().unwrap_or("UTC")).map_err(|error| error.to_string())?;
    Ok((clinic, WeekClock::new(zone, monday)))
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
    let (verb, mut words) = words.split_first().ok_or("a step says what is asked")?;
    let action = action(verb, asked, &mut words, clock)?;
    match words.first() {
        Some(word) => Err(format!("`{word}` is one word too many")),
        None => Ok(Step { line: number, now, action, expected }),
    }
}

/// Words, and text in double quotes as one.
pub(crate) fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    // JSON has quotes of its own, and is read from the text.
    if text.matches('"').count().is_multiple_of(2) { Ok(words) } else { Err("a quote is open".to_owned()) }
}

fn action(verb: &str, asked: &str, words: &mut &[String], clock: &WeekClock) -> Result<Action, String> {
    let time = |words: &mut &[String]| clock.take_time(words).ok_or("a time is missing");
    Ok(match verb {
        "change" => {
            let json = &asked[asked.find('{').ok_or("a change is JSON")?..];
            *words = &[];
            Action::Change(Box::new(from_json(json).map_err(|error| error.to_string())?))
        }
        "due" => Action::Due,
        "expire" => Action::Expire,
        "next_due" => Action::NextDue,
        "outside" => Action::Outside,
        "reminders" => {
            keyword(words, "since").then_some(()).ok_or("reminders since when?")?;
            Action::Reminders { after: time(words)? }
        }
        "show" => Action::Show(uid(words)?),
        _ => Action::Decide(command(verb, words, time)?),
    })
}

fn command(verb: &str, words: &mut &[String], time: impl Fn(&mut &[String]) -> Result<Instant, &'static str>) -> Result<Command, String> {
    let uid_of = uid(words)?;
    Ok(match verb {
        "hold" => Command::Hold {
            uid: uid_of,
            appointment_type_uid: uid(words)?,
            start_date: time(words)?,
            doctor_uid: after(words, "with")?,
            patient_uid: after(words, "for")?,
            by: actor(words)?,
        },
        "confirm" => Command::Confirm { uid: uid_of, video_room_id: after(words, "in")? },
        "release" => Command::Release { uid: uid_of },
        "cancel" => Command::Cancel { uid: uid_of, reason: text(words)?, by: actor(words)? },
        "rebook" => Command::Rebook {
            uid: uid_of,
            start_date: keyword(words, "to").then(|| time(words)).ok_or("rebook to when?")??,
            doctor_uid: after(words, "with")?,
            by: actor(words)?,
        },
        "complete" => Command::Complete { uid: uid_of },
        "no_show" => Command::NoShow { uid: uid_of },
        _ => return Err(format!("`{verb}` is not known")),
    })
}

pub(crate) fn text(words: &mut &[String]) -> Result<String, String> {
    let (word, rest) = words.split_first().ok_or("a word is missing")?;
    *words = rest;
    Ok(word.clone())
}

pub(crate) fn uid(words: &mut &[String]) -> Result<Uid, String> {
    text(words).map(Uid::from)
}

/// Takes `word` off the front, if it is there.
pub(crate) fn keyword(words: &mut &[String], word: &str) -> bool {
    match words.split_first() {
        Some((first, rest)) if first == word => {
            *words = rest;
            true
        }
        _ => false,
    }
}

/// The word after `preposition`, if that is there.
pub(crate) fn after(words: &mut &[String], preposition: &str) -> Result<Option<Uid>, String> {
    if keyword(words, preposition) { uid(words).map(Some) } else { Ok(None) }
}

pub(crate) fn actor(words: &mut &[String]) -> Result<Actor, String> {
    if !keyword(words, "by") {
        return Ok(Actor::default());
    }
    match text(words)?.as_str() {
        "patient" => Ok(Actor::Patient),
        "partner" => Ok(Actor::Partner),
        "administrator" => Ok(Actor::Administrator),
        other => Err(format!("`{other}` asks for nothing")),
    }
}
