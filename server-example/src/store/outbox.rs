//! The outbox: what the worker of a process asks of a database, to bring webhooks out.
//!
//! A delivery waits in the queue of its subscription. A process leases a queue before it sends from it, so no
//! two send at a time, and a queue that a dead process had is free again soon. Leases run by the database's
//! own clock; when something is due is a matter of the server's.

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use tokio::sync::watch;

use super::StoreResult;
use super::delivery::{Delivery, DueQueue, Health, LeasedQueue, QueueName};
use super::list::{Listed, Page};

/// Which deliveries. A filter that is `None` lets all pass.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Of this shop.
    pub shop_uid: Option<Uid>,
    /// Those that are over, instead of those on their way.
    pub finished: bool,
}

/// The webhooks of a database.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Changes with each transaction of this process that has announced something.
    fn announced(&self) -> watch::Receiver<()>;

    /// The organisations that have been asked to announce reminders.
    async fn reminded(&self) -> StoreResult<Vec<Uid>>;

    /// Queues in which something is due and from which no other process sends; the longest due first.
    async fn due(&self, owner: &str, now: Instant, limit: i64) -> StoreResult<Vec<DueQueue>>;

    /// Leases queues, or says once more that they are leased. What another process has meanwhile is left out.
    async fn lease(&self, owner: &str, queues: &[QueueName]) -> StoreResult<Vec<LeasedQueue>>;

    /// What is due in a queue, at most so many: of each subject the first that is not over, and nothing of
    /// those whose first is not due. Besides, how many announcements the queue had seen before.
    async fn heads(&self, queue: &QueueName, now: Instant, limit: i64) -> StoreResult<(i64, Vec<Delivery>)>;

    /// Records an attempt, and what it says of the subscriber if that has changed. What has been erased
    /// meanwhile is not written again.
    async fn settle(&self, queue: &QueueName, after: &Delivery, health: Option<Health>) -> StoreResult<()>;

    /// Gives a queue back until more of it is due; `false` if more was announced than the sender has seen.
    async fn release(&self, owner: &str, queue: &QueueName, announced: i64) -> StoreResult<bool>;

    /// Gives back all queues of a process that is about to end.
    async fn release_all(&self, owner: &str) -> StoreResult<()>;

    /// Removes a queue whose subscription is gone, with what waits in it.
    async fn remove_queue(&self, queue: &QueueName) -> StoreResult<()>;

    /// A page of deliveries, the oldest first.
    async fn deliveries(
        &self,
        organisation: &Uid,
        filter: &DeliveryFilter,
        page: Page,
    ) -> StoreResult<Listed<Delivery>>;

    /// A delivery.
    async fn delivery(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<Delivery>>;

    /// Gives up deliveries that were announced before an instant, the oldest first and at most so many, and
    /// says how many.
    async fn give_up(&self, before: Instant, now: Instant, limit: i64) -> StoreResult<u64>;

    /// Forgets deliveries that were over before an instant, the oldest first and at most so many, and says
    /// how many.
    async fn forget_deliveries(&self, before: Instant, limit: i64) -> StoreResult<u64>;
}
