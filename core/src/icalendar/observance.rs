//! The zones that a text explains itself: the observances of a `VTIMEZONE`, expanded (RFC 5545 §3.6.5).

use super::expand::{Budget, Expansion};
use super::moment::Moment;
use super::property::Property;
use super::reader::Observance;
use super::rule::Rule;
use crate::limits::{OFFSET_SECONDS_MAX, TRANSITION_SPACING_SECONDS_MIN};
use crate::time::zone::{DAY, TABLE_END, TABLE_START, Zone};

/// The zone of these observances; `None` if they don't make one.
pub(super) fn zone(name: &str, observances: &[Observance]) -> Option<Zone> {
    let mut budget = Budget::new();
    // The onset, and the offsets before and from then on.
    let mut onsets: Vec<(i64, i64, i64)> = Vec::new();
    for observance in observances {
        expand(observance, &mut budget, &mut onsets)?;
    }
    onsets.sort_unstable();
    onsets.dedup();
    let &(_, before_all, _) = onsets.first()?;
    let mut initial = before_all;
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for (at, _, offset) in onsets {
        if at < TABLE_START {
            initial = offset;
        } else if offset != changes.last().map_or(initial, |(_, last)| *last) {
            // A table has no two changes that are nearer than any clock's.
            if changes.last().is_some_and(|(last, _)| at - last < TRANSITION_SPACING_SECONDS_MIN) {
                return None;
            }
            changes.push((at, offset));
        }
    }
    Some(Zone::from_changes(name.to_owned(), initial, &changes, i64::MAX))
}

/// Adds the onsets of one observance. Its times are on the clock before each onset.
fn expand(observance: &[Property], budget: &mut Budget, onsets: &mut Vec<(i64, i64, i64)>) -> Option<()> {
    let get = |name: &str| observance.iter().find(|property| property.name == name);
    let (before, after) = (offset(get("TZOFFSETFROM")?)?, offset(get("TZOFFSETTO")?)?);
    let local = |text: &str| match Moment::read(text)? {
        Moment::Date { day } => Some(day * DAY),
        Moment::Local { day, seconds } => Some(day * DAY + seconds),
        Moment::Utc { at } => Some(at + before),
    };
    let start = local(get("DTSTART")?.value.trim())?;
    let mut locals = vec![start];
    for property in observance {
        match property.name {
            "RDATE" => locals.extend(property.list().map(local).collect::<Option<Vec<_>>>()?),
            "RRULE" => {
                let rule = Rule::read(&property.value)?;
                let until = rule.until.map(|until| match until {
                    Moment::Date { day } => (day + 1) * DAY - 1,
                    Moment::Local { day, seconds } => day * DAY + seconds,
                    Moment::Utc { at } => at + before,
                });
                let expansion = Expansion::new(&rule, start, false, until, budget);
                let add = |at: i64| {
                    locals.push(at);
                    true
                };
                expansion.each(start, TABLE_END + DAY, |_| true, add).ok()?;
            }
            _ => {}
        }
    }
    let except = observance.iter().filter(|property| property.name == "EXDATE");
    let except: Vec<Option<i64>> = except.flat_map(Property::list).map(local).collect();
    locals.retain(|at| !except.contains(&Some(*at)));
    onsets.extend(locals.into_iter().map(|local| (local - before, before, after)));
    Some(())
}

/// `+0100`, `-033000`.
fn offset(property: &Property) -> Option<i64> {
    let text = property.value.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let number = if digits.len() == 4 { number * 100 } else { number };
    let seconds = number / 10_000 * 3_600 + number / 100 % 100 * 60 + number % 100;
    (seconds <= OFFSET_SECONDS_MAX).then_some(if negative { -seconds } else { seconds })
}
