//! What section 7 of the semantics says of a command, but for whether its slot can be booked: the order of
//! the refusals, and the events.

use frontdesk::{
    Actor, Appointment, AppointmentStatus, AppointmentType, ClinicSnapshot, Command, Instant, RebookingMode,
    RoomStrategy, Uid,
};

use super::{blocks, is_bound};
use crate::oracle::RIGHT;
use crate::oracle::desk::Desk;

/// What is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A refusal with this code.
    Refused(&'static str),
    /// This event.
    Event(&'static str),
    /// `confirmed`, with this room.
    Room(Uid),
    /// The event that was answered then.
    AsBefore,
    /// It is confirmed again, if its own time is free.
    StillFits,
    /// Whether the slot can be booked decides, with the doctor or with one of all.
    Slot(Option<Uid>),
}

/// What is known of a clinic and of how it came about.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The clinic as it is.
    pub clinic: &'a ClinicSnapshot,
    /// The hold that brought the appointment about, if it has not been moved since.
    pub first: Option<&'a Command>,
    /// When it is asked.
    pub now: Instant,
}

impl Rules<'_> {
    /// What a command is answered.
    pub fn expected(&self, command: &Command) -> Expected {
        use AppointmentStatus::{Confirmed, Held};
        use Expected::{Event, Refused};
        if let Command::Hold { by, r#override, .. } = command
            && *by != Actor::Administrator
            && !r#override.is_empty()
        {
            return Refused("conflict");
        }
        let appointment =
            self.clinic.appointments.iter().find(|appointment| appointment.uid == *super::uid_of(command));
        let Some(appointment) = appointment else {
            return match command {
                Command::Hold { appointment_type_uid, duration_minutes: Some(minutes), .. }
                    if self.kind(Some(appointment_type_uid)).is_some()
                        && !self.has_length(appointment_type_uid, *minutes) =>
                {
                    Refused(if (1..=1_440).contains(minutes) { "conflict" } else { "out_of_range" })
                }
                Command::Hold { appointment_type_uid, seats: Some(seats), .. }
                    if self.kind(Some(appointment_type_uid)).is_some()
                        && !self.has_seats(appointment_type_uid, *seats) =>
                {
                    Refused(if (1..=1_000).contains(seats) { "conflict" } else { "out_of_range" })
                }
                Command::Hold { appointment_type_uid, replaces: Some(replaced), patient_uid, .. }
                    if self.kind(Some(appointment_type_uid)).is_some()
                        && self.irreplaceable(replaced, patient_uid.as_ref()).is_some() =>
                {
                    Refused(self.irreplaceable(replaced, patient_uid.as_ref()).unwrap_or_default())
                }
                Command::Hold { appointment_type_uid, doctor_uid, .. }
                    if self.kind(Some(appointment_type_uid)).is_some() =>
                {
                    Expected::Slot(doctor_uid.clone())
                }
                Command::Reopen { by, .. } | Command::Approve { by, .. } | Command::Decline { by, .. }
                    if *by != Actor::Administrator =>
                {
                    Refused("conflict")
                }
                _ => Refused("not_found"),
            };
        };
        let status = self.status(appointment);
        let kind = self.kind(appointment.appointment_type_uid.as_ref());
        let expires =
            |code| if status == AppointmentStatus::Expired { Refused("hold_expired") } else { Refused(code) };
        match command {
            Command::Reopen { by, .. } if *by != Actor::Administrator => Refused("conflict"),
            Command::Rebook { by, r#override, .. }
                if *by != Actor::Administrator && !r#override.is_empty() =>
            {
                Refused("conflict")
            }
            Command::Hold { .. } if self.is_same_hold(command) => Expected::AsBefore,
            Command::Hold { .. } => Refused("already_exists"),
            Command::Decline { by, .. } | Command::Approve { by, .. } if *by != Actor::Administrator => {
                Refused("conflict")
            }
            Command::Decline { reason, .. } if reason.trim().is_empty() => Refused("out_of_range"),
            Command::Confirm { .. }
            | Command::Release { .. }
            | Command::Extend { .. }
            | Command::Approve { .. }
            | Command::Decline { .. }
                if status != Held =>
            {
                expires("wrong_status")
            }
            Command::Confirm { .. } | Command::Extend { .. } if appointment.approval.is_some() => {
                Refused("approval_requested")
            }
            Command::Approve { .. } | Command::Decline { .. } if appointment.approval.is_none() => {
                Refused("approval_not_requested")
            }
            Command::Approve { uid, .. } => {
                Expected::Room(appointment.video_room_id.clone().unwrap_or_else(|| uid.clone()))
            }
            Command::Decline { .. } => Event("cancelled"),
            Command::Extend { .. } => {
                let longer = kind.zip(appointment.created_at).and_then(|(kind, created_at)| {
                    let most = created_at.0 + kind.hold_max_seconds?;
                    Some((self.now.0 + kind.hold_ttl_seconds).min(most))
                });
                let ends = appointment.hold_expires_at.map_or(0, |at| at.0);
                if longer.is_some_and(|longer| longer > ends) {
                    Event("extended")
                } else {
                    Refused("not_extendable")
                }
            }
            Command::Confirm { by, .. }
                if *by != Actor::Administrator
                    && kind.is_some_and(|kind| kind.approval_ttl_seconds.is_some()) =>
            {
                Event("approval_requested")
            }
            Command::Confirm { uid, video_room_id, .. } => match kind.map(|kind| kind.room_strategy) {
                Some(RoomStrategy::PersistentPerProvider) => {
                    Expected::Room(self.room_of(&appointment.doctor_uid))
                }
                Some(RoomStrategy::PerAppointment) | None => {
                    Expected::Room(video_room_id.clone().unwrap_or_else(|| uid.clone()))
                }
            },
            Command::Release { .. } => Event("released"),
            Command::Cancel { reason, .. } if reason.trim().is_empty() => Refused("out_of_range"),
            Command::Cancel { .. } if status != Held && status != Confirmed => expires("wrong_status"),
            Command::Cancel { by, .. } => {
                let minutes = kind.map_or(0, |kind| kind.cancellation_min_notice_minutes);
                let days = kind.and_then(|kind| {
                    let until = kind.cancellation_notice_until.unwrap_or(1_440);
                    kind.cancellation_min_notice_days
                        .map(|days| (days, until, kind.cancellation_notice_working_days))
                });
                let is_late = status == Confirmed && self.is_late(*by, appointment, minutes, days);
                if is_late { Refused("too_late_to_cancel") } else { Event("cancelled") }
            }
            Command::Rebook { .. } | Command::Complete { .. } | Command::NoShow { .. }
                if status != Confirmed =>
            {
                Refused("wrong_status")
            }
            Command::Rebook { doctor_uid, by, duration_minutes, appointment_type_uid, seats, .. } => {
                let Some(kind) = kind else { return Refused("not_found") };
                let then = appointment_type_uid.as_ref().unwrap_or(&kind.uid);
                if self.kind(Some(then)).is_none() {
                    return Refused("not_found");
                }
                if let Some(minutes) = duration_minutes.filter(|minutes| !self.has_length(then, *minutes)) {
                    return Refused(if (1..=1_440).contains(&minutes) { "conflict" } else { "out_of_range" });
                }
                if let Some(seats) = seats.filter(|seats| !self.has_seats(then, *seats)) {
                    return Refused(if (1..=1_000).contains(&seats) { "conflict" } else { "out_of_range" });
                }
                let doctor_uid = doctor_uid.as_ref().unwrap_or(&appointment.doctor_uid);
                let stays = *doctor_uid == appointment.doctor_uid;
                let until = kind.rebooking_notice_until.unwrap_or(1_440);
                let days = kind
                    .rebooking_min_notice_days
                    .map(|days| (days, until, kind.rebooking_notice_working_days));
                match kind.rebooking_mode {
                    _ if *by == Actor::Patient && !kind.allow_patient_rebooking => {
                        Refused("rebooking_not_allowed")
                    }
                    _ if self.is_late(*by, appointment, kind.rebooking_min_notice_minutes, days) => {
                        Refused("too_late_to_rebook")
                    }
                    RebookingMode::SameDoctorOnly if !stays => Refused("other_doctor_not_allowed"),
                    RebookingMode::SameDoctorOnly | RebookingMode::AnyDoctorSameOrganisation => {
                        Expected::Slot(Some(doctor_uid.clone()))
                    }
                }
            }
            Command::Complete { by: Actor::Administrator, .. } => Event("completed"),
            Command::Complete { .. } | Command::NoShow { .. } if self.now < appointment.start_date => {
                Refused("not_begun")
            }
            Command::Complete { .. } => Event("completed"),
            Command::NoShow { .. } => Event("no_show"),
            Command::Reopen { .. } => match status {
                AppointmentStatus::Completed | AppointmentStatus::NoShow => Event("reopened"),
                AppointmentStatus::Cancelled if appointment.confirmed_at.is_none() => {
                    Refused("never_confirmed")
                }
                AppointmentStatus::Cancelled if kind.is_none() => Refused("not_found"),
                AppointmentStatus::Cancelled => Expected::StillFits,
                _ => Refused("wrong_status"),
            },
        }
    }

    /// Why a hold can't take the place of an appointment.
    fn irreplaceable(&self, uid: &Uid, patient_uid: Option<&Uid>) -> Option<&'static str> {
        let Some(replaced) = self.clinic.appointments.iter().find(|other| other.uid == *uid) else {
            return Some("not_found");
        };
        match self.status(replaced) {
            _ if replaced.patient_uid.as_ref() != patient_uid => Some("conflict"),
            AppointmentStatus::Held => None,
            AppointmentStatus::Expired => Some("hold_expired"),
            _ => Some("wrong_status"),
        }
    }

    /// The status, where nothing waits for a record of expiry.
    fn status(&self, appointment: &Appointment) -> AppointmentStatus {
        match appointment.status {
            AppointmentStatus::Held if !blocks(appointment, self.now) => AppointmentStatus::Expired,
            status => status,
        }
    }

    /// Whether a type can be booked for so many minutes.
    fn has_length(&self, type_uid: &Uid, minutes: i64) -> bool {
        self.kind(Some(type_uid))
            .is_some_and(|kind| minutes == kind.duration_minutes || kind.durations_minutes.contains(&minutes))
    }

    /// Whether a type has so many seats.
    fn has_seats(&self, type_uid: &Uid, seats: i64) -> bool {
        self.kind(Some(type_uid)).is_some_and(|kind| (1..=kind.capacity).contains(&seats))
    }

    fn kind(&self, uid: Option<&Uid>) -> Option<&AppointmentType> {
        self.clinic.appointment_types.iter().find(|kind| Some(&kind.uid) == uid)
    }

    /// The doctor's own video room.
    fn room_of(&self, doctor_uid: &Uid) -> Uid {
        let own = self
            .clinic
            .doctors
            .iter()
            .find(|doctor| doctor.uid == *doctor_uid)
            .and_then(|doctor| doctor.video_room_id.clone());
        own.unwrap_or_else(|| doctor_uid.clone())
    }

    /// The room of `before` once it is moved to a doctor, and perhaps of another type.
    pub fn room_after_move(
        &self,
        before: &Appointment,
        doctor_uid: &Uid,
        type_uid: Option<&Uid>,
    ) -> Option<Uid> {
        let persists = |uid: Option<&Uid>| {
            let strategy = self.kind(uid).map(|kind| kind.room_strategy);
            strategy == Some(RoomStrategy::PersistentPerProvider)
        };
        let until_now = before.appointment_type_uid.as_ref();
        let stays = *doctor_uid == before.doctor_uid;
        match (persists(until_now), persists(type_uid.or(until_now))) {
            (was, true) if !was || !stays => Some(self.room_of(doctor_uid)),
            (true, false) => Some(before.uid.clone()),
            _ => before.video_room_id.clone(),
        }
    }

    /// Whether it is too late by a notice in minutes, or by one in dates.
    fn is_late(
        &self,
        by: Actor,
        appointment: &Appointment,
        minutes: i64,
        days: Option<(i64, i64, bool)>,
    ) -> bool {
        let start = appointment.start_date.0;
        let doctor = self.clinic.doctors.iter().find(|doctor| doctor.uid == appointment.doctor_uid);
        let kind = self.kind(appointment.appointment_type_uid.as_ref());
        let by_days = doctor.zip(kind).is_some_and(|(doctor, kind)| {
            !Desk::new(&RIGHT, self.clinic, doctor, kind, None, None, self.now.0).is_in_time(start, days)
        });
        is_bound(by) && (self.now.0 > start - minutes * 60 || by_days)
    }

    /// The same uid, type, start and patient, and the same doctor or none named, whoever asks.
    fn is_same_hold(&self, command: &Command) -> bool {
        match (command, self.first) {
            (
                Command::Hold {
                    uid,
                    appointment_type_uid,
                    start_date,
                    local_start: _,
                    doctor_uid,
                    patient_uid,
                    replaces,
                    duration_minutes,
                    location_uid,
                    seats,
                    ..
                },
                Some(Command::Hold {
                    uid: uid_then,
                    appointment_type_uid: type_then,
                    start_date: start_then,
                    local_start: _,
                    doctor_uid: doctor_then,
                    patient_uid: patient_then,
                    replaces: replaces_then,
                    duration_minutes: minutes_then,
                    seats: seats_then,
                    ..
                }),
            ) => {
                let mut known = self.clinic.appointments.iter();
                let known = known.find(|known| known.uid == *uid);
                let is_there = known.is_some_and(|known| known.location_uid == *location_uid);
                (location_uid.is_none() || is_there)
                    && (uid, appointment_type_uid, start_date, doctor_uid, patient_uid, replaces)
                        == (uid_then, type_then, start_then, doctor_then, patient_then, replaces_then)
                    && duration_minutes == minutes_then
                    && seats.unwrap_or(1) == seats_then.unwrap_or(1)
            }
            _ => false,
        }
    }
}
