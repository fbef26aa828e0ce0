//! Zones by the caller's own transitions: what the host knows, or what a test needs.

use serde::{Deserialize, Serialize};

use super::Zone;
use super::posix::Rule;
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{INSTANT_MIN, TRANSITION_SPACING_SECONDS_MIN, TRANSITIONS_MAX, UID_BYTES_MAX, bounds};
use crate::time::instant::Instant;

/// The clock of a zone as the caller knows it, used instead of the built-in rules of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct TimezoneData {
    /// The name by which doctors and the clinic refer to it.
    pub name: String,
    /// Local time less UTC before the first transition, in seconds.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub initial_offset_seconds: i64,
    /// The changes, in order.
    #[serde(default)]
    pub transitions: Vec<Transition>,
    /// What recurs every year after the last transition, as a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
    /// Either this or `covers_until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// First instant for which nothing is known. Questions about it are refused instead of answered by the
    /// last offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_until: Option<Instant>,
}

/// A change of a zone's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Transition {
    /// First instant of the new offset.
    pub at: Instant,
    /// Local time less UTC from then on, in seconds.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub offset_seconds: i64,
}

impl Zone {
    /// The same clock as plain data, with every change up to 2200 spelt out.
    pub fn to_data(&self) -> TimezoneData {
        let transitions: Vec<_> =
            self.transitions().map(|(at, offset_seconds)| Transition { at, offset_seconds }).collect();
        let initial_offset_seconds = self.segment_at(INSTANT_MIN - 1).offset;
        let last_offset = transitions.last().map_or(initial_offset_seconds, |last| last.offset_seconds);
        let covers_until = self.covers_until();
        // Nothing in the engine's time recurs after the last transition: the rule is an offset.
        let rule = covers_until.is_none().then(|| fixed_rule(last_offset));
        TimezoneData { name: self.name().to_owned(), initial_offset_seconds, transitions, rule, covers_until }
    }
}

/// The POSIX TZ string of a clock that never changes. POSIX counts offsets west of UTC.
fn fixed_rule(offset: i64) -> String {
    let (sign, west) = if offset > 0 { ("-", offset) } else { ("", -offset) };
    format!("LMT{sign}{}:{:02}:{:02}", west / 3_600, west / 60 % 60, west % 60)
}

pub(super) fn load(data: &TimezoneData, path: &Path<'_>) -> Result<Zone> {
    in_range(data.name.len() as i64, 1, UID_BYTES_MAX as i64, &path.field("name"))?;
    let mut offset = checked_offset(data.initial_offset_seconds, &path.field("initial_offset_seconds"))?;
    let list = path.field("transitions");
    if data.transitions.len() > TRANSITIONS_MAX {
        return Err(ErrorCode::TooMany {
            count: data.transitions.len() as u64,
            limit: TRANSITIONS_MAX as u64,
        }
        .at(&list));
    }
    let mut changes: Vec<(i64, i64)> = Vec::with_capacity(data.transitions.len());
    for (index, transition) in data.transitions.iter().enumerate() {
        let item = list.index(index);
        let at = transition.at.checked(&item.field("at"))?;
        offset = checked_offset(transition.offset_seconds, &item.field("offset_seconds"))?;
        if let Some(&(last, _)) = changes.last() {
            spaced(last, at, &item.field("at"))?;
        }
        changes.push((at, offset));
    }
    let last = changes.last().map(|change| change.0);
    match (&data.rule, data.covers_until) {
        (Some(rule), None) => {
            let path = path.field("rule");
            let from = last.unwrap_or(INSTANT_MIN);
            let (at_last, recurring) = Rule::parse(rule)
                .and_then(|rule| rule.from(from))
                .map_err(|detail| invalid(detail, &path))?;
            if at_last != offset {
                return Err(invalid(
                    format!("at {from} the rule has the offset {at_last}, the transitions {offset}"),
                    &path,
                ));
            }
            if let (Some(last), Some(&(first, _))) = (last, recurring.first()) {
                spaced(last, first, &path)?;
            }
            changes.extend(recurring);
            Ok(Zone::from_changes(data.name.clone(), data.initial_offset_seconds, &changes, i64::MAX))
        }
        (None, Some(covers_until)) => {
            let path = path.field("covers_until");
            let covers_until = covers_until.checked(&path)?;
            if last.is_some_and(|last| covers_until <= last) {
                return Err(invalid("the end is not after the last transition".to_owned(), &path));
            }
            Ok(Zone::from_changes(data.name.clone(), data.initial_offset_seconds, &changes, covers_until))
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(invalid("either `rule` or `covers_until` is required, not both".to_owned(), path))
        }
    }
}

fn invalid(detail: String, path: &Path<'_>) -> crate::error::Error {
    ErrorCode::InvalidTimezoneData { detail }.at(path)
}

fn in_range(value: i64, min: i64, max: i64, path: &Path<'_>) -> Result<i64> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(ErrorCode::OutOfRange { value, min, max }.at(path))
    }
}

fn checked_offset(seconds: i64, path: &Path<'_>) -> Result<i64> {
    in_range(seconds, bounds::OFFSET.min, bounds::OFFSET.max, path)
}

fn spaced(last: i64, next: i64, path: &Path<'_>) -> Result<()> {
    if next - last >= TRANSITION_SPACING_SECONDS_MIN {
        return Ok(());
    }
    Err(invalid(
        format!("{next} is not at least {TRANSITION_SPACING_SECONDS_MIN} seconds after the change at {last}"),
        path,
    ))
}
