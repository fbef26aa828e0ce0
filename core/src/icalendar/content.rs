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

/// An iCalendar text under way.
pub(super) struct Writer(String);

impl Writer {
    /// A whole calendar; `method` as in RFC 5546 §1.4.
    pub(super) fn calendar(method: Option<&str>, body: impl FnOnce(&mut Self)) -> String {
        let mut writer = Self(String::with_capacity(1_000));
        writer.component("VCALENDAR", |calendar| {
            calendar.write("VERSION", "2.0");
            calendar.write("PRODID", PRODID);
            if let Some(method) = method {
                calendar.write("METHOD", method);
            }
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
        self.text("UID", uid);
        self.write("DTSTAMP", &utc(now.0));
    }

    /// A property whose value is text of the caller's (RFC 5545 §3.3.11).
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.property(Property::new(name, clean(value)));
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

/// The same for the value of a parameter, with what a quoted one can't hold put as RFC 6868 §3 says.
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
