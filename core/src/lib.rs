//! A scheduling and queue engine: **which slots can be booked, and why not this one? May this booking change?
//! How long will I wait?**
//!
//! ```
//! use chrono::{TimeZone, Utc, Weekday::{Mon, Tue}};
//! use frontdesk::{AppointmentType, Clinic, Doctor, ExplainQuery, Reason, SlotQuery};
//! use frontdesk::{at, days, hours, minutes};
//!
//! let clinic = Clinic::builder()
//!     .timezone("Europe/Berlin")
//!     .appointment_type(AppointmentType::new("apt-001", minutes(30)).booking_min_notice(hours(1)))
//!     .doctor(Doctor::new("doc-456").weekly([Mon, Tue], at(9, 0)..at(12, 0)))
//!     .build()?;
//!
//! // Monday, 08:20 in Berlin: the slot at 09:00 is too soon.
//! let now = Utc.with_ymd_and_hms(2026, 3, 23, 7, 20, 0).unwrap();
//! let slots = clinic.find_slots(&SlotQuery::new("apt-001", now..now + days(1)), now.into())?;
//! assert_eq!(slots[0].start_date, Utc.with_ymd_and_hms(2026, 3, 23, 8, 30, 0).unwrap().into());
//!
//! let nine = Utc.with_ymd_and_hms(2026, 3, 23, 8, 0, 0).unwrap();
//! let answer = clinic.explain(&ExplainQuery::new("apt-001", nine), now.into())?;
//! assert_eq!(answer[0].reasons, [Reason::TooSoon { earliest: (now + hours(1)).into() }]);
//! # Ok::<(), frontdesk::Error>(())
//! ```
//!
//! | you want to | see |
//! |---|---|
//! | make a clinic, from Rust or from JSON | [`Clinic::builder`], [`builder`], [`from_json`] |
//! | list slots and days | [`Clinic::find_slots`], [`Clinic::days_with_slots`], [`Clinic::first_slots`] |
//! | know why something can't be booked | [`Clinic::explain`], [`Clinic::explain_days`] |
//! | hold, confirm, move, cancel | [`Clinic::decide`], [`Clinic::apply`], [`Command`] |
//! | run a waiting room | [`WaitingRoom::decide`], [`WaitingRoom::apply`], [`QueueCommand`] |
//! | say how long somebody waits | [`WaitingRoom::estimate`], [`Learner`] |
//! | plan how many doctors are needed | [`planning`] |
//!
//! The engine is pure: it has no clock, makes no ids, reads no files and takes no notice of the machine's
//! time zone. `now` is an argument, and the same input gives the same output everywhere. A [`Clinic`] is
//! `Send` and `Sync`. The rules are those of the page `core/docs/semantics.md` in the repository.
//!
//! # Features
//!
//! | feature | default | what it is |
//! |---|---|---|
//! | `json` | yes | [`from_json`]: reads the wire model, and says the path of whatever is wrong |
//! | `tzdata` | yes | the tz database, built in; without it zones come with the clinic or from the host |
//! | `icalendar` | | [`icalendar`]: appointments and hours as calendars, busy time out of calendars |
//! | `jiff` | | `Instant` from and to `jiff::Timestamp`, `Zone::from_jiff` |
//! | `chrono-tz` | | `Zone::from_chrono_tz`, by the rules that chrono-tz carries |
//! | `schema` | | [`schema`]: the wire model as a JSON Schema |
//! | `exhaustive` | | structs can be written as literals, and enums matched to the end |
//!
//! # Versions
//!
//! The structs and enums of the wire model are `non_exhaustive`: a new field, reason, error or event is no
//! breaking change. With the feature `exhaustive` it is one for you: the compiler shows each place that does
//! not know it.
//!
//! # Formats
//!
//! The serde form of every type is the wire model, for formats that say of each value what it is: JSON, CBOR,
//! MessagePack with names (`rmp_serde::to_vec_named`). An integer may be written `30.0`, so each is asked
//! what it is, and two kinds of formats have no answer:
//!
//! - Formats without names and types, such as postcard and bincode, can't read these types
//!   (`deserialize_any`). Keep a snapshot as JSON text or CBOR.
//! - Query strings, where every number is text: `from=1774220400` is refused as the text that it is, since
//!   `"30"` is no integer anywhere else either. Read a `Query<…>` of axum into a struct of your own with
//!   `i64` fields, and make the [`SlotQuery`] from it.

pub mod booking;
pub mod builder;
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
    appointment, appointment_type, availability, doctor, grid, limit, location, reason, reminder,
};
pub use report::{appointments, hours, outcomes, utilisation};
pub use time::zone;

pub use appointment::{Actor, Appointment, AppointmentStatus, Approval, DoctorChoice, MeetingFormat};
pub use appointment_type::{
    AppointmentType, DoctorAssignmentMode, DoctorChoiceStrategy, MeetingType, RebookingMode, RoomStrategy,
};
pub use appointments::AppointmentsQuery;
pub use availability::{
    AvailabilityException, AvailabilityRule, Closure, DateOverride, ExceptionKind, OverrideWindow,
};
pub use booking::{Command, Event, OutsideHours, Refusal, Rule};
pub use builder::{at, days, hours, minutes};
pub use clinic::{Change, Clinic, ClinicSnapshot, InstantQuery, LocalTimeChange};
pub use doctor::{AppointmentTypeSetting, Doctor};
pub use error::quoted::Quoted;
pub use error::{Error, ErrorCode, ErrorKind, Number, Result};
pub use evaluation::{
    EvaluationQuery, LogDoubts, LoggedVisit, WaitBand, WaitEvaluation, WaitMethod, WaitScore, evaluate_waits,
};
pub use grid::{Grid, GridMode};
pub use hours::{HoursState, OpenHours};
pub use limit::{BookingLimit, CountedOver, PatientLimit, Period, TypeLimit};
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
pub use utilisation::{PackedUtilisation, Utilisation, UtilisationQuery};
pub use wait::{
    EstimateMode, EstimateQuery, Forecast, Learner, Pause, ShownWait, Visit, VisitDoubt, VisitKind,
    VisitOutcome, VisitReason, WaitAcrossBreak, WaitDistribution, WaitEstimate, WaitUnknown,
};
pub use waiting_room::{
    Consultation, DoctorPreference, Duty, ForgottenConsultation, Joining, Promises, QueueChange,
    QueueCommand, QueueDoctor, QueueEntry, QueueEvent, QueueLevel, QueuePolicy, QueuePresence, QueueRefusal,
    QueueRule, QueueStatus, UpcomingAppointment, VisitPart, WaitingRoom, WaitingRoomSnapshot,
};
#[cfg(feature = "json")]
pub use wire::from_json;
pub use wire::uid::Uid;
pub use wire::{Fault, optional_integer, optional_local_time};
/// For readers of the wire model from something else than JSON text.
pub mod source {
    pub use crate::wire::{Look, Source, every_fault_in, read, read_from};
}
/// For deserializers of their own that tell everything that is wrong with an input.
pub mod reread {
    pub use crate::wire::{ANY_TEXT, Placing, Repair, Step, any_word, every_fault, every_fault_by};
}
pub use zone::{TimezoneData, Transition, Zone, timezone_names, tzdata_version};

/// The examples of the repository's first page, the crate's own and the tutorial run too.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../../docs/tutorial/rust.md")]
struct Pages;
