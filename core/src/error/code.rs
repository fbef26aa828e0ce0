//! The closed list of what can be wrong with input, and its sentences.

use std::fmt;

use compact_str::ToCompactString;
use serde::Serialize;

use crate::error::quoted::{Quoted, Word, shorten};
use crate::limits::INSTANT_MAX;

/// Milliseconds of earlier instants, before 1971, are not told from far too many seconds.
const MILLIS_FROM: i64 = 31_536_000;

/// What a caller can do about an [`Error`](super::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum ErrorKind {
    /// Fix the input.
    Invalid,
    /// Check the id.
    NotFound,
    /// Choose differently.
    Refused,
    /// Ask for less.
    TooLarge,
}

/// The closed list of what can be wrong with input, each with the data that helps.
///
/// The names in snake case are the codes of the wire form; only [`NumberOutOfRange`](Self::NumberOutOfRange)
/// shares the code of [`OutOfRange`](Self::OutOfRange). They are stable; the prose of `Display` is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum ErrorCode {
    /// The text is not JSON.
    InvalidJson {
        /// What the JSON reader says, with line and column.
        detail: String,
    },
    /// The text is not iCalendar (RFC 5545 §3.1, §3.4).
    InvalidIcalendar {
        /// What is wrong, with the line.
        detail: String,
    },
    /// A field that the engine does not know. The path names it.
    UnknownField {
        /// The fields that are known here.
        expected: String,
    },
    /// A field that must be there is not. The path names it.
    MissingField,
    /// A value of the wrong JSON type, such as `"30"` for an integer.
    WrongType {
        /// What was found and what is expected.
        detail: String,
    },
    /// A word that is not in the list of this field.
    UnknownValue {
        /// The word.
        value: String,
        /// The words that are allowed.
        expected: String,
    },
    /// A number, or a length of text, outside its range.
    #[cfg_attr(feature = "schema", schemars(skip))]
    OutOfRange {
        /// What was given.
        value: i64,
        /// The smallest that is allowed.
        min: i64,
        /// The largest that is allowed.
        max: i64,
    },
    /// A number that need not be an integer, outside its range, or not a number at all. On the wire it is
    /// `out_of_range` too, with a value of `null` where JSON has no word for the number.
    #[serde(rename = "out_of_range")]
    #[cfg_attr(
        feature = "schema",
        schemars(description = "A number, or a length of text, outside its range.")
    )]
    NumberOutOfRange {
        /// What was given.
        #[cfg_attr(
            feature = "schema",
            schemars(
                with = "Option<f64>",
                description = "What was given; null where JSON has no word for the number."
            )
        )]
        value: Number,
        /// The smallest that is allowed.
        #[cfg_attr(feature = "schema", schemars(with = "f64"))]
        min: Number,
        /// The largest that is allowed.
        #[cfg_attr(feature = "schema", schemars(with = "f64"))]
        max: Number,
    },
    /// More work comes in than the doctors can do, so that the queue grows without end and no steady state
    /// exists.
    Unstable {
        /// The work that comes in, in doctors kept busy: arrivals per minute times minutes per patient.
        #[cfg_attr(feature = "schema", schemars(with = "f64"))]
        offered_load: Number,
        /// The doctors there are. Steady state needs more than the offered load.
        doctors: i64,
    },
    /// An interval that ends at or before its start.
    EmptyInterval {
        /// The start that was given.
        start: i64,
        /// The end that was given.
        end: i64,
    },
    /// A zone that is neither in the tz database nor supplied by the caller.
    UnknownTimezone {
        /// The name that was given.
        value: String,
    },
    /// Supplied zone data that contradicts itself.
    InvalidTimezoneData {
        /// What is wrong.
        detail: String,
    },
    /// An instant after the end of the zone data that the caller supplied.
    TimezoneDataEnds {
        /// The zone.
        timezone: String,
        /// First instant that is no longer covered.
        covers_until: i64,
    },
    /// The same uid, date or name twice where it must be unique.
    Duplicate {
        /// What is there twice.
        value: String,
    },
    /// Two fields that contradict each other.
    Conflict {
        /// Which, and why.
        detail: String,
    },
    /// No such doctor, appointment type, appointment, reminder or closure.
    NotFound {
        /// What was looked for, such as `doctor`.
        what: &'static str,
        /// The uid that was given; of a closure, the date.
        uid: String,
    },
    /// A doctor that still has appointments cannot be removed; an inactive doctor offers nothing.
    InUse {
        /// How many appointments name the doctor.
        appointments: usize,
    },
    /// More entries, bytes or days than the engine takes at once.
    TooMany {
        /// How many there are.
        count: u64,
        /// How many may be.
        limit: u64,
    },
    /// The answer would have more slots than the engine gives at once.
    TooManySlots {
        /// How many may be.
        limit: u64,
    },
}

/// A number in the data of an error. Unlike a bare `f64` it equals itself also where it is not a number.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct Number(pub f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.total_cmp(&other.0).is_eq()
    }
}

impl Eq for Number {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // By what writes numbers into JSON: a browser need not load a second way.
        let text = self.0.to_compact_string();
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

impl ErrorCode {
    /// What the caller can do.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::InUse { .. } => ErrorKind::Refused,
            Self::TooMany { .. } | Self::TooManySlots { .. } => ErrorKind::TooLarge,
            Self::InvalidJson { .. }
            | Self::InvalidIcalendar { .. }
            | Self::UnknownField { .. }
            | Self::MissingField
            | Self::WrongType { .. }
            | Self::UnknownValue { .. }
            | Self::OutOfRange { .. }
            | Self::NumberOutOfRange { .. }
            | Self::Unstable { .. }
            | Self::EmptyInterval { .. }
            | Self::UnknownTimezone { .. }
            | Self::InvalidTimezoneData { .. }
            | Self::TimezoneDataEnds { .. }
            | Self::Duplicate { .. }
            | Self::Conflict { .. } => ErrorKind::Invalid,
        }
    }

    /// The same with texts from outside cut, as long as they may be.
    pub(super) fn shortened(mut self) -> Self {
        match &mut self {
            Self::InvalidJson { detail: text }
            | Self::InvalidIcalendar { detail: text }
            | Self::WrongType { detail: text }
            | Self::InvalidTimezoneData { detail: text }
            | Self::Conflict { detail: text }
            | Self::NotFound { uid: text, .. }
            | Self::UnknownValue { value: text, .. }
            | Self::UnknownTimezone { value: text }
            | Self::TimezoneDataEnds { timezone: text, .. }
            | Self::Duplicate { value: text } => shorten(text),
            Self::UnknownField { .. }
            | Self::MissingField
            | Self::OutOfRange { .. }
            | Self::NumberOutOfRange { .. }
            | Self::Unstable { .. }
            | Self::EmptyInterval { .. }
            | Self::InUse { .. }
            | Self::TooMany { .. }
            | Self::TooManySlots { .. } => {}
        }
        self
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidJson { detail } => write!(f, "not valid JSON: {detail}"),
            Self::InvalidIcalendar { detail } => write!(f, "not valid iCalendar: {detail}"),
            Self::UnknownField { expected } => write!(f, "unknown field; known here: {expected}"),
            Self::MissingField => write!(f, "this field is required"),
            Self::WrongType { detail } => write!(f, "{detail}"),
            Self::UnknownValue { value, expected } => {
                write!(f, "unknown value {}; expected {expected}", Word(value))
            }
            Self::OutOfRange { value, min, max } => {
                write!(f, "{value} is outside {min} to {max}")?;
                // The commonest mistake with instants.
                let in_millis =
                    *max == INSTANT_MAX - 1 && value / 1_000 > MILLIS_FROM && value / 1_000 <= *max;
                if in_millis {
                    write!(f, "; instants are in seconds, and this looks like milliseconds")
                } else {
                    Ok(())
                }
            }
            Self::NumberOutOfRange { value, min, max } => write!(f, "{value} is outside {min} to {max}"),
            Self::Unstable { offered_load, doctors } => {
                write!(
                    f,
                    "work for {offered_load} doctors comes in; {doctors} can't keep up, so there is no \
                     steady state"
                )
            }
            Self::EmptyInterval { start, end } => {
                write!(f, "the end {end} is not after the start {start}")
            }
            Self::UnknownTimezone { value } => write!(f, "unknown time zone {}", Word(value)),
            Self::InvalidTimezoneData { detail } => write!(f, "invalid time zone data: {detail}"),
            Self::TimezoneDataEnds { timezone, covers_until } => {
                let timezone = Quoted(timezone);
                write!(f, "the data supplied for `{timezone}` covers instants before {covers_until} only")
            }
            Self::Duplicate { value } => write!(f, "`{}` is there twice", Quoted(value)),
            Self::Conflict { detail } => write!(f, "{detail}"),
            Self::NotFound { what, uid } => write!(f, "no {what} `{}`", Quoted(uid)),
            Self::InUse { appointments } => {
                write!(f, "the doctor still has {appointments} appointments")
            }
            Self::TooMany { count, limit } => {
                write!(f, "{count} are more than the limit of {limit}")
            }
            Self::TooManySlots { limit } => {
                write!(f, "the answer has more than {limit} slots; set `limit` or ask for a shorter range")
            }
        }
    }
}
