//! What a desk knows of its organisation: the clinic, and the few records that every request may ask for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use frontdesk::{Clinic, ClinicSnapshot, Event, Instant, Uid, from_json};

use super::entry::Entry;
use super::records::{
    Arrival, BookingSecret, CalendarFeed, ClinicRecord, ErasedPatient, InactivePatient, QUIET_HOURS, Shop,
    kind,
};
use super::room::{EntryRecord, Parts, Room, WaitingRoomSettings};
use super::subscription::{ReminderCursor, Subscription};
use super::vsee::Vsee;
use crate::limits::LIVE_HOLDS_DEFAULT;
use crate::store::{Loaded, Organisation, StoreError};

/// Everything a desk keeps in mind, at a version.
#[derive(Debug, Clone)]
pub struct State {
    /// Whose it is.
    pub organisation: Organisation,
    /// How many entries it has seen.
    pub version: i64,
    /// The engine.
    pub clinic: Clinic,
    /// Shops, by uid.
    pub shops: BTreeMap<Uid, Shop>,
    /// What booking tokens are signed with, by `key_id`.
    pub secrets: BTreeMap<Uid, BookingSecret>,
    /// Waiting rooms, by uid. A shop's has the shop's uid.
    pub rooms: BTreeMap<Uid, Room>,
    /// Who wants to be told of events.
    pub subscriptions: BTreeMap<Uid, Subscription>,
    /// Up to when reminders have been looked for.
    pub reminded_until: Option<Instant>,
    /// What the VSee API knows.
    pub vsee: Vsee,
    /// Addresses of calendars, by the hash of the token in them.
    pub feeds: BTreeMap<Uid, CalendarFeed>,
    /// Patients whose data were erased, and when that was last done.
    pub erased: BTreeMap<Uid, ErasedPatient>,
    /// Patients for whom nothing is booked any more.
    pub inactive_patients: BTreeMap<Uid, InactivePatient>,
    /// Patients who have come, by their appointment.
    pub arrivals: BTreeMap<Uid, Arrival>,
    /// When holds run out, soonest first: when to ask the engine what is due, and no more than that.
    lapses: BinaryHeap<Reverse<Instant>>,
}

/// An entry that does not fit what is known: it has to be loaded anew.
#[derive(Debug)]
pub struct Unfit;

impl State {
    /// The state that was loaded.
    ///
    /// # Errors
    /// If the database holds what the engine refuses.
    pub fn new(loaded: Loaded) -> Result<Self, StoreError> {
        let broken = |what: &str, error: &dyn std::fmt::Display| {
            StoreError::Broken(format!("{what} can't be read: {error}"))
        };
        let mut snapshot = ClinicSnapshot {
            timezone: loaded.organisation.timezone.clone(),
            // Until somebody has said otherwise, or that there is no limit.
            max_live_holds_per_patient: Some(LIVE_HOLDS_DEFAULT),
            ..ClinicSnapshot::default()
        };
        let mut beside = Vec::new();
        let mut parts = BTreeMap::<Uid, Parts>::new();
        for record in &loaded.records {
            let data = record.data.as_deref().unwrap_or_default();
            let wrong =
                |error: frontdesk::Error| broken(&format!("{} `{}`", record.kind, record.uid), &error);
            match record.kind.as_str() {
                kind::APPOINTMENT_TYPE => snapshot.appointment_types.push(from_json(data).map_err(wrong)?),
                kind::DOCTOR => snapshot.doctors.push(from_json(data).map_err(wrong)?),
                kind::REMINDER => snapshot.reminders.push(from_json(data).map_err(wrong)?),
                kind::CLOSURE => snapshot.closures.push(from_json(data).map_err(wrong)?),
                kind::CLINIC if record.uid == QUIET_HOURS => {
                    snapshot.quiet_hours = Some(from_json(data).map_err(wrong)?);
                }
                kind::CLINIC => {
                    let clinic: ClinicRecord = from_json(data).map_err(wrong)?;
                    snapshot.max_live_holds_per_patient = clinic.max_live_holds_per_patient;
                    snapshot.locations = clinic.locations;
                    snapshot.travel_minutes = clinic.travel_minutes;
                    snapshot.week_starts_on = clinic.week_starts_on;
                    snapshot.patient_limits = clinic.patient_limits;
                }
                kind::WAITING_ROOM => {
                    let settings: WaitingRoomSettings = from_json(data).map_err(wrong)?;
                    parts.entry(record.uid.clone()).or_default().settings = Some(settings);
                }
                kind::WAITING_ROOM_DESK => {
                    parts.entry(record.uid.clone()).or_default().desk = from_json(data).map_err(wrong)?;
                }
                kind::LEARNER => {
                    parts.entry(record.uid.clone()).or_default().learner = from_json(data).map_err(wrong)?;
                }
                kind::QUEUE_ENTRY => {
                    let EntryRecord { room_uid, entry } = from_json(data).map_err(wrong)?;
                    parts.entry(room_uid).or_default().entries.push(entry);
                }
                _ => beside.push(record),
            }
        }
        let mut lapses = BinaryHeap::new();
        for data in &loaded.appointments {
            let appointment: frontdesk::Appointment =
                from_json(data).map_err(|error| broken("an appointment", &error))?;
            if appointment.status == frontdesk::AppointmentStatus::Held {
                lapses.extend(appointment.hold_expires_at.map(Reverse));
            }
            snapshot.appointments.push(appointment);
        }
        let clinic = Clinic::new(snapshot).map_err(|error| broken("the clinic", &error))?;
        let mut rooms = BTreeMap::new();
        for (uid, parts) in parts {
            let room =
                parts.room(&uid).map_err(|error| broken(&format!("the waiting room `{uid}`"), &error))?;
            rooms.insert(uid, room);
        }
        let mut state = Self {
            organisation: loaded.organisation,
            version: loaded.version,
            clinic,
            shops: BTreeMap::new(),
            secrets: BTreeMap::new(),
            feeds: BTreeMap::new(),
            erased: BTreeMap::new(),
            inactive_patients: BTreeMap::new(),
            arrivals: BTreeMap::new(),
            rooms,
            subscriptions: BTreeMap::new(),
            reminded_until: None,
            vsee: Vsee::default(),
            lapses,
        };
        for record in beside {
            let applied = state.apply_record(&record.kind, &record.uid, record.data.as_deref());
            applied.map_err(|Unfit| {
                broken(&format!("{} `{}`", record.kind, record.uid), &"it is not what it must be")
            })?;
        }
        Ok(state)
    }

    /// The waiting room that has or had an entry.
    pub fn room_of(&self, queue_uid: &str) -> Option<&Room> {
        self.rooms.values().find(|room| room.room.entry(queue_uid).is_some())
    }

    pub(super) fn room_mut(&mut self, uid: &Uid) -> &mut Room {
        self.rooms.entry(uid.clone()).or_insert_with(|| Room::new(uid))
    }

    /// Takes in an entry, whoever made it.
    ///
    /// # Errors
    /// If it does not fit: nothing that is known is to be trusted then.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Unfit> {
        match entry {
            Entry::Event(event) => {
                if let Event::Held { appointment, .. } = event {
                    self.lapses.extend(appointment.hold_expires_at.map(Reverse));
                }
                self.clinic.apply(event);
            }
            Entry::Change(change) => {
                self.clinic.change(frontdesk::Change::clone(change)).map_err(|_| Unfit)?;
            }
            Entry::Queue { room, event } => self.room_mut(room).apply(event).then_some(()).ok_or(Unfit)?,
            Entry::QueueChange { room, change } => {
                self.room_mut(room).change(change).then_some(()).ok_or(Unfit)?;
            }
            Entry::Forget { room, uids } => {
                let known = self.rooms.get_mut(room).ok_or(Unfit)?;
                known.forget(uids, &self.clinic).then_some(()).ok_or(Unfit)?;
            }
            Entry::Record { kind, uid, data } => self.apply_record(kind, uid, data.as_deref())?,
            Entry::Reload => return Err(Unfit),
        }
        self.version += 1;
        Ok(())
    }

    fn apply_record(&mut self, kind: &str, uid: &Uid, data: Option<&str>) -> Result<(), Unfit> {
        match kind {
            kind::SHOP => put(&mut self.shops, uid, data),
            kind::BOOKING_SECRET => put(&mut self.secrets, uid, data),
            kind::NOTIFICATION_SUBSCRIPTION => put(&mut self.subscriptions, uid, data),
            kind::REMINDER_CURSOR => {
                self.reminded_until = match data {
                    Some(data) => Some(from_json::<ReminderCursor>(data).map_err(|_| Unfit)?.until),
                    None => None,
                };
                Ok(())
            }
            kind::WAITING_ROOM => {
                let default = || WaitingRoomSettings { uid: uid.clone(), ..WaitingRoomSettings::default() };
                self.room_mut(uid).settings =
                    data.map_or_else(|| Ok(default()), |data| from_json(data).map_err(|_| Unfit))?;
                Ok(())
            }
            kind::ACCOUNT => put(&mut self.vsee.accounts, uid, data),
            kind::ROOM => put(&mut self.vsee.rooms, uid, data),
            kind::PROVIDER => put(&mut self.vsee.providers, uid, data),
            kind::ERASED_PATIENT => put(&mut self.erased, uid, data),
            kind::INACTIVE_PATIENT => put(&mut self.inactive_patients, uid, data),
            kind::ARRIVAL => put(&mut self.arrivals, uid, data),
            kind::CALENDAR_FEED => put(&mut self.feeds, uid, data),
            _ => Ok(()),
        }
    }

    /// How many erasures there have been: whoever has read what is about a patient, and is to write it again,
    /// asks whether that is still so.
    pub fn erasures(&self) -> u64 {
        self.erased.values().map(|erased| u64::from(erased.times)).sum()
    }

    /// What time has made true since it was last asked.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Event> {
        if self.next_lapse().is_none_or(|at| at > now) {
            return Vec::new();
        }
        while self.next_lapse().is_some_and(|at| at <= now) {
            self.lapses.pop();
        }
        self.clinic.due(now)
    }

    /// When the next hold runs out, if it is not confirmed or given back before.
    pub(super) fn next_lapse(&self) -> Option<Instant> {
        self.lapses.peek().map(|Reverse(at)| *at)
    }
}

fn put<T: serde::de::DeserializeOwned>(
    records: &mut BTreeMap<Uid, T>,
    uid: &Uid,
    data: Option<&str>,
) -> Result<(), Unfit> {
    match data {
        Some(data) => drop(records.insert(uid.clone(), from_json(data).map_err(|_| Unfit)?)),
        None => drop(records.remove(uid)),
    }
    Ok(())
}
