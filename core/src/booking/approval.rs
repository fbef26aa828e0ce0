//! The rules by which a hold becomes an appointment: extending it, confirming it, and the practice's
//! approval. Called by `decide`.

use super::decide::{Decision, check_reason};
use super::event::Event;
use super::refusal::{Refusal, Rule};
use crate::clinic::{Clinic, Record};
use crate::error::{Error, ErrorCode, Path};
use crate::limits::INSTANT_MAX;
use crate::model::appointment::{Actor, AppointmentStatus};
use crate::model::appointment_type::RoomStrategy;
use crate::model::check;
use crate::slot::Wish;
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl Clinic {
    pub(super) fn decide_extend(&self, uid: &Uid, now: Instant) -> Decision {
        let record = self.waiting(uid, false, now)?;
        let policy = self.policy_for(record);
        let latest = policy.and_then(|policy| Some(record.created_at()?.0 + policy.hold_max?));
        let longer = policy.map(|policy| now.0 + policy.hold_ttl).zip(latest);
        let longer = longer.map(|(longer, latest)| longer.min(latest).min(INSTANT_MAX - 1));
        let ends = record.hold_expires_at();
        match longer.filter(|longer| *longer > ends) {
            Some(at) => {
                let hold_expires_at = Instant(at);
                Ok(vec![Event::Extended { uid: uid.clone(), at: now, hold_expires_at }])
            }
            None => Err(Rule::NotExtendable { hold_expires_at: Instant(ends) }.into()),
        }
    }

    pub(super) fn decide_confirm(
        &self,
        uid: &Uid,
        video_room_id: Option<&Uid>,
        by: Actor,
        now: Instant,
    ) -> Decision {
        self.named(uid)?;
        video_room_id.map_or(Ok(()), |id| check::uid(id, &Path::Root.field("video_room_id")))?;
        let record = self.waiting(uid, false, now)?;
        // A type that is gone no longer says whose the room is, nor that somebody has to approve.
        let policy = self.policy_for(record);
        let room = match policy.map_or_else(RoomStrategy::default, |policy| policy.room_strategy) {
            RoomStrategy::PersistentPerProvider => self.member_at(record.doctor).room(),
            RoomStrategy::PerAppointment => video_room_id.unwrap_or(uid),
        };
        let (uid, at, video_room_id) = (uid.clone(), now, room.clone());
        let approval = policy.and_then(|policy| policy.approval_ttl).filter(|_| by != Actor::Administrator);
        Ok(vec![match approval {
            Some(seconds) => {
                let hold_expires_at = Instant((now.0 + seconds).min(INSTANT_MAX - 1));
                Event::ApprovalRequested { uid, at, hold_expires_at, video_room_id }
            }
            None => Event::Confirmed { uid, at, video_room_id },
        }])
    }

    pub(super) fn decide_approve(&self, uid: &Uid, by: Actor, now: Instant) -> Decision {
        by_administrator(by)?;
        let record = self.waiting(uid, true, now)?;
        let video_room_id = self.appointment_of(record).video_room_id.unwrap_or_else(|| uid.clone());
        Ok(vec![Event::Confirmed { uid: uid.clone(), at: now, video_room_id }])
    }

    pub(super) fn decide_decline(&self, uid: &Uid, reason: &str, by: Actor, now: Instant) -> Decision {
        by_administrator(by)?;
        self.named(uid)?;
        check_reason(reason)?;
        let reopenings = self.waiting(uid, true, now)?.reopenings();
        Ok(vec![Event::Cancelled { uid: uid.clone(), at: now, by, reason: reason.to_owned(), reopenings }])
    }

    /// A live hold, for which approval is requested or not.
    fn waiting(&self, uid: &Uid, requested: bool, now: Instant) -> Result<&Record, Refusal> {
        let record = self.named(uid)?;
        self.live(record, &[AppointmentStatus::Held], now)?;
        match (record.approval().is_some(), requested) {
            (true, false) => {
                let hold_expires_at = Instant(record.hold_expires_at());
                Err(Rule::ApprovalRequested { hold_expires_at }.into())
            }
            (false, true) => Err(Rule::ApprovalNotRequested.into()),
            _ => Ok(record),
        }
    }

    /// Refuses to put a hold in the place of one of another patient, or of what is none any more.
    pub(super) fn replaceable(&self, uid: &Uid, wish: &Wish<'_>) -> Result<(), Refusal> {
        let path = Path::Root;
        let path = path.field("replaces");
        let not_found = || ErrorCode::NotFound { what: "appointment", uid: uid.to_string() }.at(&path);
        let record = self.record_at(self.appointment_place(uid).ok_or_else(not_found)?);
        if record.patient_uid.as_ref() != wish.patient_uid {
            let detail = "a hold takes the place of one of the same patient".to_owned();
            return Err(ErrorCode::Conflict { detail }.at(&path).into());
        }
        Ok(self.live(record, &[AppointmentStatus::Held], wish.now)?)
    }
}

/// Refuses what is the practice's to say.
pub(super) fn by_administrator(by: Actor) -> Result<(), Error> {
    if by == Actor::Administrator {
        return Ok(());
    }
    let detail = "this is for the administrator".to_owned();
    Err(ErrorCode::Conflict { detail }.at(&Path::Root.field("by")))
}
