//! The events of a text: their revisions, and the instances that others replace (RFC 5545 §3.8.4.4, RFC 5546
//! §2.1.5).

use std::collections::BTreeMap;

use super::import::Reading;
use super::moment::Moment;
use super::occasion::Occasion;
use super::reader::{Entry, Fault};
use super::series::{Instances, Key, Override, instances, recurs};

/// The events of one `UID`.
#[derive(Default)]
struct Group<'a> {
    /// Those that no `RECURRENCE-ID` makes instances of another.
    whole: Vec<&'a Entry>,
    /// Those that stand for an instance, by which.
    parts: BTreeMap<(bool, i64), Vec<(Key, &'a Entry)>>,
}

impl<'a> Reading<'a> {
    /// Adds what all events block.
    pub(super) fn events(&mut self) {
        let mut groups: BTreeMap<&str, Group<'a>> = BTreeMap::new();
        let mut alone = Vec::new();
        for entry in self.source.entries.iter().filter(|entry| entry.is_event()) {
            // Without a name it is nobody's revision.
            let Some(uid) = entry.uid() else {
                self.series(None, &[entry], &[]);
                continue;
            };
            match self.key(entry) {
                Ok(None) => groups.entry(uid).or_default().whole.push(entry),
                Ok(Some(key)) => {
                    groups
                        .entry(uid)
                        .or_default()
                        .parts
                        .entry(key.identity())
                        .or_default()
                        .push((key, entry));
                }
                Err(fault) => alone.push((uid, entry, fault)),
            }
        }
        for (uid, group) in groups {
            self.group(uid, group);
        }
        // Which instance they stand for is not known: they are there beside all that is.
        for (uid, entry, fault) in alone {
            let blocks = self.blocks(entry);
            if entry.fault.is_none() || !blocks {
                self.fault(entry, fault);
            }
            if blocks {
                self.series(Some(uid), &[entry], &[]);
            }
        }
    }

    /// Which instance of its series an event stands for, if it is one.
    fn key(&mut self, entry: &'a Entry) -> Result<Option<Key>, Fault> {
        match (&entry.fault, entry.only("RECURRENCE-ID")?) {
            (Some(fault), _) if fault.property == Some("RECURRENCE-ID") => Err(fault.clone()),
            (_, None) => Ok(None),
            (_, Some(property)) => Key::read(entry, property, &mut self.clocks).map(Some),
        }
    }

    fn group(&mut self, uid: &'a str, group: Group<'a>) {
        let whole = self.latest(group.whole, |entry| entry);
        let mut overrides = Vec::new();
        let mut beside: Vec<(Key, Option<String>, Occasion<'a>)> = Vec::new();
        let mut blocking: Vec<(usize, Option<String>)> = Vec::new();
        for entries in group.parts.into_values() {
            let entries = self.latest(entries, |(_, entry)| entry);
            let ties = entries.len() > 1;
            for (key, entry) in entries {
                let and_future = entry
                    .get("RECURRENCE-ID")
                    .is_some_and(|property| property.parameter_is("RANGE", "THISANDFUTURE"));
                if !self.blocks(entry) {
                    overrides.push(Override { key, occasion: None, and_future });
                    continue;
                }
                let occasion = match Occasion::read(entry, &mut self.clocks) {
                    Ok(occasion) => occasion,
                    Err(fault) => {
                        self.fault(entry, fault);
                        continue;
                    }
                };
                let tie = ties.then(|| occasion.start.text());
                match occasion.doubt.clone() {
                    // Nobody knows for certain where it went, so the instance stays as well.
                    Some(fault) => {
                        self.fault(entry, fault);
                        beside.push((key, tie, occasion));
                    }
                    None => {
                        blocking.push((overrides.len(), tie));
                        overrides.push(Override { key, occasion: Some(occasion), and_future });
                    }
                }
            }
        }
        let series = self.series(Some(uid), &whole, &overrides);
        let certain = blocking.iter().filter_map(|(index, tie)| {
            let Override { key, occasion, .. } = &overrides[*index];
            Some((key, tie, occasion.as_ref()?))
        });
        for (key, tie, occasion) in
            certain.chain(beside.iter().map(|(key, tie, occasion)| (key, tie, occasion)))
        {
            let name = series.as_ref().map_or_else(|| key.moment.text(), |series| key.name(series));
            let alone = occasion.interval(occasion.start, &occasion.clock, occasion.length);
            let (covers, ended) = occasion.covers(alone, self.range);
            if covers {
                self.found.event(Some(uid), Some(&name), tie.as_deref(), alone);
            }
            if let Some(fault) = ended {
                self.fault(occasion.entry, fault);
            }
        }
    }

    /// Adds the events that count of those that are no instance of another. Answers the first that is
    /// understood.
    fn series(
        &mut self,
        uid: Option<&str>,
        entries: &[&'a Entry],
        overrides: &[Override<'a>],
    ) -> Option<Occasion<'a>> {
        let mut first = None;
        for &entry in entries {
            let blocks = self.blocks(entry);
            if !blocks && overrides.is_empty() {
                continue;
            }
            let series = match Occasion::read(entry, &mut self.clocks) {
                Ok(series) => series,
                Err(fault) => {
                    if blocks {
                        self.fault(entry, fault);
                    }
                    continue;
                }
            };
            let (clocks, budget) = (&mut self.clocks, &mut self.budget);
            let Instances { found, doubt } =
                instances(&series, blocks, overrides, self.range, clocks, budget);
            if let Some(fault) = series.doubt.clone().or(doubt).filter(|_| blocks) {
                self.fault(entry, fault);
            }
            let tie = (entries.len() > 1).then(|| series.start.text());
            for (name, interval) in found {
                let name = recurs(entry).then_some(name);
                self.found.event(uid, name.as_deref(), tie.as_deref(), interval);
            }
            first.get_or_insert(series);
        }
        first
    }

    /// The revisions that count. One of which no time can be made out is reported, and leaves those before it
    /// as they were.
    fn latest<T>(&mut self, mut revisions: Vec<T>, entry: impl Fn(&T) -> &'a Entry) -> Vec<T> {
        if revisions.len() > 1 {
            revisions.retain(|revision| {
                let entry = entry(revision);
                let unread = match self.blocks(entry) {
                    true => Occasion::read(entry, &mut self.clocks).err(),
                    false => None,
                };
                let is_read = unread.is_none();
                if let Some(fault) = unread {
                    self.fault(entry, fault);
                }
                is_read
            });
        }
        latest(revisions, entry)
    }
}

/// The latest revision: that of the highest `SEQUENCE`, and of these of the latest `DTSTAMP`. Where nothing
/// says which is later, all of them.
fn latest<'a, T>(mut revisions: Vec<T>, entry: impl Fn(&T) -> &'a Entry) -> Vec<T> {
    if revisions.len() < 2 {
        return revisions;
    }
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let sequence = |entry: &Entry| entry.get("SEQUENCE").and_then(|text| number(&text.value)).unwrap_or(0);
    let highest = revisions.iter().map(|revision| sequence(entry(revision))).max();
    revisions.retain(|revision| Some(sequence(entry(revision))) == highest);
    let written = |entry: &Entry| {
        let moment = Moment::read(entry.get("DTSTAMP")?.value.trim())?;
        Some(moment.local())
    };
    // `None` is the least.
    let first = revisions.iter().map(|revision| written(entry(revision))).min().flatten();
    if first.is_some() {
        let last = revisions.iter().map(|revision| written(entry(revision))).max();
        revisions.retain(|revision| Some(written(entry(revision))) == last);
    }
    revisions
}
