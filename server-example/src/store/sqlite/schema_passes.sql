-- Launch codes, sessions and stream tickets have a table of their own: they come and go by the minute, and no
-- desk has to know of them. Those that were records do not say by which secret they came; they end here.

CREATE TABLE pass (
    kind TEXT NOT NULL,
    -- Of the secret that is shown.
    hash TEXT NOT NULL,
    organisation_uid TEXT NOT NULL REFERENCES organisation (uid),
    patient_uid TEXT NOT NULL,
    patient_profile_uid TEXT NOT NULL,
    shop_uid TEXT NOT NULL,
    -- The booking secret that signed the token from which this comes.
    key_id TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- The end of that token.
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (kind, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX pass_by_patient ON pass (organisation_uid, patient_uid, made_at);
CREATE INDEX pass_by_end ON pass (expires_at);

DELETE FROM record WHERE kind IN ('launch_code', 'booking_session', 'stream_ticket');
DROP INDEX record_owned;
CREATE UNIQUE INDEX record_owned ON record (kind, uid) WHERE kind IN ('shop', 'booking_secret', 'account', 'calendar_feed');
