//! Why a command changes nothing.

use std::fmt;

use serde::Serialize;

use crate::Uid;
use crate::appointment::AppointmentStatus;
use crate::error::{Error, ErrorKind};
use crate::slot::Explanation;
use crate::time::Instant;

/// Why a command changes nothing.
///
/// The wire form is one flat object, as that of an [`Error`]: `code`, `kind`, `path`, `message` and the data of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The command is wrong, or names what is not there.
    Input(Error),
    /// The command is right, and a rule is against it.
    Rule(Rule),
}

/// The closed list of rules that refuse a command, each with the data that helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Rule {
    /// The slot can't be booked.
    NotBookable {
        /// Every reason, for each doctor that was asked for.
        explanations: Vec<Explanation>,
    },
    /// Another appointment has this uid.
    AlreadyExists {
        /// Where that one stands.
        status: AppointmentStatus,
    },
    /// The hold ran out before.
    HoldExpired {
        /// When.
        expired_at: Instant,
    },
    /// That does not happen to an appointment that stands there.
    WrongStatus {
        /// Where it stands.
        status: AppointmentStatus,
        /// Where it would have to stand.
        expected: &'static [AppointmentStatus],
    },
    /// It is too late for the patient to cancel.
    TooLateToCancel {
        /// Last instant at which it was not.
        latest: Instant,
    },
    /// It is too late for the patient to rebook.
    TooLateToRebook {
        /// Last instant at which it was not.
        latest: Instant,
    },
    /// Patients do not rebook this type on their own.
    RebookingNotAllowed,
    /// Rebooking keeps the doctor.
    OtherDoctorNotAllowed {
        /// Who that is.
        doctor_uid: Uid,
    },
    /// An appointment that has not begun is neither over nor missed.
    NotBegun {
        /// When it begins.
        start_date: Instant,
    },
}

impl Refusal {
    /// What the caller can do.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Input(error) => error.kind(),
            Self::Rule(_) => ErrorKind::Refused,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Input(error)
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBookable { explanations } => {
                let reasons: usize = explanations.iter().map(|explanation| explanation.reasons.len()).sum();
                write!(f, "the slot can't be booked, for {reasons} reasons")
            }
            Self::AlreadyExists { status } => write!(f, "another appointment has this uid and is {status}"),
            Self::HoldExpired { expired_at } => write!(f, "the hold ran out at {expired_at}"),
            Self::WrongStatus { status, .. } => write!(f, "not while the appointment is {status}"),
            Self::TooLateToCancel { latest } => write!(f, "could be cancelled until {latest}"),
            Self::TooLateToRebook { latest } => write!(f, "could be rebooked until {latest}"),
            Self::RebookingNotAllowed => write!(f, "patients may not rebook this type"),
            Self::OtherDoctorNotAllowed { doctor_uid } => write!(f, "rebooking keeps the doctor `{doctor_uid}`"),
            Self::NotBegun { start_date } => write!(f, "the appointment begins at {start_date}"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'a> {
            #[serde(flatten)]
            rule: &'a Rule,
            kind: ErrorKind,
            path: &'a str,
            message: String,
        }
        match self {
            Self::Input(error) => error.serialize(serializer),
            Self::Rule(rule) => Wire { rule, kind: self.kind(), path: "", message: rule.to_string() }.serialize(serializer),
        }
    }
}
