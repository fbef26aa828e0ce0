//! Webhook deliveries as they are kept, and the queues that they wait in: one for each subscription.

use frontdesk::{Instant, Uid};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A webhook delivery: one event on its way to one subscriber. Its body is the same at every attempt:
/// subscribers know a repetition by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
    /// What it is about, such as an appointment. Of one subject, a subscriber is told in order.
    pub subject_uid: Uid,
    /// How many changes the organisation had seen when it was announced.
    pub sequence: i64,
    /// The shop that its subject belongs to, if any.
    pub shop_uid: Option<Uid>,
    /// What is sent, to the letter.
    pub body: String,
    /// When it was announced.
    pub created_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, unless the subscriber takes nothing at all then.
    pub next_attempt_at: Instant,
    /// What became of the last attempt.
    pub last_outcome: Option<Outcome>,
    /// When it arrived, or was given up.
    pub finished_at: Option<Instant>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WebhookOutcome")]
pub struct Outcome {
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong, if there was none.
    pub error: Option<String>,
}

impl Outcome {
    /// Whether the subscriber has it: any 2xx.
    pub fn is_acknowledged(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Which queue: the deliveries to one subscription.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueueName {
    /// Whose subscription.
    pub organisation: Uid,
    /// The subscription.
    pub subscription: Uid,
}

/// A queue in which something may be due.
#[derive(Debug, Clone)]
pub struct DueQueue {
    /// Which one.
    pub name: QueueName,
    /// Rises with each announcement.
    pub announced: i64,
}

/// A queue that is one process's to send from, for [`LEASE_SECONDS`] from when that was said.
#[derive(Debug, Clone)]
pub struct LeasedQueue {
    /// Which one.
    pub name: QueueName,
    /// How its subscriber has been taking deliveries.
    pub health: Health,
    /// The subscription, in JSON; none if it has been removed.
    pub subscription: Option<String>,
}

/// How a subscriber takes deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Attempts that failed since the last that was acknowledged.
    pub failures: u32,
    /// Nothing is sent before, since too many did.
    pub paused_until: Instant,
}

/// How long a queue belongs to a process that does not say so again, in seconds. It is longer than an attempt
/// takes, and as long as deliveries wait that were under way when a process was killed.
pub const LEASE_SECONDS: i64 = 15;
