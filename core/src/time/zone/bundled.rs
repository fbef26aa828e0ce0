//! The tz database that is built in: every name of it, from 1969 on. `cargo xtask tzdata` writes
//! `tzdata.bin`.
//!
//! The file is five sections, after a `u16` each for the lengths of all but the last (numbers are
//! little-endian):
//!
//! 1. the version;
//! 2. for each name, in order: where it starts in section 3 (`u16`), its length (`u8`), where its zone starts
//!    in section 5 (`u16`);
//! 3. the names, one after the other;
//! 4. the rules of the years after the last transition: POSIX TZ strings, one a line;
//! 5. the zones. Names of equal zones share one.
//!
//! A zone is a row of variable-length numbers (seven bits a byte, the lowest first): its rule's line; the
//! unit of its transitions in seconds; the number of its offsets; the offsets in half minutes, zigzag, the
//! first being that of 1969-01-01; the number of its transitions; and for each the time since the one before
//! (or 1969-01-01) in that unit, times the number of offsets, plus the index of the offset from then on.

use super::Zone;
use super::posix::Rule;

/// 1969-01-01T00:00:00Z: transitions before it are left out.
const DATA_START: i64 = -31_536_000;
const OFFSET_UNIT: i64 = 30;

/// Without the feature, a file whose sections are empty.
static DATABASE: Database =
    Database::split(if cfg!(feature = "tzdata") { include_bytes!("tzdata.bin") } else { &[0; 8] });

struct Database {
    version: &'static str,
    index: &'static [[u8; 5]],
    names: &'static str,
    rules: &'static str,
    zones: &'static [u8],
}

/// The version of the tz database that is built in, such as `2026f`; empty without the Cargo feature
/// `tzdata`.
///
/// ```
/// # #[cfg(feature = "tzdata")]
/// assert!(frontdesk::tzdata_version() >= "2026f");
/// ```
pub fn tzdata_version() -> &'static str {
    DATABASE.version
}

/// Every name that [`Zone::named`] knows, in order: `Africa/Abidjan` to `Zulu`.
///
/// ```
/// # #[cfg(feature = "tzdata")]
/// assert!(frontdesk::timezone_names().any(|name| name == "Europe/Berlin"));
/// ```
pub fn timezone_names() -> impl Iterator<Item = &'static str> {
    DATABASE.index.iter().map(|entry| DATABASE.name(entry))
}

/// The zone of this name, if there is one.
pub(super) fn load(name: &str) -> Option<Zone> {
    if DATABASE.index.is_empty() && name == "UTC" {
        return Some(Zone::utc());
    }
    let found = DATABASE.index.binary_search_by(|entry| DATABASE.name(entry).cmp(name)).ok()?;
    let [.., low, high] = DATABASE.index[found];
    let mut reader = Reader(&DATABASE.zones[usize::from(u16::from_le_bytes([low, high]))..]);
    Some(reader.zone(name).expect("every built-in zone is read by a test"))
}

impl Database {
    /// Splits the file into its sections; a wrong length fails the build.
    const fn split(file: &'static [u8]) -> Self {
        let (lengths, rest) = file.split_at(8);
        let (lengths, _) = lengths.as_chunks();
        let (version, rest) = rest.split_at(u16::from_le_bytes(lengths[0]) as usize);
        let (index, rest) = rest.split_at(u16::from_le_bytes(lengths[1]) as usize);
        let (names, rest) = rest.split_at(u16::from_le_bytes(lengths[2]) as usize);
        let (rules, zones) = rest.split_at(u16::from_le_bytes(lengths[3]) as usize);
        Self {
            version: text(version),
            index: index.as_chunks().0,
            names: text(names),
            rules: text(rules),
            zones,
        }
    }

    fn name(&self, &[low, high, length, ..]: &[u8; 5]) -> &'static str {
        let start = usize::from(u16::from_le_bytes([low, high]));
        &self.names[start..start + usize::from(length)]
    }
}

#[expect(clippy::panic, reason = "only the compiler runs this")]
const fn text(bytes: &'static [u8]) -> &'static str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("tzdata.bin has text that is not UTF-8"),
    }
}

struct Reader(&'static [u8]);

impl Reader {
    fn zone(&mut self, name: &str) -> Option<Zone> {
        let rule = DATABASE.rules.lines().nth(self.number()? as usize)?;
        let unit = self.number()?;
        let count = self.number()?;
        let mut offsets = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let zigzag = self.number()?;
            offsets.push(((zigzag >> 1) ^ -(zigzag & 1)) * OFFSET_UNIT);
        }
        let mut at = DATA_START;
        let mut changes = Vec::new();
        for _ in 0..self.number()? {
            let number = self.number()?;
            at += number / count * unit;
            changes.push((at, offsets[(number % count) as usize]));
        }
        let (_, recurring) = Rule::parse(rule).and_then(|rule| rule.from(at)).ok()?;
        changes.extend(recurring);
        Some(Zone::from_changes(name.to_owned(), *offsets.first()?, &changes, i64::MAX))
    }

    fn number(&mut self) -> Option<i64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= i64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}
