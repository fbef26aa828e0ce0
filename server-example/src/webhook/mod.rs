//! Webhooks: the background workers that take events from the outbox to their subscribers.
//!
//! An announcement is written for each subscriber in the transaction of what it announces. So there is no
//! event without its deliveries, and none of what was never committed. They wait in the queue of their
//! subscription; the [`Worker`] brings them out, at least once each, and those of one subject in order.

mod budget;
mod courier;
mod sender;
mod sign;
mod target;
mod worker;

pub use self::sender::Sender;
pub use self::sign::{headers, new_secret};
pub use self::target::{check, is_public};
pub use self::worker::Worker;
