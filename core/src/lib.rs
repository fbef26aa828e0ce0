#![doc = include_str!("../../README.md")]
//!
//! # Formats
//!
//! The serde form of every type is the wire model, for formats that say of each value what it is: JSON, CBOR,
//! MessagePack with names (`rmp_serde::to_vec_named`). An integer may be written `30.0`, so each is asked what
//! it is, and two kinds of formats have no answer:
//!
//! - Formats without names and types, such as postcard and bincode, can't read these types
//!   (`deserialize_any`). Keep a snapshot as JSON text or CBOR.
//! - Query strings, where every number is text: `from=1774220400` is refused as the text that it is, since
//!   `"30"` is no integer anywhere else either. Read a `Query<…>` of axum into a struct of your own with `i64`
//!   fields, and make the [`SlotQuery`] from it.

pub mod booking;
pub mod clinic;
pub mod error;
pub mod evaluation;
#[cfg(feature = "icalendar")]
pub mod icalendar;
pub mod limits;
mod model;
mod order;
pub mod planning;
mod prepared;
mod report;
#[cfg(feature = "schema")]
pub mod schema;
pub mod slot;
mod time;
pub mod wait;
pub mod waiting_room;
mod wire;

pub use error::refusal;
pub use model::{
    appointment, appointment_type, availability, doctor, location, reason, reminder, type_limit,
};
pub use report::{appointments, hours, outcomes, utilisation};
pub use time::zone;

pub use appointment::{Actor, Appointment, AppointmentStatus, Approval, DoctorChoice, MeetingFormat};
pub use appointment_type::{
    AppointmentType, BookingLimit, CountedOver, DoctorAssignmentMode, DoctorChoiceStrategy, Grid, GridMode,
    MeetingType, PatientLimit, Period, RebookingMode, RoomStrategy,
};
pub use appointments::AppointmentsQuery;
pub use availability::{
    AvailabilityException, AvailabilityRule, Closure, DateOverride, ExceptionKind, OverrideWindow,
};
pub use booking::{Command, Event, OutsideHours, Refusal, Rule};
pub use clinic::{Change, Clinic, ClinicSnapshot, InstantQuery, LocalTimeChange};
pub use doctor::{AppointmentTypeSetting, Doctor};
pub use error::quoted::Quoted;
pub use error::{Error, ErrorCode, ErrorKind, Number, Result};
pub use evaluation::{
    EvaluationQuery, LoggedVisit, WaitBand, WaitEvaluation, WaitMethod, WaitScore, evaluate_waits,
};
pub use hours::{HoursState, OpenHours};
pub use location::{Location, Travel};
pub use outcomes::Outcomes;
pub use prepared::calendar::Calendar;
pub use reminder::{DueReminder, QuietHours, RecipientRole, Reminder};
pub use slot::{
    BookingOptions, DayReason, DayWithSlots, DaysQuery, ExplainQuery, ExplainedDay, Explanation, LimitScope,
    LimitUnit, NotOffering, PackedSlot, Reason, ReasonCode, Slot, SlotBuffer, SlotQuery, WishedTime,
};
pub use time::instant::Instant;
pub use time::language::Language;
pub use type_limit::TypeLimit;
pub use utilisation::{PackedUtilisation, Utilisation, UtilisationQuery};
pub use wait::{
    EstimateMode, EstimateQuery, Forecast, Learner, Pause, ShownWait, Visit, VisitKind, VisitOutcome,
    VisitReason, WaitAcrossBreak, WaitDistribution, WaitEstimate, WaitUnknown,
};
pub use waiting_room::{
    Consultation, DoctorPreference, Duty, Joining, QueueChange, QueueCommand, QueueDoctor, QueueEntry,
    QueueEvent, QueuePolicy, QueuePresence, QueueRefusal, QueueRule, QueueStatus, UpcomingAppointment,
    WaitingRoom, WaitingRoomSnapshot,
};
#[cfg(feature = "json")]
pub use wire::from_json;
pub use wire::uid::Uid;
pub use wire::{Fault, optional_integer, optional_local_time};
/// For readers of the wire model that tell everything that is wrong with an input.
pub mod reread {
    pub use crate::wire::{ANY_TEXT, Repair, Step, any_word, every_fault};
}
pub use zone::{TimezoneData, Transition, Zone, timezone_names, tzdata_version};
