//! Where and when a case plays: a zone, and a moment at which something happens to its clock.

use std::sync::Arc;

use frontdesk::{Instant, TimezoneData, Transition};

use super::tape::Tape;
use crate::oracle::clock::{Clock, DAY};
use crate::oracle::definitions::{boundary, day_of};

/// Zones whose clocks do something of note between 1970 and 2040, and some that do nothing.
pub const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    // Changes at 00:01 until 2011: the new date shows for a minute, then the old one again.
    "America/St_Johns",
    "America/Goose_Bay",
    "America/Moncton",
    // Half an hour.
    "Australia/Lord_Howe",
    // No 2011-12-30.
    "Pacific/Apia",
    // Midnight is skipped; Friday and Thursday changes; years without.
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    // Changes at 02:45, offset +12:45.
    "Pacific/Chatham",
    "America/Vancouver",
    // Back for Ramadan, twice a year, until the 2030s.
    "Africa/Casablanca",
    "Asia/Gaza",
    // Two hours; four changes a year once.
    "Antarctica/Troll",
    "Asia/Tehran",
    // Negative summer time.
    "Europe/Dublin",
    "America/Nuuk",
    // No 1993-08-21.
    "Pacific/Kwajalein",
    // No 1994-12-31 or 1995-01-01.
    "Pacific/Kiritimati",
    "Pacific/Enderbury",
    "Pacific/Fakaofo",
    "America/Asuncion",
    "America/Santiago",
    "Asia/Beirut",
    "Asia/Amman",
    "Asia/Damascus",
    "America/Caracas",
    "Asia/Pyongyang",
    "Asia/Kathmandu",
    // From -0:44:30 to 0 in 1972.
    "Africa/Monrovia",
    "Antarctica/Casey",
    "Asia/Choibalsan",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "Asia/Colombo",
    "Africa/Juba",
    "Africa/Khartoum",
    "Africa/Sao_Tome",
    "America/Anchorage",
    "Pacific/Norfolk",
    "Pacific/Easter",
    "Asia/Tokyo",
];

/// 1970-01-03 and 2040-01-01.
const FIRST: i64 = 2 * DAY;
const LAST: i64 = 2_208_988_800;

/// Where and when a case plays.
pub struct Story {
    /// The zone of most doctors.
    pub zone: &'static str,
    /// Its data, if the clinic supplies it.
    pub supplied: Option<TimezoneData>,
    /// Its clock.
    pub clock: Arc<Clock>,
    /// The moment.
    pub around: i64,
    /// The number of the local date on which most happens.
    pub day: i64,
    /// Minutes of the clock at which something happens to it, and others.
    pub minutes: Vec<i64>,
    /// Buffers that the windows have.
    pub buffers: [i64; 2],
}

impl Story {
    /// A story.
    pub fn new(tape: &mut Tape) -> Self {
        let zone = tape.pick(ZONES);
        let supplied = tape.maybe(8, |tape| supplied(tape, zone));
        let clock = match &supplied {
            Some(data) => Arc::new(Clock::supplied(data)),
            None => Clock::named(zone),
        };
        let around = around(tape, &clock);
        let day = day_of(&clock, around) + tape.pick(&[0, 0, 0, -1, 1]);
        let minutes = minutes(tape, &clock, around);
        let buffer = |tape: &mut Tape| tape.pick(&[0, 0, 0, 5, 10, 15, 1, 7, 30, 60, 1_440]);
        let buffers = [buffer(tape), buffer(tape)];
        Self { zone, supplied, clock, around, day, minutes, buffers }
    }

    /// Whether the clock shows the date before again.
    fn goes_back(&self, change: i64) -> bool {
        self.clock.reading(change).div_euclid(DAY) < self.clock.reading(change - 1).div_euclid(DAY)
    }

    /// The midnights around the story's day, and the changes of its clock.
    pub fn points(&self) -> Vec<i64> {
        let midnights = (-2..=8).map(|days| boundary(&self.clock, self.day + days, 0));
        let changes: Vec<i64> =
            self.clock.changes().filter(|change| (change - self.around).abs() < 9 * DAY).collect();
        // What a fold shows again, if that is of the date before.
        let again = changes
            .iter()
            .filter(|change| self.goes_back(**change))
            .flat_map(|change| [change + 900, change + 1_800, change + 2_700]);
        midnights.chain(again).chain(changes.iter().copied()).filter(|point| *point >= 0).collect()
    }
}

/// Mostly a moment at which the clock changes.
fn around(tape: &mut Tape, clock: &Clock) -> i64 {
    let changes: Vec<i64> = clock.changes().filter(|change| (FIRST..LAST).contains(change)).collect();
    let plain = tape.between(FIRST / DAY, LAST / DAY) * DAY + tape.between(0, DAY - 1);
    let change = tape.pick_or(&changes, plain);
    match tape.below(20) {
        0..3 => plain,
        3 => tape.between(0, 3 * DAY),
        4..8 => {
            let day = |at: i64| clock.reading(at).div_euclid(DAY);
            // Those at which a date shows again, or one does not show at all.
            let odd: Vec<i64> =
                changes.iter().copied().filter(|&at| !(0..=1).contains(&(day(at) - day(at - 1)))).collect();
            tape.pick_or(&odd, change)
        }
        _ => change,
    }
}

/// A zone of the caller's own, under a name that the tz database has too: changes of any size, to offsets
/// with odd seconds.
fn supplied(tape: &mut Tape, zone: &str) -> TimezoneData {
    let offset = |tape: &mut Tape| {
        tape.pick(&[0, 3_600, -12_345, 19_800, 21_208, 46_800, -43_200, 50_400, 93_599, -93_599])
    };
    let initial_offset_seconds = offset(tape);
    let mut at = tape.between(1_000_000_000, 2_000_000_000);
    let mut transitions = Vec::new();
    for _ in 0..tape.below(5) {
        transitions.push(Transition { at: Instant(at), offset_seconds: offset(tape) });
        // Far enough from one another that each has its own dates.
        at += tape.pick(&[5 * DAY, 9 * DAY + 17, 180 * DAY]);
    }
    TimezoneData {
        name: zone.to_owned(),
        initial_offset_seconds,
        transitions,
        rule: None,
        covers_until: Some(Instant(4_102_444_800)),
    }
}

/// What the clock shows before, in and after the change, and hours of work.
fn minutes(tape: &mut Tape, clock: &Clock, around: i64) -> Vec<i64> {
    let minute = |reading: i64| reading.rem_euclid(DAY) / 60;
    let before = minute(clock.reading(around - 1) + 1);
    let after = minute(clock.reading(around));
    let mut minutes = vec![
        540,
        600,
        720,
        780,
        1_020,
        0,
        1_440,
        0,
        1_440,
        before,
        after,
        (before + after) / 2,
        before - 15,
        after + 15,
        after + 60,
    ];
    for _ in 0..4 {
        minutes.push(tape.between(0, 96) * 15);
    }
    minutes.push(tape.between(0, 1_440));
    minutes.retain(|minute| (0..=1_440).contains(minute));
    minutes
}
