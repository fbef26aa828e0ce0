//! Appointment types: what can be booked, for how long, with how much notice, and who offers it.

use serde::{Deserialize, Serialize};

use crate::model::grid::Grid;
use crate::model::limit::BookingLimit;
use crate::wire::uid::Uid;

/// A bookable kind of appointment: the object of the documented API, and what the engine adds to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AppointmentType {
    /// The id, such as `apt-001`.
    pub uid: Uid,
    /// The organisation that owns the type; kept, not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_uid: Option<String>,
    /// Display name, 1 to 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Kind of meeting.
    #[serde(default)]
    pub meeting_type: MeetingType,
    /// Length of the appointment, 1 to 1440.
    #[serde(deserialize_with = "crate::wire::integer")]
    pub duration_minutes: i64,
    /// How long a hold lives, 1 to 86400. Default 900, fifteen minutes.
    #[serde(default = "default_hold_ttl_seconds", deserialize_with = "crate::wire::integer")]
    pub hold_ttl_seconds: i64,
    /// Least time from now to the start of a slot, from 0. A doctor's active setting for the type can
    /// override it.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub booking_min_notice_minutes: i64,
    /// Least time from now to the start for a patient to cancel, from 0.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub cancellation_min_notice_minutes: i64,
    /// Least time from now to the old start for a patient to rebook, from 0.
    #[serde(default, deserialize_with = "crate::wire::integer")]
    pub rebooking_min_notice_minutes: i64,
    /// How video rooms are given out.
    #[serde(default)]
    pub room_strategy: RoomStrategy,
    /// Whether rebooking may change the doctor.
    #[serde(default)]
    pub rebooking_mode: RebookingMode,
    /// Which doctors can offer the type.
    #[serde(default)]
    pub doctor_assignment_mode: DoctorAssignmentMode,
    /// Which doctor is booked when nobody is asked for.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub doctor_choice: DoctorChoiceStrategy,
    /// Whether patients may rebook their own appointments of this type.
    #[serde(default)]
    pub allow_patient_rebooking: bool,
    /// Whether the type is bookable.
    #[serde(default = "crate::wire::yes")]
    pub active: bool,
    /// Creation time; kept, not used.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub created_at: Option<i64>,
    /// Time of the last change; kept, not used.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub updated_at: Option<i64>,

    /// The lengths for which it can be booked, each 1 to 1440, beside `duration_minutes`, which is its length
    /// where none is asked for.
    #[serde(default, deserialize_with = "crate::wire::integers", skip_serializing_if = "Vec::is_empty")]
    pub durations_minutes: Vec<i64>,
    /// Least gap before an appointment of the type, 0 to 1440: it counts where it is greater than that of the
    /// window, and than that after the appointment before.
    #[serde(
        default,
        deserialize_with = "crate::wire::integer",
        skip_serializing_if = "crate::wire::is_default"
    )]
    pub buffer_before_minutes: i64,
    /// Least gap after an appointment of the type, 0 to 1440.
    #[serde(
        default,
        deserialize_with = "crate::wire::integer",
        skip_serializing_if = "crate::wire::is_default"
    )]
    pub buffer_after_minutes: i64,
    /// How long a hold can live if it is extended, from `hold_ttl_seconds` to 604800, a week. If null, it
    /// can't be.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub hold_max_seconds: Option<i64>,
    /// How long an appointment that a patient has confirmed waits for the practice to approve it, from
    /// `hold_ttl_seconds` to 2592000, thirty days. If null, it needs no approval.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub approval_ttl_seconds: Option<i64>,
    /// Seats of one appointment, 1 to 1000: more than one makes it a group visit.
    #[serde(
        default = "crate::wire::one",
        deserialize_with = "crate::wire::integer",
        skip_serializing_if = "crate::wire::is_one"
    )]
    pub capacity: i64,
    /// Longest time from now to the start of a slot, in minutes.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub horizon_minutes: Option<i64>,
    /// How many local dates after today can be booked, each as a whole, 0 to 3660.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub horizon_days: Option<i64>,
    /// How many local dates before that of the start it can last be booked, 0 to 366: 1 is the day before, 0
    /// the same day. It holds beside the notice in minutes.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub booking_min_notice_days: Option<i64>,
    /// Until when it can be booked on the last of these dates, in minutes from local midnight, 0 to 1440.
    /// Default 1440.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub booking_notice_until: Option<i64>,
    /// Whether only dates are counted on which the doctor has hours.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub booking_notice_working_days: bool,
    /// How many local dates before that of the start it can last be cancelled by the patient, 0 to 366: 1 is
    /// the day before, 0 the same day. It holds beside the notice in minutes.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub cancellation_min_notice_days: Option<i64>,
    /// Until when it can be cancelled on the last of these dates, in minutes from local midnight, 0 to 1440.
    /// Default 1440.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub cancellation_notice_until: Option<i64>,
    /// Whether only dates are counted on which the doctor has hours.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub cancellation_notice_working_days: bool,
    /// How many local dates before that of the start it can last be rebooked by the patient, 0 to 366: 1 is
    /// the day before, 0 the same day. It holds beside the notice in minutes.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub rebooking_min_notice_days: Option<i64>,
    /// Until when it can be rebooked on the last of these dates, in minutes from local midnight, 0 to 1440.
    /// Default 1440.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub rebooking_notice_until: Option<i64>,
    /// Whether only dates are counted on which the doctor has hours.
    #[serde(default, skip_serializing_if = "crate::wire::is_default")]
    pub rebooking_notice_working_days: bool,
    /// The grid of starts; a query can ask for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    /// Most appointments of this type in a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<BookingLimit>,
}

impl Default for AppointmentType {
    /// What JSON has where nothing is said, with a length of half an hour.
    fn default() -> Self {
        Self {
            uid: Uid::default(),
            organisation_uid: None,
            name: None,
            meeting_type: MeetingType::default(),
            duration_minutes: 30,
            hold_ttl_seconds: default_hold_ttl_seconds(),
            booking_min_notice_minutes: 0,
            cancellation_min_notice_minutes: 0,
            rebooking_min_notice_minutes: 0,
            room_strategy: RoomStrategy::default(),
            rebooking_mode: RebookingMode::default(),
            doctor_assignment_mode: DoctorAssignmentMode::default(),
            doctor_choice: DoctorChoiceStrategy::default(),
            allow_patient_rebooking: false,
            active: true,
            created_at: None,
            updated_at: None,
            durations_minutes: Vec::new(),
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            hold_max_seconds: None,
            approval_ttl_seconds: None,
            capacity: 1,
            horizon_minutes: None,
            horizon_days: None,
            booking_min_notice_days: None,
            booking_notice_until: None,
            booking_notice_working_days: false,
            cancellation_min_notice_days: None,
            cancellation_notice_until: None,
            cancellation_notice_working_days: false,
            rebooking_min_notice_days: None,
            rebooking_notice_until: None,
            rebooking_notice_working_days: false,
            grid: None,
            limits: Vec::new(),
        }
    }
}

/// Kind of meeting, as in the documented API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum MeetingType {
    /// A consultation.
    #[default]
    Consultation,
    /// A follow-up.
    FollowUp,
    /// A first visit.
    Initial,
    /// A review.
    Review,
    /// A walk-in consultation.
    OnDemand,
}

/// How video rooms are given out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RoomStrategy {
    /// One room per doctor, always the same.
    PersistentPerProvider,
    /// A new room for each appointment.
    #[default]
    PerAppointment,
}

/// Whether rebooking may change the doctor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RebookingMode {
    /// The doctor stays.
    #[default]
    SameDoctorOnly,
    /// Any doctor of the organisation.
    AnyDoctorSameOrganisation,
}

/// Which doctors can offer a type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum DoctorAssignmentMode {
    /// Every active doctor, as far as they have open time.
    #[default]
    AllAvailableDoctors,
    /// Doctors with an active setting for the type.
    SelectedDoctorsOnly,
}

/// Which of the doctors that can be booked is booked when nobody is asked for. Among equals it is the first
/// by uid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum DoctorChoiceStrategy {
    /// The one with the fewest sessions on that local day.
    #[default]
    FewestAppointments,
    /// The one with the least `priority` in the active setting for the type; those without come last.
    Priority,
    /// The one who was booked for the type the longest ago; those who never were come first.
    RoundRobin,
}

fn default_hold_ttl_seconds() -> i64 {
    900
}
