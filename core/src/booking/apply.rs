//! Applying events: writes what `decide` has decided into the clinic. Called by `Clinic::apply`. No rule is
//! asked here: that was done when it was decided.

use super::event::Event;
use crate::clinic::{Change, Clinic};
use crate::model::appointment::{Appointment, AppointmentStatus, Approval};

impl Clinic {
    /// Records an event, and says whether that changed anything. It touches the one or two doctors that the
    /// event names.
    ///
    /// An event that is recorded already changes nothing, and neither does one that does not fit: of an
    /// appointment that is not there, or that has gone on since. So events can be replayed from the start
    /// or from a snapshot on, and a repeated one does no harm.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc, Weekday};
    /// use frontdesk::{AppointmentType, Clinic, Doctor, Command, at, hours, minutes};
    ///
    /// let mut clinic = Clinic::builder()
    ///     .appointment_type(AppointmentType::new("visit", minutes(30)))
    ///     .doctor(Doctor::new("ada").weekly([Weekday::Mon], at(9, 0)..at(10, 0)))
    ///     .build()?;
    /// let monday = Utc.with_ymd_and_hms(2026, 3, 23, 0, 0, 0).unwrap();
    ///
    /// let hold: Command = Command::hold("mtg-1", "visit", monday + hours(9)).into();
    /// for event in clinic.decide(&hold, monday.into())? {
    ///     assert!(clinic.apply(&event));
    ///     assert!(!clinic.apply(&event), "it is recorded already");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, event: &Event) -> bool {
        let appointment = match event {
            Event::Held { appointment, overrode } => match self.appointment_place(&appointment.uid) {
                None => Some(Appointment { overrode: overrode.clone(), ..Appointment::clone(appointment) }),
                Some(_) => None,
            },
            other => self.after(other),
        };
        appointment.is_some_and(|appointment| self.change(Change::PutAppointment { appointment }).is_ok())
    }

    /// The appointment of an event as the event leaves it; `None` if the event does not fit.
    fn after(&self, event: &Event) -> Option<Appointment> {
        let before = self.appointment_of(self.record_at(self.appointment_place(event.appointment_uid())?));
        let held = before.status == AppointmentStatus::Held;
        let confirmed = before.status == AppointmentStatus::Confirmed;
        // What calendars are told, they are told under a higher number (RFC 5546 §2.1.4). They are not told
        // that it took place.
        let sequence = before.sequence.saturating_add(1);
        match event {
            Event::Held { .. } => None,
            Event::Extended { hold_expires_at, .. } => {
                let later = before.hold_expires_at.is_some_and(|until| until < *hold_expires_at);
                let fits = held && before.approval.is_none() && later;
                fits.then(|| Appointment { hold_expires_at: Some(*hold_expires_at), ..before })
            }
            Event::ApprovalRequested { hold_expires_at, video_room_id, .. } => {
                (held && before.approval.is_none()).then(|| Appointment {
                    approval: Some(Approval::Requested),
                    hold_expires_at: Some(*hold_expires_at),
                    video_room_id: Some(video_room_id.clone()),
                    ..before
                })
            }
            Event::Confirmed { at, video_room_id, .. } => held.then(|| Appointment {
                approval: None,
                status: AppointmentStatus::Confirmed,
                confirmed_at: Some(*at),
                video_room_id: Some(video_room_id.clone()),
                sequence,
                ..before
            }),
            Event::Released { at, .. } => held.then(|| Appointment {
                approval: None,
                status: AppointmentStatus::Cancelled,
                cancelled_at: Some(*at),
                sequence,
                ..before
            }),
            Event::Expired { .. } => held.then(|| Appointment {
                status: AppointmentStatus::Expired,
                approval: None,
                sequence,
                ..before
            }),
            Event::Cancelled { at, reason, reopenings, .. } => {
                ((held || confirmed) && before.reopenings == *reopenings).then(|| Appointment {
                    approval: None,
                    status: AppointmentStatus::Cancelled,
                    cancelled_at: Some(*at),
                    cancellation_reason: Some(reason.clone()),
                    sequence,
                    ..before
                })
            }
            Event::Rebooked {
                at,
                doctor_uid,
                start_date,
                end_date,
                duration_minutes,
                seats,
                appointment_type_uid,
                video_room_id,
                sequence,
                overrode,
                location_uid,
                ..
            } => {
                // A move that is recorded may have led back to where it began: only the count says that it
                // is.
                let fits = confirmed && before.sequence.checked_add(1) == Some(*sequence);
                let moved = before.start_date != *start_date;
                let before = match appointment_type_uid {
                    None => before,
                    // What came with it of its type is that of another.
                    Some(_) => Appointment {
                        appointment_type_uid: appointment_type_uid.clone(),
                        appointment_type_name: None,
                        meeting_type: None,
                        ..before
                    },
                };
                fits.then(|| Appointment {
                    doctor_uid: doctor_uid.clone(),
                    start_date: *start_date,
                    end_date: *end_date,
                    duration_minutes: *duration_minutes,
                    seats: seats.unwrap_or(1),
                    video_room_id: video_room_id.clone(),
                    rebooked_at: if moved { Some(*at) } else { before.rebooked_at },
                    sequence: *sequence,
                    overrode: overrode.clone(),
                    location_uid: location_uid.clone(),
                    ..before
                })
            }
            Event::Completed { reopenings, .. } => (confirmed && before.reopenings == *reopenings)
                .then(|| Appointment { status: AppointmentStatus::Completed, ..before }),
            Event::NoShow { reopenings, .. } => (confirmed && before.reopenings == *reopenings)
                .then(|| Appointment { status: AppointmentStatus::NoShow, ..before }),
            Event::Reopened { reopenings, .. } => {
                let cancelled = before.status == AppointmentStatus::Cancelled;
                let ended = cancelled
                    || matches!(before.status, AppointmentStatus::Completed | AppointmentStatus::NoShow);
                let fits = ended && before.reopenings.checked_add(1) == Some(*reopenings);
                fits.then(|| Appointment {
                    status: AppointmentStatus::Confirmed,
                    cancelled_at: None,
                    cancellation_reason: None,
                    reopenings: *reopenings,
                    sequence: if cancelled { sequence } else { before.sequence },
                    ..before
                })
            }
        }
    }
}
