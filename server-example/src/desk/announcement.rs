//! What subscribers of webhooks are told: which events there are, and what is said of each.

use frontdesk::{AppointmentStatus, DueReminder, Instant, QueueEvent, QueueStatus, Uid};
use serde_json::{Value, json};

use super::appointment::AppointmentView;
use super::room::subject_of;
use super::state::State;
use super::subscription::Subscription;
use crate::store::{AppointmentRow, AppointmentWrite, Delivery};

/// A scheduled appointment reminder became due (documented).
pub const REMINDER_DUE: &str = "appointment_reminder_due";
/// An appointment was held, booked, moved, called off, or is over (documented).
pub(super) const MEETING_UPDATED: &str = "patient_doctor_meeting_updated";
/// An entry of a waiting room joined, was called, is over.
pub(super) const ENTRY_UPDATED: &str = "waiting_room_entry_updated";
/// A message is to be sent to the holder of a wallet pass.
pub const PUSH_NOTIFICATION: &str = "wallet_pass_push_notification_created";

/// What can be subscribed to.
pub const EVENT_TYPES: &[&str] = &[REMINDER_DUE, MEETING_UPDATED, ENTRY_UPDATED, PUSH_NOTIFICATION];

/// Something that subscribers are told of.
pub struct Announcement {
    /// One of [`EVENT_TYPES`].
    pub event_type: &'static str,
    /// What it is about, such as an appointment: of one subject, subscribers are told in order.
    pub subject: Uid,
    /// The shop that is known to be concerned. Of an appointment, the database knows.
    pub shop: Option<Uid>,
    /// What happened, with a `uid`.
    pub data: Value,
}

impl Announcement {
    /// Its deliveries, one for each subscriber, with the number of what is told.
    pub fn deliveries<'a>(
        &self,
        subscriptions: impl Iterator<Item = &'a Subscription>,
        sequence: i64,
        now: Instant,
    ) -> impl Iterator<Item = Delivery> {
        let wanted = subscriptions.filter(|subscription| subscription.notification_type == self.event_type);
        let (subject, shop) = (&self.subject, self.shop.as_ref());
        wanted.map(move |subscription| Delivery::new(subscription, &self.data, subject, shop, sequence, now))
    }
}

/// An appointment as it stands since now, and where it stood before.
pub(crate) fn meeting_updated(
    row: &AppointmentWrite,
    before: Option<AppointmentStatus>,
    state: &State,
    now: Instant,
) -> Announcement {
    let (subject, shop) = (row.uid.clone(), row.memo.shop_uid.clone());
    let row = AppointmentRow { data: row.data.clone(), memo: row.memo.clone() };
    let mut data = match AppointmentView::new(row, &state.clinic, now) {
        Ok(view) => json!(view),
        Err(_) => Value::Null,
    };
    data["previous_status"] = json!(before);
    Announcement { event_type: MEETING_UPDATED, subject, shop, data }
}

/// An entry of a waiting room as it stands since now, and where it stood before. Why the patient came is
/// nobody else's business.
pub(crate) fn entry_updated(
    event: &QueueEvent,
    room: &Uid,
    before: Option<QueueStatus>,
    state: &State,
) -> Announcement {
    let subject = subject_of(event);
    let entry = state.rooms.get(room).and_then(|room| room.room.entry(subject));
    let data = json!({
        "uid": subject,
        "waiting_room_uid": room,
        "event": event.name(),
        "at": event.at(),
        "status": entry.map(|entry| entry.status),
        "previous_status": before,
        "doctor_uid": entry.and_then(|entry| entry.doctor_uid.clone()),
        "video_room_id": entry.and_then(|entry| entry.video_room_id.clone()),
        "level": entry.and_then(|entry| entry.level.clone()),
        "urgent": entry.map(|entry| entry.urgent),
        "registered_at": entry.map(|entry| entry.registered_at),
        "allocated_at": entry.and_then(|entry| entry.allocated_at),
    });
    let shop = state.shops.contains_key(room).then(|| room.clone());
    Announcement { event_type: ENTRY_UPDATED, subject: subject.clone(), shop, data }
}

/// A reminder that is due. Its `uid` tells it from that of another start, and from other reminders of the
/// same appointment.
pub(crate) fn reminder_due(due: &DueReminder) -> Announcement {
    let mut data = json!(due);
    data["uid"] = json!(format!("{}:{}:{}", due.reminder_uid, due.appointment_uid, due.start_date));
    Announcement { event_type: REMINDER_DUE, subject: due.appointment_uid.clone(), shop: None, data }
}
