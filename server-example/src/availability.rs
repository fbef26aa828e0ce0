//! What a page needs to compute slots itself: types, doctors, hours, and what time is taken. Of those who
//! have taken it there is nothing: no patient, no appointment's id, no reason. The type is told where slots
//! depend on it: of group visits, and where so many appointments of a type are allowed, everybody can see
//! each appointment's type, time, place and seats, and of what a limit counts also that of the period that is
//! under way.

mod busy;
mod hours;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use frontdesk::{Clinic, ClinicSnapshot, Instant, Uid};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex as AsyncMutex;

pub use self::busy::Taken;
use crate::desk::Desk;
use crate::error::{ApiError, ApiResult};
use crate::json::to_json;
use crate::limits::{AVAILABILITY_DAYS_BEFORE, AVAILABILITY_GZIP_LEVEL};

const DAY: i64 = 86_400;

/// The availability of an organisation, as of a version.
#[derive(Debug)]
pub struct Feed {
    /// Another one for another content.
    pub version: String,
    /// The clinic without appointments, in JSON.
    pub clinic: String,
    /// What is taken of each doctor's time, in JSON.
    pub busy: BTreeMap<Uid, String>,
    /// The answer that was compressed last, and how.
    packed: Mutex<Option<(String, Arc<[u8]>)>>,
}

/// What a feed is written from.
struct Parts {
    clinic: ClinicSnapshot,
    busy: Vec<(Uid, Vec<Taken>)>,
}

impl Parts {
    /// Those of a clinic. They are the same all day, unless something changes.
    fn of(clinic: &Clinic, now: Instant) -> frontdesk::Result<Self> {
        let today = Instant(now.0 - now.0.rem_euclid(DAY));
        let named = hours::named(clinic);
        let mut types = hours::types(clinic, &named);
        let appointments = busy::appointments(clinic, today, now)?;
        let doctors = hours::doctors(clinic, Instant((today.0 - AVAILABILITY_DAYS_BEFORE * DAY).max(0)));
        let mut busy = Vec::with_capacity(doctors.len());
        for doctor in &doctors {
            let of_doctor = appointments.get(&doctor.uid).map_or(&[][..], Vec::as_slice);
            busy.push((doctor.uid.clone(), busy::of(clinic, doctor, of_doctor, &named, &mut types)));
        }
        let clinic = ClinicSnapshot {
            timezone: Some(clinic.timezone_name().to_owned()),
            timezones: clinic.timezones().to_vec(),
            locations: clinic.locations().to_vec(),
            travel_minutes: clinic.travel_minutes().to_vec(),
            appointment_types: types.into_values().collect(),
            doctors,
            closures: hours::closures(clinic),
            week_starts_on: clinic.week_starts_on(),
            patient_limits: clinic.patient_limits().to_vec(),
            ..ClinicSnapshot::default()
        };
        Ok(Self { clinic, busy })
    }
}

impl Feed {
    fn new(Parts { clinic, busy }: &Parts) -> Self {
        let clinic = to_json(clinic);
        let busy: BTreeMap<Uid, String> =
            busy.iter().map(|(doctor, taken)| (doctor.clone(), to_json(taken))).collect();
        let mut hash = Sha256::new();
        hash.update(&clinic);
        busy.iter().for_each(|(doctor, taken)| hash.update(format!("\0{doctor}\0{taken}")));
        let version = hash.finalize().iter().take(10).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self { version, clinic, busy, packed: Mutex::default() }
    }

    /// The doctors whose taken time is another than in `before`, in JSON; `None` if more is another than
    /// that.
    pub fn changes(&self, before: &Self) -> Option<String> {
        if self.clinic != before.clinic || !self.busy.keys().eq(before.busy.keys()) {
            return None;
        }
        let others = self.busy.iter().filter(|(doctor, taken)| before.busy.get(*doctor) != Some(taken));
        Some(object(others))
    }

    /// An answer that begins so, has the feed in it, and is JSON.
    pub fn answer(&self, head: &str) -> String {
        format!("{head}\"clinic\":{},\"busy\":{}}}", self.clinic, object(self.busy.iter()))
    }

    /// The same, compressed. Those who ask with the same beginning, which is in the same second, get one that
    /// was made once.
    pub fn packed_answer(&self, head: &str) -> std::io::Result<Arc<[u8]>> {
        let mut packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = packed.as_ref().filter(|(of, _)| of == head) {
            return Ok(bytes.clone());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(AVAILABILITY_GZIP_LEVEL));
        encoder.write_all(self.answer(head).as_bytes())?;
        let bytes: Arc<[u8]> = encoder.finish()?.into();
        *packed = Some((head.to_owned(), bytes.clone()));
        Ok(bytes)
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
    places: Mutex<HashMap<Uid, Arc<Place>>>,
}

/// An organisation's newest feed. Whoever holds it builds the next one.
#[derive(Default)]
struct Place {
    newest: Arc<AsyncMutex<Option<Known>>>,
    /// How many were begun.
    begun: AtomicU64,
}

/// A feed, and what it is of.
struct Known {
    /// How many were begun before.
    number: u64,
    version: i64,
    day: i64,
    feed: Arc<Feed>,
}

impl Availability {
    /// The availability of a desk's organisation now. It is built by one at a time, beside the threads that
    /// serve requests; those who ask meanwhile get the next one together, which knows all that they know.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub async fn of(&self, desk: &Arc<Desk>, now: Instant) -> ApiResult<Arc<Feed>> {
        let place = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry(desk.organisation().clone()).or_default().clone()
        };
        let asked = place.begun.load(Ordering::SeqCst);
        let mut newest = place.newest.clone().lock_owned().await;
        let day = now.0.div_euclid(DAY);
        let version = desk.read(|state| state.version);
        if let Some(known) = newest
            .as_ref()
            .filter(|known| known.day == day && (known.version == version || known.number >= asked))
        {
            return Ok(known.feed.clone());
        }
        let number = place.begun.fetch_add(1, Ordering::SeqCst);
        let desk = desk.clone();
        // The place goes along: if who asked is gone by then, nobody builds beside it.
        let build = move || {
            let (version, parts) = desk.read(|state| (state.version, Parts::of(&state.clinic, now)));
            let feed = Arc::new(Feed::new(&parts?));
            *newest = Some(Known { number, version, day, feed: feed.clone() });
            Ok(feed)
        };
        tokio::task::spawn_blocking(build).await.map_err(|error| ApiError::internal(&error))?
    }
}
