//! JSON as a tree, from which every type is read.
//!
//! A reader that goes straight from text to a type is compiled for every type with all that reads text, and
//! whatever notes paths is wrapped around that. This one is small for each type, which a browser has to load,
//! and its faults are codes from the start: nothing is read out of prose.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::Fault;
use super::fault::Step;
use super::reread::{ANY_TEXT, Repair, any_word};

/// A JSON value.
pub(super) enum Tree<'t> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Cow<'t, str>),
    /// Its elements, and the first that counts.
    List(Vec<Tree<'t>>, usize),
    /// In the order of the text, a field as often as it is there.
    Fields(Vec<(Cow<'t, str>, Tree<'t>)>),
    /// What is of whatever type is asked for. No text has it: a [`Repair`] puts it in.
    Anything,
}

impl<'t> de::Deserialize<'t> for Tree<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyJson;

        impl<'t> Visitor<'t> for AnyJson {
            type Value = Tree<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Tree::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Tree::Bool(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Tree::Unsigned(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Tree::Signed(value))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Tree::Float(value))
            }

            fn visit_borrowed_str<E>(self, value: &'t str) -> Result<Self::Value, E> {
                Ok(Tree::Text(Cow::Borrowed(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Tree::Text(Cow::Owned(value.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Tree::List(values, 0))
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    fields.push((name, value));
                }
                Ok(Tree::Fields(fields))
            }
        }

        deserializer.deserialize_any(AnyJson)
    }
}

/// The name of a field, borrowed where the text has no escapes in it.
struct Name<'t>(Cow<'t, str>);

impl<'t> de::Deserialize<'t> for Name<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        match Tree::deserialize(deserializer)? {
            Tree::Text(name) => Ok(Self(name)),
            _ => Err(de::Error::custom("a name is a string")),
        }
    }
}

impl<'de> Deserializer<'de> for &Tree<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Unsigned(value) => visitor.visit_u64(*value),
            Tree::Signed(value) => visitor.visit_i64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Text(value) => visitor.visit_str(value),
            Tree::List(values, first) => elements(values, *first, visitor),
            Tree::Fields(fields) => visitor.visit_map(Entries { rest: fields.iter(), value: None }),
            Tree::Anything => visitor.visit_u64(0),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Null | Tree::Anything => visitor.visit_none(),
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
        match self {
            Tree::Text(word) => visitor.visit_enum(StrDeserializer::new(word)),
            Tree::Anything => visitor.visit_enum(StrDeserializer::new(any_word(name, words))),
            other => Err(<Fault as de::Error>::invalid_type(other.kind(), &"a word")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Tree::Fields(fields) => visitor.visit_map(Entries { rest: fields.iter(), value: None }),
            Tree::Anything => {
                let fields: Vec<_> =
                    names.iter().map(|&name| (Cow::Borrowed(name), Tree::Anything)).collect();
                visitor.visit_map(Entries { rest: fields.iter(), value: None })
            }
            other => Err(<Fault as de::Error>::invalid_type(other.kind_only(), &"an object")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::List(values, first) => elements(values, *first, visitor),
            Tree::Anything => elements(&[], 0, visitor),
            other => Err(<Fault as de::Error>::invalid_type(other.kind_only(), &"a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            Tree::Anything => visitor.visit_str(ANY_TEXT),
            other => Err(<Fault as de::Error>::invalid_type(other.kind(), &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Anything => visitor.visit_bool(false),
            other => Err(<Fault as de::Error>::invalid_type(other.kind(), &visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.number(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.number(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.number(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.number(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple_struct map identifier
        ignored_any
    }
}

impl Tree<'_> {
    fn number<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Unsigned(value) => visitor.visit_u64(*value),
            Tree::Signed(value) => visitor.visit_i64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Anything => visitor.visit_u64(0),
            other => Err(<Fault as de::Error>::invalid_type(other.kind(), &visitor)),
        }
    }

    /// As messages name it.
    fn kind(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
            Self::List(..) => Unexpected::Seq,
            Self::Fields(_) => Unexpected::Map,
            Self::Anything => Unexpected::Other("anything"),
        }
    }

    /// As messages name it where one value was expected to have parts. A text may be all of an input, as
    /// JSON.
    fn kind_only(&self) -> Unexpected<'_> {
        match self {
            Self::Text(_) => Unexpected::Other("a string"),
            other => other.kind(),
        }
    }

    /// Changes what is read next.
    pub(super) fn repair(&mut self, repair: &Repair<'_>) {
        let Some((step, rest)) = repair.at.split_first() else {
            match (self, repair.name) {
                (Self::Fields(fields), Some(name)) => {
                    fields.retain(|(other, _)| other != name);
                    fields.iter_mut().for_each(|(_, value)| value.skim());
                    fields.push((Cow::Owned(name.to_owned()), Self::Anything));
                }
                (value, _) => *value = Self::Anything,
            }
            return;
        };
        let further = Repair { at: rest, ..repair.clone() };
        match (step, self) {
            (Step::Field(name), Self::Fields(fields)) => {
                let Some(place) = fields.iter().position(|(other, _)| other == name) else { return };
                fields[..place].iter_mut().for_each(|(_, value)| value.skim());
                if repair.remove && rest.is_empty() {
                    fields.remove(place);
                } else {
                    fields[place].1.repair(&further);
                }
            }
            (Step::Element(index), Self::List(values, first)) => {
                *first = *index;
                match values.get_mut(*index) {
                    Some(element) if !rest.is_empty() || repair.name.is_some() => element.repair(&further),
                    _ => *first += 1,
                }
            }
            _ => {}
        }
    }

    /// Empties the lists of objects in it.
    fn skim(&mut self) {
        match self {
            Self::List(values, first) if matches!(values.get(*first), Some(Self::Fields(_))) => {
                *first = values.len();
            }
            Self::Fields(fields) => fields.iter_mut().for_each(|(_, value)| value.skim()),
            _ => {}
        }
    }
}

/// Reads a list from an element on, all of it.
fn elements<'de, V: Visitor<'de>>(values: &[Tree<'_>], first: usize, visitor: V) -> Result<V::Value, Fault> {
    let mut elements = Elements { next: first, rest: values.get(first..).unwrap_or_default().iter() };
    let read = visitor.visit_seq(&mut elements)?;
    if elements.rest.len() > 0 {
        Err(de::Error::invalid_length(values.len(), &"fewer elements"))
    } else {
        Ok(read)
    }
}

struct Elements<'n, 't> {
    next: usize,
    rest: std::slice::Iter<'n, Tree<'t>>,
}

impl<'de> SeqAccess<'de> for &mut Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(tree) = self.rest.next() else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        seed.deserialize(tree).map(Some).map_err(|fault| fault.in_element(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Entries<'n, 't> {
    rest: std::slice::Iter<'n, (Cow<'t, str>, Tree<'t>)>,
    value: Option<&'n (Cow<'t, str>, Tree<'t>)>,
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(entry);
        seed.deserialize(StrDeserializer::new(&entry.0)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, tree) =
            self.value.ok_or_else(|| <Fault as de::Error>::custom("a value comes after its name"))?;
        seed.deserialize(tree).map_err(|fault| fault.in_field(name))
    }
}
