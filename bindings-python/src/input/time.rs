//! Instants out of Python's aware datetimes, whose zones must have the engine's rules.

use frontdesk::{Fault, Instant, Zone};
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde::de;

use super::object::raised;
use crate::zone::zone_named;

/// Unix seconds of an aware `datetime`; parts of a second are dropped towards the past.
pub(super) fn seconds(value: &Bound<'_, PyAny>) -> Result<i64, Fault> {
    if value.call_method0("utcoffset").map_err(raised)?.is_none() {
        return Err(de::Error::custom(
            "a naive datetime is no instant: it can mean another one in every time zone; give it a `tzinfo`, \
             such as `zoneinfo.ZoneInfo(\"Europe/Berlin\")`"
                .to_owned(),
        ));
    }
    let at =
        value.call_method0("timestamp").and_then(|seconds| seconds.extract::<f64>()).map_err(raised)?.floor()
            as i64;
    same_rules(value, at)?;
    Ok(at)
}

/// Refuses a `datetime` whose zone has other rules in Python than in the engine: what is nine o'clock there
/// would be another hour here, and nobody would notice.
fn same_rules(value: &Bound<'_, PyAny>, at: i64) -> Result<(), Fault> {
    let Some(zone) = zone_of(&value.getattr("tzinfo").map_err(raised)?) else { return Ok(()) };
    let offset = value
        .call_method0("utcoffset")
        .and_then(|offset| offset.call_method0("total_seconds"))
        .and_then(|offset| offset.extract::<f64>())
        .map_err(raised)? as i64;
    // What is outside the engine's time is refused for that.
    let known = frontdesk::limits::INSTANT_MIN..frontdesk::limits::INSTANT_MAX;
    if !known.contains(&at) || zone.offset_seconds(Instant(at)) == offset {
        return Ok(());
    }
    let Some(local) = Instant(at + offset).to_utc().map(|utc| utc.naive_utc()) else { return Ok(()) };
    let Some(meant) = zone.instant_of(local) else { return Ok(()) };
    // What a change skips is reckoned by the offset before it or after it.
    let is_skipped = zone.local(meant) != local;
    let (before, after) = (zone.offset_seconds(Instant(meant.0 - 1)), zone.offset_seconds(Instant(meant.0)));
    if is_skipped && (offset == before || offset == after) {
        return Ok(());
    }
    Err(de::Error::custom(format_args!(
        "{local:?} in {} is UTC{} by the rules of this `tzinfo`, and UTC{} by the engine's (tz database {}): \
         one of the two is an hour that nobody meant. `clinic.instant(local, …)` takes the time on the \
         clock, and so does `local_start`",
        zone.name(),
        Offset(offset),
        Offset(after),
        frontdesk::tzdata_version(),
    )))
}

/// An offset from UTC as people write it.
struct Offset(i64);

impl std::fmt::Display for Offset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, minutes) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs() / 60);
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The engine's zone of the name that a `tzinfo` has: of zoneinfo, pendulum, pytz or dateutil.
fn zone_of(tzinfo: &Bound<'_, PyAny>) -> Option<Zone> {
    let named = |attribute: &str| {
        let name = tzinfo.getattr(attribute).ok()?;
        name.cast::<PyString>().ok()?.to_cow().ok().map(|name| name.into_owned())
    };
    if let Some(name) = named("key").or_else(|| named("zone")) {
        return zone_named(&name).ok();
    }
    // Of dateutil: the file that it has read, whose path ends with the name.
    let file = named("_filename")?;
    let parts: Vec<&str> = file.rsplitn(4, '/').collect();
    let (last, rest) = parts.split_first()?;
    let mut name = (*last).to_owned();
    let mut found = zone_named(&name).ok();
    for part in rest.iter().take(2) {
        name = format!("{part}/{name}");
        found = zone_named(&name).ok().or(found);
    }
    found
}
