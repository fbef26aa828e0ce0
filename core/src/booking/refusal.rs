//! The rules that refuse a command about an appointment.

use std::fmt;

use serde::Serialize;

use crate::error::refusal;
use crate::model::appointment::AppointmentStatus;
use crate::slot::{Explanation, Told, sentence};
use crate::time::instant::Instant;
use crate::time::language::Language;
use crate::wire::uid::Uid;

/// Why a command about an appointment changes nothing.
pub type Refusal = refusal::Refusal<Rule>;

/// The closed list of rules that refuse a command, each with the data that helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// The hold can't live longer.
    NotExtendable {
        /// When it ends.
        hold_expires_at: Instant,
    },
    /// It waits for the practice to approve it.
    ApprovalRequested {
        /// Until when it waits.
        hold_expires_at: Instant,
    },
    /// Nobody asked the practice to approve it.
    ApprovalNotRequested,
    /// What was called off was a hold, and no appointment.
    NeverConfirmed,
    /// An appointment that has not begun is neither over nor missed.
    NotBegun {
        /// When it begins.
        start_date: Instant,
    },
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
                f.write_str(&not_bookable(explanations, Language::English, Told::Briefly))
            }
            Self::AlreadyExists { status } => write!(f, "another appointment has this uid and is {status}"),
            Self::HoldExpired { expired_at } => write!(f, "the hold ran out at {expired_at}"),
            Self::WrongStatus { status, .. } => write!(f, "not while the appointment is {status}"),
            Self::TooLateToCancel { latest } => write!(f, "could be cancelled until {latest}"),
            Self::TooLateToRebook { latest } => write!(f, "could be rebooked until {latest}"),
            Self::RebookingNotAllowed => write!(f, "patients may not rebook this type"),
            Self::OtherDoctorNotAllowed { doctor_uid } => {
                write!(f, "rebooking keeps the doctor `{doctor_uid}`")
            }
            Self::NotExtendable { hold_expires_at } => {
                write!(f, "the hold ends at {hold_expires_at} and can't be extended")
            }
            Self::ApprovalRequested { hold_expires_at } => {
                write!(f, "it waits for approval until {hold_expires_at}")
            }
            Self::ApprovalNotRequested => f.write_str("nobody has asked for approval"),
            Self::NeverConfirmed => f.write_str("it was never confirmed, so it can be held again only"),
            Self::NotBegun { start_date } => write!(f, "the appointment begins at {start_date}"),
        }
    }
}

/// Why a slot can't be booked.
pub(super) fn not_bookable(explanations: &[Explanation], language: Language, told_as: Told<'_>) -> String {
    let (english, german) = ("the slot can't be booked", "der Termin kann nicht gebucht werden");
    format!("{}: {}", language.pick(english, german), sentence(explanations, language, told_as))
}
