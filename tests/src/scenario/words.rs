//! The words that tables of all kinds share, taken off the front of what is left of a line.

use frontdesk::{Actor, Instant, Uid};

use super::WeekClock;

/// Words, and text in double quotes as one.
pub(super) fn quoted(text: &str) -> Result<Vec<String>, String> {
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

pub(super) fn text(words: &mut &[String]) -> Result<String, String> {
    let (word, rest) = words.split_first().ok_or("a word is missing")?;
    *words = rest;
    Ok(word.clone())
}

pub(super) fn uid(words: &mut &[String]) -> Result<Uid, String> {
    text(words).map(Uid::from)
}

pub(super) fn time(words: &mut &[String], clock: &WeekClock) -> Result<Instant, String> {
    clock.take_time(words).ok_or_else(|| "a time is missing".to_owned())
}

/// Takes `word` off the front, if it is there.
pub(super) fn keyword(words: &mut &[String], word: &str) -> bool {
    match words.split_first() {
        Some((first, rest)) if first == word => {
            *words = rest;
            true
        }
        _ => false,
    }
}

/// The word after `preposition`, if that is there.
pub(super) fn after(words: &mut &[String], preposition: &str) -> Result<Option<Uid>, String> {
    if keyword(words, preposition) { uid(words).map(Some) } else { Ok(None) }
}

pub(super) fn actor(words: &mut &[String]) -> Result<Actor, String> {
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
