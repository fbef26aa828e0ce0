//! Reads a scenario table. Whatever is not understood is an error that names the line: a step that is skipped
//! tests nothing.

use chrono::NaiveDate;
use frontdesk::{Zone, from_json};
use serde_json::Value;

use super::words::{quoted, text};
use super::{Asked, Scenario, Step, Table, WeekClock, Words};
use crate::subject::Subject;

/// Reads a table; `fixture` gives the text of a subject by its name.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn read<W: Words>(text: &str, fixture: impl Fn(&str) -> Option<String>) -> Result<Table<W>, String> {
    let mut lines = logical_lines(text).into_iter().peekable();
    let (start, clock) = header::<W>(&mut lines, fixture)?;
    let mut scenarios: Vec<Scenario<W>> = Vec::new();
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
        None => Ok(Table { start, clock, scenarios }),
    }
}

/// The lines that are not blank, with their numbers. One that begins with a space goes on with the line
/// before.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
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

/// What comes before the first scenario: prose, a week, and a subject, by name or in full.
fn header<W: Words>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, String)>>,
    fixture: impl Fn(&str) -> Option<String>,
) -> Result<(<W::Subject as Subject>::Snapshot, WeekClock), String> {
    let (mut monday, mut subject) = (None, None);
    while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with("## ")) {
        if let Some(date) = line.strip_prefix("week of ") {
            monday = Some(date.parse::<NaiveDate>().map_err(|error| format!("line {number}: {error}"))?);
        } else if let Some(name) = line.strip_prefix(W::SUBJECT).and_then(|rest| rest.strip_prefix(' ')) {
            subject =
                Some(fixture(name).ok_or_else(|| format!("line {number}: no {} of that name", W::SUBJECT))?);
        } else if let Some(first) = line.strip_prefix("```json") {
            // A line that begins with a space was joined to the one before, so the text may follow on the
            // same line.
            let mut json = first.to_owned();
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("```")) {
                json.push_str(&line);
            }
            lines.next();
            subject = Some(json);
        }
    }
    let of_subject = |what: String| format!("the {}: {what}", W::SUBJECT);
    let monday = monday.ok_or("a table says `week of 2027-03-22`")?;
    let json = subject.ok_or_else(|| of_subject("a table has one".to_owned()))?;
    // Its times are read by its zone, so that is looked for first.
    let whole: Value = serde_json::from_str(&json).map_err(|error| of_subject(error.to_string()))?;
    let zone = Zone::named(whole["timezone"].as_str().unwrap_or("UTC")).map_err(|error| error.to_string())?;
    let clock = WeekClock::new(zone, monday);
    let start = from_json(&with_instants(&json, &clock)?).map_err(|error| of_subject(error.to_string()))?;
    Ok((start, clock))
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

fn step<W: Words>(number: usize, line: &str, clock: &WeekClock) -> Result<Step<W>, String> {
    let (asked, expected) = line.split_once('→').ok_or("a step has an arrow")?;
    let expected: Vec<String> = expected.split(',').map(|part| part.trim().to_owned()).collect();
    if expected.iter().any(String::is_empty) {
        return Err("an answer is expected".to_owned());
    }
    let words = quoted(asked)?;
    let mut words = words.as_slice();
    let now = clock.take_time(&mut words).ok_or("a step begins with its time")?;
    let verb = text(&mut words)?;
    if verb == "change" {
        let json = &asked[asked.find('{').ok_or("a change is JSON")?..];
        let change = from_json(&with_instants(json, clock)?).map_err(|error| error.to_string())?;
        return Ok(Step { line: number, now, asked: Asked::Change(Box::new(change)), expected });
    }
    let asked = W::asked(&verb, &mut words, clock)?;
    match words.first() {
        Some(word) => Err(format!("`{word}` is one word too many")),
        None => Ok(Step { line: number, now, asked, expected }),
    }
}
