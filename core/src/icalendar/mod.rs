//! iCalendar: appointments, busy time and availability as text for other calendars, and busy time out of
//! theirs.
//!
//! | What | As | RFC |
//! |---|---|---|
//! | one appointment: [`Clinic::appointment_as_icalendar`] | `VEVENT`, `METHOD:REQUEST`, `PUBLISH` or `CANCEL` | 5545 §3.6.1, 5546 §3.2.1, §3.2.2, §3.2.5 |
//! | a doctor's appointments: [`Clinic::appointments_as_icalendar`] | `VEVENT`s, `METHOD:PUBLISH` | 5546 §3.2.1 |
//! | a doctor's busy time: [`Clinic::busy_time_as_icalendar`] | `VFREEBUSY`, `METHOD:PUBLISH` | 5545 §3.6.4, 5546 §3.3.1 |
//! | a doctor's hours: [`Clinic::availability_as_icalendar`] | `VAVAILABILITY` and `VTIMEZONE` | 7953 §3.1, 5545 §3.6.5 |
//! | somebody else's busy time: [`Clinic::busy_time_from_icalendar`] | blocked intervals from `VEVENT` and `VFREEBUSY` | 5545 |
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
//!     "appointments": [ { "uid": "mtg-abc123", "status": "confirmed", "doctor_uid": "doc-456", "appointment_type_uid": "apt-001",
//!         "start_date": 1774255200, "end_date": 1774257000 } ] }"#)?)?;
//! let now = Instant(1_774_000_000);
//!
//! let details = EventDetails { organizer: Some(CalendarUser::new("desk@practice.example", "Front desk")), ..EventDetails::default() };
//! let text = clinic.appointment_as_icalendar("mtg-abc123", &details, now)?;
//! assert!(text.contains("\r\nSTATUS:CONFIRMED\r\nSUMMARY:Initial consultation\r\n"));
//! assert!(text.contains("\r\nORGANIZER;CN=Front desk:mailto:desk@practice.example\r\n"));
//!
//! // What the doctor's own calendar says, as time that can't be booked.
//! let theirs = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTART;TZID=Europe/Berlin:20260323T140000\r\nDURATION:PT1H\r\n\
//!     END:VEVENT\r\nEND:VCALENDAR\r\n";
//! let (doctor_uid, to, uid_prefix) = ("doc-456".into(), Instant(1_775_000_000), "own:".into());
//! let query = BusyTimeQuery { doctor_uid, from: now, to, uid_prefix, addresses: vec![] };
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
mod reader;
mod revisions;
mod rule;
mod series;
mod timezone;
mod uids;
mod windows;

use serde::{Deserialize, Serialize};

pub use event::{CalendarUser, EventDetails};
pub use import::{BusyTime, BusyTimeQuery};
pub use not_read::{NotRead, NotReadCode};

use self::content::Head;
use crate::clinic::{Clinic, Member};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{ICALENDAR_REFRESH_MINUTES_MAX, NAME_CHARS_MAX, RANGE_DAYS_MAX};
use crate::model::check;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::time::zone::DAY;
use crate::wire::uid::Uid;

/// Which part of whose calendar is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarQuery {
    /// The doctor.
    pub doctor_uid: Uid,
    /// First instant.
    pub from: Instant,
    /// First instant after it, at most ten years later.
    pub to: Instant,
    /// In whose name it is published. Without one, it is a snapshot without a `METHOD`.
    #[serde(default)]
    pub organizer: Option<CalendarUser>,
    /// What a program that subscribes to it calls it, at most 255 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// After how many minutes such a program should ask again: 1 to 525,600.
    #[serde(default, deserialize_with = "crate::wire::optional_integer")]
    pub refresh_minutes: Option<i64>,
}

impl CalendarQuery {
    /// Checks the query, and looks up what it names.
    fn resolve<'a>(&self, clinic: &'a Clinic, now: Instant) -> Result<(&'a Member, Interval)> {
        let range = range(self.from, self.to)?;
        now.checked(&Path::Root.field("now"))?;
        if let Some(organizer) = &self.organizer {
            organizer.check(&Path::Root.field("organizer"))?;
        }
        check::text(self.name.as_ref(), 0, NAME_CHARS_MAX, &Path::Root.field("name"))?;
        if let Some(minutes) = self.refresh_minutes {
            let path = Path::Root.field("refresh_minutes");
            check::range(minutes, 1, ICALENDAR_REFRESH_MINUTES_MAX, &path)?;
        }
        Ok((doctor(clinic, &self.doctor_uid)?, range))
    }

    /// What the calendar says of itself.
    fn head<'a>(&'a self, method: Option<&'a str>) -> Head<'a> {
        let head =
            method.map_or_else(Head::default, |method| Head::with_method(method, self.organizer.as_ref()));
        head.subscribed(self.name.as_deref(), self.refresh_minutes)
    }
}

fn doctor<'a>(clinic: &'a Clinic, uid: &Uid) -> Result<&'a Member> {
    let not_found =
        || ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&Path::Root.field("doctor_uid"));
    clinic.doctor_place(uid).map(|place| clinic.member_at(place)).ok_or_else(not_found)
}

fn range(from: Instant, to: Instant) -> Result<Interval> {
    let root = Path::Root;
    let range = Interval::new(from.checked(&root.field("from"))?, to.checked(&root.field("to"))?);
    let path = root.field("to");
    if range.is_empty() {
        return Err(ErrorCode::EmptyInterval { start: range.start, end: range.end }.at(&path));
    }
    check::count(((range.end - range.start + DAY - 1) / DAY) as usize, RANGE_DAYS_MAX as usize, &path)?;
    Ok(range)
}
