-- Version 6: the administrator may let an appointment in beside others, knowingly. `beside` has their uids,
-- as JSON: these pairs may take place at the same time, and no others. An exclusion constraint knows no
-- exceptions by pair, so it is for appointments that were let in beside nobody, and a trigger sees to the
-- others. Like the constraint, it looks when a transaction ends.

ALTER TABLE appointment ADD COLUMN beside TEXT NOT NULL DEFAULT '[]';

ALTER TABLE appointment DROP CONSTRAINT appointment_alone;
ALTER TABLE appointment ADD CONSTRAINT appointment_alone
    EXCLUDE USING gist (organisation_uid WITH =, doctor_uid WITH =, session WITH <>, int8range(start_date, end_date) WITH &&)
    WHERE (status IN ('held', 'confirmed', 'completed', 'no_show') AND appointment_type_uid IS NOT NULL AND beside = '[]')
    DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX appointment_beside ON appointment (organisation_uid, doctor_uid, start_date) WHERE beside <> '[]';

CREATE FUNCTION appointment_beside_none() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own appointment%ROWTYPE;
BEGIN
    -- As it is now: it may have been changed again in this transaction, or removed.
    SELECT * INTO own FROM appointment WHERE number = NEW.number;
    IF own.status IN ('held', 'confirmed', 'completed', 'no_show') AND own.appointment_type_uid IS NOT NULL AND EXISTS (
        SELECT 1 FROM appointment AS other
        WHERE other.organisation_uid = own.organisation_uid AND other.doctor_uid = own.doctor_uid
            AND other.start_date < own.end_date AND other.end_date > own.start_date
            -- No appointment that the API makes is longer than a day.
            AND other.start_date > own.start_date - 86400
            AND other.uid <> own.uid AND other.session <> own.session AND other.appointment_type_uid IS NOT NULL
            AND other.status IN ('held', 'confirmed', 'completed', 'no_show')
            -- Two that were let in beside nobody are the constraint's.
            AND (own.beside <> '[]' OR other.beside <> '[]')
            AND NOT own.beside::jsonb ? other.uid AND NOT other.beside::jsonb ? own.uid
    ) THEN
        RAISE EXCEPTION 'an appointment beside another' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'appointment_beside_none';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER appointment_beside_none
    AFTER INSERT OR UPDATE OF status, doctor_uid, start_date, end_date, session, beside ON appointment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION appointment_beside_none();
