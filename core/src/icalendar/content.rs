//! Content lines, as they are written (RFC 5545 §3.1).
//!
//! A line's value is escaped, and its parameters quoted, by the crate `icalendar`. Components are written
//! here: that crate stamps each with a clock and a random id unless it has its own, also where the RFC allows
//! none (`STANDARD`). Lines are folded here: that crate's last piece of a folded line can have 76 octets.

use std::fmt::Write;

use ::icalendar::{Property, parser};

use crate::time::instant::Instant;

/// Longest line, in octets without its end (RFC 5545 §3.1).
const LINE_OCTETS_MAX: usize = 75;
const PRODID: &str = "-//Frontdesk//Scheduling engine//EN";

/// What a calendar says of itself.
#[derive(Default)]
pub(super) struct Head<'a> {
    method: Option<&'a str>,
    name: Option<&'a str>,
    refresh_minutes: Option<i64>,
}

impl<'a> Head<'a> {
    /// With a `METHOD` (RFC 5546 §1.4), which means something in somebody's name only.
    pub(super) fn with_method(method: &'a str, has_organizer: bool) -> Self {
        Self { method: has_organizer.then_some(method), ..Self::default() }
    }

    /// With what a program that subscribes shows and does (RFC 7986 §5.1, §5.7).
    pub(super) fn subscribed(self, name: Option<&'a str>, refresh_minutes: Option<i64>) -> Self {
        Self { name, refresh_minutes, ..self }
    }

    fn write(&self, to: &mut Writer) {
        to.write("VERSION", "2.0");
        to.write("PRODID", PRODID);
        self.method.iter().for_each(|method| to.write("METHOD", method));
        // Each twice: programs that are older than RFC 7986 know the second form only.
        if let Some(name) = self.name {
            to.unknown_text("NAME", name);
            to.unknown_text("X-WR-CALNAME", name);
        }
        if let Some(minutes) = self.refresh_minutes {
            let duration = format!("PT{minutes}M");
            let mut interval = Property::new("REFRESH-INTERVAL", &duration);
            to.property(interval.add_parameter("VALUE", "DURATION").done());
            to.write("X-PUBLISHED-TTL", &duration);
        }
    }
}

/// An iCalendar text under way.
pub(super) struct Writer(String);

impl Writer {
    /// A whole calendar.
    pub(super) fn calendar(head: &Head<'_>, body: impl FnOnce(&mut Self)) -> String {
        let mut writer = Self(String::with_capacity(1_000));
        writer.component("VCALENDAR", |calendar| {
            head.write(calendar);
            body(calendar);
        });
        writer.0
    }

    pub(super) fn component(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.fold(&format!("BEGIN:{name}"));
        body(self);
        self.fold(&format!("END:{name}"));
    }

    /// What every component has that is published: who it is, and when that was written.
    pub(super) fn identity(&mut self, uid: &str, now: Instant) {
        self.property(Property::new("UID", clean_uid(uid)));
        self.write("DTSTAMP", &utc(now.0));
    }

    /// A property whose value is text of the caller's (RFC 5545 §3.3.11), if it shows anything: some readers
    /// take a property without a value for a fault.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        if shows_something(value) {
            self.property(Property::new(name, clean(value)));
        }
    }

    /// The same of a property that the crate does not know, and so does not escape.
    fn unknown_text(&mut self, name: &str, value: &str) {
        if shows_something(value) {
            let value = clean(value).replace('\\', "\\\\").replace('\n', "\\n");
            self.fold(&format!("{name}:{}", value.replace(';', "\\;").replace(',', "\\,")));
        }
    }

    /// A property whose value is made here.
    pub(super) fn write(&mut self, name: &str, value: &str) {
        self.property(Property::new(name, value));
    }

    pub(super) fn property(&mut self, property: Property) {
        let line: String = property.try_into().expect("a string takes what is written to it");
        // Folded already, if not well: once again from the unfolded line.
        self.fold(parser::unfold(&line).trim_end_matches("\r\n"));
    }

    /// Writes a line in pieces that are short enough, none of which ends inside a character.
    fn fold(&mut self, line: &str) {
        let (mut rest, mut room) = (line, LINE_OCTETS_MAX);
        while rest.len() > room {
            let end =
                (0..=room).rev().find(|&at| rest.is_char_boundary(at)).expect("a text begins at a boundary");
            let (piece, after) = rest.split_at(end);
            self.0.push_str(piece);
            self.0.push_str("\r\n ");
            // The space counts.
            (rest, room) = (after, LINE_OCTETS_MAX - 1);
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// Text without what no value may hold: control characters (RFC 5545 §3.1), of which those that end a line
/// become a newline.
pub(super) fn clean(text: &str) -> String {
    let ends_line = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter(|c| *c == '\t' || ends_line(*c) || !c.is_control())
        .map(|c| if ends_line(c) { '\n' } else { c })
        .collect()
}

/// Whether anything of a text is left to be seen.
pub(super) fn shows_something(text: &str) -> bool {
    !clean(text).trim().is_empty()
}

/// The uid of a component. Of one that a line can't hold, what can't be there is spelt out instead of left
/// out, so that two uids are never one.
fn clean_uid(uid: &str) -> String {
    let mut text = String::with_capacity(uid.len());
    for c in uid.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            write!(text, "%{:02X}", u32::from(c)).expect("a string takes what is written to it");
        } else {
            text.push(c);
        }
    }
    text
}

/// [`clean`] text as the value of a parameter, with what a quoted one can't hold put as RFC 6868 §3 says.
pub(super) fn parameter(text: &str) -> String {
    clean(text).replace('^', "^^").replace('\n', "^n").replace('"', "^'")
}

/// An instant as date with UTC time (RFC 5545 §3.3.5).
pub(super) fn utc(at: i64) -> String {
    let mut text = clock_text(at);
    text.push('Z');
    text
}

/// What a clock shows that counts its seconds as Unix time does.
pub(super) fn clock_text(seconds: i64) -> String {
    let at = Instant(seconds)
        .to_utc()
        .expect("the engine's time, give or take some days, is well inside chrono's years");
    let mut text = String::with_capacity(16);
    write!(text, "{}", at.format("%Y%m%dT%H%M%S")).expect("a string takes what is written to it");
    text
}
