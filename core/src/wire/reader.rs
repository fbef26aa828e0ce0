//! The one reader of the wire model: what serde asks for, out of whatever a [`Source`] says that there is.
//!
//! Objects are read by the names of their fields only, words are text, and every fault has its path. The
//! browser has a reader of its own, which takes fields by their order: this one would double what a page
//! loads of it.

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::Fault;
use super::opened::{Key, Opened};
use super::reread::{ANY_TEXT, any_word, every_fault};
use super::source::{Look, Source};
use crate::error::Error;

/// Reads a value of the wire model.
///
/// # Errors
/// [All](Error::all) that is wrong with it: `unknown_field`, `missing_field`, `wrong_type` and
/// `unknown_value`, each with the path of the field.
pub fn read<T: DeserializeOwned, S: Source>(source: S) -> Result<T, Error> {
    read_from(&source).map_err(|fault| every_fault_in::<T, S>(fault, source))
}

/// [`read`] for those who tell one fault, the first.
///
/// # Errors
/// As `read`.
pub fn read_from<T: DeserializeOwned, S: Source>(source: &S) -> Result<T, Fault> {
    T::deserialize(Reader::Given(source))
}

/// All that is wrong with a source, of which [`read_from`] has found one fault.
pub fn every_fault_in<T: DeserializeOwned, S: Source>(first: Fault, source: S) -> Error {
    let again = |opened: &Opened<S>| T::deserialize(Reader::of(opened)).err();
    every_fault(first, &mut Opened::Given(source), Opened::repair, &again)
}

/// What is read: a source as it was given, or what was made of one in which there are faults.
enum Reader<'a, S: Source> {
    Given(&'a S),
    /// One that is known to be right. Its lists of objects are left empty.
    Right(&'a S),
    /// The elements of a list, and the first that counts.
    List(&'a [Opened<S>], usize),
    Object(&'a [(Key<S>, Opened<S>)]),
    /// What is of whatever type is asked for.
    Anything,
}

/// What that is.
type Seen<'a, S> = Look<'a, Elements<'a, S>, Fields<'a, S>>;

impl<'a, S: Source> Reader<'a, S> {
    fn of(opened: &'a Opened<S>) -> Self {
        match opened {
            Opened::Given(source) => Self::Given(source),
            Opened::Right(source) => Self::Right(source),
            Opened::List(values, first) => Self::List(values, *first),
            Opened::Object(fields) => Self::Object(fields),
            Opened::Anything => Self::Anything,
        }
    }

    #[inline(always)]
    fn look(&self) -> Result<Seen<'a, S>, Fault> {
        self.look_by(S::look)
    }

    #[inline(always)]
    fn look_by(
        &self,
        look: impl FnOnce(&'a S) -> Result<Look<'a, S::Elements, S::Fields>, Fault>,
    ) -> Result<Seen<'a, S>, Fault> {
        Ok(match *self {
            Self::Given(source) => look(source)?.map(Elements::given, |fields| Fields::Given(fields, false)),
            Self::Right(source) if lists_objects(source) => Look::List(Elements::opened(&[], 0)),
            Self::Right(source) => look(source)?.map(Elements::given, |fields| Fields::Given(fields, true)),
            Self::List(values, first) => Look::List(Elements::opened(values, first)),
            Self::Object(fields) => Look::Object(Fields::Opened(fields.iter())),
            Self::Anything => Look::Anything,
        })
    }
}

/// Whether this is a list whose first element is an object.
fn lists_objects<S: Source>(source: &S) -> bool {
    match source.look() {
        Ok(Look::List(mut elements)) => {
            elements.next().is_some_and(|first| first.is_ok_and(|first| first.is_object()))
        }
        _ => false,
    }
}

impl<'de, S: Source> Deserializer<'de> for Reader<'_, S> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.look()? {
            Look::Null => visitor.visit_unit(),
            Look::Bool(value) => visitor.visit_bool(value),
            Look::Unsigned(value) => visitor.visit_u64(value),
            Look::Signed(value) => visitor.visit_i64(value),
            Look::Float(value) => visitor.visit_f64(value),
            Look::Text(value) => visitor.visit_str(&value),
            Look::List(elements) => elements.read(visitor),
            Look::Object(fields) => visitor.visit_map(Entries { fields, next: None }),
            Look::Anything => visitor.visit_u64(0),
            foreign @ Look::Foreign(..) => Err(foreign.is_not(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Anything => visitor.visit_none(),
            Self::Given(source) | Self::Right(source) if source.is_null() => visitor.visit_none(),
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
        match self.look()? {
            Look::Text(word) => visitor.visit_enum(StrDeserializer::new(&word)),
            Look::Anything => visitor.visit_enum(StrDeserializer::new(any_word(name, words))),
            other => Err(other.is_not(&"a word")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.look()? {
            Look::Object(fields) => visitor.visit_map(Entries { fields, next: None }),
            Look::Anything => visitor.visit_map(Entries { fields: Fields::<S>::Named(names), next: None }),
            other => Err(other.has_no_parts(&"an object")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.look()? {
            Look::List(elements) => elements.read(visitor),
            Look::Anything => Elements::<S>::opened(&[], 0).read(visitor),
            other => Err(other.has_no_parts(&"a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.look_by(S::look_for_text)? {
            Look::Text(text) => visitor.visit_str(&text),
            Look::Anything => visitor.visit_str(ANY_TEXT),
            other => Err(other.is_not(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.look()? {
            Look::Bool(value) => visitor.visit_bool(value),
            Look::Anything => visitor.visit_bool(false),
            other => Err(other.is_not(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map
        identifier ignored_any
    }
}

/// The elements of a list.
struct Elements<'a, S: Source> {
    rest: Rest<'a, S>,
    /// The number of the next.
    next: usize,
}

enum Rest<'a, S: Source> {
    Given(S::Elements),
    Opened(std::slice::Iter<'a, Opened<S>>),
}

impl<'a, S: Source> Elements<'a, S> {
    fn given(elements: S::Elements) -> Self {
        Self { rest: Rest::Given(elements), next: 0 }
    }

    /// Those from a place on.
    fn opened(values: &'a [Opened<S>], first: usize) -> Self {
        Self { rest: Rest::Opened(values.get(first..).unwrap_or_default().iter()), next: first }
    }

    fn len(&self) -> usize {
        match &self.rest {
            Rest::Given(elements) => elements.len(),
            Rest::Opened(values) => values.len(),
        }
    }

    /// Reads all of them.
    fn read<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Fault> {
        let read = visitor.visit_seq(&mut self)?;
        match self.len() {
            0 => Ok(read),
            rest => Err(de::Error::invalid_length(self.next + rest, &"fewer elements")),
        }
    }
}

impl<'de, S: Source> SeqAccess<'de> for &mut Elements<'_, S> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let index = self.next;
        let read = match &mut self.rest {
            Rest::Given(elements) => match elements.next() {
                Some(element) => element.and_then(|element| seed.deserialize(Reader::Given(&element))),
                None => return Ok(None),
            },
            Rest::Opened(values) => match values.next() {
                Some(value) => seed.deserialize(Reader::of(value)),
                None => return Ok(None),
            },
        };
        self.next += 1;
        read.map(Some).map_err(|fault| fault.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.len())
    }
}

/// The fields of an object.
enum Fields<'a, S: Source> {
    /// And whether they are known to be right.
    Given(S::Fields, bool),
    Opened(std::slice::Iter<'a, (Key<S>, Opened<S>)>),
    /// Anything under each of these names.
    Named(&'static [&'static str]),
}

struct Entries<'a, S: Source> {
    fields: Fields<'a, S>,
    /// The field whose name was read last.
    next: Option<Entry<'a, S>>,
}

enum Entry<'a, S: Source> {
    /// And whether it is known to be right.
    Given(S::Name, S, bool),
    Opened(&'a Key<S>, &'a Opened<S>),
    Named(&'static str),
}

impl<'a, S: Source> Fields<'a, S> {
    fn next(&mut self) -> Result<Option<Entry<'a, S>>, Fault> {
        Ok(match self {
            Self::Given(fields, is_right) => {
                fields.next().transpose()?.map(|(name, source)| Entry::Given(name, source, *is_right))
            }
            Self::Opened(fields) => fields.next().map(|(key, value)| Entry::Opened(key, value)),
            Self::Named(names) => names.split_first().map(|(name, rest)| {
                *names = rest;
                Entry::Named(name)
            }),
        })
    }
}

impl<'de, S: Source> MapAccess<'de> for Entries<'_, S> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.next = self.fields.next()?;
        let read = match &self.next {
            Some(Entry::Given(name, ..)) => seed.deserialize(StrDeserializer::new(&S::name(name)?)),
            Some(Entry::Opened(key, _)) => seed.deserialize(StrDeserializer::new(&key.text()?)),
            Some(Entry::Named(name)) => seed.deserialize(StrDeserializer::new(name)),
            None => return Ok(None),
        };
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.next.take() {
            Some(Entry::Given(name, source, is_right)) => {
                let value = if is_right { Reader::Right(&source) } else { Reader::Given(&source) };
                seed.deserialize(value).map_err(|fault| fault.in_field(&S::name(&name).unwrap_or_default()))
            }
            Some(Entry::Opened(key, value)) => seed
                .deserialize(Reader::of(value))
                .map_err(|fault| fault.in_field(&key.text().unwrap_or_default())),
            Some(Entry::Named(name)) => {
                seed.deserialize(Reader::<S>::Anything).map_err(|fault| fault.in_field(name))
            }
            None => Err(de::Error::custom("a value comes after its name")),
        }
    }
}
