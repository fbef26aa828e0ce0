-- Version 1. Times are Unix seconds; `data` is the wire form as JSON text.

-- Equality beside ranges in one index. A trusted extension: whoever owns the database may make it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE organisation (
    uid TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    -- Rises by one with each line of the journal. Whoever decides for an organisation locks this row first.
    version BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE api_key (
    uid TEXT PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    shop_uid TEXT,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- Whatever has a kind and an id and no columns of its own.
CREATE TABLE record (
    -- Orders records by when they were written first.
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    kind TEXT NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    alias TEXT,
    data TEXT NOT NULL,
    UNIQUE (organisation_uid, kind, uid)
);
CREATE INDEX record_by_alias ON record (organisation_uid, kind, alias, number) WHERE alias IS NOT NULL;
-- These are asked for before anybody knows whose they are.
CREATE UNIQUE INDEX record_owned ON record (kind, uid) WHERE kind IN ('shop', 'booking_secret', 'launch_code', 'booking_session', 'account');

CREATE TABLE appointment (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    uid TEXT COLLATE "C" NOT NULL,
    status TEXT NOT NULL,
    doctor_uid TEXT NOT NULL,
    patient_uid TEXT,
    appointment_type_uid TEXT,
    start_date BIGINT NOT NULL,
    end_date BIGINT NOT NULL CHECK (end_date > start_date),
    hold_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    -- Members of one session may take place at the same time.
    session TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    appointment_type_name TEXT,
    meeting_type TEXT,
    meeting_format TEXT,
    patient_display_name TEXT,
    shop_uid TEXT,
    data TEXT NOT NULL,
    UNIQUE (organisation_uid, uid),
    -- The engine decides; this refuses what somebody would write past it. Holds that have run out are
    -- recorded as expired before anything is decided, so they are not in the way. An appointment without a
    -- type is a walk-in, which may run into the next. Looked at when a transaction ends: what frees a time
    -- and what takes it may come in any order.
    CONSTRAINT appointment_alone EXCLUDE USING gist (organisation_uid WITH =, doctor_uid WITH =, session WITH <>, int8range(start_date, end_date) WITH &&)
        WHERE (status IN ('held', 'confirmed', 'completed', 'no_show') AND appointment_type_uid IS NOT NULL) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX appointment_by_start ON appointment (organisation_uid, start_date, uid);
CREATE INDEX appointment_by_doctor ON appointment (organisation_uid, doctor_uid, start_date);
CREATE INDEX appointment_by_patient ON appointment (organisation_uid, patient_uid, start_date) WHERE patient_uid IS NOT NULL;

CREATE TABLE journal (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (organisation_uid, version)
);

CREATE TABLE answer (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organisation_uid, key)
);
CREATE INDEX answer_by_time ON answer (at);
