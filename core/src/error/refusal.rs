//! Why a command changes nothing: the command is wrong, or a rule is against it.

use std::fmt;

use serde::Serialize;

use crate::error::{Error, ErrorKind};

/// Why a command changes nothing. `R` is the closed list of rules of what was commanded.
///
/// The wire form is one flat object, as that of an [`Error`]: `code`, `kind`, `path`, `message` and the data
/// of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Refusal<R> {
    /// The command is wrong, or names what is not there.
    Input(Error),
    /// The command is right, and a rule is against it.
    Rule(R),
}

impl<R> Refusal<R> {
    /// What the caller can do.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Input(error) => error.kind(),
            Self::Rule(_) => ErrorKind::Refused,
        }
    }
}

impl<R> Refusal<R> {
    /// What is wrong with the command, unless it is a rule that is against it.
    pub(crate) fn input(self) -> Option<Error> {
        match self {
            Self::Input(error) => Some(error),
            Self::Rule(_) => None,
        }
    }
}

impl<R> From<Error> for Refusal<R> {
    fn from(error: Error) -> Self {
        Self::Input(error)
    }
}

impl<R: fmt::Display> fmt::Display for Refusal<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl<R: fmt::Debug + fmt::Display> std::error::Error for Refusal<R> {}

impl<R: Serialize + fmt::Display> Serialize for Refusal<R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a, R> {
            #[serde(flatten)]
            rule: &'a R,
            kind: ErrorKind,
            path: &'a str,
            message: String,
        }
        match self {
            Self::Input(error) => error.serialize(serializer),
            Self::Rule(rule) => {
                Wire { rule, kind: self.kind(), path: "", message: rule.to_string() }.serialize(serializer)
            }
        }
    }
}
