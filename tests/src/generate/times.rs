//! Wished times for the question of a case, as its dice say: that begin and end at a candidate, or beside it.

use frontdesk::{SlotQuery, WishedTime};

use super::Case;
use super::story::ZONES;
use super::tape::Tape;
use crate::oracle::RIGHT;
use crate::oracle::clock::{Clock, weekday};
use crate::oracle::definitions::day_of;

/// The case, asked for some times of the week only.
pub fn with_times(case: &Case) -> Case {
    let tape = &mut Tape::stretched(&case.dice);
    let snapshot = &case.snapshot;
    let timezone = tape.maybe(40, |tape| ZONES[tape.below(ZONES.len())].to_owned());
    let own = snapshot.doctors[0].timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
    let clock = Clock::of(snapshot, timezone.as_deref().unwrap_or(own));
    let slots = RIGHT.slots(snapshot, &SlotQuery { limit: None, ..case.query.clone() }, case.now);
    let starts: Vec<i64> = slots.iter().map(|slot| slot.start_date.0).collect();
    let count = tape.between(1, 2);
    let time = |tape: &mut Tape| {
        let at = tape.pick_or(&starts, case.query.from.0);
        let minute = clock.reading(at).rem_euclid(86_400) / 60;
        let length = tape.pick(&[60, 1, 30, 240, 1_440]);
        let from = match tape.below(4) {
            0 => minute - length,
            1 => minute + 1,
            2 => minute - 45,
            _ => minute,
        };
        let from = from.clamp(0, 1_439);
        let own = weekday(day_of(&clock, at));
        let weekday = tape.maybe(70, |tape| (own + tape.pick(&[0, 0, 0, 1, 6])) % 7);
        WishedTime { weekday, from, to: (from + length).min(1_440) }
    };
    let times = (0..count).map(|_| time(tape)).collect();
    Case { query: SlotQuery { times, timezone, ..case.query.clone() }, ..case.clone() }
}
