-- Version 1. Times are Unix seconds; `data` is the wire form as JSON.

CREATE TABLE organisation (
    uid TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    -- Rises by one with each line of the journal.
    version INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
    uid TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    shop_uid TEXT,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- Whatever has a kind and an id and no columns of its own.
CREATE TABLE record (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    kind TEXT NOT NULL,
    uid TEXT NOT NULL,
    alias TEXT,
    -- Orders records by when they were written first.
    number INTEGER PRIMARY KEY,
    data TEXT NOT NULL,
    UNIQUE (organisation_uid, kind, uid)
) STRICT;
CREATE INDEX record_by_alias ON record (organisation_uid, kind, alias, number) WHERE alias IS NOT NULL;
-- These are asked for before anybody knows whose they are.
CREATE UNIQUE INDEX record_owned ON record (kind, uid) WHERE kind IN ('shop', 'booking_secret', 'launch_code', 'booking_session', 'account');

CREATE TABLE appointment (
    number INTEGER PRIMARY KEY,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    uid TEXT NOT NULL,
    status TEXT NOT NULL,
    doctor_uid TEXT NOT NULL,
    patient_uid TEXT,
    appointment_type_uid TEXT,
    start_date INTEGER NOT NULL,
    end_date INTEGER NOT NULL CHECK (end_date > start_date),
    hold_expires_at INTEGER,
    created_at INTEGER NOT NULL,
    -- Members of one session may take place at the same time.
    session TEXT NOT NULL,
    -- When the row was decided: holds that had lapsed by then are in nobody's way.
    decided_at INTEGER NOT NULL,
    appointment_type_name TEXT,
    meeting_type TEXT,
    meeting_format TEXT,
    patient_display_name TEXT,
    shop_uid TEXT,
    data TEXT NOT NULL,
    UNIQUE (organisation_uid, uid)
) STRICT;
CREATE INDEX appointment_by_start ON appointment (organisation_uid, start_date, uid);
CREATE INDEX appointment_by_doctor ON appointment (organisation_uid, doctor_uid, start_date);
CREATE INDEX appointment_by_patient ON appointment (organisation_uid, patient_uid, start_date) WHERE patient_uid IS NOT NULL;

-- The engine decides; these refuse what a second writer, or a shell, would write past it. An appointment
-- without a type is a walk-in, which may run into the next.
CREATE TRIGGER appointment_inserted_alone BEFORE INSERT ON appointment
WHEN NEW.status IN ('held', 'confirmed') AND NEW.appointment_type_uid IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'overlap') FROM appointment AS other
    WHERE other.organisation_uid = NEW.organisation_uid AND other.doctor_uid = NEW.doctor_uid
        -- No appointment that the API makes is longer than a day.
        AND other.start_date > NEW.start_date - 86400 AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date
        AND other.uid <> NEW.uid AND other.session <> NEW.session AND other.appointment_type_uid IS NOT NULL
        AND (other.status IN ('confirmed', 'completed', 'no_show') OR (other.status = 'held' AND other.hold_expires_at > NEW.decided_at));
END;

CREATE TRIGGER appointment_updated_alone BEFORE UPDATE OF status, doctor_uid, start_date, end_date, session ON appointment
WHEN NEW.status IN ('held', 'confirmed') AND NEW.appointment_type_uid IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'overlap') FROM appointment AS other
    WHERE other.organisation_uid = NEW.organisation_uid AND other.doctor_uid = NEW.doctor_uid
        AND other.start_date > NEW.start_date - 86400 AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date
        AND other.uid <> NEW.uid AND other.session <> NEW.session AND other.appointment_type_uid IS NOT NULL
        AND (other.status IN ('confirmed', 'completed', 'no_show') OR (other.status = 'held' AND other.hold_expires_at > NEW.decided_at));
END;

CREATE TABLE journal (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (organisation_uid, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (organisation_uid, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_time ON answer (at);
