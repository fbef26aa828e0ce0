//! Local times and instants: what a time on somebody's clock is as an instant; and which appointments move on
//! the local clock when the rules of a zone change, since they keep their instant.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use super::Clinic;
use crate::error::faults::both;
use crate::error::{ErrorCode, Path, Result};
use crate::model::appointment::Appointment;
use crate::order::sort_by;
use crate::time::instant::Instant;
use crate::time::zone::{TimezoneData, Zone, day_number};
use crate::wire::uid::Uid;

/// An appointment that the clock of its doctor shows at another time under other rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct LocalTimeChange {
    /// The appointment.
    pub appointment_uid: Uid,
    /// Its doctor.
    pub doctor_uid: Uid,
    /// The doctor's zone.
    pub timezone: String,
    /// Its start, which does not change.
    pub start_date: Instant,
    /// Its local start by the clinic's rules.
    pub local_start: NaiveDateTime,
    /// Its local start by the other rules.
    pub other_local_start: NaiveDateTime,
}

/// Which instant does a clock show as this?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct InstantQuery {
    /// What the clock shows, such as `2026-12-01T09:00`.
    #[serde(deserialize_with = "crate::wire::local_time")]
    pub local: NaiveDateTime,
    /// Whose clock; the clinic's if null.
    #[serde(default)]
    pub doctor_uid: Option<Uid>,
    /// Or the clock of this zone.
    #[serde(default)]
    pub timezone: Option<String>,
}

/// A local time, and where it was given.
pub(crate) struct LocalTime<'p> {
    pub(crate) local: NaiveDateTime,
    pub(crate) path: Path<'p>,
}

impl LocalTime<'_> {
    /// What can be told of it on any clock.
    fn check(&self) -> Result<()> {
        if self.local.nanosecond() == 0 {
            return Ok(());
        }
        let detail = "local times are whole seconds".to_owned();
        Err(ErrorCode::WrongType { detail }.at(&self.path))
    }

    /// The instant that is meant on a zone's clock. If it is given as well, both must agree.
    pub(crate) fn resolve(&self, zone: &Zone, given: Option<Instant>) -> Result<Instant> {
        let Self { local, path } = self;
        self.check()?;
        let first = zone.first_reading(day_number(local.date()), seconds_of_day(*local));
        let at = match given {
            None => Instant(first),
            // What is no instant of the engine's time is refused where it was given.
            Some(at) if at.checked(path).is_err() => return Ok(at),
            Some(at) if at.0 == first || zone.local(at) == *local => at,
            Some(at) => {
                let shown = zone.local(at);
                let detail =
                    format!("{local:?} on the clock of {} is {first}, and {at} is {shown:?}", zone.name());
                return Err(ErrorCode::Conflict { detail }.at(path));
            }
        };
        at.checked(path)?;
        match zone.covers_until().filter(|end| *end <= at) {
            Some(end) => {
                let timezone = zone.name().to_owned();
                Err(ErrorCode::TimezoneDataEnds { timezone, covers_until: end.0 }.at(path))
            }
            None => Ok(at),
        }
    }
}

fn seconds_of_day(local: NaiveDateTime) -> i64 {
    i64::from(local.time().num_seconds_from_midnight())
}

impl Clinic {
    /// The instant at which a clock shows a local time: the clock of a doctor, of a zone, or of the clinic if
    /// neither is named. It is the first if the clock shows it twice, and the moment of the change if the
    /// clock skips it.
    ///
    /// # Errors
    /// `not_found`, `unknown_timezone`; `conflict` if both a doctor and a zone are named; of the local time
    /// `out_of_range`, `timezone_data_ends`, and `wrong_type` for parts of a second.
    ///
    /// ```
    /// use frontdesk::{Clinic, Instant, InstantQuery, from_json};
    ///
    /// let clinic = Clinic::new(from_json(r#"{ "timezone": "America/Vancouver" }"#)?)?;
    /// let nine: InstantQuery = from_json(r#"{ "local": "2026-12-01T09:00" }"#)?;
    /// assert_eq!(clinic.instant(&nine)?, Instant(1_796_140_800)); // 16:00Z
    /// # Ok::<(), frontdesk::Error>(())
    /// ```
    pub fn instant(&self, query: &InstantQuery) -> Result<Instant> {
        let root = Path::Root;
        let zone = match (&query.doctor_uid, &query.timezone) {
            (None, None) => Ok(self.timezone()),
            (Some(uid), None) => self.timezone_of(uid).ok_or_else(|| {
                ErrorCode::NotFound { what: "doctor", uid: uid.to_string() }.at(&root.field("doctor_uid"))
            }),
            (None, Some(name)) => self.zone(name, &root.field("timezone")),
            (Some(_), Some(_)) => {
                let detail = "either `doctor_uid` or `timezone`, not both".to_owned();
                Err(ErrorCode::Conflict { detail }.at(&root.field("timezone")))
            }
        };
        let local = LocalTime { local: query.local, path: root.field("local") };
        let (zone, ()) = both(zone, local.check())?;
        local.resolve(&zone, None)
    }

    /// Works out the instants of an appointment whose times are given on its doctor's clock.
    pub(super) fn resolve_local(&self, appointment: &mut Appointment, path: &Path<'_>) -> Result<()> {
        let Some(zone) = self.timezone_of(&appointment.doctor_uid) else {
            let uid = appointment.doctor_uid.to_string();
            return Err(ErrorCode::NotFound { what: "doctor", uid }.at(&path.field("doctor_uid")));
        };
        if let Some(local) = appointment.local_start.take() {
            let local = LocalTime { local, path: path.field("local_start") };
            appointment.start_date = local.resolve(&zone, appointment.start_date.known())?;
        }
        if let Some(local) = appointment.local_end.take() {
            let local = LocalTime { local, path: path.field("local_end") };
            appointment.end_date = local.resolve(&zone, appointment.end_date.known())?;
        }
        Ok(())
    }

    /// The appointments whose local start differs between the clinic's zone rules and `other`, by start and
    /// uid. Zones that `other` does not name are taken to be the same. What to do about them is for
    /// people to decide: nothing is changed.
    ///
    /// Ask it after an update of the tz database, with the rules that were in force before: [`Zone::to_data`]
    /// gives them.
    ///
    /// # Errors
    /// What is wrong with `other`; `timezone_data_ends` if it, or the clinic's own data, does not cover an
    /// appointment.
    pub fn local_time_changes(&self, other: &[TimezoneData]) -> Result<Vec<LocalTimeChange>> {
        let mut zones = BTreeMap::new();
        for (index, data) in other.iter().enumerate() {
            let path = Path::Root.index(index);
            let zone = Zone::from_data_at(data, &path)?;
            if zones.insert(data.name.as_str(), (index, zone)).is_some() {
                return Err(ErrorCode::Duplicate { value: data.name.clone() }.at(&path.field("name")));
            }
        }
        let mut changes = Vec::new();
        for record in self.appointments.iter() {
            let member = self.member_at(record.doctor);
            let zone = &member.calendar.zone;
            let Some((index, other)) = zones.get(zone.name()) else {
                continue;
            };
            if let Some(end) = other.covers_until().filter(|end| end.0 <= record.start) {
                let code =
                    ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 };
                return Err(code.at(&Path::Root.index(*index).field("covers_until")));
            }
            let start_date = Instant(record.start);
            if let Some(end) = zone.covers_until().filter(|end| *end <= start_date) {
                let code =
                    ErrorCode::TimezoneDataEnds { timezone: zone.name().to_owned(), covers_until: end.0 };
                return Err(code.at(&Path::Root.field("timezones")));
            }
            let (local_start, other_local_start) = (zone.local(start_date), other.local(start_date));
            if local_start != other_local_start {
                changes.push(LocalTimeChange {
                    appointment_uid: record.uid.clone(),
                    doctor_uid: member.doctor.uid.clone(),
                    timezone: zone.name().to_owned(),
                    start_date,
                    local_start,
                    other_local_start,
                });
            }
        }
        sort_by(&mut changes, |a, b| {
            (a.start_date, &a.appointment_uid).cmp(&(b.start_date, &b.appointment_uid))
        });
        Ok(changes)
    }
}
