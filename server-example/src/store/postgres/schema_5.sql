-- Version 5: no secret stays in the journal. Such a line says from now on that everything is to be loaded
-- anew.

UPDATE journal SET kind = 'reload', data = 'null' WHERE kind = 'record'
    AND (data LIKE '["booking_secret",%' OR data LIKE '["notification_subscription",%');
UPDATE record SET data = jsonb_set(data::jsonb, '{secret}', '""')::text
    WHERE kind = 'booking_secret' AND data::jsonb ->> 'revoked_at' IS NOT NULL;
