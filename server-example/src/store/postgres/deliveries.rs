//! Deliveries as a transaction writes them, and as they are read.

use deadpool_postgres::{Client, Transaction};
use frontdesk::{Instant, Uid};
use tokio_postgres::Row;

use super::columns::execute;
use crate::store::{Delivery, Outcome, StoreResult};

pub(super) const COLUMNS: &str = "d.uid, d.message_uid, d.subscription_uid, d.event_type, d.subject_uid, \
                                  d.sequence, d.shop_uid, d.body, d.created_at,
    d.attempts, d.next_attempt_at, d.last_status, d.last_error, d.finished_at";

/// Puts deliveries into the queues of their subscriptions.
pub(super) async fn announce(
    transaction: &Transaction<'_>,
    organisation: &str,
    deliveries: &[Delivery],
) -> StoreResult<()> {
    const QUEUE: &str = "INSERT INTO delivery_queue AS q (organisation_uid, subscription_uid, due_at, \
                         announced)
        SELECT $1, subscription_uid, min(due_at), 1 FROM unnest($2::text[], $3::bigint[]) AS new \
        (subscription_uid, due_at)
        GROUP BY subscription_uid ORDER BY subscription_uid
        ON CONFLICT (organisation_uid, subscription_uid) DO UPDATE SET announced = q.announced + 1,
            due_at = greatest(q.paused_until, least(q.due_at, excluded.due_at))";
    // Behind another of its subject, a delivery is due no sooner than that.
    const INSERT: &str = "INSERT INTO delivery (organisation_uid, uid, message_uid, subscription_uid, \
                          event_type, subject_uid, sequence,
            shop_uid, body, created_at, attempts, next_attempt_at)
        SELECT $1, new.uid, message_uid, subscription_uid, event_type, subject_uid, sequence,
            coalesce(new.shop_uid, (SELECT a.shop_uid FROM appointment AS a WHERE a.organisation_uid = $1 \
            AND a.uid = subject_uid)),
            body, created_at, 0,
            greatest(new.next_attempt_at, (SELECT max(d.next_attempt_at) FROM delivery AS d WHERE \
            d.organisation_uid = $1
                AND d.subscription_uid = new.subscription_uid AND d.subject_uid = new.subject_uid AND \
                d.finished_at IS NULL))
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], \
        $9::text[], $10::bigint[],
            $11::bigint[]) WITH ORDINALITY AS new (uid, message_uid, subscription_uid, event_type, \
            subject_uid, sequence, shop_uid,
            body, created_at, next_attempt_at, line)
        ORDER BY line";
    if deliveries.is_empty() {
        return Ok(());
    }
    fn column<'a, T>(rows: &'a [Delivery], of: impl Fn(&'a Delivery) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    let subscriptions = column(deliveries, |row| row.subscription_uid.as_str());
    let due = column(deliveries, |row| row.next_attempt_at.0);
    execute(transaction, QUEUE, &[&organisation, &subscriptions, &due]).await?;
    execute(
        transaction,
        INSERT,
        &[
            &organisation,
            &column(deliveries, |row| row.uid.as_str()),
            &column(deliveries, |row| row.message_uid.as_str()),
            &subscriptions,
            &column(deliveries, |row| row.event_type.as_str()),
            &column(deliveries, |row| row.subject_uid.as_str()),
            &column(deliveries, |row| row.sequence),
            &column(deliveries, |row| row.shop_uid.as_deref()),
            &column(deliveries, |row| row.body.as_str()),
            &column(deliveries, |row| row.created_at.0),
            &due,
        ],
    )
    .await?;
    Ok(())
}

/// Removes queues, with what waits in them.
pub(super) async fn remove_queues(
    transaction: &Transaction<'_>,
    organisation: &str,
    subscriptions: &[Uid],
) -> StoreResult<()> {
    const QUEUE: &str =
        "DELETE FROM delivery_queue WHERE organisation_uid = $1 AND subscription_uid = ANY($2)";
    const PENDING: &str = "DELETE FROM delivery WHERE organisation_uid = $1 AND subscription_uid = ANY($2) \
                           AND finished_at IS NULL";
    if subscriptions.is_empty() {
        return Ok(());
    }
    let subscriptions: Vec<&str> = subscriptions.iter().map(Uid::as_str).collect();
    execute(transaction, QUEUE, &[&organisation, &subscriptions]).await?;
    execute(transaction, PENDING, &[&organisation, &subscriptions]).await?;
    Ok(())
}

/// Deliveries that have one of these words in what is sent.
pub(super) async fn mentions(
    client: &Client,
    organisation: &str,
    words: &[String],
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    let list = format!(
        "SELECT {COLUMNS} FROM delivery AS d WHERE organisation_uid = $1
         AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE strpos(body, word) > 0) ORDER BY number \
         LIMIT $3"
    );
    Ok(client.query(&list, &[&organisation, &words, &limit]).await?.iter().map(delivery).collect())
}

/// Forgets deliveries that have one of these words in what is sent.
pub(super) async fn erase(
    transaction: &tokio_postgres::Transaction<'_>,
    organisation: &str,
    words: &[String],
) -> StoreResult<()> {
    const LOCK: &str =
        "SELECT 1 FROM delivery_queue WHERE organisation_uid = $1 ORDER BY subscription_uid FOR UPDATE";
    const DELETE: &str = "DELETE FROM delivery WHERE organisation_uid = $1
        AND EXISTS (SELECT 1 FROM unnest($2::text[]) AS word WHERE strpos(body, word) > 0)";
    transaction.query(LOCK, &[&organisation]).await?;
    transaction.execute(DELETE, &[&organisation, &words]).await?;
    Ok(())
}

pub(super) fn delivery(row: &Row) -> Delivery {
    let (status, error): (Option<i64>, Option<String>) = (row.get(11), row.get(12));
    let tried = status.is_some() || error.is_some();
    let uid = |index: usize| Uid::from(row.get::<_, &str>(index));
    Delivery {
        uid: uid(0),
        message_uid: uid(1),
        subscription_uid: uid(2),
        event_type: row.get(3),
        subject_uid: uid(4),
        sequence: row.get(5),
        shop_uid: row.get::<_, Option<&str>>(6).map(Uid::from),
        body: row.get(7),
        created_at: Instant(row.get(8)),
        attempts: row.get::<_, i64>(9) as u32,
        next_attempt_at: Instant(row.get(10)),
        last_outcome: tried.then(|| Outcome { status: status.map(|status| status as u16), error }),
        finished_at: row.get::<_, Option<i64>>(13).map(Instant),
    }
}
