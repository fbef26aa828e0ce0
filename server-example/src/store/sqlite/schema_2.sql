-- Version 2: more kinds of records are asked for before anybody knows whose they are; the audit trail.

DROP INDEX record_owned;
CREATE UNIQUE INDEX record_owned ON record (kind, uid)
    WHERE kind IN ('shop', 'booking_secret', 'launch_code', 'booking_session', 'account', 'calendar_feed', 'stream_ticket');

-- Who did or saw what. It has ids and nothing that they stand for.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    request_uid TEXT NOT NULL,
    operation TEXT NOT NULL,
    status INTEGER NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_uid TEXT,
    patient_uid TEXT
) STRICT;
CREATE INDEX audit_by_time ON audit (organisation_uid, at);
CREATE INDEX audit_by_subject ON audit (organisation_uid, subject_uid, at) WHERE subject_uid IS NOT NULL;
CREATE INDEX audit_by_patient ON audit (organisation_uid, patient_uid, at) WHERE patient_uid IS NOT NULL;
