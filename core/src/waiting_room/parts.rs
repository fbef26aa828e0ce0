//! Visits in several parts: who was sent elsewhere in the middle of one, and is seen again.

use super::entry::{QueueEntry, QueuePresence, QueueStatus};
use super::part::VisitPart;
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{ELSEWHERE_SECONDS_MAX, VISIT_PARTS_MAX};
use crate::model::check::{count, instant, uid};
use crate::time::instant::Instant;
use crate::wire::uid::Uid;

impl QueueEntry {
    /// Whether a doctor has seen the patient before, and sent them elsewhere. Who has been seen goes before
    /// those who have not.
    pub(super) fn was_seen(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The part after which the patient has not come back.
    pub(super) fn open_part(&self) -> Option<&VisitPart> {
        self.parts.last().filter(|part| part.back_at.is_none())
    }

    /// When a doctor sent the patient elsewhere who has not come back; `None` if that is not so.
    pub fn sent_elsewhere_at(&self) -> Option<Instant> {
        self.open_part().filter(|_| self.status == QueueStatus::Waiting).map(|part| part.sent_at)
    }

    /// Since when the patient has been elsewhere who is expected back, and who sent them. Of who was sent
    /// more than a day ago nobody knows.
    pub(super) fn expected_back(&self, now: Instant) -> Option<(Instant, &Uid)> {
        let elsewhere = self.status == QueueStatus::Waiting && self.presence == QueuePresence::Elsewhere;
        let part = self.open_part().filter(|_| elsewhere)?;
        (now.0 - part.sent_at.0 <= ELSEWHERE_SECONDS_MAX).then_some((part.sent_at, &part.doctor_uid))
    }

    /// The entry once the patient is back, if they were elsewhere; no earlier than they were sent.
    pub(super) fn back(mut self, at: Instant) -> Self {
        let back_at = self.ready_at.map_or(at, |ready_at| ready_at.min(at));
        if let Some(part) = self.parts.last_mut() {
            part.back_at = part.back_at.or(Some(back_at.max(part.sent_at)));
        }
        Self { presence: QueuePresence::Ready, ready_at: None, ..self }
    }

    /// When a doctor took the patient in for the first time.
    pub(super) fn first_start(&self) -> Option<Instant> {
        self.parts.first().map(|part| part.started_at).or(self.allocated_at)
    }

    /// When doctors took the patient in.
    pub(super) fn starts(&self) -> impl Iterator<Item = Instant> + '_ {
        self.parts.iter().map(|part| part.started_at).chain(self.allocated_at)
    }

    /// When the patient came who waits now, or waited before being taken in last: joined, or was back.
    pub(super) fn waits_from(&self) -> Instant {
        self.parts.last().map_or(self.registered_at, |part| part.back_at.unwrap_or(part.sent_at))
    }

    /// The times in which the patient waited and was there, as far as that is known; the last of them goes on
    /// if it has no end.
    pub(super) fn waits(&self) -> impl Iterator<Item = (Instant, Option<Instant>)> + '_ {
        let ended = self.allocated_at.or(self.cancelled_at).filter(|_| self.status != QueueStatus::Waiting);
        let from =
            std::iter::once(Some(self.registered_at)).chain(self.parts.iter().map(|part| part.back_at));
        let to = self.parts.iter().map(|part| Some(part.started_at)).chain([ended]);
        from.zip(to).filter_map(|(from, to)| Some((from?, to)))
    }

    /// For how many seconds a doctor has seen the patient in the parts before.
    pub(super) fn seen_seconds(&self, doctor: &str) -> i64 {
        self.parts.iter().filter(|part| *part.doctor_uid == *doctor).map(VisitPart::seconds).sum()
    }

    /// How long each time elsewhere took whose end is known; not those that nobody believes.
    pub(super) fn elsewhere_seconds(&self) -> Vec<i64> {
        let of = |part: &VisitPart| part.back_at.map(|back_at| back_at.0 - part.sent_at.0);
        self.parts.iter().filter_map(of).filter(|seconds| *seconds <= ELSEWHERE_SECONDS_MAX).collect()
    }
}

/// Parts come one after the other, each with its return before the next; only of who waits or left nobody
/// may know whether they came back.
pub(super) fn parts(entry: &QueueEntry, path: &Path<'_>, faults: &mut Faults) {
    let list = path.field("parts");
    faults.note(count(entry.parts.len(), VISIT_PARTS_MAX, &list));
    let may_be_gone = matches!(entry.status, QueueStatus::Waiting | QueueStatus::Cancelled);
    let mut before = entry.registered_at;
    for (index, part) in entry.parts.iter().enumerate().take(VISIT_PARTS_MAX) {
        let path = list.index(index);
        faults.note(uid(&part.doctor_uid, &path.field("doctor_uid")));
        let is_last = index + 1 == entry.parts.len();
        if part.back_at.is_none() && !(is_last && may_be_gone) {
            faults.add(ErrorCode::MissingField.at(&path.field("back_at")));
        }
        for (field, at) in [
            ("started_at", Some(part.started_at)),
            ("sent_at", Some(part.sent_at)),
            ("back_at", part.back_at),
        ] {
            let Some(at) = at else { continue };
            instant(Some(at), &path.field(field), faults);
            if at < before {
                let detail = format!("before {before}, which it follows");
                faults.add(ErrorCode::Conflict { detail }.at(&path.field(field)));
            }
            before = before.max(at);
        }
    }
}
