-- Version 3: webhook deliveries have a table of their own, in which an index finds what is due.

CREATE TABLE delivery (
    -- The order in which they were announced.
    number INTEGER PRIMARY KEY,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    uid TEXT NOT NULL,
    message_uid TEXT NOT NULL,
    subscription_uid TEXT NOT NULL,
    event_type TEXT NOT NULL,
    -- Deliveries of one subject to one subscription go one at a time, in order.
    subject_uid TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    shop_uid TEXT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    finished_at INTEGER,
    UNIQUE (organisation_uid, uid)
) STRICT;
CREATE INDEX delivery_due ON delivery (organisation_uid, subscription_uid, next_attempt_at, number)
    WHERE finished_at IS NULL;
CREATE INDEX delivery_by_subject ON delivery (organisation_uid, subscription_uid, subject_uid, number)
    WHERE finished_at IS NULL;
CREATE INDEX delivery_by_age ON delivery (created_at) WHERE finished_at IS NULL;
CREATE INDEX delivery_by_end ON delivery (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX delivery_by_number ON delivery (organisation_uid, number);

-- How deliveries to a subscription are going. A row is there from the first delivery on.
CREATE TABLE delivery_queue (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    subscription_uid TEXT NOT NULL,
    -- There is nothing to do before; null if nothing is on its way.
    due_at INTEGER,
    -- Attempts that failed since the last that was acknowledged, and until when none is made for that reason.
    failures INTEGER NOT NULL DEFAULT 0,
    paused_until INTEGER NOT NULL DEFAULT 0,
    -- Rises with each announcement.
    announced INTEGER NOT NULL DEFAULT 0,
    -- The one process that sends, and until when, by the database's clock.
    owner TEXT,
    owned_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organisation_uid, subscription_uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_queue_due ON delivery_queue (due_at) WHERE due_at IS NOT NULL;

INSERT INTO delivery (organisation_uid, uid, message_uid, subscription_uid, event_type, subject_uid, sequence,
    shop_uid, body, created_at, attempts, next_attempt_at, last_status, last_error, finished_at)
SELECT old.organisation_uid, old.uid, old.data ->> '$.message_uid', old.data ->> '$.subscription_uid',
    old.data ->> '$.event_type',
    coalesce(old.data ->> '$.body' ->> '$.data.appointment_uid', old.data ->> '$.body' ->> '$.data.uid', old.uid),
    0, appointment.shop_uid, old.data ->> '$.body', old.data ->> '$.created_at', old.data ->> '$.attempts',
    old.data ->> '$.next_attempt_at', old.data ->> '$.last_outcome.status', old.data ->> '$.last_outcome.error',
    old.data ->> '$.finished_at'
FROM record AS old LEFT JOIN appointment ON appointment.organisation_uid = old.organisation_uid AND appointment.uid
    = coalesce(old.data ->> '$.body' ->> '$.data.appointment_uid', old.data ->> '$.body' ->> '$.data.uid')
WHERE old.kind IN ('webhook_delivery', 'webhook_delivery_done') ORDER BY old.number;
DELETE FROM record WHERE kind IN ('webhook_delivery', 'webhook_delivery_done');
INSERT INTO delivery_queue (organisation_uid, subscription_uid, due_at)
    SELECT organisation_uid, subscription_uid, min(next_attempt_at) FROM delivery WHERE finished_at IS NULL GROUP BY 1, 2;

-- Which organisations announce reminders.
CREATE INDEX record_reminded ON record (organisation_uid) WHERE kind = 'reminder_cursor';
