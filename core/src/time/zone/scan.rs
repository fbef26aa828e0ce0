//! The changes of a clock that can only be asked for its offset: chrono-tz keeps its tables to itself.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::{DAY, TABLE_START, Zone};

/// 2100-01-01: chrono-tz lists every change before it, and none after.
const LISTED_UNTIL: i64 = 4_102_444_800;

/// Asks day by day, as no zone changes twice within days, and halves the day of a change.
pub(super) fn from_chrono_tz(zone: Tz) -> Zone {
    let initial = offset(zone, TABLE_START);
    let mut before = initial;
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for day in (TABLE_START + DAY..LISTED_UNTIL + DAY).step_by(DAY as usize) {
        let now = offset(zone, day);
        if now == before {
            continue;
        }
        let (mut low, mut high) = (day - DAY, day);
        while high - low > 1 {
            let middle = low.midpoint(high);
            let half = if offset(zone, middle) == now { &mut high } else { &mut low };
            *half = middle;
        }
        changes.push((high, now));
        before = now;
    }
    // A clock that still changes as the list ends goes on doing so, and the list does not say when.
    let recurs = changes.last().is_some_and(|last| last.0 > LISTED_UNTIL - 366 * DAY);
    Zone::from_changes(
        zone.name().to_owned(),
        initial,
        &changes,
        if recurs { LISTED_UNTIL } else { i64::MAX },
    )
}

fn offset(zone: Tz, at: i64) -> i64 {
    let utc =
        DateTime::from_timestamp(at, 0).expect("the engine's time is well inside chrono's years").naive_utc();
    i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}
