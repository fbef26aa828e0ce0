//! Components, as they are read: the entries of a text with the properties that have a say in when somebody
//! is busy, and the zones that it explains (RFC 5545 §3.4, §3.6).
//!
//! No text is refused here but one that is too long or has no calendar. What is wrong with an entry is kept
//! with it, and what is wrong beside entries in a list of its own.

use super::lines::Lines;
use super::property::{Line, Property};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::ICALENDAR_BYTES_MAX;

/// The components that say when somebody is busy.
const KINDS: [&str; 2] = ["VEVENT", "VFREEBUSY"];
/// Their properties that decide when that is. A broken one spoils its entry.
const DECISIVE: [&str; 7] = ["DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "FREEBUSY"];
/// Those that have a say, but are passed over where they are broken.
const HELPFUL: [&str; 10] = [
    "UID",
    "EXDATE",
    "EXRULE",
    "DTSTAMP",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
    "ATTENDEE",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-APPLE-TRAVEL-DURATION",
];
/// What an observance of a `VTIMEZONE` says.
const OF_OBSERVANCES: [&str; 6] = ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "EXDATE"];

/// All that a text has.
#[derive(Default)]
pub(super) struct Source {
    pub(super) calendars: Vec<Part>,
    pub(super) entries: Vec<Entry>,
    /// What is wrong beside the entries, by line.
    pub(super) faults: Vec<(usize, ErrorCode)>,
}

/// One calendar of a text.
#[derive(Default)]
pub(super) struct Part {
    /// Whether its `METHOD` is `CANCEL`.
    pub(super) called_off: bool,
    /// `X-WR-TIMEZONE`: the clock of local times that name none.
    pub(super) timezone: Option<String>,
    /// The `VTIMEZONE`s: their names and observances.
    pub(super) zones: Vec<(String, Vec<Observance>)>,
}

/// The properties of a `STANDARD` or `DAYLIGHT`.
pub(super) type Observance = Vec<Property>;

/// A component of a calendar, with the properties that matter.
pub(super) struct Entry {
    pub(super) kind: &'static str,
    /// Counts the components of this kind in the text.
    pub(super) index: usize,
    pub(super) line: usize,
    /// The number of its calendar in the text.
    pub(super) part: usize,
    pub(super) properties: Vec<Property>,
    /// What keeps it from being read.
    pub(super) fault: Option<Fault>,
}

/// What is wrong with an entry: of which property, if of one, and in which line.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) property: Option<&'static str>,
    pub(super) code: ErrorCode,
}

impl Source {
    pub(super) fn read(text: &[u8]) -> Result<Self> {
        if text.len() > ICALENDAR_BYTES_MAX {
            let code = ErrorCode::TooMany { count: text.len() as u64, limit: ICALENDAR_BYTES_MAX as u64 };
            return Err(code.at(&Path::Root));
        }
        let mut reader = Reader::default();
        let mut last = 0;
        for (number, line) in Lines::of(text) {
            last = number;
            if let Some(line) = Line::of(number, &line) {
                reader.take(&line);
            }
        }
        reader.leave(last);
        if reader.in_calendar {
            reader.wrong(last, "the calendar is not ended");
        }
        if reader.source.calendars.is_empty() {
            let detail = "there is no calendar".to_owned();
            return Err(ErrorCode::InvalidIcalendar { detail }.at(&Path::Root));
        }
        Ok(reader.source)
    }
}

/// The component that the lines belong to.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A calendar, something in it that does not matter, or none.
    #[default]
    Outside,
    Entry,
    Zone,
}

#[derive(Default)]
struct Reader {
    source: Source,
    in_calendar: bool,
    open: Open,
    /// How many components are open inside it.
    inside: usize,
    counts: [usize; KINDS.len()],
}

impl Reader {
    fn take(&mut self, line: &Line<'_>) {
        match line.bare() {
            Some(name) if line.is("BEGIN") => self.begin(line.number, &name),
            Some(name) if line.is("END") => self.end(line.number, &name),
            _ => self.property(line),
        }
    }

    fn wrong(&mut self, line: usize, what: &str) {
        self.source.faults.push((line, invalid(line, what)));
    }

    fn begin(&mut self, number: usize, name: &str) {
        match KINDS.iter().position(|kind| *kind == name) {
            Some(kind) => {
                self.leave(number);
                let (index, part) = (self.counts[kind], self.part());
                self.counts[kind] += 1;
                let (properties, fault) = (Vec::new(), None);
                let entry = Entry { kind: KINDS[kind], index, line: number, part, properties, fault };
                self.source.entries.push(entry);
                self.open = Open::Entry;
            }
            None if name == "VCALENDAR" => {
                self.leave(number);
                if self.in_calendar {
                    self.wrong(number, "the calendar before is not ended");
                }
                self.source.calendars.push(Part::default());
                self.in_calendar = true;
            }
            None if name == "VTIMEZONE" => {
                self.leave(number);
                let part = self.part();
                self.source.calendars[part].zones.push((String::new(), Vec::new()));
                self.open = Open::Zone;
            }
            None => {
                if self.open == Open::Zone && self.inside == 0 && matches!(name, "STANDARD" | "DAYLIGHT") {
                    self.zone().1.push(Vec::new());
                }
                self.inside += 1;
            }
        }
    }

    fn end(&mut self, number: usize, name: &str) {
        let open = match self.open {
            Open::Entry => self.source.entries.last().map_or("", |entry| entry.kind),
            Open::Zone => "VTIMEZONE",
            Open::Outside => "",
        };
        if name == "VCALENDAR" {
            self.leave(number);
            self.in_calendar = false;
        } else if name == open && self.inside == 0 {
            self.open = Open::Outside;
        } else if name == open || KINDS.contains(&name) || name == "VTIMEZONE" {
            // Something inside it is not ended, or it ends what was not begun.
            let was_entry = self.open == Open::Entry;
            self.leave(number);
            if !was_entry && KINDS.contains(&name) {
                self.wrong(number, "it ends what was not begun");
            }
        } else {
            self.inside = self.inside.saturating_sub(1);
        }
    }

    /// Leaves the component that is open, which should have been ended before.
    fn leave(&mut self, number: usize) {
        if let (Open::Entry, Some(entry)) = (self.open, self.source.entries.last_mut()) {
            let what = format!("`{}`, or something in it, is not ended", entry.kind);
            entry.fault.get_or_insert(Fault { line: number, property: None, code: invalid(number, &what) });
        }
        (self.open, self.inside) = (Open::Outside, 0);
    }

    /// The number of the calendar that is open. What stands outside of calendars has one of its own.
    fn part(&mut self) -> usize {
        if !self.in_calendar {
            self.source.calendars.push(Part::default());
        }
        self.source.calendars.len() - 1
    }

    fn zone(&mut self) -> &mut (String, Vec<Observance>) {
        let part = self.source.calendars.last_mut().expect("an open component has a calendar");
        part.zones.last_mut().expect("an open zone has been added")
    }

    fn property(&mut self, line: &Line<'_>) {
        let known = |names: &[&'static str]| names.iter().find(|name| line.is(name)).copied();
        match self.open {
            Open::Entry if self.inside == 0 => {
                let Some(entry) = self.source.entries.last_mut() else { return };
                let decisive = known(&DECISIVE);
                let Some(name) = decisive.or_else(|| known(&HELPFUL)) else { return };
                match line.property(name) {
                    Some(property) => entry.properties.push(property),
                    None if decisive.is_some() => {
                        let code = invalid(line.number, "it is not a name, parameters and a value");
                        let fault = Fault { line: line.number, property: Some(name), code };
                        entry.fault.get_or_insert(fault);
                    }
                    None => {}
                }
            }
            Open::Zone if self.inside == 0 && line.is("TZID") => {
                self.zone().0 = line.property("TZID").map_or(String::new(), |name| name.value);
            }
            Open::Zone if self.inside == 1 => {
                let property = known(&OF_OBSERVANCES).and_then(|name| line.property(name));
                if let (Some(property), Some(observance)) = (property, self.zone().1.last_mut()) {
                    observance.push(property);
                }
            }
            Open::Outside if self.in_calendar && self.inside == 0 => {
                let Some(part) = self.source.calendars.last_mut() else { return };
                if line.is("METHOD") {
                    part.called_off = line.property("METHOD").is_some_and(|method| method.is("CANCEL"));
                } else if line.is("X-WR-TIMEZONE") {
                    let name = line.property("X-WR-TIMEZONE").map(|name| name.value);
                    part.timezone = name.filter(|name| !name.trim().is_empty());
                }
            }
            _ => {}
        }
    }
}

impl Entry {
    pub(super) fn is_event(&self) -> bool {
        self.kind == KINDS[0]
    }

    pub(super) fn get(&self, name: &str) -> Option<&Property> {
        self.all(name).next()
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The property that may be there once.
    pub(super) fn only(&self, name: &'static str) -> std::result::Result<Option<&Property>, Fault> {
        let first = self.get(name);
        match self.all(name).find(|other| first.is_some_and(|first| first.value != other.value)) {
            Some(other) => Err(other.fault(ErrorCode::Duplicate { value: name.to_owned() })),
            None => Ok(first),
        }
    }

    /// Whether a property has this value, everywhere it is there.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some() && self.all(name).all(|property| property.is(value))
    }

    /// The `UID`, if there is one that says something.
    pub(super) fn uid(&self) -> Option<&str> {
        self.get("UID").map(|uid| uid.value.as_str()).filter(|uid| !uid.trim().is_empty())
    }
}

impl Property {
    pub(super) fn fault(&self, code: ErrorCode) -> Fault {
        Fault { line: self.line, property: Some(self.name), code }
    }

    /// It is not what it should be.
    pub(super) fn not_a(&self, expected: &str) -> Fault {
        // Enough of it to find it by.
        let shown: String = self.value.chars().take(40).collect();
        self.fault(ErrorCode::WrongType { detail: format!("`{}` is not {expected}", shown.escape_debug()) })
    }
}

fn invalid(line: usize, what: &str) -> ErrorCode {
    ErrorCode::InvalidIcalendar { detail: format!("line {line}: {what}") }
}
