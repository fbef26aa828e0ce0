//! The rules of moving an appointment: to another start, doctor, type, length or number of seats.

use super::decide::{Decision, check_length, check_seats};
use super::event::Event;
use super::refusal::Rule;
use crate::clinic::Clinic;
use crate::error::{ErrorCode, Path};
use crate::model::appointment::{Actor, AppointmentStatus};
use crate::model::appointment_type::{RebookingMode, RoomStrategy};
use crate::model::reason_code::ReasonCode;
use crate::prepared::place::LocationPlace;
use crate::slot::{Granted, Wish};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl Clinic {
    pub(super) fn decide_rebook(
        &self,
        uid: &Uid,
        (start, is_skipped): (Instant, bool),
        (doctor_uid, location): (Option<&Uid>, Option<LocationPlace>),
        (appointment_type_uid, duration_minutes, seats): (Option<&Uid>, Option<i64>, Option<i64>),
        (by, waived): (Actor, &[ReasonCode]),
        now: Instant,
    ) -> Decision {
        let record = self.named(uid)?;
        self.live(record, &[AppointmentStatus::Confirmed], now)?;
        let before = self.appointment_of(record);
        let doctor_uid = doctor_uid.unwrap_or(&before.doctor_uid);
        let type_until_now = self.type_of(&before)?;
        let policy = self.policy_of(type_until_now)?;
        let appointment_type_uid = appointment_type_uid.unwrap_or(type_until_now);
        let policy_then = self.policy_of(appointment_type_uid)?;
        check_length(duration_minutes, Some(policy_then))?;
        check_seats(seats, Some(policy_then))?;
        if by == Actor::Patient && !policy.allow_patient_rebooking {
            return Err(Rule::RebookingNotAllowed.into());
        }
        let latest = policy.latest_to_rebook(&self.member_at(record.doctor).calendar, record.start);
        if by.is_bound_by_notice() && now.0 > latest {
            return Err(Rule::TooLateToRebook { latest: Instant(latest) }.into());
        }
        if policy.rebooking_mode == RebookingMode::SameDoctorOnly && *doctor_uid != before.doctor_uid {
            return Err(Rule::OtherDoctorNotAllowed { doctor_uid: before.doctor_uid }.into());
        }
        let wish = Wish {
            appointment_type_uid,
            start,
            duration_minutes,
            length: None,
            seats,
            is_skipped,
            patient_uid: before.patient_uid.as_ref(),
            by,
            excluded: Some(uid),
            waived,
            location,
            now,
        };
        let Granted { member, end, duration_minutes, seats, overrode } = self.bookable(&wish, doctor_uid)?;
        let location_uid = self.location_granted(&wish, member, record.location)?;
        // A move is recorded by its number: without a higher one it would look like the last.
        let sequence = u64::from(before.sequence) + 1;
        let too_many = ErrorCode::TooMany { count: sequence, limit: u64::from(u32::MAX) };
        let sequence = u32::try_from(sequence).map_err(|_| too_many.at(&Path::Root.field("sequence")))?;
        let moves = *doctor_uid != before.doctor_uid;
        let video_room_id = match (policy.room_strategy, policy_then.room_strategy) {
            (RoomStrategy::PersistentPerProvider, RoomStrategy::PersistentPerProvider) if !moves => {
                before.video_room_id.clone()
            }
            (_, RoomStrategy::PersistentPerProvider) => Some(member.room().clone()),
            (RoomStrategy::PersistentPerProvider, RoomStrategy::PerAppointment) => Some(uid.clone()),
            (RoomStrategy::PerAppointment, RoomStrategy::PerAppointment) => before.video_room_id.clone(),
        };
        Ok(vec![Event::Rebooked {
            uid: uid.clone(),
            at: now,
            by,
            doctor_uid: doctor_uid.clone(),
            start_date: start,
            end_date: end,
            duration_minutes,
            seats: Some(seats).filter(|seats| *seats > 1),
            appointment_type_uid: (appointment_type_uid != type_until_now)
                .then(|| appointment_type_uid.clone()),
            video_room_id,
            previous_doctor_uid: before.doctor_uid,
            previous_start_date: before.start_date,
            sequence,
            overrode,
            location_uid,
        }])
    }
}
