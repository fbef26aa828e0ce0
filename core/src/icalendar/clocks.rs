//! Whose clock a local time is read on: the zones that a text names, as its writer may have called them.

use std::collections::HashMap;

use super::observance;
use super::property::Property;
use super::reader::{Fault, Part, Source};
use super::windows::WINDOWS_ZONES;
use crate::clinic::Clinic;
use crate::error::{ErrorCode, Path};
use crate::limits::ICALENDAR_TIMEZONES_MAX;
use crate::time::zone::{Zone, timezone_names};

/// The zones of a text, each looked for once.
pub(super) struct Clocks<'a> {
    clinic: &'a Clinic,
    parts: &'a [Part],
    /// The doctor's.
    pub(super) own: Zone,
    /// By the number of the calendar and the name in it.
    found: HashMap<(usize, &'a str), Result<Zone, ErrorCode>>,
    /// How many `VTIMEZONE`s have been looked into.
    looked_into: usize,
    /// What stands for a zone that is not known, where only its days matter.
    pub(super) unknown: Option<Zone>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(clinic: &'a Clinic, source: &'a Source, own: Zone) -> Self {
        Self { clinic, parts: &source.calendars, own, found: HashMap::new(), looked_into: 0, unknown: None }
    }

    /// The clock of a local time in this property: that of its `TZID`, else of its calendar, else the
    /// doctor's.
    pub(super) fn of(&mut self, part: usize, property: &'a Property) -> Result<Zone, Fault> {
        let named = property.parameter("TZID").or(self.parts[part].timezone.as_deref());
        let Some(name) = named else { return Ok(self.own.clone()) };
        self.named(part, name).or_else(|code| self.unknown.clone().ok_or_else(|| property.fault(code)))
    }

    /// That of its `TZID`, if it has one.
    pub(super) fn of_tzid(&mut self, part: usize, property: &'a Property) -> Result<Option<Zone>, Fault> {
        match property.parameter("TZID") {
            Some(_) => self.of(part, property).map(Some),
            None => Ok(None),
        }
    }

    fn named(&mut self, part: usize, name: &'a str) -> Result<Zone, ErrorCode> {
        if let Some(found) = self.found.get(&(part, name)) {
            return found.clone();
        }
        let found = self.look_for(part, name);
        self.found.insert((part, name), found.clone());
        found
    }

    fn look_for(&mut self, part: usize, name: &str) -> Result<Zone, ErrorCode> {
        // Blanks and NULs around a name are seen; a `/` before it says that it is known everywhere (RFC 5545
        // §3.2.19).
        let trimmed = name.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '/');
        let known = [name, trimmed].into_iter().find_map(|name| self.known(name));
        if let Some(zone) = known.or_else(|| self.of_windows(trimmed)) {
            return Ok(zone);
        }
        let same = |(known, _): &&(String, _)| known == name || known.trim() == trimmed;
        if let Some((_, observances)) = self.parts[part].zones.iter().find(same) {
            self.looked_into += 1;
            if self.looked_into > ICALENDAR_TIMEZONES_MAX {
                let (count, limit) = (self.looked_into as u64, ICALENDAR_TIMEZONES_MAX as u64);
                return Err(ErrorCode::TooMany { count, limit });
            }
            if let Some(zone) = observance::zone(trimmed, observances) {
                return Ok(zone);
            }
        }
        // A name that is written in another way is one only if the text does not say what it means.
        let ends = trimmed.match_indices('/').map(|(at, _)| &trimmed[at + 1..]);
        let ends = std::iter::once(trimmed).chain(ends);
        let mut zones = ends.filter_map(|end| self.known(end).or_else(|| self.in_any_case(end)));
        zones.next().ok_or_else(|| {
            // Enough of it to know it by.
            ErrorCode::UnknownTimezone { value: name.chars().take(100).collect() }
        })
    }

    fn known(&self, name: &str) -> Option<Zone> {
        self.clinic.zone(name, &Path::Root).ok()
    }

    fn in_any_case(&self, name: &str) -> Option<Zone> {
        let same = |known: &&str| known.eq_ignore_ascii_case(name);
        let supplied = self.clinic.timezone_data_names().find(same);
        self.known(supplied.or_else(|| timezone_names().find(same))?)
    }

    fn of_windows(&self, name: &str) -> Option<Zone> {
        let (_, known) = WINDOWS_ZONES.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name))?;
        self.known(known)
    }
}
