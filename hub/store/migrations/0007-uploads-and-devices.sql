-- What an upload has brought, and when it last did: bytes that came count against the organisation's limit, announced ones do not.
ALTER TABLE uploads ADD COLUMN received bigint NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX uploads_by_device ON uploads (device_id, touched_at);

-- However a device was ended, every hub hears of it: its streams end, and what it announced is dropped.
CREATE FUNCTION tell_device_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('device_ended', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER device_ended AFTER UPDATE OF revoked_at ON devices FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION tell_device_ended();
