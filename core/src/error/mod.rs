//! Errors are answers: a stable code, what the caller can do about it, the data that helps, and where it is.

mod code;
pub(crate) mod faults;
mod path;
pub(crate) mod quoted;
pub mod refusal;

use std::fmt;

use serde::Serialize;

pub use self::code::{ErrorCode, ErrorKind, Number};
pub(crate) use self::path::Path;
use crate::limits::FAULTS_MAX;

/// What was wrong, and where. Where more is wrong with the same input, it is the first of [`all`](Self::all).
///
/// The wire form is one flat object: `code`, `kind`, `path`, `message` and the data of the code. If there is
/// more than one fault, `errors` has the objects of all, up to [`FAULTS_MAX`], and
/// `more_errors` is true if there are further ones.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Error {
    /// What was wrong.
    pub code: ErrorCode,
    /// The field, as in `doctors[0].availability_rules[2].end_time`. Empty where the whole input is meant.
    pub path: String,
    /// What else is wrong with the same input. In a box, since there seldom is anything.
    pub(crate) rest: Option<Box<Rest>>,
}

/// What is wrong with an input beside the first fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Each without a rest of its own.
    pub(crate) errors: Vec<Error>,
    /// Whether there is more than these.
    pub(crate) more: bool,
}

/// The result of a call that can be given bad input.
pub type Result<T> = std::result::Result<T, Error>;

impl ErrorCode {
    /// The error with this code at `path`.
    pub(crate) fn at(self, path: &Path<'_>) -> Error {
        Error::new(self, path.to_string())
    }
}

impl Error {
    /// What is wrong at a path.
    pub fn new(code: ErrorCode, path: String) -> Self {
        Self { code: code.shortened(), path, rest: None }
    }

    /// What the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.code.kind()
    }

    /// Everything that is wrong with the input, this first, at most
    /// [`FAULTS_MAX`].
    ///
    /// ```
    /// use frontdesk::{SlotQuery, from_json};
    ///
    /// let error = from_json::<SlotQuery>(r#"{ "from": "9", "to": null, "until": 10 }"#).unwrap_err();
    /// let paths: Vec<&str> = error.all().map(|error| error.path.as_str()).collect();
    /// assert_eq!(paths, ["from", "to", "until", "appointment_type_uid"]);
    /// assert!(!error.has_more());
    /// ```
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.others())
    }

    /// Whether more is wrong with the input than [`all`](Self::all) tells.
    pub fn has_more(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.more)
    }

    /// The same of an input that is a field of what the caller gave.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        for error in std::iter::once(&mut self.path)
            .chain(self.rest.iter_mut().flat_map(|rest| rest.errors.iter_mut().map(|error| &mut error.path)))
        {
            let between = if error.is_empty() || error.starts_with('[') { "" } else { "." };
            error.insert_str(0, between);
            error.insert_str(0, name);
        }
        self
    }

    /// The same of an input that the caller gave in another form: each path is what `path` makes of it, if it
    /// knows one.
    ///
    /// ```
    /// use frontdesk::{Error, ErrorCode};
    ///
    /// let error = Error::new(ErrorCode::MissingField, "appointments[0].uid".to_owned());
    /// let rows = |path: &str| path.strip_prefix("appointments[0].").map(|field| format!("row 17: {field}"));
    /// let error = error.with_paths(rows);
    /// assert_eq!(error.path, "row 17: uid");
    /// ```
    #[must_use]
    pub fn with_paths(mut self, path: impl Fn(&str) -> Option<String>) -> Self {
        for own in std::iter::once(&mut self.path)
            .chain(self.rest.iter_mut().flat_map(|rest| rest.errors.iter_mut().map(|error| &mut error.path)))
        {
            if let Some(other) = path(own) {
                *own = other;
            }
        }
        self
    }

    /// The same, with what else is wrong with the same input behind it.
    pub(crate) fn and(mut self, mut other: Self) -> Self {
        let behind = other.rest.take();
        let (errors, more) = behind.map_or_else(Default::default, |rest| (rest.errors, rest.more));
        let rest = self.rest.get_or_insert_with(|| Box::new(Rest { errors: Vec::new(), more: false }));
        rest.errors.push(other);
        rest.errors.extend(errors);
        rest.more |= more || rest.errors.len() >= FAULTS_MAX;
        rest.errors.truncate(FAULTS_MAX - 1);
        self
    }

    fn others(&self) -> &[Self] {
        self.rest.as_ref().map_or(&[], |rest| &rest.errors)
    }

    /// The sentence about this alone.
    fn sentence(&self) -> String {
        match self.path.as_str() {
            "" => self.code.to_string(),
            path => format!("`{path}`: {}", self.code),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        match (self.others().len(), self.has_more()) {
            (0, _) => Ok(()),
            (count, false) => write!(f, "; and {count} more"),
            (count, true) => write!(f, "; and more than {count} more"),
        }
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            #[serde(flatten)]
            code: &'a ErrorCode,
            kind: ErrorKind,
            path: &'a str,
            message: String,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            errors: Vec<Wire<'a>>,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            more_errors: bool,
        }
        fn wire<'a>(error: &'a Error, message: String, errors: Vec<Wire<'a>>, more_errors: bool) -> Wire<'a> {
            Wire { code: &error.code, kind: error.kind(), path: &error.path, message, errors, more_errors }
        }
        // One that is alone is told once.
        let listed = if self.rest.is_some() { self.all().collect() } else { Vec::new() };
        let errors = listed.into_iter().map(|error| wire(error, error.sentence(), Vec::new(), false));
        wire(self, self.to_string(), errors.collect(), self.has_more()).serialize(serializer)
    }
}
