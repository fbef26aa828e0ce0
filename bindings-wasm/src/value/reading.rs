//! What serde asks of a [`Value`]: each kind of value that the wire model has.

use frontdesk::Fault;
use frontdesk::reread::{ANY_TEXT, any_word};
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fields::{Fields, place_of};
use super::{ANYTHING, NULL, Token, Value, Whole, not, whole};

impl Value<'_> {
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
