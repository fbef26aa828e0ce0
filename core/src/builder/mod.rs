//! Clinics, questions and commands written in Rust: constructors that take what a thing can't do without, and
//! setters for the rest, with chrono's types.
//!
//! ```
//! use chrono::{TimeDelta, TimeZone, Utc, Weekday};
//! use frontdesk::{AppointmentType, Clinic, Doctor, Instant, SlotQuery, at, minutes};
//!
//! let clinic = Clinic::builder()
//!     .timezone("Europe/Berlin")
//!     .appointment_type(AppointmentType::new("apt-001", minutes(30)))
//!     .doctor(Doctor::new("doc-456").weekly([Weekday::Mon, Weekday::Tue], at(9, 0)..at(12, 0)))
//!     .build()?;
//!
//! let now = Utc.with_ymd_and_hms(2026, 3, 23, 7, 0, 0).unwrap();
//! let slots = clinic.find_slots(&SlotQuery::new("apt-001", now..now + TimeDelta::days(1)), now.into())?;
//! assert_eq!(slots.len(), 6);
//! # Ok::<(), frontdesk::Error>(())
//! ```
//!
//! Nothing is checked here: [`Clinic::new`](crate::Clinic::new) and each question do, and name the field, as
//! they do for what comes from JSON. The wire model counts whole minutes and seconds, so a part of one counts
//! as a whole one. Setters are called as the fields are, without the unit where they take a length of time.

mod appointment;
mod appointment_type;
mod availability;
#[cfg(feature = "icalendar")]
mod calendar;
mod clinic;
mod command;
mod doctor;
mod query;
mod reminder;
mod report;
mod room;
mod units;
mod visit;

pub use command::{Hold, Rebook};
pub use room::Register;
pub use units::{at, days, hours, minutes};

/// Methods that set a field and hand the value on.
macro_rules! setters {
    ($of:ident {
        $($(#[$doc:meta])* $name:ident($($value:ident: $kind:ty),*) => $field:ident = $new:expr;)*
    }) => {
        impl $of {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(mut self, $($value: $kind),*) -> Self {
                    self.$field = $new;
                    self
                }
            )*
        }
    };
}

/// Methods that add to a list and hand the value on.
macro_rules! adders {
    ($of:ident { $($(#[$doc:meta])* $name:ident($value:ident: $kind:ty) => $field:ident;)* }) => {
        impl $of {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(mut self, $value: $kind) -> Self {
                    self.$field.push($value);
                    self
                }
            )*
        }
    };
}

use {adders, setters};

use crate::wire::uid::Uid;

/// Uids out of texts.
fn uids<T: Into<Uid>>(texts: impl IntoIterator<Item = T>) -> Vec<Uid> {
    texts.into_iter().map(Into::into).collect()
}
