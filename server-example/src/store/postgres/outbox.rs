//! The outbox. Whoever locks a queue and deliveries in it locks the queue first, so nobody waits for somebody
//! who waits for them.

use async_trait::async_trait;
use frontdesk::{Instant, Uid};
use tokio::sync::watch;
use tokio_postgres::Row;

use super::database::Postgres;
use super::deliveries::{COLUMNS, delivery, remove_queues};
use super::durable;
use crate::store::outbox::{DeliveryFilter, Outbox};
use crate::store::{
    Delivery, DueQueue, Health, LEASE_SECONDS, LeasedQueue, Listed, Page, QueueName, StoreResult,
};

/// Now, by the clock that all processes share.
const CLOCK: &str = "extract(epoch FROM clock_timestamp())::bigint";

/// Whether no other process has a queue. A lease that is longer than any can be is of a clock that was wrong.
fn is_free() -> String {
    format!("(owner IS NULL OR owner = $1 OR owned_until <= {CLOCK} OR owned_until > {CLOCK} + $2)")
}

#[async_trait]
impl Outbox for Postgres {
    fn announced(&self) -> watch::Receiver<()> {
        self.announced.subscribe()
    }

    async fn reminded(&self) -> StoreResult<Vec<Uid>> {
        self.soon(async |client| {
            const ALL: &str = "SELECT DISTINCT organisation_uid FROM record WHERE kind = 'reminder_cursor'";
            let rows = client.query(&client.prepare_cached(ALL).await?, &[]).await?;
            Ok(rows.iter().map(|row| row.get::<_, &str>(0).into()).collect())
        })
        .await
    }

    async fn due(&self, owner: &str, now: Instant, limit: i64) -> StoreResult<Vec<DueQueue>> {
        self.soon(async |client| {
            let due = format!(
                "SELECT organisation_uid, subscription_uid, announced FROM delivery_queue
             WHERE due_at <= $3 AND {} ORDER BY due_at LIMIT $4",
                is_free()
            );
            let statement = client.prepare_cached(&due).await?;
            let rows = client.query(&statement, &[&owner, &LEASE_SECONDS, &now.0, &limit]).await?;
            Ok(rows.iter().map(|row| DueQueue { name: name(row), announced: row.get(2) }).collect())
        })
        .await
    }

    async fn lease(&self, owner: &str, queues: &[QueueName]) -> StoreResult<Vec<LeasedQueue>> {
        self.soon(async |client| {
            // What somebody else has locked is not waited for: it is another process that leases it, or there
            // will be more in it in a moment.
            let lease = format!(
                "WITH free AS (SELECT q.organisation_uid, q.subscription_uid FROM delivery_queue AS q
                JOIN unnest($3::text[], $4::text[]) AS asked (organisation_uid, subscription_uid)
                    USING (organisation_uid, subscription_uid)
                WHERE {} FOR UPDATE OF q SKIP LOCKED)
             UPDATE delivery_queue AS q SET owner = $1, owned_until = {CLOCK} + $2 FROM free
             WHERE q.organisation_uid = free.organisation_uid AND q.subscription_uid = free.subscription_uid
             RETURNING q.organisation_uid, q.subscription_uid, q.failures, q.paused_until,
                (SELECT data FROM record WHERE record.organisation_uid = q.organisation_uid
                    AND record.kind = 'notification_subscription' AND record.uid = q.subscription_uid)",
                is_free()
            );
            let organisations: Vec<&str> = queues.iter().map(|queue| queue.organisation.as_str()).collect();
            let subscriptions: Vec<&str> = queues.iter().map(|queue| queue.subscription.as_str()).collect();
            let statement = client.prepare_cached(&lease).await?;
            let rows =
                client.query(&statement, &[&owner, &LEASE_SECONDS, &organisations, &subscriptions]).await?;
            let leased = |row: &Row| LeasedQueue {
                name: name(row),
                health: Health { failures: row.get::<_, i64>(2) as u32, paused_until: Instant(row.get(3)) },
                subscription: row.get(4),
            };
            Ok(rows.iter().map(leased).collect())
        })
        .await
    }

    async fn heads(&self, queue: &QueueName, now: Instant, limit: i64) -> StoreResult<(i64, Vec<Delivery>)> {
        self.soon(async |client| {
            const ANNOUNCED: &str =
                "SELECT announced FROM delivery_queue WHERE organisation_uid = $1 AND subscription_uid = $2";
            let heads = format!(
                "SELECT {COLUMNS} FROM delivery AS d WHERE organisation_uid = $1 AND subscription_uid = $2
                AND finished_at IS NULL AND next_attempt_at <= $3
                AND NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.organisation_uid = $1
                    AND earlier.subscription_uid = $2 AND earlier.subject_uid = d.subject_uid
                    AND earlier.finished_at IS NULL AND earlier.number < d.number)
             ORDER BY next_attempt_at, number LIMIT $4"
            );
            let (organisation, subscription) = (queue.organisation.as_str(), queue.subscription.as_str());
            // Asked first: what is announced from here on is more than was seen.
            let announced = client.prepare_cached(ANNOUNCED).await?;
            let announced = client.query_opt(&announced, &[&organisation, &subscription]).await?;
            let heads = client.prepare_cached(&heads).await?;
            let rows = client.query(&heads, &[&organisation, &subscription, &now.0, &limit]).await?;
            // Nobody outside is told what a crash could take back.
            if !rows.is_empty() {
                durable::flushed(client).await?;
            }
            Ok((announced.map_or(0, |row| row.get(0)), rows.iter().map(delivery).collect()))
        })
        .await
    }

    async fn settle(&self, queue: &QueueName, after: &Delivery, health: Option<Health>) -> StoreResult<()> {
        self.soon(async |client| {
            // One statement, so that a process that hangs keeps no lock. Those behind a delivery wait as
            // long as it does: looking for what is due does not come upon them.
            const SETTLE: &str = "WITH queue AS (
                UPDATE delivery_queue SET failures = coalesce($9, failures), paused_until = coalesce($10, \
                paused_until)
                WHERE organisation_uid = $1 AND subscription_uid = $2 AND ($9::bigint IS NOT NULL OR \
                $8::bigint IS NULL) RETURNING 1
            ), behind AS (
                UPDATE delivery SET next_attempt_at = $5 WHERE organisation_uid = $1 AND subscription_uid = $2
                    AND subject_uid = $11 AND finished_at IS NULL AND next_attempt_at < $5 AND uid <> $3
                    AND $8::bigint IS NULL AND EXISTS (SELECT 1 FROM queue)
            )
            UPDATE delivery SET attempts = $4, next_attempt_at = $5, last_status = $6, last_error = $7, \
            finished_at = $8
            WHERE organisation_uid = $1 AND uid = $3 AND finished_at IS NULL AND (SELECT count(*) FROM \
            queue) >= 0";
            let outcome = after.last_outcome.as_ref();
            let status = outcome.and_then(|outcome| outcome.status).map(i64::from);
            let error = outcome.and_then(|outcome| outcome.error.as_deref());
            let failures = health.map(|health| i64::from(health.failures));
            let paused_until = health.map(|health| health.paused_until.0);
            let statement = client.prepare_cached(SETTLE).await?;
            client
                .execute(
                    &statement,
                    &[
                        &queue.organisation.as_str(),
                        &queue.subscription.as_str(),
                        &after.uid.as_str(),
                        &i64::from(after.attempts),
                        &after.next_attempt_at.0,
                        &status,
                        &error,
                        &after.finished_at.map(|at| at.0),
                        &failures,
                        &paused_until,
                        &after.subject_uid.as_str(),
                    ],
                )
                .await?;
            Ok(())
        })
        .await
    }

    async fn release(&self, owner: &str, queue: &QueueName, announced: i64) -> StoreResult<bool> {
        self.soon(async |client| {
            const RELEASE: &str = "UPDATE delivery_queue SET owner = NULL, due_at = (
                SELECT greatest(paused_until, d.next_attempt_at) FROM delivery AS d WHERE d.organisation_uid \
                = $1
                AND d.subscription_uid = $2 AND d.finished_at IS NULL ORDER BY d.next_attempt_at LIMIT 1)
            WHERE organisation_uid = $1 AND subscription_uid = $2 AND owner = $3 AND announced = $4";
            let statement = client.prepare_cached(RELEASE).await?;
            let (organisation, subscription) = (queue.organisation.as_str(), queue.subscription.as_str());
            Ok(client.execute(&statement, &[&organisation, &subscription, &owner, &announced]).await? > 0)
        })
        .await
    }

    async fn release_all(&self, owner: &str) -> StoreResult<()> {
        self.soon(async |client| {
            const ALL: &str =
                "UPDATE delivery_queue SET owner = NULL WHERE (organisation_uid, subscription_uid) \
                           IN
            (SELECT organisation_uid, subscription_uid FROM delivery_queue WHERE owner = $1 FOR UPDATE SKIP \
            LOCKED)";
            client.execute(ALL, &[&owner]).await?;
            Ok(())
        })
        .await
    }

    async fn remove_queue(&self, queue: &QueueName) -> StoreResult<()> {
        self.soon(async |mut client| {
            let transaction = client.transaction().await?;
            remove_queues(
                &transaction,
                queue.organisation.as_str(),
                std::slice::from_ref(&queue.subscription),
            )
            .await?;
            Ok(transaction.commit().await?)
        })
        .await
    }

    async fn deliveries(
        &self,
        organisation: &Uid,
        filter: &DeliveryFilter,
        page: Page,
    ) -> StoreResult<Listed<Delivery>> {
        self.soon(async |client| {
        const CONDITIONS: &str = "organisation_uid = $1 AND (finished_at IS NOT NULL) = $2 AND ($3::text IS \
                                  NULL OR shop_uid = $3)";
        let (organisation, shop) = (organisation.as_str(), filter.shop_uid.as_deref());
                let count = format!("SELECT count(*) FROM delivery WHERE {CONDITIONS}");
        let total = client.query_one(&count, &[&organisation, &filter.finished, &shop]).await?.get(0);
        let list = format!(
            "SELECT {COLUMNS} FROM delivery AS d WHERE {CONDITIONS} ORDER BY number LIMIT {} OFFSET {}",
            page.limit,
            page.page * page.limit
        );
        let rows = client.query(&list, &[&organisation, &filter.finished, &shop]).await?;
        Ok(Listed { rows: rows.iter().map(delivery).collect(), total })
        })
        .await
    }

    async fn delivery(&self, organisation: &Uid, uid: &str) -> StoreResult<Option<Delivery>> {
        self.soon(async |client| {
            let one = format!("SELECT {COLUMNS} FROM delivery AS d WHERE organisation_uid = $1 AND uid = $2");
            let row = client.query_opt(&one, &[&organisation.as_str(), &uid]).await?;
            Ok(row.as_ref().map(delivery))
        })
        .await
    }

    async fn give_up(&self, before: Instant, now: Instant, limit: i64) -> StoreResult<u64> {
        self.soon(async |client| {
            const GIVE_UP: &str = "UPDATE delivery SET finished_at = $2 WHERE number IN (
            SELECT number FROM delivery WHERE finished_at IS NULL AND created_at < $1 ORDER BY created_at \
            LIMIT $3
            FOR UPDATE SKIP LOCKED)";
            Ok(client.execute(GIVE_UP, &[&before.0, &now.0, &limit]).await?)
        })
        .await
    }

    async fn forget_deliveries(&self, before: Instant, limit: i64) -> StoreResult<u64> {
        self.soon(async |client| {
            const FORGET: &str = "DELETE FROM delivery WHERE number IN (
            SELECT number FROM delivery WHERE finished_at < $1 ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP \
            LOCKED)";
            Ok(client.execute(FORGET, &[&before.0, &limit]).await?)
        })
        .await
    }
}

fn name(row: &Row) -> QueueName {
    QueueName { organisation: row.get::<_, &str>(0).into(), subscription: row.get::<_, &str>(1).into() }
}
