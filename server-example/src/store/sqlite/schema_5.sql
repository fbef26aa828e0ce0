-- Version 5: appointments that overlapped when they were brought in have no session, and no secret stays in
-- the journal.

DROP TRIGGER appointment_updated_alone;
CREATE TRIGGER appointment_updated_alone BEFORE UPDATE OF status, doctor_uid, start_date, end_date, session ON appointment
WHEN NEW.status IN ('held', 'confirmed') AND NEW.appointment_type_uid IS NOT NULL AND NEW.session <> ''
BEGIN
    SELECT RAISE(ABORT, 'overlap') FROM appointment AS other
    WHERE other.organisation_uid = NEW.organisation_uid AND other.doctor_uid = NEW.doctor_uid
        AND other.start_date > NEW.start_date - 86400 AND other.start_date < NEW.end_date AND other.end_date > NEW.start_date
        AND other.uid <> NEW.uid AND other.session <> NEW.session AND other.appointment_type_uid IS NOT NULL
        AND (other.status IN ('confirmed', 'completed', 'no_show') OR (other.status = 'held' AND other.hold_expires_at > NEW.decided_at));
END;

-- Such a line says from now on that everything is to be loaded anew.
UPDATE journal SET kind = 'reload', data = 'null' WHERE kind = 'record'
    AND (data LIKE '["booking_secret",%' OR data LIKE '["notification_subscription",%');
UPDATE record SET data = json_set(data, '$.secret', '')
    WHERE kind = 'booking_secret' AND json_extract(data, '$.revoked_at') IS NOT NULL;
