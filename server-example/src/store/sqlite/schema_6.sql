-- Version 6: the administrator may let an appointment in beside others, knowingly. `beside` has their uids,
-- as JSON: these pairs may take place at the same time, and no others.

ALTER TABLE appointment ADD COLUMN beside TEXT NOT NULL DEFAULT '[]';

DROP TRIGGER appointment_inserted_alone;
CREATE TRIGGER appointment_inserted_alone BEFORE INSERT ON appointment
WHEN NEW.status IN ('held', 'confirmed') AND NEW.appointment_type_uid IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'overlap') FROM appointment AS other
    WHERE other.organisation_uid = NEW.organisation_uid AND other.doctor_uid = NEW.doctor_uid
        -- No appointment that the API makes is longer than a day.
        AND other.start_date > NEW.start_date - 86400 AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date
        AND other.uid <> NEW.uid AND other.session <> NEW.session AND other.appointment_type_uid IS NOT NULL
        AND (other.status IN ('confirmed', 'completed', 'no_show') OR (other.status = 'held' AND other.hold_expires_at > NEW.decided_at))
        AND NOT EXISTS (SELECT 1 FROM json_each(NEW.beside) WHERE value = other.uid)
        AND NOT EXISTS (SELECT 1 FROM json_each(other.beside) WHERE value = NEW.uid);
END;

DROP TRIGGER appointment_updated_alone;
CREATE TRIGGER appointment_updated_alone BEFORE UPDATE OF status, doctor_uid, start_date, end_date, session ON appointment
WHEN NEW.status IN ('held', 'confirmed') AND NEW.appointment_type_uid IS NOT NULL AND NEW.session <> ''
BEGIN
    SELECT RAISE(ABORT, 'overlap') FROM appointment AS other
    WHERE other.organisation_uid = NEW.organisation_uid AND other.doctor_uid = NEW.doctor_uid
        AND other.start_date > NEW.start_date - 86400 AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date
        AND other.uid <> NEW.uid AND other.session <> NEW.session AND other.appointment_type_uid IS NOT NULL
        AND (other.status IN ('confirmed', 'completed', 'no_show') OR (other.status = 'held' AND other.hold_expires_at > NEW.decided_at))
        AND NOT EXISTS (SELECT 1 FROM json_each(NEW.beside) WHERE value = other.uid)
        AND NOT EXISTS (SELECT 1 FROM json_each(other.beside) WHERE value = NEW.uid);
END;
