//! What is asked for: which part of whose calendar.

use serde::{Deserialize, Serialize};

use super::content::Head;
use super::user::CalendarUser;
use crate::clinic::{Clinic, Member};
use crate::error::faults::{Faults, both};
use crate::error::{ErrorCode, Path, Result};
use crate::limits::{NAME_CHARS_MAX, bounds};
use crate::model::check;
use crate::slot::Range;
use crate::time::instant::Instant;
use crate::time::interval::Interval;
use crate::wire::uid::Uid;

/// Which part of whose calendar is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    pub(super) fn resolve<'a>(&self, clinic: &'a Clinic, now: Instant) -> Result<(&'a Member, Interval)> {
        let root = Path::Root;
        let named = both(range(self.from, self.to), doctor(clinic, &self.doctor_uid));
        let own = Faults::of(|faults| {
            faults.note(now.checked(&root.field("now")));
            if let Some(organizer) = &self.organizer {
                organizer.check(&root.field("organizer"), faults);
            }
            faults.note(check::text(self.name.as_ref(), 0, NAME_CHARS_MAX, &root.field("name")));
            if let Some(minutes) = self.refresh_minutes {
                let path = root.field("refresh_minutes");
                faults.note(check::within(minutes, bounds::REFRESH, &path));
            }
        });
        let ((range, member), ()) = both(named, own)?;
        Ok((member, range))
    }

    /// What the calendar says of itself.
    pub(super) fn head<'a>(&'a self, method: Option<&'a str>) -> Head<'a> {
        let head =
            method.map_or_else(Head::default, |method| Head::with_method(method, self.organizer.is_some()));
        head.subscribed(self.name.as_deref(), self.refresh_minutes)
    }
}

pub(super) fn doctor<'a>(clinic: &'a Clinic, uid: &Uid) -> Result<&'a Member> {
    let not_found =
        || ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&Path::Root.field("doctor_uid"));
    clinic.doctor_place(uid).map(|place| clinic.member_at(place)).ok_or_else(not_found)
}

pub(super) fn range(from: Instant, to: Instant) -> Result<Interval> {
    Range::new(from, to).map(|range| Interval::new(range.from, range.to))
}
