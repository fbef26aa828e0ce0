//! When the rules of a zone change, an appointment keeps its instant and moves on the local clock. Which ones
//! do?

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::Clinic;
use crate::Uid;
use crate::error::{ErrorCode, Path, Result};
use crate::order::sort_by;
use crate::time::Instant;
use crate::zone::{TimezoneData, Zone};

/// An appointment that the clock of its doctor shows at another time under other rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
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

impl Clinic {
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
