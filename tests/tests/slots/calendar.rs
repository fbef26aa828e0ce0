//! A doctor without a clinic answers as a clinic does that has nothing but that doctor.

use frontdesk::{
    Appointment, AppointmentStatus, AppointmentType, Calendar, ClinicSnapshot, Doctor, DoctorAssignmentMode,
    Instant, LocalTimeChange, SlotBuffer, SlotQuery, TimezoneData, Zone,
};
use frontdesk_tests::engine::{answered, clinic};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::clock::Clock;
use frontdesk_tests::oracle::desk::Desk;
use frontdesk_tests::oracle::{RIGHT, slots};
use frontdesk_tests::run::{check, same_list};

/// The name of the zone of a doctor.
fn zone_name<'a>(snapshot: &'a ClinicSnapshot, timezone: Option<&'a str>) -> &'a str {
    timezone.or(snapshot.timezone.as_deref()).unwrap_or("UTC")
}

/// A doctor whose windows are for no type more than for others, and nowhere: a calendar knows one type only.
fn without_types(doctor: &Doctor) -> Doctor {
    let mut doctor = doctor.clone();
    for rule in &mut doctor.availability_rules {
        (rule.appointment_type_uids, rule.reserved_until_minutes_before) = (None, None);
        rule.location_uid = None;
        rule.type_limits.clear();
    }
    for extra in &mut doctor.availability_exceptions {
        (extra.appointment_type_uids, extra.reserved_until_minutes_before) = (None, None);
        extra.location_uid = None;
        extra.type_limits.clear();
    }
    for window in doctor.date_overrides.iter_mut().flat_map(|entry| &mut entry.windows) {
        (window.appointment_type_uids, window.reserved_until_minutes_before) = (None, None);
        window.location_uid = None;
        window.type_limits.clear();
    }
    doctor
}

#[test]
fn a_calendar_is_a_clinic_of_one_doctor() {
    check("calendar", 10_000, |case| {
        clinic(&case.snapshot)?;
        let Case { snapshot, query, now, .. } = case;
        // Who is selected for a type, and with what notice of their own, is a matter of the clinic: a
        // calendar looks at no settings.
        let kind = &AppointmentType {
            doctor_assignment_mode: DoctorAssignmentMode::AllAvailableDoctors,
            ..snapshot.appointment_types[0].clone()
        };
        for doctor in &snapshot.doctors {
            let doctor = &without_types(doctor);
            let name = zone_name(snapshot, doctor.timezone.as_deref());
            let zone = match snapshot.timezones.iter().find(|data| data.name == name) {
                Some(data) => answered("Zone::from_data", Zone::from_data(data))?,
                None => answered("Zone::named", Zone::named(name))?,
            };
            let desk = Desk::new(&RIGHT, snapshot, doctor, kind, None, None, now.0);
            // What blocks, as plain intervals without a type.
            let booked = |other: &&Appointment| Appointment {
                status: AppointmentStatus::Confirmed,
                appointment_type_uid: None,
                hold_expires_at: None,
                ..(*other).clone()
            };
            let alone = ClinicSnapshot {
                doctors: vec![Doctor { appointment_type_settings: Vec::new(), ..doctor.clone() }],
                appointment_types: vec![kind.clone()],
                closures: Vec::new(),
                // On which weekday weeks start is a matter of the clinic, too.
                week_starts_on: None,
                appointments: desk.blocking.iter().map(booked).collect(),
                ..snapshot.clone()
            };
            let bookings: Vec<(i64, i64)> =
                desk.blocking.iter().rev().map(|other| (other.start_date.0, other.end_date.0)).collect();
            let calendar = answered("Calendar::new", Calendar::new(doctor, &zone, &bookings))?;
            let mut buffer = SlotBuffer::new();
            answered(
                "find_slots_into",
                calendar.find_slots_into(kind, query.from, query.to, *now, &mut buffer),
            )?;
            let found: Vec<(i64, u32)> =
                buffer.slots().iter().map(|slot| (slot.start_date, u32::from(slot.seats_left))).collect();
            let query = SlotQuery {
                appointment_type_uid: kind.uid.clone(),
                from: query.from,
                to: query.to,
                ..SlotQuery::default()
            };
            let expected: Vec<(i64, u32)> =
                slots(&alone, &query, *now).iter().map(|slot| (slot.start_date.0, slot.seats_left)).collect();
            same_list("differs from the oracle", &found, &expected)?;
        }
        Ok(())
    });
}

#[test]
fn appointments_that_move_on_the_local_clock_are_listed() {
    check("local time changes", 5_000, |case| {
        let (clinic, snapshot) = (clinic(&case.snapshot)?, &case.snapshot);
        // The zone of the clinic, as if it had one offset for ever.
        let Some(name) = snapshot.timezone.clone() else { return Ok(()) };
        let offset =
            [0, 3_600, -18_000, 19_800, -12_345][case.dice.first().copied().unwrap_or(0) as usize % 5];
        let covers_until = Some(Instant(7_258_118_399));
        let other = TimezoneData {
            name: name.clone(),
            initial_offset_seconds: offset,
            transitions: Vec::new(),
            rule: None,
            covers_until,
        };
        let (clock, other_clock) = (Clock::of(snapshot, &name), Clock::supplied(&other));
        let local = |clock: &Clock, at: Instant| {
            chrono::DateTime::from_timestamp(clock.reading(at.0), 0).unwrap_or_default().naive_utc()
        };
        let of_zone = snapshot.appointments.iter().filter(|appointment| {
            let doctor = snapshot.doctors.iter().find(|doctor| doctor.uid == appointment.doctor_uid);
            doctor.is_some_and(|doctor| zone_name(snapshot, doctor.timezone.as_deref()) == name)
        });
        let change = |appointment: &Appointment| LocalTimeChange {
            appointment_uid: appointment.uid.clone(),
            doctor_uid: appointment.doctor_uid.clone(),
            timezone: name.clone(),
            start_date: appointment.start_date,
            local_start: local(&clock, appointment.start_date),
            other_local_start: local(&other_clock, appointment.start_date),
        };
        let mut expected: Vec<LocalTimeChange> =
            of_zone.map(change).filter(|change| change.local_start != change.other_local_start).collect();
        expected.sort_by(|a, b| (a.start_date, &a.appointment_uid).cmp(&(b.start_date, &b.appointment_uid)));
        let found = answered("local_time_changes", clinic.local_time_changes(&[other]))?;
        same_list("differs from the oracle", &found, &expected)
    });
}
