//! What is wrong with a value that is being read, and where.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::error::{Error, ErrorCode};

/// What is wrong with a value of the wire model, as serde tells the one who reads it.
///
/// For readers of the wire model from something else than JSON text, such as the objects of another language: with this as the error of a `Deserializer`, nothing has to
/// be read out of prose, and the path of the field costs nothing until there is a fault. Whoever reads the fields of a map and the elements of a
/// list says on the way out where they were.
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
pub struct Fault {
    code: ErrorCode,
    /// Each part begins with what parts it from the one before.
    path: String,
}

impl Fault {
    fn new(code: ErrorCode, path: String) -> Self {
        Self { code, path }
    }

    /// The fault is in the value of this field.
    pub fn in_field(mut self, name: &str) -> Self {
        self.path.insert_str(0, name);
        self.path.insert(0, '.');
        self
    }

    /// The fault is in this element of a list, counted from 0.
    pub fn in_element(mut self, index: usize) -> Self {
        self.path.insert_str(0, &format!("[{index}]"));
        self
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let path = fault.path.strip_prefix('.').map(str::to_owned).unwrap_or(fault.path);
        Self { code: fault.code, path }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(detail: T) -> Self {
        Self::new(ErrorCode::WrongType { detail: detail.to_string() }, String::new())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Unit => Self::custom(format_args!("invalid type: null, expected {expected}")),
            found => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownValue { value: variant.to_owned(), expected: expected.join(", ") }, String::new())
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ErrorCode::UnknownField { expected: expected.join(", ") }, String::new()).in_field(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(ErrorCode::MissingField, String::new()).in_field(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("duplicate field `{field}`")).in_field(field)
    }
}
