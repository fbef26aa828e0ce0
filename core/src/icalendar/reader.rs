//! Components, as they are read: the entries of a calendar with the properties that matter (RFC 5545 §3.1,
//! §3.4, §3.6).
//!
//! The crate `icalendar` reads lines; what is around them is read here. Its own reader of components calls
//! itself for each level, so a text of `BEGIN`s would exhaust the stack, and takes the rest of a line that is
//! none for another property.

use ::icalendar::parser;

use crate::error::{Error, ErrorCode, Path, Result};
use crate::limits::ICALENDAR_BYTES_MAX;

/// The components that say when somebody is busy.
const KINDS: [&str; 2] = ["VEVENT", "VFREEBUSY"];
/// Their properties that have a say in it, each with whether it may be there more than once.
const PROPERTIES: [(&str, bool); 13] = [
    ("UID", false),
    ("DTSTAMP", false),
    ("SEQUENCE", false),
    ("RECURRENCE-ID", false),
    ("DTSTART", false),
    ("DTEND", false),
    ("DURATION", false),
    ("STATUS", false),
    ("TRANSP", false),
    ("RRULE", true),
    ("RDATE", true),
    ("EXRULE", true),
    ("FREEBUSY", true),
];

/// A component of a calendar, with the properties that matter.
pub(super) struct Entry {
    kind: &'static str,
    /// Counts the components of this kind in the text.
    index: usize,
    /// Whether the `METHOD` of its calendar is `CANCEL`.
    pub(super) called_off: bool,
    properties: Vec<Property>,
}

/// A property, its value without escapes.
pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// By name in capitals.
    parameters: Vec<(String, String)>,
}

/// The `VEVENT`s and `VFREEBUSY`s of a text of one or more calendars. What is inside them (alarms) and beside
/// them is skipped.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>> {
    if text.len() > ICALENDAR_BYTES_MAX {
        let code = ErrorCode::TooMany { count: text.len() as u64, limit: ICALENDAR_BYTES_MAX as u64 };
        return Err(code.at(&Path::Root));
    }
    let mut reader = Reader::default();
    // The line under way: its number, and what it says unfolded.
    let mut line: Option<(usize, String)> = None;
    // Lines may end in LF alone: many texts do.
    for (index, text) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        match (text.strip_prefix([' ', '\t']), &mut line) {
            (Some(more), Some((_, line))) => line.push_str(more),
            (None, _) if text.is_empty() => {}
            _ => line
                .replace((index + 1, text.to_owned()))
                .map_or(Ok(()), |(number, line)| reader.take(number, &line))?,
        }
    }
    let (number, last) = line.unwrap_or_default();
    if number > 0 {
        reader.take(number, &last)?;
    }
    match reader.open.pop() {
        Some(name) => Err(invalid(number, &format!("`{name}` is not ended"))),
        None if reader.calendars == 0 => Err(invalid(number, "there is no calendar")),
        None => Ok(reader.entries),
    }
}

#[derive(Default)]
struct Reader {
    /// The names of the components that are open, the outermost first.
    open: Vec<String>,
    calendars: usize,
    /// Whether the `METHOD` of the calendar that is open is `CANCEL`.
    called_off: bool,
    entries: Vec<Entry>,
    counts: [usize; KINDS.len()],
}

impl Reader {
    fn take(&mut self, number: usize, line: &str) -> Result<()> {
        let (name, rest) = line.split_at(line.find([':', ';']).unwrap_or(line.len()));
        let is_part_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if name.is_empty() || rest.is_empty() || !name.bytes().all(is_part_of_name) {
            return Err(invalid(number, "it is not a name and a value"));
        }
        match name.to_ascii_uppercase().as_str() {
            "BEGIN" => self.begin(number, rest[1..].trim().to_ascii_uppercase()),
            "END" => self.end(number, &rest[1..].trim().to_ascii_uppercase()),
            name => self.property(number, name, rest),
        }
    }

    fn begin(&mut self, number: usize, name: String) -> Result<()> {
        match self.open.len() {
            0 if name != "VCALENDAR" => {
                return Err(invalid(number, "what begins outside a calendar is a `VCALENDAR`"));
            }
            0 => {
                self.calendars += 1;
                self.called_off = false;
            }
            1 => {
                if let Some(kind) = KINDS.iter().position(|kind| *kind == name) {
                    let index = self.counts[kind];
                    self.counts[kind] += 1;
                    self.entries.push(Entry {
                        kind: KINDS[kind],
                        index,
                        called_off: self.called_off,
                        properties: Vec::new(),
                    });
                }
            }
            _ => {}
        }
        self.open.push(name);
        Ok(())
    }

    fn end(&mut self, number: usize, name: &str) -> Result<()> {
        match self.open.pop() {
            Some(open) if open == name => Ok(()),
            Some(open) => {
                Err(invalid(number, &format!("it ends another component than `{open}`, which is open")))
            }
            None => Err(invalid(number, "it ends what was not begun")),
        }
    }

    fn property(&mut self, number: usize, name: &str, rest: &str) -> Result<()> {
        match self.open.as_slice() {
            [] => Err(invalid(number, "it is outside any calendar")),
            // The properties of a calendar come before its components (RFC 5545 §3.4).
            [_] if name == "METHOD" => {
                self.called_off = Property::read(number, "METHOD", rest)?.is("CANCEL");
                Ok(())
            }
            [_, component] if KINDS.contains(&component.as_str()) => {
                let Some(&(name, repeats)) = PROPERTIES.iter().find(|(known, _)| *known == name) else {
                    return Ok(());
                };
                let entry = self.entries.last_mut().expect("an open component of this kind has been added");
                if !repeats && entry.get(name).is_some() {
                    return Err(entry.error(name, ErrorCode::Duplicate { value: name.to_owned() }));
                }
                entry.properties.push(Property::read(number, name, rest)?);
                Ok(())
            }
            _ => Ok(()),
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

    /// Whether a property has this value.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|property| property.is(value))
    }

    /// What is wrong with one of its properties: at `VEVENT[2].DTSTART`, say.
    pub(super) fn error(&self, name: &str, code: ErrorCode) -> Error {
        code.at(&Path::Root.field(self.kind).index(self.index).field(name))
    }
}

impl Property {
    fn read(number: usize, name: &'static str, rest: &str) -> Result<Self> {
        let line = format!("{name}{rest}");
        let read = parser::Property::try_from(line.as_str()).ok();
        // A line whose parameters can't be read is taken for a name alone.
        let whole = read.filter(|read| !read.val.as_str().is_empty() || line.ends_with(':'));
        let read = whole.ok_or_else(|| invalid(number, "its parameters can't be read"))?;
        let parameter = |parameter: parser::Parameter<'_>| {
            (
                parameter.key.as_str().to_ascii_uppercase(),
                parameter.val.map_or(String::new(), |value| value.as_str().to_owned()),
            )
        };
        Ok(Self {
            name,
            value: read.val.as_str().to_owned(),
            parameters: read.params.into_iter().map(parameter).collect(),
        })
    }

    fn is(&self, value: &str) -> bool {
        self.value.trim().eq_ignore_ascii_case(value)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn invalid(number: usize, what: &str) -> Error {
    ErrorCode::InvalidIcalendar { detail: format!("line {number}: {what}") }.at(&Path::Root)
}
