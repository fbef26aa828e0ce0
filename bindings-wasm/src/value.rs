//! Values of JavaScript, as `js/value.ts` writes them and serde reads them, with the path of whatever is
//! wrong in them.
//!
//! JSON text would be shorter to explain. But its reader, with the tables for numbers in decimal, is a tenth
//! of what a page loads, and with text it takes nearly twice as long to put a question.
//!
//! An object and a list say how many bytes they take, so one can step over them. That is how an object's
//! fields are found by their names before the first of them is read: a type takes them in the order in which
//! it declares them, as if they were a list. What serde derives for reading by name, with a comparison of
//! every name and a place for every field, is then nowhere called, and was half of the code for reading.

mod fields;
mod reading;

use std::cell::Cell;

use frontdesk::Fault;
use serde::de::{self, Unexpected};

/// Where the reading of bytes stands.
pub(crate) struct Value<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Of each object that is being read: where it ends, and where the value of each field is that its type
    /// has, or [`ABSENT`].
    places: Places,
    pub(crate) notes: Notes,
    /// What a lenient reading has left out. Without it, such fields are refused.
    pub(crate) left_out: Option<Vec<Unknown<'b>>>,
}

/// A field that the type of its object has not.
pub(crate) struct Unknown<'b> {
    /// Those that it has.
    known: &'static [&'static str],
    pub(crate) name: &'b [u8],
    /// Where its value is that was met first.
    pub(crate) at: usize,
    /// How many objects of this type had it.
    pub(crate) count: u32,
}

/// What a reading leaves behind for the next one, if something is wrong.
#[derive(Default)]
pub(crate) struct Notes {
    /// Whether there is to be a next one.
    pub(crate) are_kept: bool,
    /// Where the lists begin that were read to their ends, the inner ones of such a list left out.
    pub(crate) lists: Vec<usize>,
    /// Whether it ended at a field that the type of its object has not.
    pub(crate) met_unknown: bool,
}

/// The place of a field that is not there: no value begins where the first object does.
const ABSENT: u32 = 0;

/// Numbers in the room of those that were read before: a question has no time to ask for some.
struct Places(Vec<u32>);

thread_local! {
    static PLACES: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
}

impl Drop for Places {
    fn drop(&mut self) {
        self.0.clear();
        PLACES.set(std::mem::take(&mut self.0));
    }
}

pub(crate) const NULL: u8 = 0;
const NUMBER: u8 = 3;
const TEXT: u8 = 4;
pub(crate) const LIST: u8 = 5;
pub(crate) const FIELDS: u8 = 6;
/// What is of whatever type is asked for, and a list that begins behind its first elements: how many are
/// left out, how many follow. `js/value.ts` writes neither; see `repair.rs`.
pub(crate) const ANYTHING: u8 = 7;
pub(crate) const REST: u8 = 8;

/// A value whose parts, if it has some, are still to be read. `js/value.ts` has the same list.
#[derive(Clone, Copy)]
pub(crate) enum Token<'b> {
    Null,
    Bool(bool),
    /// A number as everywhere in JavaScript, little-endian.
    Number(f64),
    /// How many bytes, and UTF-8.
    Text(&'b str),
    /// The number of the first element, how many there are, and where they end; these follow.
    List(u32, u32, usize),
    /// How many fields, and where they end; these follow, each the bytes of its name and a value.
    Fields(u32, usize),
    Anything,
}

impl<'b> Value<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, places: Places(PLACES.take()), notes: Notes::default(), left_out: None }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn token(&mut self) -> Result<Token<'b>, Fault> {
        let [tag] = self.take()?;
        Ok(match tag {
            NULL => Token::Null,
            1 => Token::Bool(false),
            2 => Token::Bool(true),
            NUMBER => Token::Number(f64::from_le_bytes(self.take()?)),
            TEXT => Token::Text(self.text()?),
            LIST => Token::List(0, self.count()?, self.end()?),
            FIELDS => Token::Fields(self.count()?, self.end()?),
            ANYTHING => Token::Anything,
            REST => Token::List(self.count()?, self.count()?, self.end()?),
            _ => return Err(broken()),
        })
    }

    pub(crate) fn text(&mut self) -> Result<&'b str, Fault> {
        std::str::from_utf8(self.name()?).map_err(|_| broken())
    }

    /// A text that is only compared: as bytes.
    pub(crate) fn name(&mut self) -> Result<&'b [u8], Fault> {
        let (name, end) = text_at(self.bytes, self.at).ok_or_else(broken)?;
        self.at = end;
        Ok(name)
    }

    /// Steps over a value, and answers its bytes.
    pub(crate) fn skip(&mut self) -> Result<&'b [u8], Fault> {
        let end = end_of(self.bytes, self.at).ok_or_else(broken)?;
        self.until(end)
    }

    /// The bytes up to `end`, which are stepped over.
    pub(crate) fn until(&mut self, end: usize) -> Result<&'b [u8], Fault> {
        let begin = std::mem::replace(&mut self.at, end);
        self.bytes.get(begin..end).ok_or_else(broken)
    }

    /// The same bytes from another place on.
    pub(crate) fn from(&self, at: usize) -> Self {
        Self { at, ..Self::new(self.bytes) }
    }

    /// Whether an object is next.
    pub(crate) fn is_at_object(&self) -> bool {
        self.bytes.get(self.at) == Some(&FIELDS)
    }

    fn count(&mut self) -> Result<u32, Fault> {
        self.take().map(u32::from_le_bytes)
    }

    fn end(&mut self) -> Result<usize, Fault> {
        let length = self.count()? as usize;
        Ok(self.at + length)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let bytes = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk).ok_or_else(broken)?;
        self.at += N;
        Ok(*bytes)
    }
}

/// The text whose length stands at a place, and where it ends.
#[inline(always)]
fn text_at(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let (length, rest) = bytes.get(at..)?.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    Some((rest.get(..length)?, at + 4 + length))
}

/// Where the value ends that begins at a place.
#[inline(always)]
fn end_of(bytes: &[u8], at: usize) -> Option<usize> {
    // How many bytes come before those that say how many follow.
    let before = match *bytes.get(at)? {
        NUMBER => return Some(at + 9),
        TEXT => 1,
        LIST | FIELDS => 5,
        REST => 9,
        _ => return Some(at + 1),
    };
    text_at(bytes, at + before).map(|(_, end)| end)
}

/// `js/value.ts` writes nothing like that.
fn broken() -> Fault {
    de::Error::custom("no value")
}

/// Something is not `expected`. A text is not quoted: it may be all of an input, as JSON.
fn not(expected: &'static str, found: Token<'_>) -> Fault {
    let found = match &found {
        Token::Text(_) => Unexpected::Other("a string"),
        other => other.kind(),
    };
    de::Error::invalid_type(found, &expected)
}

enum Whole {
    Unsigned(u64),
    Signed(i64),
}

/// A number as the integer that it is, as a reader of JSON text has it.
fn whole(number: f64) -> Option<Whole> {
    if number.trunc() != number {
        None
    } else if (0.0..u64::MAX as f64).contains(&number) {
        Some(Whole::Unsigned(number as u64))
    } else {
        (i64::MIN as f64..0.0).contains(&number).then_some(Whole::Signed(number as i64))
    }
}

impl Token<'_> {
    /// As messages name it.
    fn kind(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Number(value) => match whole(*value) {
                Some(Whole::Unsigned(value)) => Unexpected::Unsigned(value),
                Some(Whole::Signed(value)) => Unexpected::Signed(value),
                None => Unexpected::Float(*value),
            },
            Self::Text(value) => Unexpected::Str(value),
            Self::List(..) => Unexpected::Seq,
            Self::Fields(..) => Unexpected::Map,
            Self::Anything => Unexpected::Other("anything"),
        }
    }
}
