//! Quoting of input in error messages: shortened, and without control characters.

use std::fmt::{self, Write};

use crate::limits::{ERROR_TEXT_CHARS_MAX, QUOTED_CHARS_MAX};

/// A text from outside as messages quote it: on one line, and cut after [`QUOTED_CHARS_MAX`] characters. A
/// message goes into logs, and whoever sent the text knows the rest.
///
/// ```
/// use frontdesk::Quoted;
///
/// assert_eq!(Quoted("doc\n456").to_string(), "doc\\u{a}456");
/// assert_eq!(Quoted(&"ä".repeat(2_000_000)).to_string(), "ä".repeat(100) + "…");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, letter) in self.0.chars().enumerate() {
            if index == QUOTED_CHARS_MAX {
                return f.write_char('…');
            }
            if letter.is_control() {
                write!(f, "\\u{{{:x}}}", u32::from(letter))?;
            } else {
                f.write_char(letter)?;
            }
        }
        Ok(())
    }
}

/// A word that is none of those which are allowed, as messages quote it. What has white space in it is no
/// slip of a word: it may be somebody's name, and messages go into logs.
pub(crate) struct Word<'a>(pub(crate) &'a str);

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains(char::is_whitespace) {
            write!(f, "of {} characters", self.0.chars().count())
        } else {
            write!(f, "`{}`", Quoted(self.0))
        }
    }
}

/// Cuts a text in the data of an error.
pub(crate) fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(ERROR_TEXT_CHARS_MAX) {
        text.truncate(end);
        text.push('…');
    }
}
