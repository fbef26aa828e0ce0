//! Deliveries as a transaction writes them, and as they are read.

use frontdesk::Instant;
use rusqlite::{Connection, Row, params};

use super::columns::{optional_uid, uid};
use crate::store::{Delivery, Outcome, StoreResult};

pub(super) const COLUMNS: &str = "uid, message_uid, subscription_uid, event_type, subject_uid, sequence, \
                                  shop_uid, body, created_at, attempts,
    next_attempt_at, last_status, last_error, finished_at";

/// Puts deliveries into the queues of their subscriptions.
pub(super) fn announce(
    connection: &Connection,
    organisation: &str,
    deliveries: &[Delivery],
) -> StoreResult<()> {
    // Behind another of its subject, a delivery is due no sooner than that.
    const INSERT: &str = "INSERT INTO delivery (organisation_uid, uid, message_uid, subscription_uid, \
                          event_type, subject_uid, sequence,
            shop_uid, body, created_at, attempts, next_attempt_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
            coalesce(?8, (SELECT shop_uid FROM appointment WHERE organisation_uid = ?1 AND uid = ?6)), ?9, \
            ?10, 0,
            max(?11, coalesce((SELECT max(next_attempt_at) FROM delivery WHERE organisation_uid = ?1
                AND subscription_uid = ?4 AND subject_uid = ?6 AND finished_at IS NULL), 0)))";
    const QUEUE: &str = "INSERT INTO delivery_queue (organisation_uid, subscription_uid, due_at, announced) \
                         VALUES (?1, ?2, ?3, 1)
        ON CONFLICT (organisation_uid, subscription_uid) DO UPDATE SET announced = announced + 1,
            due_at = max(paused_until, min(coalesce(due_at, excluded.due_at), excluded.due_at))";
    let (mut insert, mut queue) = (connection.prepare_cached(INSERT)?, connection.prepare_cached(QUEUE)?);
    for delivery in deliveries {
        let subscription = delivery.subscription_uid.as_str();
        insert.execute(params![
            organisation,
            delivery.uid.as_str(),
            delivery.message_uid.as_str(),
            subscription,
            delivery.event_type,
            delivery.subject_uid.as_str(),
            delivery.sequence,
            delivery.shop_uid.as_deref(),
            delivery.body,
            delivery.created_at.0,
            delivery.next_attempt_at.0
        ])?;
        queue.execute(params![organisation, subscription, delivery.next_attempt_at.0])?;
    }
    Ok(())
}

/// Removes a queue, with what waits in it.
pub(super) fn remove_queue(
    connection: &Connection,
    organisation: &str,
    subscription: &str,
) -> StoreResult<()> {
    let keys = [organisation, subscription];
    connection
        .execute("DELETE FROM delivery_queue WHERE organisation_uid = ?1 AND subscription_uid = ?2", keys)?;
    connection.execute(
        "DELETE FROM delivery WHERE organisation_uid = ?1 AND subscription_uid = ?2 AND finished_at IS NULL",
        keys,
    )?;
    Ok(())
}

/// Deliveries that have one of these words in what is sent.
pub(super) fn mentions(
    connection: &Connection,
    organisation: &str,
    words: &str,
    limit: i64,
) -> StoreResult<Vec<Delivery>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM delivery WHERE organisation_uid = ?1
         AND EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(body, word.value) > 0) ORDER BY number \
         LIMIT ?3"
    ))?;
    Ok(statement.query_map(params![organisation, words, limit], delivery)?.collect::<Result<_, _>>()?)
}

pub(super) fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let (status, error): (Option<u16>, Option<String>) = (row.get(11)?, row.get(12)?);
    let tried = status.is_some() || error.is_some();
    Ok(Delivery {
        uid: uid(row, 0)?,
        message_uid: uid(row, 1)?,
        subscription_uid: uid(row, 2)?,
        event_type: row.get(3)?,
        subject_uid: uid(row, 4)?,
        sequence: row.get(5)?,
        shop_uid: optional_uid(row, 6)?,
        body: row.get(7)?,
        created_at: Instant(row.get(8)?),
        attempts: row.get(9)?,
        next_attempt_at: Instant(row.get(10)?),
        last_outcome: tried.then_some(Outcome { status, error }),
        finished_at: row.get::<_, Option<i64>>(13)?.map(Instant),
    })
}
