//! What is wrong with a value that is being read, and where.

use std::fmt::{self, Write};

use compact_str::ToCompactString;
use serde::de::{self, Expected, Unexpected};

use crate::error::{Error, ErrorCode};

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
/// assert_eq!((error.code, error.path.as_str()), (ErrorCode::MissingField, "availability_rules[2].end_time"));
/// ```
#[derive(Debug)]
pub struct Fault(
    /// Each part of its path begins with what parts it from the one before. In a box: what reads a value
    /// passes it on after every field, and the code for that is a good part of what a browser loads.
    Box<Error>,
);

impl Fault {
    fn new(code: ErrorCode) -> Self {
        Self(Box::new(Error { code, path: String::new() }))
    }

    /// The fault is in the value of this field.
    pub fn in_field(mut self, name: &str) -> Self {
        self.0.path.insert_str(0, name);
        self.0.path.insert(0, '.');
        self
    }

    /// The fault is in this element of a list, counted from 0.
    pub fn in_element(mut self, index: usize) -> Self {
        self.0.path.insert_str(0, &format!("[{index}]"));
        self
    }
}

impl From<Fault> for Error {
    fn from(Fault(mut error): Fault) -> Self {
        if error.path.starts_with('.') {
            error.path.remove(0);
        }
        *error
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
        Self::custom(format_args!("invalid type: {}, expected {expected}", Found(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", Found(found)))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownValue { value: variant.to_owned(), expected: expected.join(", ") })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
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
struct Found<'a>(Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Bool(value) => write!(f, "boolean `{value}`"),
            Unexpected::Unsigned(value) => write!(f, "integer `{value}`"),
            Unexpected::Signed(value) => write!(f, "integer `{value}`"),
            Unexpected::Float(value) => write!(f, "floating point `{}`", value.to_compact_string()),
            Unexpected::Str(text) => quoted(text, f),
            Unexpected::Seq => f.write_str("sequence"),
            Unexpected::Map => f.write_str("map"),
            Unexpected::Other(what) => f.write_str(what),
            _ => f.write_str("something else"),
        }
    }
}

/// A text in quotes, of one line whatever is in it.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("string \"")?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(f, "\\{letter}")?,
            letter if letter.is_control() => write!(f, "{}", letter.escape_unicode())?,
            letter => f.write_char(letter)?,
        }
    }
    f.write_char('"')
}
