//! What the wire model can be read from: JSON, the objects of another language, the rows of a table. A source
//! says what a value is, and `reader.rs` makes of it whatever type is asked for.

use std::borrow::Cow;

use serde::de::{self, Expected, Unexpected};

use super::fault::Fault;

/// A value that the wire model can be read from.
///
/// ```
/// use std::borrow::Cow;
///
/// use frontdesk::source::{Look, Source, read};
/// use frontdesk::{Fault, Travel};
///
/// /// Lines of `name=number`.
/// #[derive(Clone, Copy)]
/// enum Lines<'a> {
///     All(&'a str),
///     Value(&'a str),
/// }
///
/// impl<'a> Source for Lines<'a> {
///     type Elements = std::iter::Empty<Result<Self, Fault>>;
///     type Fields = Box<dyn Iterator<Item = Result<(&'a str, Self), Fault>> + 'a>;
///     type Name = &'a str;
///
///     fn look(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault> {
///         Ok(match *self {
///             Self::All(text) => {
///                 let fields = text.lines().filter_map(|line| line.split_once('='));
///                 Look::Object(Box::new(fields.map(|(name, value)| Ok((name, Self::Value(value))))))
///             }
///             Self::Value(text) => match text.parse() {
///                 Ok(number) => Look::Signed(number),
///                 Err(_) => Look::Text(Cow::Borrowed(text)),
///             },
///         })
///     }
///
///     fn name<'n>(name: &'n &'a str) -> Result<Cow<'n, str>, Fault> {
///         Ok(Cow::Borrowed(*name))
///     }
/// }
///
/// let travel: Travel = read(Lines::All("from_location_uid=north\nto_location_uid=south\nminutes=20")).unwrap();
/// assert_eq!(travel.minutes, 20);
/// let error = read::<Travel, _>(Lines::All("from_location_uid=north\nminutes=x1")).unwrap_err();
/// let told: Vec<String> = error.all().map(|fault| fault.to_string()).collect();
/// assert_eq!(told.len(), 2, "all that is wrong is told: {told:?}");
/// ```
pub trait Source: Sized {
    /// The elements of a list.
    type Elements: ExactSizeIterator<Item = Result<Self, Fault>>;
    /// The fields of an object, in its own order: their names and what is in them.
    type Fields: Iterator<Item = Result<(Self::Name, Self), Fault>>;
    /// What names a field.
    type Name;

    /// What this is.
    ///
    /// # Errors
    /// Where that can't be said, or it is nothing that the wire model has in any place.
    fn look(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault>;

    /// The text of a name.
    ///
    /// # Errors
    /// Where it is none.
    fn name(name: &Self::Name) -> Result<Cow<'_, str>, Fault>;

    /// The same where a text is asked for, for sources with other values that are written as text there.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    fn look_for_text(&self) -> Result<Look<'_, Self::Elements, Self::Fields>, Fault> {
        self.look()
    }

    /// Whether it is nothing, without looking at all of it.
    fn is_null(&self) -> bool {
        matches!(self.look(), Ok(Look::Null))
    }

    /// Whether it is an object, likewise.
    fn is_object(&self) -> bool {
        matches!(self.look(), Ok(Look::Object(_)))
    }
}

/// What a value is, with its parts, if it has some.
#[derive(Debug)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Look<'a, Elements, Fields> {
    /// Nothing, as JSON's `null`.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer that is not negative.
    Unsigned(u64),
    /// An integer.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Elements),
    /// An object.
    Object(Fields),
    /// What the wire model has in no place: how messages name it, and what may follow them as a hint.
    Foreign(String, &'static str),
    /// What is of whatever type is asked for. No source has it: it stands where a fault was.
    Anything,
}

impl<'a, E, F> Look<'a, E, F> {
    /// The same with other parts.
    #[inline(always)]
    pub(super) fn map<E2, F2>(
        self,
        list: impl FnOnce(E) -> E2,
        object: impl FnOnce(F) -> F2,
    ) -> Look<'a, E2, F2> {
        match self {
            Self::Null => Look::Null,
            Self::Bool(value) => Look::Bool(value),
            Self::Unsigned(value) => Look::Unsigned(value),
            Self::Signed(value) => Look::Signed(value),
            Self::Float(value) => Look::Float(value),
            Self::Text(value) => Look::Text(value),
            Self::List(elements) => Look::List(list(elements)),
            Self::Object(fields) => Look::Object(object(fields)),
            Self::Foreign(kind, hint) => Look::Foreign(kind, hint),
            Self::Anything => Look::Anything,
        }
    }

    /// It is not what was expected.
    #[cold]
    pub(super) fn is_not(&self, expected: &dyn Expected) -> Fault {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
            Self::Anything => Unexpected::Other("anything"),
            Self::Foreign(kind, hint) => {
                return de::Error::custom(format_args!("invalid type: {kind}, expected {expected}{hint}"));
            }
        };
        de::Error::invalid_type(found, expected)
    }

    /// It has not the parts that were expected. A text is not quoted: it may be all of an input, as JSON.
    #[cold]
    pub(super) fn has_no_parts(&self, expected: &dyn Expected) -> Fault {
        match self {
            Self::Text(_) => de::Error::invalid_type(Unexpected::Other("a string"), expected),
            other => other.is_not(expected),
        }
    }
}
