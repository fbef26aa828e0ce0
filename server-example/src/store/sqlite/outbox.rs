//! The outbox of webhooks: which deliveries are due, leased to a worker, done.

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use rusqlite::{Connection, OptionalExtension, Row, params};
use tokio::sync::watch;

use super::columns::uid;
use super::database::Sqlite;
use super::deliveries::{COLUMNS, delivery, remove_queue};
use crate::store::outbox::{DeliveryFilter, Outbox};
use crate::store::{
    Delivery, DueQueue, Health, LEASE_SECONDS, LeasedQueue, Listed, Page, QueueName, StoreError, StoreResult,
};

/// Whether no other process has a queue. A lease that is longer than any can be is of a clock that was wrong.
const IS_FREE: &str =
    "(owner IS NULL OR owner = ?1 OR owned_until <= unixepoch() OR owned_until > unixepoch() + ?2)";

impl Sqlite {
    /// Writes, and answers with what that found.
    async fn write<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (tell, told) = std::sync::mpsc::channel();
        let task = move |connection: &Connection| {
            let _ = tell.send(task(connection)?);
            Ok(0)
        };
        self.writer()?.write(Box::new(task)).await?;
        told.try_recv().map_err(|error| StoreError::Broken(error.to_string()))
    }
}

#[async_trait]
impl Outbox for Sqlite {
    fn announced(&self) -> watch::Receiver<()> {
        self.announced.subscribe()
    }

    async fn reminded(&self) -> StoreResult<Vec<Uid>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT organisation_uid FROM record WHERE kind = 'reminder_cursor'",
            )?;
            Ok(statement.query_map([], |row| uid(row, 0))?.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn due(&self, owner: &str, now: Instant, limit: i64) -> StoreResult<Vec<DueQueue>> {
        let owner = owner.to_owned();
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT organisation_uid, subscription_uid, announced FROM delivery_queue
                 WHERE due_at <= ?3 AND {IS_FREE} ORDER BY due_at LIMIT ?4"
            ))?;
            let queue = |row: &Row<'_>| {
                let name = QueueName { organisation: uid(row, 0)?, subscription: uid(row, 1)? };
                Ok(DueQueue { name, announced: row.get(2)? })
            };
            let rows = statement.query_map(params![owner, LEASE_SECONDS, now.0, limit], queue)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    async fn lease(&self, owner: &str, queues: &[QueueName]) -> StoreResult<Vec<LeasedQueue>> {
        let (owner, queues) = (owner.to_owned(), queues.to_vec());
        self.write(move |connection| {
            let mut statement = connection.prepare_cached(&format!(
                "UPDATE delivery_queue SET owner = ?1, owned_until = unixepoch() + ?2
                 WHERE organisation_uid = ?3 AND subscription_uid = ?4 AND {IS_FREE}
                 RETURNING failures, paused_until, (SELECT data FROM record WHERE record.organisation_uid = ?3
                    AND record.kind = 'notification_subscription' AND record.uid = ?4)"
            ))?;
            let mut leased = Vec::with_capacity(queues.len());
            for name in queues {
                let keys =
                    params![owner, LEASE_SECONDS, name.organisation.as_str(), name.subscription.as_str()];
                let health = |row: &Row<'_>| {
                    let health = Health { failures: row.get(0)?, paused_until: Instant(row.get(1)?) };
                    Ok((health, row.get::<_, Option<String>>(2)?))
                };
                if let Some((health, subscription)) = statement.query_row(keys, health).optional()? {
                    leased.push(LeasedQueue { name, health, subscription });
                }
            }
            Ok(leased)
        })
        .await
    }

    async fn heads(&self, queue: &QueueName, now: Instant, limit: i64) -> StoreResult<(i64, Vec<Delivery>)> {
        let queue = queue.clone();
        self.read(move |connection| {
            let (organisation, subscription) = (queue.organisation.as_str(), queue.subscription.as_str());
            // Asked first: what is announced from here on is more than was seen.
            let announced = connection
                .prepare_cached(
                    "SELECT announced FROM delivery_queue WHERE organisation_uid = ?1 AND subscription_uid = \
                     ?2",
                )?
                .query_row([organisation, subscription], |row| row.get(0))
                .optional()?;
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM delivery WHERE organisation_uid = ?1 AND subscription_uid = ?2
                    AND finished_at IS NULL AND next_attempt_at <= ?3
                    AND NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.organisation_uid = ?1
                        AND earlier.subscription_uid = ?2 AND earlier.subject_uid = delivery.subject_uid
                        AND earlier.finished_at IS NULL AND earlier.number < delivery.number)
                 ORDER BY next_attempt_at, number LIMIT ?4"
            ))?;
            let rows = statement.query_map(params![organisation, subscription, now.0, limit], delivery)?;
            Ok((announced.unwrap_or_default(), rows.collect::<Result<_, _>>()?))
        })
        .await
    }

    async fn settle(&self, queue: &QueueName, after: &Delivery, health: Option<Health>) -> StoreResult<()> {
        const SETTLE: &str = "UPDATE delivery SET attempts = ?3, next_attempt_at = ?4, last_status = ?5, \
                              last_error = ?6, finished_at = ?7
            WHERE organisation_uid = ?1 AND uid = ?2 AND finished_at IS NULL";
        const HEALTH: &str = "UPDATE delivery_queue SET failures = ?3, paused_until = ?4
            WHERE organisation_uid = ?1 AND subscription_uid = ?2";
        // Those behind it wait as long: looking for what is due does not come upon them.
        const BEHIND: &str =
            "UPDATE delivery SET next_attempt_at = ?4 WHERE organisation_uid = ?1 AND subscription_uid = ?2
            AND subject_uid = ?3 AND finished_at IS NULL AND next_attempt_at < ?4";
        let (queue, after) = (queue.clone(), after.clone());
        self.write(move |connection| {
            let (organisation, subscription) = (queue.organisation.as_str(), queue.subscription.as_str());
            let next = after.next_attempt_at.0;
            let outcome = after.last_outcome.as_ref();
            let (status, error) = (
                outcome.and_then(|outcome| outcome.status),
                outcome.and_then(|outcome| outcome.error.as_deref()),
            );
            let finished = after.finished_at.map(|at| at.0);
            connection.prepare_cached(SETTLE)?.execute(params![
                organisation,
                after.uid.as_str(),
                after.attempts,
                next,
                status,
                error,
                finished
            ])?;
            if let Some(Health { failures, paused_until }) = health {
                let health = params![organisation, subscription, failures, paused_until.0];
                connection.prepare_cached(HEALTH)?.execute(health)?;
            }
            if finished.is_none() {
                let behind = params![organisation, subscription, after.subject_uid.as_str(), next];
                connection.prepare_cached(BEHIND)?.execute(behind)?;
            }
            Ok(())
        })
        .await
    }

    async fn release(&self, owner: &str, queue: &QueueName, announced: i64) -> StoreResult<bool> {
        const RELEASE: &str = "UPDATE delivery_queue SET owner = NULL, due_at = (
                SELECT max(paused_until, next_attempt_at) FROM delivery WHERE delivery.organisation_uid = ?1
                AND delivery.subscription_uid = ?2 AND finished_at IS NULL ORDER BY next_attempt_at LIMIT 1)
            WHERE organisation_uid = ?1 AND subscription_uid = ?2 AND owner = ?3 AND announced = ?4";
        let (owner, queue) = (owner.to_owned(), queue.clone());
        self.write(move |connection| {
            let values = params![queue.organisation.as_str(), queue.subscription.as_str(), owner, announced];
            Ok(connection.prepare_cached(RELEASE)?.execute(values)? > 0)
        })
        .await
    }

    async fn release_all(&self, owner: &str) -> StoreResult<()> {
        let owner = owner.to_owned();
        self.write(move |connection| {
            connection.execute("UPDATE delivery_queue SET owner = NULL WHERE owner = ?1", [owner])?;
            Ok(())
        })
        .await
    }

    async fn remove_queue(&self, queue: &QueueName) -> StoreResult<()> {
        let queue = queue.clone();
        self.write(move |connection| remove_queue(connection, &queue.organisation, &queue.subscription)).await
    }

    async fn deliveries(
        &self,
        organisation: &Uid,
        filter: &DeliveryFilter,
        page: Page,
    ) -> StoreResult<Listed<Delivery>> {
        let (organisation, filter) = (organisation.clone(), filter.clone());
        self.read(move |connection| {
            const CONDITIONS: &str =
                "organisation_uid = ?1 AND (finished_at IS NOT NULL) = ?2 AND (?3 IS NULL OR shop_uid = ?3)";
            let (organisation, shop) = (organisation.as_str(), filter.shop_uid.as_deref());
            let total = connection
                .prepare_cached(&format!("SELECT count(*) FROM delivery WHERE {CONDITIONS}"))?
                .query_row(params![organisation, filter.finished, shop], |row| row.get(0))?;
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM delivery WHERE {CONDITIONS} ORDER BY number LIMIT ?4 OFFSET ?5"
            ))?;
            let values = params![organisation, filter.finished, shop, page.limit, page.page * page.limit];
            Ok(Listed { rows: statement.query_map(values, delivery)?.collect::<Result<_, _>>()?, total })
        })
        .await
    }

    async fn delivery(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<Delivery>> {
        let (organisation, uid) = (organisation.clone(), uid.to_owned());
        self.read(move |connection| {
            let one = format!("SELECT {COLUMNS} FROM delivery WHERE organisation_uid = ?1 AND uid = ?2");
            let mut statement = connection.prepare_cached(&one)?;
            Ok(statement.query_row([organisation.as_str(), &uid], delivery).optional()?)
        })
        .await
    }

    async fn give_up(&self, before: Instant, now: Instant, limit: i64) -> StoreResult<u64> {
        const GIVE_UP: &str = "UPDATE delivery SET finished_at = ?2 WHERE number IN (
            SELECT number FROM delivery WHERE finished_at IS NULL AND created_at < ?1 ORDER BY created_at \
            LIMIT ?3)";
        self.write(move |connection| Ok(connection.execute(GIVE_UP, [before.0, now.0, limit])? as u64)).await
    }

    async fn forget_deliveries(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        const FORGET: &str = "DELETE FROM delivery WHERE number IN (
            SELECT number FROM delivery WHERE finished_at IS NOT NULL AND finished_at < ?1 ORDER BY \
            finished_at LIMIT ?2)";
        self.write(move |connection| Ok(connection.execute(FORGET, [before.0, limit])? as u64)).await
    }
}
