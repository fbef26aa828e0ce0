//! Values of JavaScript, as `js/value.ts` writes them and serde reads them, with the path of whatever is
//! wrong in them.
//!
//! JSON text would be shorter to explain. But its reader, with the tables for numbers in decimal, is a tenth
//! of what a page loads, and with text it takes nearly twice as long to put a question.

use frontdesk::Fault;
use frontdesk::reread::{ANY_TEXT, any_word};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

/// Where the reading of bytes stands.
pub(crate) struct Value<'b>(pub(crate) &'b [u8]);

pub(crate) const NULL: u8 = 0;
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
    /// The number of the first element, and how many there are; these follow.
    List(u32, u32),
    /// How many fields; these follow, each the bytes of its name and a value.
    Fields(u32),
    Anything,
}

impl<'b> Value<'b> {
    pub(crate) fn token(&mut self) -> Result<Token<'b>, Fault> {
        let [tag] = self.bytes()?;
        Ok(match tag {
            NULL => Token::Null,
            1 => Token::Bool(false),
            2 => Token::Bool(true),
            3 => Token::Number(f64::from_le_bytes(self.bytes()?)),
            4 => Token::Text(self.text()?),
            LIST => Token::List(0, self.count()?),
            FIELDS => Token::Fields(self.count()?),
            ANYTHING => Token::Anything,
            REST => Token::List(self.count()?, self.count()?),
            _ => return Err(broken()),
        })
    }

    pub(crate) fn text(&mut self) -> Result<&'b str, Fault> {
        let length = self.count()? as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or_else(broken)?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| broken())
    }

    fn count(&mut self) -> Result<u32, Fault> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or_else(broken)?;
        self.0 = rest;
        Ok(*bytes)
    }

    /// Whether anything stands here; it is read if so.
    fn is_anything(&mut self) -> bool {
        let rest = self.0.strip_prefix(&[ANYTHING]);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Reads whatever is next, if the visitor takes it.
    fn visit<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Anything => visitor.visit_u64(0),
            Token::Null => visitor.visit_unit(),
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Number(value) => match whole(value) {
                Some(Whole::Unsigned(value)) => visitor.visit_u64(value),
                Some(Whole::Signed(value)) => visitor.visit_i64(value),
                None => visitor.visit_f64(value),
            },
            Token::Text(value) => visitor.visit_str(value),
            Token::List(first, count) => self.elements(first, count, visitor),
            Token::Fields(count) => visitor.visit_map(Fields { value: self, name: "", rest: count }),
        }
    }

    fn elements<'de, V: Visitor<'de>>(
        &mut self,
        first: u32,
        count: u32,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut elements = Elements { value: self, next: first, end: first.saturating_add(count) };
        let read = visitor.visit_seq(&mut elements)?;
        if elements.next < elements.end {
            Err(de::Error::invalid_length(count as usize, &"fewer elements"))
        } else {
            Ok(read)
        }
    }
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
            Self::Fields(_) => Unexpected::Map,
            Self::Anything => Unexpected::Other("anything"),
        }
    }
}

/// An object of these fields, with anything in each.
fn any_fields(names: &[&str]) -> Vec<u8> {
    let mut bytes = vec![FIELDS];
    bytes.extend((names.len() as u32).to_le_bytes());
    for name in names {
        push_name(name, &mut bytes);
        bytes.push(ANYTHING);
    }
    bytes
}

/// Writes the name of a field.
pub(crate) fn push_name(name: &str, bytes: &mut Vec<u8>) {
    bytes.extend((name.len() as u32).to_le_bytes());
    bytes.extend(name.as_bytes());
}

impl<'de> Deserializer<'de> for &mut Value<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            [NULL | ANYTHING, rest @ ..] => {
                self.0 = rest;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// The words of the wire model have no data; what has some is tagged.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Text(word) => visitor.visit_enum(StrDeserializer::new(word)),
            Token::Anything => visitor.visit_enum(StrDeserializer::new(any_word(name, words))),
            other => Err(de::Error::invalid_type(other.kind(), &"a word")),
        }
    }

    /// By its fields' names only: serde would take a list of values too. Nothing here calls what it derives for
    /// that, so the module is without it.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::Fields(count) => visitor.visit_map(Fields { value: self, name: "", rest: count }),
            Token::Anything => Value(&any_fields(names)).deserialize_struct(name, names, visitor),
            other => Err(not("an object", other)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.token()? {
            Token::List(first, count) => self.elements(first, count, visitor),
            Token::Anything => self.elements(0, 0, visitor),
            other => Err(not("a list", other)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_anything() { visitor.visit_str(ANY_TEXT) } else { self.visit(visitor) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_anything() { visitor.visit_bool(false) } else { self.visit(visitor) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map identifier ignored_any
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

/// The fields of an object.
struct Fields<'v, 'b> {
    value: &'v mut Value<'b>,
    name: &'b str,
    rest: u32,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if self.rest == 0 {
            return Ok(None);
        }
        self.rest -= 1;
        self.name = self.value.text()?;
        seed.deserialize(StrDeserializer::new(self.name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(&mut *self.value).map_err(|fault| fault.in_field(self.name))
    }
}
