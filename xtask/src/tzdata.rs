//! `cargo xtask tzdata`: takes the tz database from PyPI's package `tzdata` into `core/src/zone/tzdata.bin`,
//! and prints what Python's zoneinfo makes of the same package for the tests to compare.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use tz::TimeZone;

use crate::setup;

/// The package's version. After a change: run the task, read the diff of the fixture, and say in the
/// changelog what moved.
const PACKAGE: &str = "2026.6";

const FILE: &str = "core/src/zone/tzdata.bin";
const FIXTURE: &str = "tests/fixtures/zoneinfo.txt";

/// 1969-01-01T00:00:00Z: a year before the engine's time.
const DATA_START: i64 = -31_536_000;
const OFFSET_UNIT: i64 = 30;
const HOUR: i64 = 3_600;

/// What to do about the tz database.
#[derive(Args)]
pub(crate) struct Tzdata {
    /// Only say whether there is a newer one; fails if there is
    #[arg(long)]
    check: bool,
}

impl Tzdata {
    pub(crate) fn run(&self) -> Result<()> {
        let python = setup::python(&[&format!("tzdata=={PACKAGE}")])?;
        if self.check { check(&python) } else { generate(&python) }
    }
}

fn check(python: &Path) -> Result<()> {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "index", "versions", "tzdata", "--disable-pip-version-check"]);
    let answer = String::from_utf8(setup::run("asking for versions of tzdata", &mut pip)?)?;
    // The first line is `tzdata (2026.6)`: the newest one.
    let newest = answer.split(['(', ')']).nth(1).context("pip names no version")?;
    ensure!(newest == PACKAGE, "tzdata {newest} is out, and {PACKAGE} is built in");
    println!("tzdata {PACKAGE} is the newest");
    Ok(())
}

fn generate(python: &Path) -> Result<()> {
    let mut ask = Command::new(python);
    ask.args(["-c", "import tzdata; print(tzdata.IANA_VERSION, tzdata.__path__[0], sep='\\n', end='')"]);
    let answer = String::from_utf8(setup::run("looking at tzdata", &mut ask)?)?;
    let (version, package) = answer.split_once('\n').context("no version and folder")?;
    let file = encode(version, Path::new(package))?;
    fs::write(setup::root().join(FILE), &file)?;
    println!("{FILE}: {version}, {} bytes", file.len());

    let fixture =
        setup::run("asking zoneinfo", Command::new(python).args(["-c", include_str!("zoneinfo.py")]))?;
    fs::write(setup::root().join(FIXTURE), &fixture)?;
    println!("{FIXTURE}: {} bytes", fixture.len());
    Ok(())
}

/// A zone as the file has it: the offset of 1969-01-01, its changes from then on, and what recurs after them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Zone {
    initial: i64,
    changes: Vec<(i64, i64)>,
    rule: String,
}

/// The file; its form is described in `core/src/zone/bundled.rs`.
fn encode(version: &str, package: &Path) -> Result<Vec<u8>> {
    let mut names: Vec<String> =
        fs::read_to_string(package.join("zones"))?.split_whitespace().map(str::to_owned).collect();
    names.sort();
    let mut zones = BTreeMap::new();
    for name in &names {
        let zone = read(&package.join("zoneinfo").join(name)).with_context(|| name.clone())?;
        zones.insert(name, zone);
    }

    let mut rules: Vec<&str> = zones.values().map(|zone| zone.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut starts: BTreeMap<&Zone, usize> = zones.values().map(|zone| (zone, 0)).collect();
    let mut records = Vec::new();
    for (zone, start) in &mut starts {
        *start = records.len();
        write_zone(
            zone,
            rules.binary_search(&zone.rule.as_str()).expect("the rules of all zones"),
            &mut records,
        )?;
    }
    let (mut index, mut text) = (Vec::new(), String::new());
    for (name, zone) in &zones {
        index.extend(u16::try_from(text.len())?.to_le_bytes());
        index.push(u8::try_from(name.len())?);
        index.extend(u16::try_from(starts[zone])?.to_le_bytes());
        text.push_str(name);
    }

    let rules = rules.join("\n");
    let sections = [version.as_bytes(), &index, text.as_bytes(), rules.as_bytes()];
    let mut file = Vec::new();
    for section in sections {
        file.extend(u16::try_from(section.len())?.to_le_bytes());
    }
    file.extend(sections.concat());
    file.extend(&records);
    Ok(file)
}

/// Reads a TZif file (RFC 9636).
fn read(path: &Path) -> Result<Zone> {
    let file = fs::read(path)?;
    let zone = TimeZone::from_tz_data(&file)?;
    let types = zone.as_ref().local_time_types();
    ensure!(zone.as_ref().leap_seconds().is_empty(), "leap seconds");
    // The rule is the last line of the file.
    let rule = file
        .strip_suffix(b"\n")
        .and_then(|file| file.rsplit(|&byte| byte == b'\n').next())
        .context("no rule")?;
    let mut initial = i64::from(types[0].ut_offset());
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for (index, transition) in zone.as_ref().transitions().iter().enumerate() {
        // The rule holds after the last transition, even if that one left the offset as it was: it may have
        // been another rule's.
        let last = index + 1 == zone.as_ref().transitions().len();
        let (at, offset) =
            (transition.unix_leap_time(), i64::from(types[transition.local_time_type_index()].ut_offset()));
        if at < DATA_START {
            initial = offset;
        } else if last || offset != changes.last().map_or(initial, |last| last.1) {
            changes.push((at, offset));
        }
    }
    let rule = str::from_utf8(rule)?.to_owned();
    ensure!(!rule.is_empty(), "nothing is known after the last transition");
    Ok(Zone { initial, changes, rule })
}

fn write_zone(zone: &Zone, rule: usize, file: &mut Vec<u8>) -> Result<()> {
    let mut offsets = vec![zone.initial];
    for &(_, offset) in &zone.changes {
        if !offsets.contains(&offset) {
            offsets.push(offset);
        }
    }
    let unit = zone.changes.iter().fold(HOUR, |unit, change| gcd(unit, change.0 - DATA_START));
    let count = i64::try_from(offsets.len())?;
    write_number(i64::try_from(rule)?, file);
    write_number(unit, file);
    write_number(count, file);
    for offset in &offsets {
        if offset % OFFSET_UNIT != 0 {
            bail!("an offset of {offset} seconds is not a multiple of {OFFSET_UNIT}");
        }
        let halves = offset / OFFSET_UNIT;
        write_number((halves << 1) ^ (halves >> 63), file);
    }
    write_number(i64::try_from(zone.changes.len())?, file);
    let mut since = DATA_START;
    for (at, offset) in &zone.changes {
        let index = offsets.iter().position(|known| known == offset).expect("an offset of this zone");
        write_number((at - since) / unit * count + i64::try_from(index)?, file);
        since = *at;
    }
    Ok(())
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn write_number(mut number: i64, file: &mut Vec<u8>) {
    while number >= 0x80 {
        file.push(number as u8 | 0x80);
        number >>= 7;
    }
    file.push(number as u8);
}
