//! The rules of holding a slot, also where the hold takes the place of another, or is asked for again.

use super::decide::{Decision, check_length, check_seats};
use super::event::Event;
use super::refusal::Rule;
use crate::clinic::{Clinic, Record};
use crate::error::Path;
use crate::limits::INSTANT_MAX;
use crate::model::appointment::{Appointment, AppointmentStatus, DoctorChoice};
use crate::model::check;
use crate::prepared::policy::Policy;
use crate::slot::{Granted, Wish};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl Clinic {
    pub(super) fn decide_hold(&self, uid: &Uid, wish: &Wish<'_>, doctor_uid: Option<&Uid>) -> Decision {
        let root = Path::Root;
        check::uid(uid, &root.field("uid"))?;
        wish.patient_uid.map_or(Ok(()), |patient| check::uid(patient, &root.field("patient_uid")))?;
        if let Some(place) = self.appointment_place(uid) {
            return self.decide_hold_again(self.record_at(place), wish, doctor_uid);
        }
        let policy = self.policy_of(wish.appointment_type_uid)?;
        check_length(wish.duration_minutes, Some(policy))?;
        check_seats(wish.seats, Some(policy))?;
        wish.excluded.map_or(Ok(()), |replaced| self.replaceable(replaced, wish))?;
        let (granted, doctor_choice) = match doctor_uid {
            Some(doctor_uid) => (self.bookable(wish, doctor_uid)?, None),
            None => {
                let (granted, choice) = self.choose_doctor(wish, policy)?;
                (granted, Some(choice))
            }
        };
        let location_uid = self.location_granted(wish, granted.member, None)?;
        let appointment = Appointment { location_uid, ..held(uid, wish, policy, &granted, doctor_choice) };
        let overrode = granted.overrode;
        let replaced = wish.excluded.map(|uid| Event::Released { uid: uid.clone(), at: wish.now });
        let held = Event::Held { appointment: Box::new(appointment), overrode };
        Ok(replaced.into_iter().chain([held]).collect())
    }

    /// A hold under a uid that is there. If it is what was asked for then, it is answered as it was then.
    fn decide_hold_again(&self, record: &Record, wish: &Wish<'_>, doctor_uid: Option<&Uid>) -> Decision {
        let then = self.appointment_of(record);
        // To another doctor at the same start is a move as well; `sequence` counts it, `rebooked_at` does
        // not.
        let moved =
            then.rebooked_at.is_some() || then.reopenings > 0 || then.sequence != sequence_unmoved(&then);
        let same = then.appointment_type_uid.as_ref() == Some(wish.appointment_type_uid)
            && then.start_date == wish.start
            && then.duration_minutes == wish.duration_minutes
            && then.seats == wish.seats.unwrap_or(1)
            && then.replaces.as_ref() == wish.excluded
            && then.patient_uid.as_ref() == wish.patient_uid
            && wish.location.is_none_or(|location| record.location == Some(location))
            && doctor_uid.map_or(then.doctor_choice.is_some(), |doctor| {
                then.doctor_choice.is_none() && then.doctor_uid == *doctor
            })
            && then.created_at.is_some()
            && then.hold_expires_at.is_some()
            && !moved
            && !wish.is_skipped;
        if !same {
            return Err(Rule::AlreadyExists { status: record.status }.into());
        }
        let overrode = then.overrode.clone();
        let appointment = Appointment {
            status: AppointmentStatus::Held,
            overrode: Vec::new(),
            confirmed_at: None,
            cancelled_at: None,
            cancellation_reason: None,
            video_room_id: None,
            sequence: 0,
            reopenings: 0,
            approval: None,
            ..then
        };
        let at = appointment.created_at.unwrap_or(wish.now);
        let replaced = appointment.replaces.clone().map(|uid| Event::Released { uid, at });
        let held = Event::Held { appointment: Box::new(appointment), overrode };
        Ok(replaced.into_iter().chain([held]).collect())
    }
}

/// The appointment that a hold brings about.
fn held(
    uid: &Uid,
    wish: &Wish<'_>,
    policy: &Policy,
    granted: &Granted<'_>,
    doctor_choice: Option<DoctorChoice>,
) -> Appointment {
    let doctor_uid = granted.member.doctor.uid.clone();
    Appointment {
        patient_uid: wish.patient_uid.cloned(),
        appointment_type_uid: Some(wish.appointment_type_uid.clone()),
        duration_minutes: granted.duration_minutes,
        seats: granted.seats,
        created_at: Some(wish.now),
        hold_expires_at: Some(Instant((wish.now.0 + policy.hold_ttl).min(INSTANT_MAX - 1))),
        doctor_choice,
        replaces: wish.excluded.cloned(),
        ..Appointment::plain(uid.clone(), AppointmentStatus::Held, doctor_uid, wish.start, granted.end)
    }
}

/// The `sequence` of an appointment that was held, and has come to where it stands without a move.
fn sequence_unmoved(appointment: &Appointment) -> u32 {
    match appointment.status {
        AppointmentStatus::Held => 0,
        AppointmentStatus::Confirmed
        | AppointmentStatus::Completed
        | AppointmentStatus::NoShow
        | AppointmentStatus::Expired => 1,
        AppointmentStatus::Cancelled => 1 + u32::from(appointment.confirmed_at.is_some()),
    }
}
