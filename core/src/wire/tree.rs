//! JSON as a tree: the [`Source`] of every type that is read from text.
//!
//! A reader that goes straight from text to a type is compiled for every type with all that reads text, and
//! whatever notes paths is wrapped around that. This one is small for each type, which a browser has to load,
//! and its faults are codes from the start: nothing is read out of prose.

use std::borrow::Cow;
use std::fmt;
use std::iter::Map;
use std::slice::Iter;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use super::fault::Fault;
use super::source::{Look, Source};

/// A JSON value.
pub(super) enum Tree<'t> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Cow<'t, str>),
    List(Vec<Tree<'t>>),
    /// In the order of the text, a field as often as it is there.
    Fields(Vec<(Cow<'t, str>, Tree<'t>)>),
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
                Ok(Tree::List(values))
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

type Entry<'t> = (Cow<'t, str>, Tree<'t>);
type Element<'n> = Result<&'n Tree<'n>, Fault>;
type Field<'n> = Result<(&'n str, &'n Tree<'n>), Fault>;

impl<'n> Source for &'n Tree<'n> {
    type Elements = Map<Iter<'n, Tree<'n>>, fn(&'n Tree<'n>) -> Element<'n>>;
    type Fields = Map<Iter<'n, Entry<'n>>, fn(&'n Entry<'n>) -> Field<'n>>;
    type Name = &'n str;

    #[inline]
    fn look(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault> {
        Ok(match *self {
            Tree::Null => Look::Null,
            Tree::Bool(value) => Look::Bool(*value),
            Tree::Unsigned(value) => Look::Unsigned(*value),
            Tree::Signed(value) => Look::Signed(*value),
            Tree::Float(value) => Look::Float(*value),
            Tree::Text(value) => Look::Text(Cow::Borrowed(value)),
            Tree::List(values) => Look::List(values.iter().map(Ok)),
            Tree::Fields(fields) => Look::Object(fields.iter().map(|(name, value)| Ok((name, value)))),
        })
    }

    #[inline]
    fn name<'s>(name: &'s &'n str) -> Result<Cow<'s, str>, Fault> {
        Ok(Cow::Borrowed(name))
    }

    #[inline]
    fn is_null(&self) -> bool {
        matches!(self, Tree::Null)
    }
}
