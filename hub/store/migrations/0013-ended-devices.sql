-- What becomes of what an ended device has not sent: the hub takes it once, or nothing of it and the device wipes. Devices that were
-- ended before anybody could choose may hand over.
ALTER TABLE devices ADD COLUMN ended_data text NOT NULL DEFAULT 'hand-over' CHECK (ended_data IN ('hand-over', 'wipe'));
-- When it said that this was all.
ALTER TABLE devices ADD COLUMN handed_over_at timestamptz;

-- What ended devices handed over: kept as it came, in no scope and judged by nobody, until the operator accepts or drops it.
CREATE TABLE handed_over (
  device_id uuid NOT NULL REFERENCES devices (id),
  n bigint NOT NULL,
  -- The schema of rows of the console that made it.
  schema integer NOT NULL,
  edit jsonb NOT NULL,
  bytes integer NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, n)
);
-- What was accepted or dropped of each device, and what it said that it could not hand over.
ALTER TABLE devices ADD COLUMN handed_over_settled text CHECK (handed_over_settled IN ('accepted', 'dropped'));
ALTER TABLE devices ADD COLUMN left_behind jsonb NOT NULL DEFAULT '[]';
