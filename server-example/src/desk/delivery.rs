//! One event on its way to one subscriber: how it begins, and what an attempt makes of it.

use frontdesk::{Instant, Uid};
use serde_json::{Value, json};

use super::subscription::Subscription;
use crate::id;
use crate::limits::{
    WEBHOOK_ATTEMPTS_MAX, WEBHOOK_BACKOFF_SECONDS, WEBHOOK_BACKOFF_SECONDS_MAX, WEBHOOK_FAILURES_MAX,
    WEBHOOK_PAUSE_SECONDS_MAX,
};
use crate::store::{Delivery, Health, Outcome};

impl Delivery {
    /// A new delivery in the documented envelope, due at once. `sequence` is ours.
    pub fn new(
        subscription: &Subscription,
        data: &Value,
        subject_uid: &Uid,
        shop_uid: Option<&Uid>,
        sequence: i64,
        now: Instant,
    ) -> Self {
        let event_type = subscription.notification_type.clone();
        let body = json!({ "event_type": event_type, "timestamp": now,
            "payload_version": subscription.payload_version,
            "sequence": sequence, "data": data });
        Self {
            uid: id::uid("whd", now),
            message_uid: id::uid("msg", now),
            subscription_uid: subscription.uid.clone(),
            event_type,
            subject_uid: subject_uid.clone(),
            sequence,
            shop_uid: shop_uid.cloned(),
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
        let again = Self { uid, created_at: now, attempts: 0, next_attempt_at: now, ..self.clone() };
        Self { last_outcome: None, finished_at: None, ..again }
    }

    /// The delivery after an attempt.
    pub(crate) fn after(self, outcome: Outcome, now: Instant) -> Self {
        let attempts = self.attempts + 1;
        let over = outcome.is_acknowledged() || attempts >= WEBHOOK_ATTEMPTS_MAX;
        let next_attempt_at = Instant(now.0 + backoff(attempts, WEBHOOK_BACKOFF_SECONDS_MAX));
        Self {
            attempts,
            next_attempt_at,
            finished_at: over.then_some(now),
            last_outcome: Some(outcome),
            ..self
        }
    }
}

impl Health {
    /// Whether attempts are made one at a time, to see whether the subscriber is back.
    pub(crate) fn is_probed(self) -> bool {
        self.failures >= WEBHOOK_FAILURES_MAX
    }

    /// What an attempt makes of it; `None` if that changes nothing.
    pub(crate) fn after(self, acknowledged: bool, now: Instant) -> Option<Self> {
        let well = Self { failures: 0, paused_until: Instant(0) };
        match acknowledged {
            true if self == well => None,
            true => Some(well),
            // Attempts that were under way when a pause began say nothing new.
            false if self.paused_until > now => None,
            false => {
                let failures = self.failures.saturating_add(1);
                let pauses = (failures + 1).saturating_sub(WEBHOOK_FAILURES_MAX);
                let pause = if pauses > 0 { backoff(pauses, WEBHOOK_PAUSE_SECONDS_MAX) } else { 0 };
                let paused_until = if pauses > 0 { Instant(now.0 + pause) } else { Instant(0) };
                Some(Self { failures, paused_until })
            }
        }
    }
}

/// Seconds after so many failures: twice as many each time, up to a bound, and up to a quarter more, so that
/// not all come back at once.
fn backoff(failures: u32, most: i64) -> i64 {
    let doubled = WEBHOOK_BACKOFF_SECONDS << (failures.min(20) - 1);
    let seconds = doubled.min(most);
    seconds + id::below(seconds as u64 / 4 + 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_up_to_a_bound() {
        for (failures, least) in
            [(1, 10), (2, 20), (3, 40), (8, 1_280), (9, 2_560), (10, 3_600), (100, 3_600)]
        {
            let seconds = backoff(failures, WEBHOOK_BACKOFF_SECONDS_MAX);
            assert!((least..=least + least / 4).contains(&seconds), "{failures}: {seconds}");
        }
    }

    #[test]
    fn a_subscriber_that_fails_is_left_alone_for_longer_and_longer() {
        let mut health = Health { failures: 0, paused_until: Instant(0) };
        let now = Instant(1_000_000);
        assert_eq!(health.after(true, now), None);
        for failures in 1..WEBHOOK_FAILURES_MAX {
            health = health.after(false, now).expect("a failure is news");
            assert_eq!(
                (health.failures, health.paused_until, health.is_probed()),
                (failures, Instant(0), false)
            );
        }
        let mut at = now;
        for least in [10, 20, 40, 80, 160, 320, 600, 600] {
            health = health.after(false, at).expect("a failure after the pause is news");
            let pause = health.paused_until.0 - at.0;
            assert!((least..=least + least / 4).contains(&pause) && health.is_probed(), "{pause}");
            assert_eq!(health.after(false, at), None, "during a pause it is none");
            at = health.paused_until;
        }
        assert_eq!(health.after(true, at), Some(Health { failures: 0, paused_until: Instant(0) }));
    }
}
