//! One appointment, kept small: a million of them is a back office's year. The
//! [`store`](super::store) keeps them, and [`booking`](crate::booking) reads them.

use crate::model::appointment::{Appointment, AppointmentStatus, Approval, DoctorChoice, MeetingFormat};
use crate::model::appointment_type::MeetingType;
use crate::model::reason::Reason;
use crate::prepared::agenda::Booking;
use crate::prepared::place::{AppointmentPlace, DoctorPlace, LocationPlace, TypePlace};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

/// An appointment without what is rarely there.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) uid: Uid,
    pub(crate) patient_uid: Option<Uid>,
    pub(crate) doctor: DoctorPlace,
    /// Its type, if it has one; the clinic may have it no more.
    pub(crate) kind: Option<TypePlace>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    hold_expires_at: Seconds,
    created_at: Seconds,
    confirmed_at: Seconds,
    rebooked_at: Seconds,
    /// The patient's next appointment in the store.
    pub(super) next_of_patient: Option<AppointmentPlace>,
    sequence: u32,
    pub(crate) status: AppointmentStatus,
    room: Room,
    /// That of its location, as the clinic numbers them now.
    pub(crate) location: Option<LocationPlace>,
    /// How many seats of its session it takes.
    seats: u16,
    details: Option<Box<Details>>,
}

/// The video room. Mostly it is named after what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    None,
    OfDoctor,
    Own,
    /// It is in the details.
    Named,
}

/// An instant or none, in eight bytes: no instant of the engine is `i64::MIN`.
#[derive(Debug, Clone, Copy)]
struct Seconds(i64);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Details {
    doctor_display_name: Option<String>,
    patient_display_name: Option<String>,
    appointment_type_name: Option<String>,
    meeting_type: Option<MeetingType>,
    meeting_format: Option<MeetingFormat>,
    cancelled_at: Option<Instant>,
    cancellation_reason: Option<String>,
    video_room_id: Option<Uid>,
    doctor_choice: Option<DoctorChoice>,
    overrode: Vec<Reason>,
    reopenings: u32,
    approval: Option<Approval>,
    replaces: Option<Uid>,
    duration_minutes: Option<i64>,
    location_uid: Option<Uid>,
}

impl Record {
    /// Takes over an appointment that has been checked, and whose doctor, type, location and hold have been
    /// looked up.
    pub(crate) fn new(
        source: Appointment,
        doctor: DoctorPlace,
        kind: Option<TypePlace>,
        location: Option<LocationPlace>,
        hold_expires_at: Option<Instant>,
    ) -> Self {
        let room = match &source.video_room_id {
            None => Room::None,
            Some(id) if *id == source.doctor_uid => Room::OfDoctor,
            Some(id) if *id == source.uid => Room::Own,
            Some(_) => Room::Named,
        };
        let details = Details {
            doctor_display_name: source.doctor_display_name,
            patient_display_name: source.patient_display_name,
            appointment_type_name: source.appointment_type_name,
            meeting_type: source.meeting_type,
            meeting_format: source.meeting_format,
            cancelled_at: source.cancelled_at,
            cancellation_reason: source.cancellation_reason,
            video_room_id: if room == Room::Named { source.video_room_id } else { None },
            doctor_choice: source.doctor_choice,
            overrode: source.overrode,
            reopenings: source.reopenings,
            approval: source.approval,
            replaces: source.replaces,
            duration_minutes: source.duration_minutes,
            location_uid: source.location_uid,
        };
        Self {
            uid: source.uid,
            patient_uid: source.patient_uid,
            doctor,
            kind,
            start: source.start_date.0,
            end: source.end_date.0,
            hold_expires_at: hold_expires_at.into(),
            created_at: source.created_at.into(),
            confirmed_at: source.confirmed_at.into(),
            rebooked_at: source.rebooked_at.into(),
            next_of_patient: None,
            sequence: source.sequence,
            status: source.status,
            room,
            location,
            // No more than `SEATS_MAX`.
            seats: source.seats as u16,
            details: (details != Details::default()).then(|| Box::new(details)),
        }
    }

    /// The wire form again.
    pub(crate) fn to_appointment(&self, doctor_uid: &Uid, appointment_type_uid: Option<&Uid>) -> Appointment {
        let details = self.details.as_deref().cloned().unwrap_or_default();
        Appointment {
            uid: self.uid.clone(),
            status: self.status,
            doctor_uid: doctor_uid.clone(),
            doctor_display_name: details.doctor_display_name,
            patient_uid: self.patient_uid.clone(),
            patient_display_name: details.patient_display_name,
            appointment_type_uid: appointment_type_uid.cloned(),
            appointment_type_name: details.appointment_type_name,
            meeting_type: details.meeting_type,
            meeting_format: details.meeting_format,
            start_date: Instant(self.start),
            end_date: Instant(self.end),
            local_start: None,
            local_end: None,
            duration_minutes: details.duration_minutes,
            seats: i64::from(self.seats),
            created_at: self.created_at.into(),
            hold_expires_at: self.hold_expires_at.into(),
            cancelled_at: details.cancelled_at,
            cancellation_reason: details.cancellation_reason,
            confirmed_at: self.confirmed_at.into(),
            rebooked_at: self.rebooked_at.into(),
            video_room_id: match self.room {
                Room::None => None,
                Room::OfDoctor => Some(doctor_uid.clone()),
                Room::Own => Some(self.uid.clone()),
                Room::Named => details.video_room_id,
            },
            doctor_choice: details.doctor_choice,
            overrode: details.overrode,
            reopenings: details.reopenings,
            approval: details.approval,
            replaces: details.replaces,
            location_uid: details.location_uid,
            sequence: self.sequence,
        }
    }

    /// When a hold expires. What is no hold has no such instant that counts.
    pub(crate) fn hold_expires_at(&self) -> i64 {
        self.hold_expires_at.0
    }

    /// How often it was confirmed, moved or called off.
    #[cfg(feature = "icalendar")]
    pub(crate) fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The name of its type that came with it.
    #[cfg(feature = "icalendar")]
    pub(crate) fn type_name(&self) -> Option<&str> {
        self.details.as_deref()?.appointment_type_name.as_deref()
    }

    /// How often it was confirmed again.
    pub(crate) fn reopenings(&self) -> u32 {
        self.details.as_deref().map_or(0, |details| details.reopenings)
    }

    /// The length that was asked for, if any was.
    pub(crate) fn duration_minutes(&self) -> Option<i64> {
        self.details.as_deref()?.duration_minutes
    }

    /// How many seats of its session it takes.
    pub(crate) fn seats(&self) -> u16 {
        self.seats
    }

    /// Where it is, whether or not the clinic still has that location.
    pub(crate) fn location_uid(&self) -> Option<&Uid> {
        self.details.as_deref()?.location_uid.as_ref()
    }

    /// Whether it waits for approval.
    pub(crate) fn approval(&self) -> Option<Approval> {
        self.details.as_deref()?.approval
    }

    /// When it was held first, if that is known.
    pub(crate) fn created_at(&self) -> Option<Instant> {
        self.created_at.into()
    }

    pub(crate) fn confirmed_at(&self) -> Option<Instant> {
        self.confirmed_at.into()
    }

    /// Where it stands at an instant: a hold that has run out is `expired`, recorded or not.
    pub(crate) fn status_at(&self, now: i64) -> AppointmentStatus {
        match self.status {
            AppointmentStatus::Held if self.hold_expires_at() <= now => AppointmentStatus::Expired,
            status => status,
        }
    }

    /// When it was called off, if that is known.
    pub(crate) fn cancelled_at(&self) -> Option<Instant> {
        self.details.as_deref()?.cancelled_at
    }

    /// Whether it was more than a hold: confirmed, or called off with a reason.
    pub(crate) fn was_booked(&self) -> bool {
        let has_reason = self.details.as_deref().is_some_and(|details| details.cancellation_reason.is_some());
        self.confirmed_at().is_some() || has_reason
    }

    /// Until when it stands in the way of others, if it ever does.
    pub(crate) fn blocks_until(&self) -> Option<i64> {
        self.status.blocks_until(self.hold_expires_at.0)
    }

    /// Since when it has its start for good: reminders that were due by then are not sent.
    pub(crate) fn armed_at(&self) -> i64 {
        self.confirmed_at.0.max(self.rebooked_at.0)
    }

    /// What of it stands in the doctor's way, if anything does.
    pub(crate) fn booking(&self, place: AppointmentPlace) -> Option<Booking> {
        let blocks_until = self.blocks_until()?;
        let Self { start, end, kind, seats, .. } = *self;
        Some(Booking { start, end, blocks_until, kind, appointment: Some(place), seats })
    }
}

impl From<Option<Instant>> for Seconds {
    fn from(at: Option<Instant>) -> Self {
        Self(at.map_or(i64::MIN, |at| at.0))
    }
}

impl From<Seconds> for Option<Instant> {
    fn from(Seconds(seconds): Seconds) -> Self {
        (seconds != i64::MIN).then_some(Instant(seconds))
    }
}
