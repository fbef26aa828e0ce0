//! One event on its way to one subscriber.

use frontdesk::{Instant, Uid};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::sender::Outcome;
use crate::desk::Subscription;
use crate::id;
use crate::limits::{WEBHOOK_ATTEMPTS_MAX, WEBHOOK_BACKOFF_SECONDS, WEBHOOK_BACKOFF_SECONDS_MAX};

/// A delivery. Its body is the same at every attempt: subscribers know a repetition by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WebhookDelivery")]
pub struct Delivery {
    /// The id.
    pub uid: Uid,
    /// What the subscriber is told is the message's id; a replay has that of what it replays.
    pub message_uid: Uid,
    /// To whom.
    pub subscription_uid: Uid,
    /// Which event.
    pub event_type: String,
    /// What is sent, to the letter.
    pub body: String,
    /// When it was announced.
    pub created_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Instant,
    /// What became of the last attempt.
    #[serde(default)]
    pub last_outcome: Option<Outcome>,
    /// When it arrived, or was given up.
    #[serde(default)]
    pub finished_at: Option<Instant>,
}

impl Delivery {
    /// A new delivery in the documented envelope, due at once.
    pub fn new(subscription: &Subscription, data: &Value, now: Instant) -> Self {
        let event_type = subscription.notification_type.clone();
        let body = json!({ "event_type": event_type, "timestamp": now, "payload_version": subscription.payload_version, "data": data });
        Self {
            uid: id::uid("whd", now),
            message_uid: id::uid("msg", now),
            subscription_uid: subscription.uid.clone(),
            event_type,
            body: body.to_string(),
            created_at: now,
            attempts: 0,
            next_attempt_at: now,
            last_outcome: None,
            finished_at: None,
        }
    }

    /// The same message once more, as if for the first time.
    pub fn replay(&self, now: Instant) -> Self {
        let uid = id::uid("whd", now);
        Self { uid, attempts: 0, next_attempt_at: now, last_outcome: None, finished_at: None, ..self.clone() }
    }

    /// The delivery with an attempt begun. When the next one is due is settled now: whoever dies meanwhile
    /// has not lost it.
    pub(super) fn begun(&self, now: Instant) -> Self {
        let attempts = self.attempts + 1;
        Self { attempts, next_attempt_at: Instant(now.0 + backoff(attempts)), ..self.clone() }
    }

    /// The delivery after an attempt.
    pub(super) fn after(self, outcome: Outcome, now: Instant) -> Self {
        let over = outcome.is_acknowledged() || self.attempts >= WEBHOOK_ATTEMPTS_MAX;
        Self { finished_at: over.then_some(now), last_outcome: Some(outcome), ..self }
    }
}

/// Seconds from an attempt to the next: twice as many each time, up to a bound, and up to a quarter more, so
/// that not all come back at once.
fn backoff(attempts: u32) -> i64 {
    let doubled = WEBHOOK_BACKOFF_SECONDS << (attempts.min(20) - 1);
    let seconds = doubled.min(WEBHOOK_BACKOFF_SECONDS_MAX);
    seconds + id::below(seconds as u64 / 4 + 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_up_to_an_hour() {
        for (attempts, least) in
            [(1, 10), (2, 20), (3, 40), (8, 1_280), (9, 2_560), (10, 3_600), (100, 3_600)]
        {
            let seconds = backoff(attempts);
            assert!((least..=least + least / 4).contains(&seconds), "{attempts}: {seconds}");
        }
    }
}
