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

use std::cell::Cell;

use frontdesk::Fault;
use frontdesk::reread::{ANY_TEXT, any_word};
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

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

    /// Finds the fields of the object that is next, which has these and no others.
    fn open(&mut self, names: &'static [&'static str]) -> Result<(), Fault> {
        let begin = self.at;
        let (count, end) = match self.token()? {
            Token::Fields(count, end) => (count, end),
            Token::Anything => {
                // Anything is in each of them.
                self.places.0.push(self.at as u32);
                self.places.0.extend(names.iter().map(|_| begin as u32));
                return Ok(());
            }
            other => return Err(not("an object", other)),
        };
        let first = self.places.0.len() + 1;
        self.places.0.push(end as u32);
        self.places.0.resize(first + names.len(), ABSENT);
        // Most often they are in the order in which they are declared, with some left out.
        let (mut at, mut expected) = (self.at, 0);
        for _ in 0..count {
            let (name, value) = text_at(self.bytes, at).ok_or_else(broken)?;
            self.at = value;
            match place_of(name, names, expected) {
                Some(found) => {
                    expected = found + 1;
                    self.places.0[first + found] = value as u32;
                }
                None => self.leave_out(name, names)?,
            }
            at = end_of(self.bytes, value).ok_or_else(broken)?;
        }
        Ok(())
    }

    /// Notes a field that the type has not, if that is allowed.
    #[cold]
    fn leave_out(&mut self, name: &'b [u8], known: &'static [&'static str]) -> Result<(), Fault> {
        let at = self.at;
        let Some(left_out) = &mut self.left_out else {
            self.notes.met_unknown = true;
            return Err(de::Error::unknown_field(std::str::from_utf8(name).map_err(|_| broken())?, known));
        };
        match left_out.iter_mut().find(|other| other.name == name && std::ptr::eq(other.known, known)) {
            Some(again) => again.count += 1,
            None => left_out.push(Unknown { known, name, at, count: 1 }),
        }
        Ok(())
    }

    /// Goes on behind an object with so many fields, all of it read.
    fn close(&mut self, count: usize) {
        let place = self.places.0.len() - count - 1;
        self.at = self.places.0[place] as usize;
        self.places.0.truncate(place);
    }

    /// Goes to a field of an object, if it is there.
    #[inline(always)]
    fn seek(&mut self, place: usize) -> bool {
        let at = self.places.0[place];
        if at != ABSENT {
            self.at = at as usize;
        }
        at != ABSENT
    }

    fn elements<'de, V: Visitor<'de>>(
        &mut self,
        begin: usize,
        first: u32,
        count: u32,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let inner = self.notes.lists.len();
        let mut elements = Elements { value: self, next: first, end: first.saturating_add(count) };
        let read = visitor.visit_seq(&mut elements)?;
        let rest = elements.end - elements.next;
        self.end_of_list(begin, inner, rest, count).map(|()| read)
    }

    fn end_of_list(&mut self, begin: usize, inner: usize, rest: u32, count: u32) -> Result<(), Fault> {
        if rest > 0 {
            return Err(de::Error::invalid_length(count as usize, &"fewer elements"));
        }
        if self.notes.are_kept {
            self.notes.lists.truncate(inner);
            self.notes.lists.push(begin);
        }
        Ok(())
    }

    fn number<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Anything => visitor.visit_u64(0),
            Token::Number(value) => match whole(value) {
                Some(Whole::Unsigned(value)) => visitor.visit_u64(value),
                Some(Whole::Signed(value)) => visitor.visit_i64(value),
                None => visitor.visit_f64(value),
            },
            other => Err(de::Error::invalid_type(other.kind(), &visitor)),
        }
    }
}

/// Which of `names` this is: it is looked for from `expected` on first.
fn place_of(name: &[u8], names: &[&str], expected: usize) -> Option<usize> {
    let mut place = expected;
    for _ in names {
        if place >= names.len() {
            place = 0;
        }
        if names[place].as_bytes() == name {
            return Some(place);
        }
        place += 1;
    }
    None
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

impl<'de> Deserializer<'de> for &mut Value<'_> {
    type Error = Fault;

    /// What the wire model asks for in this way is a number: an integer that may be written as `30.0`.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.number(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if matches!(self.bytes.get(self.at), Some(&(NULL | ANYTHING))) {
            self.at += 1;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// The words of the wire model have no data; what has some is tagged. A word is handed over as its
    /// number.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let word = match self.token()? {
            Token::Text(word) => word,
            Token::Anything => any_word(name, words),
            other => return Err(de::Error::invalid_type(other.kind(), &"a word")),
        };
        let place = place_of(word.as_bytes(), words, 0)
            .ok_or_else(|| <Fault as de::Error>::unknown_variant(word, words))?;
        let number: U32Deserializer<Fault> = (place as u32).into_deserializer();
        visitor.visit_enum(number)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let first = self.places.0.len() + 1;
        self.open(names)?;
        let fields = Fields { value: self, names, count: 0, first };
        let read = visitor.visit_seq(fields).map_err(|fault| fault.of_fields(names))?;
        self.close(names.len());
        Ok(read)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let begin = self.at;
        match self.token()? {
            Token::List(first, count, _) => self.elements(begin, first, count, visitor),
            Token::Anything => self.elements(begin, 0, 0, visitor),
            other => Err(not("a list", other)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Text(text) => visitor.visit_str(text),
            Token::Anything => visitor.visit_str(ANY_TEXT),
            other => Err(de::Error::invalid_type(other.kind(), &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Anything => visitor.visit_bool(false),
            other => Err(de::Error::invalid_type(other.kind(), &visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map
        identifier ignored_any
    }
}

/// The elements of a list.
struct Elements<'v, 'b> {
    value: &'v mut Value<'b>,
    next: u32,
    end: u32,
}

impl<'de> SeqAccess<'de> for &mut Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.next == self.end {
            return Ok(None);
        }
        let index = self.next as usize;
        self.next += 1;
        seed.deserialize(&mut *self.value).map(Some).map_err(|fault| fault.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some((self.end - self.next) as usize)
    }
}

/// The fields of an object, in the order in which its type declares them. One that is not there is as if the
/// list had ended; the one behind it comes all the same.
struct Fields<'v, 'b> {
    value: &'v mut Value<'b>,
    names: &'static [&'static str],
    /// How many have been asked for.
    count: usize,
    /// Where the place of the first is.
    first: usize,
}

impl Fields<'_, '_> {
    /// Goes to the next field of the type, if the object has it.
    fn seek(&mut self) -> bool {
        let place = self.first + self.count;
        self.count += 1;
        self.value.seek(place)
    }

    /// A fault in the field that was last asked for.
    #[cold]
    fn wrong(&self, fault: Fault) -> Fault {
        fault.in_field(self.names[self.count - 1])
    }
}

impl<'de> SeqAccess<'de> for Fields<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.seek() {
            return Ok(None);
        }
        match seed.deserialize(&mut *self.value) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => Err(self.wrong(fault)),
        }
    }
}
