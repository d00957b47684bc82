-- What opens a device's console when its person cannot, sealed with the hub's secret; for the leads of its organisation. No row of any
-- scope: it is told to who asks for it, and never synced.
CREATE TABLE recovery_codes (
  device_id uuid PRIMARY KEY REFERENCES devices (id),
  sealed text NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now()
);

-- Who was shown one, so that the person whose computer it is is told.
CREATE TABLE recovery_codes_shown (
  device_id uuid NOT NULL REFERENCES devices (id),
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, by_id, at)
);
