//! The oracle: the semantics page as slow, plain code, independent of the engine. It answers valid input
//! only.
//!
//! Read it beside the page: [`clock`] is §2, [`windows`] §3, [`bookings`] and [`desk`] §4, with what a desk
//! says of `candidates`, of what is `busy`, and of limits (`used`); [`reasons`] §5, [`choice`] a part of §7;
//! every rule that can be read in more than one way is a function in
//! [`definitions`]. Nothing here is prepared, indexed or shared with the engine but the wire types.

pub mod appointments;
pub mod bookings;
mod busy;
mod candidates;
pub mod choice;
pub mod clock;
pub mod day_reasons;
pub mod definitions;
pub mod desk;
pub mod interval;
pub mod reasons;
pub mod reminders;
mod used;
pub mod utilisation;
pub mod window;
pub mod windows;

use crate::asked::slots_of;
use std::collections::BTreeMap;

use frontdesk::{AppointmentType, ClinicSnapshot, DayWithSlots, DaysQuery, Instant, Slot, SlotQuery, Uid};

use clock::{Clock, date};
pub use definitions::{Definitions, RIGHT};
use desk::Desk;
use interval::Interval;

/// The slots that can be booked.
pub fn slots(snapshot: &ClinicSnapshot, query: &SlotQuery, now: Instant) -> Vec<Slot> {
    RIGHT.slots(snapshot, query, now)
}

/// The days of the query's zone on which a slot starts.
pub fn days(snapshot: &ClinicSnapshot, query: &DaysQuery, now: Instant) -> Vec<DayWithSlots> {
    RIGHT.days(snapshot, query, now)
}

/// Whether a slot of that type, doctor and start can be booked.
pub fn bookable(
    snapshot: &ClinicSnapshot,
    type_uid: &str,
    doctor_uid: &str,
    start: Instant,
    now: Instant,
) -> bool {
    let query = SlotQuery {
        appointment_type_uid: Uid::from(type_uid),
        from: start,
        to: Instant(start.0 + 1),
        doctor_uids: Some(vec![Uid::from(doctor_uid)]),
        ..SlotQuery::default()
    };
    !slots(snapshot, &query, now).is_empty()
}

/// The type with that uid.
pub fn type_of<'a>(snapshot: &'a ClinicSnapshot, uid: &Uid) -> &'a AppointmentType {
    snapshot
        .appointment_types
        .iter()
        .find(|kind| kind.uid == *uid)
        .expect("a valid query names a type of the clinic")
}

impl Definitions {
    /// [`slots`] by these definitions.
    pub fn slots(&self, snapshot: &ClinicSnapshot, query: &SlotQuery, now: Instant) -> Vec<Slot> {
        let kind = type_of(snapshot, &query.appointment_type_uid);
        let range = Interval { start: query.from.0, end: query.to.0 };
        let mut slots = Vec::new();
        for doctor in &snapshot.doctors {
            if query.doctor_uids.as_ref().is_some_and(|uids| !uids.contains(&doctor.uid)) {
                continue;
            }
            let desk = Desk::of_query(self, snapshot, (doctor, kind), query, now.0)
                .asked(query.by, query.patient_uid.as_ref(), query.exclude_appointment_uid.as_ref())
                .at(query.location_uids.as_deref());
            let clock = query.timezone.as_deref().map(|zone| Clock::of(snapshot, zone));
            let wished = |start: i64| {
                let clock = (self.wish_clock)(clock.as_ref(), &desk.clock);
                query.times.is_empty() || query.times.iter().any(|time| (self.wished)(clock, time, start))
            };
            let starts = desk.starts(range).into_iter().filter(|(start, _, _)| wished(*start));
            slots.extend(starts.map(|(start, location_uid, seats_left)| Slot {
                start_date: Instant(start),
                end_date: Instant(start + desk.duration()),
                doctor_uid: doctor.uid.clone(),
                // By a misreading, a session may have more members than seats.
                seats_left: u32::try_from(seats_left).unwrap_or(0),
                location_uid,
            }));
        }
        slots.sort_by(|a, b| (a.start_date, &a.doctor_uid).cmp(&(b.start_date, &b.doctor_uid)));
        if let Some(limit) = query.limit {
            slots.truncate(usize::try_from(limit).expect("a valid limit is not negative"));
        }
        slots
    }

    /// [`days`] by these definitions.
    pub fn days(&self, snapshot: &ClinicSnapshot, query: &DaysQuery, now: Instant) -> Vec<DayWithSlots> {
        let zone = query.timezone.as_deref().or(snapshot.timezone.as_deref()).unwrap_or("UTC");
        let clock = Clock::of(snapshot, zone);
        let query = slots_of(query);
        let mut days = BTreeMap::new();
        for slot in self.slots(snapshot, &query, now) {
            days.entry((self.day_of)(&clock, slot.start_date.0)).or_insert(slot.start_date);
        }
        days.into_iter()
            .map(|(day, first_start_date)| DayWithSlots { date: date(day), first_start_date })
            .collect()
    }
}
