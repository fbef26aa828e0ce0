//! What is wrong with a value that is being read, and where.

use std::fmt::{self, Write};

use compact_str::ToCompactString;
use serde::de::{self, Expected, Unexpected};

use crate::error::quoted::Quoted;
use crate::error::{Error, ErrorCode};

/// A step of the way from an input to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Step {
    /// Into the value of the field of this name.
    Field(String),
    /// Into this element of a list, counted from 0.
    Element(usize),
}

/// What is wrong with a value of the wire model, as serde tells the one who reads it.
///
/// For readers of the wire model from something else than JSON text, such as the objects of another language:
/// with this as the error of a `Deserializer`, nothing has to be read out of prose, and the path of the field
/// costs nothing until there is a fault. Whoever reads the fields of a map and the elements of a list says on
/// the way out where they were.
///
/// ```
/// use frontdesk::{Error, ErrorCode, Fault};
/// use serde::de::Error as _;
///
/// let fault = Fault::missing_field("end_time").in_element(2).in_field("availability_rules");
/// let error = Error::from(fault);
/// assert_eq!(error.code, ErrorCode::MissingField);
/// assert_eq!(error.path.as_str(), "availability_rules[2].end_time");
/// ```
#[derive(Debug)]
pub struct Fault(
    /// In a box: what reads a value passes it on after every field, and the code for that is a good part of
    /// what a browser loads.
    Box<Found>,
);

#[derive(Debug)]
struct Found {
    code: ErrorCode,
    /// Where, from the inside out.
    way: Vec<Step>,
    /// How long a list was, if it was shorter than expected.
    length: Option<usize>,
}

impl Fault {
    fn new(code: ErrorCode) -> Self {
        Self(Box::new(Found { code, way: Vec::new(), length: None }))
    }

    /// The fault is in the value of this field.
    pub fn in_field(mut self, name: &str) -> Self {
        self.0.way.push(Step::Field(name.to_owned()));
        self
    }

    /// The fault is in this element of a list, counted from 0.
    pub fn in_element(mut self, index: usize) -> Self {
        self.0.way.push(Step::Element(index));
        self
    }

    /// For a `Deserializer` that hands the fields of an object over as a list, in the order of `names`, with
    /// nothing for a field that is not there. What serde derives says then that the list is too short, by the
    /// number of the field that is missing.
    pub fn of_fields(self, names: &'static [&'static str]) -> Self {
        match self.0.length.filter(|_| self.0.way.is_empty()).and_then(|length| names.get(length)) {
            Some(missing) => de::Error::missing_field(missing),
            None => self,
        }
    }

    /// Whether it is a field that is not known where it stands.
    pub fn is_unknown_field(&self) -> bool {
        matches!(self.0.code, ErrorCode::UnknownField { .. })
    }

    /// Where, from the outside in.
    pub fn steps(&self) -> Vec<Step> {
        self.0.way.iter().rev().cloned().collect()
    }
}

impl From<Fault> for Error {
    fn from(Fault(found): Fault) -> Self {
        let mut path = String::new();
        for step in found.way.iter().rev() {
            // Writing to a string never fails.
            let _ = match step {
                Step::Field(name) if path.is_empty() => write!(path, "{}", Quoted(name)),
                Step::Field(name) => write!(path, ".{}", Quoted(name)),
                Step::Element(index) => write!(path, "[{index}]"),
            };
        }
        Self::new(found.code, path)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.code.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(detail: T) -> Self {
        Self::new(ErrorCode::WrongType { detail: detail.to_string() })
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type: {}, expected {expected}", Shown(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", Shown(found)))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let mut fault = Self::custom(format_args!("invalid length {length}, expected {expected}"));
        fault.0.length = Some(length);
        fault
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownValue { value: variant.to_owned(), expected: expected.join(", ") })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let expected: Vec<&str> = expected.iter().map(|name| name.trim_start_matches("r#")).collect();
        Self::new(ErrorCode::UnknownField { expected: expected.join(", ") }).in_field(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(ErrorCode::MissingField).in_field(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("duplicate field `{field}`")).in_field(field)
    }
}

/// What was found, in serde's words, but for what is null. Its own writer would bring tables to the browser,
/// for characters that can't be seen and for numbers.
struct Shown<'a>(Unexpected<'a>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Bool(value) => write!(f, "boolean `{value}`"),
            Unexpected::Unsigned(value) => write!(f, "integer `{value}`"),
            Unexpected::Signed(value) => write!(f, "integer `{value}`"),
            Unexpected::Float(value) => write!(f, "floating point `{}`", value.to_compact_string()),
            Unexpected::Str(text) if may_be_shown(text) => write!(f, "string \"{}\"", Quoted(text)),
            Unexpected::Str(text) => write!(f, "string of {} characters", text.chars().count()),
            Unexpected::Seq => f.write_str("sequence"),
            Unexpected::Map => f.write_str("map"),
            Unexpected::Other(what) => f.write_str(what),
            _ => f.write_str("something else"),
        }
    }
}

/// Whether a text in the place of something else may be quoted. Messages go into logs: where the columns of a
/// table are mixed up, what stands in the place of a time or a number may be somebody's name. One word with a
/// digit in it is none.
fn may_be_shown(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(char::is_whitespace)
}
