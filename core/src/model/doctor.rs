//! Doctors: when they are there, and what is special to them about an appointment type.

use serde::{Deserialize, Serialize};

use crate::model::availability::{AvailabilityException, AvailabilityRule, DateOverride};
use crate::model::limit::BookingLimit;
use crate::wire::uid::Uid;

/// A doctor, and when they are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Doctor {
    /// The id, such as `doc-456`.
    pub uid: Uid,
    /// Kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// IANA zone of the doctor's clock; default that of the clinic.
    #[serde(default)]
    pub timezone: Option<String>,
    /// The doctor's video room, for types whose rooms are `persistent_per_provider`; the doctor's uid if
    /// null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video_room_id: Option<Uid>,
    /// Whether the doctor can be booked at all.
    #[serde(default = "crate::wire::yes")]
    pub active: bool,
    /// Weekly windows.
    #[serde(default)]
    pub availability_rules: Vec<AvailabilityRule>,
    /// Extra hours and time off.
    #[serde(default)]
    pub availability_exceptions: Vec<AvailabilityException>,
    /// Windows of single dates.
    #[serde(default)]
    pub date_overrides: Vec<DateOverride>,
    /// What is special to this doctor about a type.
    #[serde(default)]
    pub appointment_type_settings: Vec<AppointmentTypeSetting>,
    /// Most appointments of all types in a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<BookingLimit>,
    /// How many patients the doctor sees at a time, each with an appointment of their own, 1 to 1000: chairs,
    /// say. With more than one there are no group visits.
    #[serde(
        default = "crate::wire::one",
        deserialize_with = "crate::wire::integer",
        skip_serializing_if = "crate::wire::is_one"
    )]
    pub concurrent_appointments_max: i64,
}

impl Default for Doctor {
    /// An active doctor without hours, as JSON has it where nothing is said.
    fn default() -> Self {
        Self {
            uid: Uid::default(),
            display_name: None,
            timezone: None,
            video_room_id: None,
            active: true,
            availability_rules: Vec::new(),
            availability_exceptions: Vec::new(),
            date_overrides: Vec::new(),
            appointment_type_settings: Vec::new(),
            limits: Vec::new(),
            concurrent_appointments_max: 1,
        }
    }
}

/// What is special to a doctor about an appointment type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AppointmentTypeSetting {
    /// The type.
    pub appointment_type_uid: Uid,
    /// An inactive setting counts as absent.
    #[serde(default = "crate::wire::yes")]
    pub active: bool,
    /// Booking notice of this doctor for the type; 0 counts, null leaves that of the type.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub booking_min_notice_minutes: Option<i64>,
    /// For types whose `doctor_choice` is `priority`: 0 to 1000, the least is booked first.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub priority: Option<i64>,
    /// For types whose `doctor_choice` is `round_robin` or `fewest_appointments`: how much of the work this
    /// doctor takes beside others, 1 to 1000; 100 if null. 50 is for somebody who works half the time.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub weight: Option<i64>,
    /// How long an appointment of the type takes with this doctor where no length is asked for, 1 to 1440;
    /// null leaves that of the type. It need not be among the type's lengths.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub duration_minutes: Option<i64>,
    /// The gap before an appointment of the type with this doctor; 0 counts, null leaves that of the type.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub buffer_before_minutes: Option<i64>,
    /// The gap after an appointment of the type with this doctor.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub buffer_after_minutes: Option<i64>,
}

impl Default for AppointmentTypeSetting {
    /// An active setting that says nothing.
    fn default() -> Self {
        Self {
            appointment_type_uid: Uid::default(),
            active: true,
            booking_min_notice_minutes: None,
            priority: None,
            weight: None,
            duration_minutes: None,
            buffer_before_minutes: None,
            buffer_after_minutes: None,
        }
    }
}
