//! What Python's zoneinfo makes of the tz database that is built in: each change of each clock, 1970 to 2037.
//! It is a reader of its own, and `cargo xtask tzdata` prints it, so it is a second opinion on every one of
//! them.

use std::collections::BTreeMap;

/// First instant that the fixture does not tell of: 2038-01-01.
pub const END: i64 = 2_145_916_800;

/// The clock of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Local time less UTC at 1970-01-01, in seconds.
    pub initial: i64,
    /// First instant and offset of each stretch after that, in order.
    pub changes: Vec<(i64, i64)>,
}

/// All of them.
#[derive(Debug)]
pub struct Zoneinfo {
    /// The version of the tz database, such as `2026f`.
    pub version: &'static str,
    /// Every name with its clock, and the name that it has it from.
    pub zones: BTreeMap<&'static str, Clock>,
    /// The names whose clocks differ from each other.
    pub distinct: Vec<&'static str>,
}

/// Reads the fixture.
pub fn read() -> Zoneinfo {
    let mut lines = include_str!("../fixtures/zoneinfo.txt").lines();
    let version = lines.next().and_then(|line| line.strip_prefix("tzdata ")).expect("a version");
    let mut zones: BTreeMap<&'static str, Clock> = BTreeMap::new();
    let mut distinct = Vec::new();
    for line in lines {
        let (name, rest) = line.split_once(' ').expect("a name and its clock");
        let clock = match rest.strip_prefix("= ") {
            Some(other) => zones[other].clone(),
            None => {
                distinct.push(name);
                clock(rest)
            }
        };
        zones.insert(name, clock);
    }
    Zoneinfo { version, zones, distinct }
}

impl Clock {
    /// Local time less UTC at `at`, in seconds.
    pub fn offset(&self, at: i64) -> i64 {
        match self.changes.partition_point(|change| change.0 <= at) {
            0 => self.initial,
            after => self.changes[after - 1].1,
        }
    }
}

fn clock(text: &str) -> Clock {
    let number = |text: &str| text.parse().expect("a number");
    let mut words = text.split(' ');
    let initial = number(words.next().expect("an offset"));
    let changes = words.map(|word| word.split_once(':').expect("an instant and an offset"));
    Clock { initial, changes: changes.map(|(at, offset)| (number(at), number(offset))).collect() }
}
