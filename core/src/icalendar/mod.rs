//! iCalendar: appointments, busy time and availability as text for other calendars, and busy time out of
//! theirs.
//!
//! | What | As | RFC |
//! |---|---|---|
//! | one appointment: [`Clinic::appointment_as_icalendar`](crate::Clinic::appointment_as_icalendar) | `VEVENT`, `METHOD:REQUEST`, `PUBLISH` or `CANCEL` | 5545 §3.6.1, 5546 §3.2.1, §3.2.2, §3.2.5 |
//! | a doctor's appointments: [`Clinic::appointments_as_icalendar`](crate::Clinic::appointments_as_icalendar) | `VEVENT`s, `METHOD:PUBLISH` | 5546 §3.2.1 |
//! | a doctor's busy time: [`Clinic::busy_time_as_icalendar`](crate::Clinic::busy_time_as_icalendar) | `VFREEBUSY`, `METHOD:PUBLISH` | 5545 §3.6.4, 5546 §3.3.1 |
//! | a doctor's hours: [`Clinic::availability_as_icalendar`](crate::Clinic::availability_as_icalendar) | `VAVAILABILITY` and `VTIMEZONE` | 7953 §3.1, 5545 §3.6.5 |
//! | somebody else's busy time: [`Clinic::busy_time_from_icalendar`](crate::Clinic::busy_time_from_icalendar) | blocked intervals from `VEVENT` and `VFREEBUSY` | 5545 |
//!
//! This is the Cargo feature `icalendar`. Like the rest of the engine it reads no clock and makes no ids:
//! every `DTSTAMP` is the `now` of the call, and every `UID` is an uid of the clinic, or made of one.
//! Calendars of other people are told apart by `UID`, so choose uids that nobody else chooses (RFC 7986
//! §5.3). Control characters in text are left out, since no value may hold them, and those that end a line
//! are newlines. A feed of no appointments is a calendar without components. Lines are folded at 75 octets
//! and end in CRLF. A `METHOD` is there only with an organizer, whom RFC 5546 asks for with every method; a
//! calendar without one is a snapshot (RFC 5545 §3.7.2). A property whose text shows nothing is not there.
//!
//! ```
//! use frontdesk::icalendar::{BusyTimeQuery, CalendarUser, EventDetails};
//! use frontdesk::{Clinic, Instant, from_json};
//!
//! let mut clinic = Clinic::new(from_json(r#"{
//!     "timezone": "Europe/Berlin",
//!     "appointment_types": [ { "uid": "apt-001", "name": "Initial consultation", "duration_minutes": 30 } ],
//!     "doctors": [ { "uid": "doc-456" } ],
//!     "appointments": [ { "uid": "mtg-abc123", "status": "confirmed", "doctor_uid": "doc-456",
//!       "appointment_type_uid": "apt-001",
//!         "start_date": 1774255200, "end_date": 1774257000 } ] }"#)?)?;
//! let now = Instant(1_774_000_000);
//!
//! let details = EventDetails::default().organizer(CalendarUser::new("desk@practice.example", "Front desk"));
//! let text = clinic.appointment_as_icalendar("mtg-abc123", &details, now)?;
//! assert!(text.contains("\r\nSTATUS:CONFIRMED\r\nSUMMARY:Initial consultation\r\n"));
//! assert!(text.contains("\r\nORGANIZER;CN=Front desk:mailto:desk@practice.example\r\n"));
//!
//! // What the doctor's own calendar says, as time that can't be booked.
//! let theirs = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTART;TZID=Europe/Berlin:20260323T140000\r\nDURATION:PT1H\r\n\
//!     END:VEVENT\r\nEND:VCALENDAR\r\n";
//! let query = BusyTimeQuery::new("doc-456", now..Instant(1_775_000_000)).uid_prefix("own:");
//! let blocked = clinic.busy_time_from_icalendar(theirs, &query)?.blocked;
//! assert_eq!((blocked[0].uid.as_str(), blocked[0].start_date), ("own:dentist", Instant(1_774_270_800)));
//! # Ok::<(), frontdesk::Error>(())
//! ```

mod availability;
mod busy_time;
mod clocks;
mod content;
mod event;
mod expand;
mod import;
mod lines;
mod moment;
mod not_read;
mod observance;
mod occasion;
mod property;
mod query;
mod reader;
mod revisions;
mod rule;
mod series;
mod timezone;
mod uids;
mod user;
mod windows;

pub use event::EventDetails;
pub use import::{BusyTime, BusyTimeQuery};
pub use not_read::{NotRead, NotReadCode};
pub use query::CalendarQuery;
pub use user::CalendarUser;
