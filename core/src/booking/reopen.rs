//! Taking back how an appointment ended.

use super::approval::by_administrator;
use super::decide::Decision;
use super::event::Event;
use super::refusal::Rule;
use crate::clinic::{Clinic, Record};
use crate::error::{ErrorCode, Path};
use crate::model::appointment::{Actor, AppointmentStatus};
use crate::model::reason::Reason;
use crate::slot::{Explanation, Wish};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

const REOPENABLE: &[AppointmentStatus] =
    &[AppointmentStatus::Completed, AppointmentStatus::NoShow, AppointmentStatus::Cancelled];

impl Clinic {
    pub(super) fn decide_reopen(&self, uid: &Uid, by: Actor, now: Instant) -> Decision {
        let path = Path::Root;
        by_administrator(by)?;
        let record = self.named(uid)?;
        self.live(record, REOPENABLE, now)?;
        if record.status == AppointmentStatus::Cancelled {
            self.fits_again(record, now)?;
        }
        let reopenings = u64::from(record.reopenings()) + 1;
        let too_many = ErrorCode::TooMany { count: reopenings, limit: u64::from(u32::MAX) };
        let reopenings = u32::try_from(reopenings).map_err(|_| too_many.at(&path.field("reopenings")))?;
        Ok(vec![Event::Reopened { uid: uid.clone(), at: now, reopenings }])
    }

    /// Refuses an appointment that was called off and whose time is no longer free, or that was a hold.
    fn fits_again(&self, record: &Record, now: Instant) -> Result<(), super::refusal::Refusal> {
        if record.confirmed_at().is_none() {
            return Err(Rule::NeverConfirmed.into());
        }
        let before = self.appointment_of(record);
        let appointment_type_uid = self.type_of(&before)?;
        let wish = Wish {
            appointment_type_uid,
            start: before.start_date,
            duration_minutes: None,
            length: Some(record.end - record.start),
            seats: None,
            is_skipped: false,
            patient_uid: before.patient_uid.as_ref(),
            by: Actor::Administrator,
            excluded: Some(&before.uid),
            waived: &[],
            // One that is gone from the clinic no longer matters.
            location: record.location,
            now,
        };
        let mut reasons = self.reasons_against(&wish, self.member_at(record.doctor))?;
        reasons.retain(|reason| {
            is_in_the_way(reason) && !before.overrode.iter().any(|known| is_known(known, reason))
        });
        if reasons.is_empty() {
            return Ok(());
        }
        let explanation = Explanation { doctor_uid: before.doctor_uid.clone(), reasons };
        Err(Rule::NotBookable { explanations: vec![explanation] }.into())
    }
}

/// Whether a reason is one that was overridden when the appointment got its slot.
fn is_known(known: &Reason, reason: &Reason) -> bool {
    known.code() == reason.code() && known.other() == reason.other()
}

/// Whether a reason is about the time itself. When it could be booked, and on which grid, was asked then.
fn is_in_the_way(reason: &Reason) -> bool {
    match reason {
        Reason::Closed { .. }
        | Reason::Blocked { .. }
        | Reason::Reserved { .. }
        | Reason::OtherLocation { .. }
        | Reason::OutsideHours { .. }
        | Reason::SlotTaken { .. }
        | Reason::Held { .. }
        | Reason::PlacesFull { .. }
        | Reason::WindowFull { .. }
        | Reason::GroupFull { .. }
        | Reason::LimitReached { .. }
        | Reason::PatientBusy { .. } => true,
        Reason::TypeInactive
        | Reason::DoctorNotOffering { .. }
        | Reason::TooSoon { .. }
        | Reason::BeyondHorizon { .. }
        | Reason::NotReleased { .. }
        | Reason::NonexistentLocalTime { .. }
        | Reason::OffGrid { .. }
        | Reason::NotAdjacent { .. }
        | Reason::LeavesGap { .. }
        | Reason::TooManyHolds { .. } => false,
    }
}
