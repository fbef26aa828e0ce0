//! What the rest of the engine takes from a table and no public function shows.

use super::{DAY, MINUTE, Zone, timezone_names};

fn zones() -> impl Iterator<Item = Zone> {
    timezone_names().map(|name| Zone::named(name).expect("a name of the database"))
}

#[test]
fn segments_are_all_of_time_and_each_instant_finds_its_own() {
    for zone in zones() {
        let segments = zone.segments();
        assert_eq!((segments[0].from, segments[segments.len() - 1].until), (i64::MIN, i64::MAX));
        assert!(
            segments.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].offset != pair[1].offset)
        );
        // The searches rely on it.
        assert!(
            segments
                .windows(3)
                .all(|three| three[0].until + three[0].offset < three[1].until + three[1].offset)
        );
        for (index, segment) in segments.iter().enumerate() {
            assert_eq!(
                (zone.segment_index(segment.from), zone.segment_index(segment.until - 1)),
                (index, index)
            );
        }
        assert_eq!(zone.segment_index(i64::MAX), segments.len() - 1);
    }
}

#[test]
fn a_plain_day_is_plain_arithmetic() {
    for zone in zones() {
        for segment in zone.segments() {
            let (first, after) = (segment.plain_from.max(-400), segment.plain_until.min(84_400));
            // All of a short stretch, and the edges of a long one; its middle is no different.
            for day in (first..after).filter(|day| day - first < 10 || after - day < 10) {
                for minute in [0, 1, 719, 1_439, 1_440] {
                    assert_eq!(
                        zone.boundary(day, minute),
                        day * DAY + minute * MINUTE - segment.offset,
                        "{zone:?} {day} {minute}"
                    );
                }
            }
            // Only days near a change are not plain: three at the most, or four where the change is of a day.
            let next = zone.segments()[zone.segment_index(segment.until)].plain_from;
            assert!(segment.until == i64::MAX || next - segment.plain_until <= 3, "{zone:?} {segment:?}");
        }
    }
}

#[test]
fn the_next_aligned_instant_is_the_first_that_the_clock_shows() {
    for name in [
        "Africa/Monrovia",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Pacific/Apia",
    ] {
        let zone = Zone::named(name).expect("a name of the database");
        for (change, _) in zone.transitions().take(20) {
            for minutes in [5, 45, 60, 1_440] {
                let aligned = |at: &i64| (at + zone.segment_at(*at).offset).rem_euclid(minutes * MINUTE) == 0;
                for from in [-90_000, -3_601, -1, 0, 1, 1_799].map(|seconds| change.0 + seconds) {
                    let slow = (from..from + 3 * DAY).find(aligned);
                    assert_eq!(Some(zone.next_aligned(from, minutes)), slow, "{name} {from} {minutes}");
                }
            }
        }
    }
}
