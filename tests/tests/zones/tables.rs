//! Every change of every zone, against readers of the tz database that share no code with the engine's.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own table has failed")]

use std::collections::BTreeMap;

use chrono::{Offset, TimeZone, Utc};
use chrono_tz::Tz;
use frontdesk::limits::{INSTANT_MAX, TRANSITION_SPACING_SECONDS_MIN};
use frontdesk::{Instant, Zone, timezone_names, tzdata_version};
use frontdesk_tests::zoneinfo;
use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;

const HOUR: i64 = 3_600;
/// 2100-01-01, where chrono-tz's lists end.
const CHRONO_TZ_END: i64 = 4_102_444_800;

/// The offset just before 1970, and every change before `until`.
fn table(zone: &Zone, until: i64) -> (i64, Vec<(i64, i64)>) {
    let changes = zone.transitions().map(|(at, offset)| (at.0, offset)).take_while(|change| change.0 < until);
    (zone.offset_seconds(Instant(-1)), changes.collect())
}

#[test]
fn every_zone_changes_when_pythons_zoneinfo_says() {
    let fixture = zoneinfo::read();
    assert_eq!(tzdata_version(), fixture.version, "`cargo xtask tzdata` writes both");
    assert_eq!(timezone_names().collect::<Vec<_>>(), fixture.zones.keys().copied().collect::<Vec<_>>());
    let mut compared = 0;
    for (name, clock) in &fixture.zones {
        let zone = Zone::named(name).unwrap();
        assert_eq!((zone.name(), zone.covers_until()), (*name, None));
        assert_eq!(zone.offset_seconds(Instant(0)), clock.initial, "{name}");
        assert_eq!(table(&zone, zoneinfo::END).1, clock.changes, "{name}");
        compared += clock.changes.len();
    }
    // So that an empty fixture does not pass: 2026f has 598 names and 30131 changes.
    assert!(fixture.zones.len() >= 598 && compared >= 30_000, "{compared}");
}

/// What jiff says, less what leaves the offset as it is.
fn jiff_table(database: &TimeZoneDatabase, name: &str) -> (i64, Vec<(i64, i64)>) {
    let zone = database.get(name).unwrap();
    let before = Timestamp::from_second(-1).unwrap();
    let initial = i64::from(zone.to_offset(before).seconds());
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for transition in zone.following(before) {
        let (at, offset) = (transition.timestamp().as_second(), i64::from(transition.offset().seconds()));
        if at >= INSTANT_MAX {
            break;
        }
        if offset != changes.last().map_or(initial, |last| last.1) {
            changes.push((at, offset));
        }
    }
    (initial, changes)
}

#[test]
fn until_2200_jiff_has_the_same_clocks() {
    let database = TimeZoneDatabase::bundled();
    let differ = |name: &&str| table(&Zone::named(name).unwrap(), INSTANT_MAX) != jiff_table(&database, name);
    assert_eq!(timezone_names().filter(differ).collect::<Vec<_>>(), [""; 0]);
}

fn chrono_tz_offset(zone: Tz, at: i64) -> i64 {
    i64::from(
        zone.offset_from_utc_datetime(&Instant(at).to_utc().unwrap().naive_utc()).fix().local_minus_utc(),
    )
}

#[test]
fn chrono_tz_is_wrong_in_these_zones() {
    // The first wrong hour of chrono-tz 0.10.4, which carries 2025b. Once it is updated this list gets
    // shorter, and then the pages that warn of it can be mended.
    assert_eq!(chrono_tz::IANA_TZDB_VERSION, "2025b");
    let known = [
        ("Africa/Casablanca", "2026-09-20 01:00:00 UTC"),
        ("Africa/El_Aaiun", "2026-09-20 01:00:00 UTC"),
        ("America/Edmonton", "2026-11-01 08:00:00 UTC"),
        ("America/Havana", "2026-11-01 05:00:00 UTC"),
        ("America/Inuvik", "2026-11-01 08:00:00 UTC"),
        ("America/Rainy_River", "2026-11-01 07:00:00 UTC"),
        ("America/Vancouver", "2026-11-01 09:00:00 UTC"),
        ("America/Winnipeg", "2026-11-01 07:00:00 UTC"),
        ("America/Yellowknife", "2026-11-01 08:00:00 UTC"),
        ("Canada/Central", "2026-11-01 07:00:00 UTC"),
        ("Canada/Mountain", "2026-11-01 08:00:00 UTC"),
        ("Canada/Pacific", "2026-11-01 09:00:00 UTC"),
        ("Cuba", "2026-11-01 05:00:00 UTC"),
        ("Europe/Chisinau", "2025-03-30 00:00:00 UTC"),
        ("Europe/Tiraspol", "2025-03-30 00:00:00 UTC"),
        ("Factory", "absent"),
    ];
    let (start, end) = (
        Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap(),
        Utc.with_ymd_and_hms(2029, 1, 1, 0, 0, 0).unwrap(),
    );
    let mut wrong = BTreeMap::new();
    for name in timezone_names() {
        let Ok(theirs) = name.parse::<Tz>() else {
            wrong.insert(name, "absent".to_owned());
            continue;
        };
        let ours = Zone::named(name).unwrap();
        let mut hours = (start.timestamp()..end.timestamp()).step_by(HOUR as usize);
        if let Some(at) = hours.find(|&at| chrono_tz_offset(theirs, at) != ours.offset_seconds(Instant(at))) {
            wrong.insert(name, Instant(at).to_utc().unwrap().to_string());
        }
    }
    assert_eq!(wrong.iter().map(|(name, at)| (*name, at.as_str())).collect::<Vec<_>>(), known);
}

#[test]
fn the_table_from_chrono_tz_has_every_change_that_chrono_tz_knows() {
    // Beside what is wrong from 2025 on, corrections of the past that came after 2025b.
    let corrected = [
        "Africa/Casablanca",
        "Africa/El_Aaiun",
        "America/Bogota",
        "America/Edmonton",
        "America/Ensenada",
        "America/Havana",
        "America/Inuvik",
        "America/Rainy_River",
        "America/Santa_Isabel",
        "America/Tijuana",
        "America/Vancouver",
        "America/Winnipeg",
        "America/Yellowknife",
        "Asia/Tehran",
        "Canada/Central",
        "Canada/Mountain",
        "Canada/Pacific",
        "Cuba",
        "Europe/Chisinau",
        "Europe/Tiraspol",
        "Iran",
        "Mexico/BajaNorte",
    ];
    let mut differ = Vec::new();
    for tz in chrono_tz::TZ_VARIANTS {
        let scanned = Zone::from_chrono_tz(tz);
        assert_eq!(scanned.name(), tz.name());
        let (initial, changes) = table(&scanned, INSTANT_MAX);
        let mut before = initial;
        for (at, offset) in &changes {
            assert_eq!(
                (chrono_tz_offset(tz, at - 1), chrono_tz_offset(tz, *at)),
                (before, *offset),
                "{tz} at {at}"
            );
            before = *offset;
        }
        // Its list ends with 2099: from there on a clock that changes every year is not known, and the others
        // go on.
        let ours = Zone::named(tz.name()).unwrap();
        if (initial, changes) != table(&ours, CHRONO_TZ_END) {
            differ.push(tz.name());
            continue;
        }
        let recurs = ours.transitions().any(|(at, _)| at.0 >= CHRONO_TZ_END);
        assert_eq!(scanned.covers_until(), recurs.then_some(Instant(CHRONO_TZ_END)), "{tz}");
    }
    assert_eq!(differ, corrected);
}

#[test]
fn no_clock_changes_twice_within_days() {
    // Boundaries are a look instead of a search, and the scan of chrono-tz goes day by day, because of this.
    // The closest two changes are those of America/Boa_Vista in October 2000.
    let gap = |name| {
        let (_, changes) = table(&Zone::named(name).unwrap(), INSTANT_MAX);
        changes.windows(2).map(|pair| pair[1].0 - pair[0].0).min().unwrap_or(i64::MAX)
    };
    let closest = timezone_names().map(|name| (gap(name), name)).min().unwrap();
    assert_eq!(closest, (601_200, "America/Boa_Vista"));
    assert!(closest.0 > TRANSITION_SPACING_SECONDS_MIN);
}
