//! The rules that refuse a command to a room.

use std::fmt;

use serde::Serialize;

use super::entry::QueueStatus;
use crate::error::refusal::Refusal;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// Why a command to a room, or a change of it, changes nothing.
pub type QueueRefusal = Refusal<QueueRule>;

/// The closed list of rules that refuse a command, each with the data that helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum QueueRule {
    /// Another entry has this uid.
    AlreadyExists {
        /// Where that one stands.
        status: QueueStatus,
    },
    /// The patient has a live entry.
    AlreadyRegistered {
        /// Which.
        uid: Uid,
        /// Where it stands.
        status: QueueStatus,
    },
    /// Nobody joins now.
    Closed {
        /// What to say.
        close_msg: Option<String>,
    },
    /// The day is over.
    PastClosing {
        /// Since when.
        closes_at: Instant,
    },
    /// As many wait as may.
    QueueFull {
        /// How many that is.
        capacity: i64,
    },
    /// That does not happen to an entry that stands there.
    WrongStatus {
        /// Where it stands.
        status: QueueStatus,
        /// Where it would have to stand.
        expected: &'static [QueueStatus],
    },
    /// The doctor sees as many as one can who has so many places, most of them one.
    DoctorBusy {
        /// The queue entry or appointment, of several the first that began.
        uid: Uid,
    },
    /// The doctor fetches nobody now.
    OffDuty {
        /// When the next stretch on duty begins, if there is one.
        next_duty: Option<Instant>,
    },
    /// The doctor is away.
    DoctorAway {
        /// When the doctor will be back; not known if null.
        back_at: Option<Instant>,
    },
    /// An appointment of the doctor goes first.
    AppointmentDue {
        /// Which.
        appointment_uid: Uid,
        /// Since when it has been due.
        start_date: Instant,
    },
    /// An appointment of the doctor is too near to fetch anybody.
    AppointmentSoon {
        /// Which.
        appointment_uid: Uid,
        /// When it is to begin.
        start_date: Instant,
    },
    /// Nobody waits whom the doctor may see.
    NobodyWaiting {
        /// How many wait for others, or are not there to be seen.
        for_others: usize,
    },
    /// Another doctor is the only one who may see the patient.
    OtherDoctorOnly {
        /// Who that is.
        doctor_uid: Uid,
        /// When others may; never if null.
        until: Option<Instant>,
    },
    /// The doctor does not serve what the patient comes for.
    ReasonNotServed {
        /// What that is.
        reason: Uid,
        /// Who serves it.
        doctor_uids: Vec<Uid>,
    },
    /// The patient is not elsewhere in the middle of a visit.
    NotElsewhere {
        /// When the patient was back; null if no doctor has sent them elsewhere.
        back_at: Option<Instant>,
    },
    /// The doctor has to wait for the patient a little longer.
    TooSoon {
        /// First instant at which the patient counts as missing.
        earliest: Instant,
    },
    /// Patients with live entries are to be seen by this doctor only, or reasons are served by this one.
    DoctorNeeded {
        /// How many.
        entries: usize,
        /// How many reasons of the policy name the doctor, if any do.
        #[serde(skip_serializing_if = "crate::wire::is_default")]
        reasons: usize,
    },
}

impl From<QueueRule> for QueueRefusal {
    fn from(rule: QueueRule) -> Self {
        Self::Rule(rule)
    }
}

impl fmt::Display for QueueRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyExists { status } => write!(f, "another entry has this uid and is {status}"),
            Self::AlreadyRegistered { uid, status } => {
                write!(f, "the patient has the entry `{uid}`, which is {status}")
            }
            Self::Closed { close_msg: Some(message) } => write!(f, "closed: {message}"),
            Self::Closed { close_msg: None } => write!(f, "closed"),
            Self::PastClosing { closes_at } => write!(f, "closed since {closes_at}"),
            Self::QueueFull { capacity } => write!(f, "{capacity} are waiting, and no more may"),
            Self::WrongStatus { status, .. } => write!(f, "not while the entry is {status}"),
            Self::DoctorBusy { uid } => write!(f, "the doctor is busy with `{uid}`"),
            Self::OffDuty { next_duty: Some(at) } => write!(f, "the doctor is off duty until {at}"),
            Self::OffDuty { next_duty: None } => write!(f, "the doctor is off duty"),
            Self::DoctorAway { back_at: Some(at) } => write!(f, "the doctor is away until about {at}"),
            Self::DoctorAway { back_at: None } => write!(f, "the doctor is away"),
            Self::AppointmentDue { appointment_uid, start_date } => {
                write!(f, "the appointment `{appointment_uid}` has been due since {start_date}")
            }
            Self::AppointmentSoon { appointment_uid, start_date } => {
                write!(f, "the appointment `{appointment_uid}` begins at {start_date}, which is too near")
            }
            Self::NobodyWaiting { for_others: 0 } => write!(f, "nobody is waiting"),
            Self::NobodyWaiting { for_others } => {
                write!(f, "nobody is waiting but {for_others} for other doctors")
            }
            Self::OtherDoctorOnly { doctor_uid, until: None } => {
                write!(f, "the patient waits for the doctor `{doctor_uid}` only")
            }
            Self::OtherDoctorOnly { doctor_uid, until: Some(until) } => {
                write!(f, "until {until}, the patient waits for the doctor `{doctor_uid}` only")
            }
            Self::ReasonNotServed { reason, .. } => {
                write!(f, "the doctor does not serve the reason `{reason}`")
            }
            Self::NotElsewhere { back_at: Some(at) } => write!(f, "the patient has been back since {at}"),
            Self::NotElsewhere { back_at: None } => write!(f, "the patient was not sent elsewhere"),
            Self::TooSoon { earliest } => write!(f, "the patient may come until {earliest}"),
            Self::DoctorNeeded { entries: 0, reasons } => {
                write!(f, "{reasons} visit reasons name this doctor")
            }
            Self::DoctorNeeded { entries, .. } => {
                write!(f, "{entries} patients are to be seen by this doctor only")
            }
        }
    }
}
