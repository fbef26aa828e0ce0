//! What a page needs to compute slots itself: types, doctors, hours, and what time is taken. Of those who have
//! taken it there is nothing: no patient, no appointment's id, no reason, and no type unless who looks at the
//! list of slots could tell it anyway.

mod busy;
mod hours;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::{Clinic, ClinicSnapshot, Instant, Uid};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::desk::Desk;
use crate::json::to_json;
use crate::limits::{AVAILABILITY_DAYS_BEFORE, AVAILABILITY_DAYS_BEFORE_WITH_LIMITS};

const DAY: i64 = 86_400;

/// The availability of an organisation, as of a version.
#[derive(Debug, PartialEq, Eq)]
pub struct Feed {
    /// Another one for another content.
    pub version: String,
    /// The clinic without appointments, in JSON.
    pub clinic: String,
    /// What is taken of each doctor's time, in JSON.
    pub busy: BTreeMap<Uid, String>,
}

impl Feed {
    /// That of a clinic. It is the same all day, unless something changes.
    ///
    /// # Errors
    /// If the engine refuses the question, which it has no reason to.
    pub fn of(clinic: &Clinic, now: Instant) -> frontdesk::Result<Self> {
        let days = match hours::counts(clinic) {
            true => AVAILABILITY_DAYS_BEFORE_WITH_LIMITS,
            false => AVAILABILITY_DAYS_BEFORE,
        };
        let from = Instant((now.0 - now.0.rem_euclid(DAY) - days * DAY).max(0));
        let mut types = hours::types(clinic);
        let mut busy = BTreeMap::new();
        let appointments = busy::appointments(clinic, from, now)?;
        for doctor in hours::doctors(clinic, from) {
            let of_doctor = appointments.get(&doctor.uid).map_or(&[][..], Vec::as_slice);
            let taken = busy::of(clinic, &doctor, of_doctor, &mut types);
            busy.insert(doctor.uid, to_json(&taken));
        }
        let clinic = to_json(&ClinicSnapshot {
            timezone: Some(clinic.timezone_name().to_owned()),
            timezones: clinic.timezones().to_vec(),
            locations: clinic.locations().to_vec(),
            travel_minutes: clinic.travel_minutes().to_vec(),
            appointment_types: types.into_values().collect(),
            doctors: hours::doctors(clinic, from),
            closures: hours::closures(clinic),
            week_starts_on: clinic.week_starts_on(),
            patient_limits: clinic.patient_limits().to_vec(),
            ..ClinicSnapshot::default()
        });
        let mut hash = Sha256::new();
        hash.update(&clinic);
        busy.iter().for_each(|(doctor, taken)| hash.update(format!("\0{doctor}\0{taken}")));
        let version = hash.finalize().iter().take(10).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self { version, clinic, busy })
    }

    /// The doctors whose taken time is another than in `before`, in JSON; `None` if more is another than that.
    pub fn changes(&self, before: &Self) -> Option<String> {
        if self.clinic != before.clinic || !self.busy.keys().eq(before.busy.keys()) {
            return None;
        }
        let others = self.busy.iter().filter(|(doctor, taken)| before.busy.get(*doctor) != Some(taken));
        Some(object(others))
    }

    /// What is taken of every doctor's time, in JSON.
    pub fn all_busy(&self) -> String {
        object(self.busy.iter())
    }
}

fn object<'a>(parts: impl Iterator<Item = (&'a Uid, &'a String)>) -> String {
    let parts: Vec<String> =
        parts.map(|(doctor, taken)| format!("{}:{taken}", Value::from(doctor.as_str()))).collect();
    format!("{{{}}}", parts.join(","))
}

/// The newest feed of every organisation that was asked for one: those who listen share it.
#[derive(Default)]
pub struct Availability {
    known: Mutex<HashMap<Uid, Known>>,
}

/// The desk's version and the day that a feed is of.
struct Known {
    version: i64,
    day: i64,
    feed: Arc<Feed>,
}

impl Availability {
    /// The availability of a desk's organisation now.
    ///
    /// # Errors
    /// As [`Feed::of`].
    pub fn of(&self, desk: &Desk, now: Instant) -> frontdesk::Result<Arc<Feed>> {
        let day = now.0.div_euclid(DAY);
        let version = desk.read(|state| state.version);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) =
            known().get(desk.organisation()).filter(|known| known.version == version && known.day == day)
        {
            return Ok(known.feed.clone());
        }
        let (version, feed) = desk.read(|state| (state.version, Feed::of(&state.clinic, now)));
        let feed = Arc::new(feed?);
        known().insert(desk.organisation().clone(), Known { version, day, feed: feed.clone() });
        Ok(feed)
    }
}
