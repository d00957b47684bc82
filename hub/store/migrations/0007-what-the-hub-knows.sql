-- A row that is carried to the desk is found by its key in any organisation's scope: no other may have one under it.
CREATE INDEX rows_carried_by_key ON rows (tbl, key) WHERE tbl IN ('packets', 'signatures', 'deskReplies');

-- What an organisation may send in a day; null, or no row, is the default of hub/store/limits.ts.
CREATE TABLE organisation_limits (
  organisation_id uuid PRIMARY KEY REFERENCES organisations (id),
  rows_a_day bigint,
  bytes_a_day bigint,
  packets_a_day bigint
);
CREATE TABLE organisation_days (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  day date NOT NULL,
  rows bigint NOT NULL,
  bytes bigint NOT NULL,
  packets bigint NOT NULL,
  PRIMARY KEY (organisation_id, day)
);

-- The hours in which a device said who it is: what it made before the last of them would have come with it.
CREATE TABLE device_contacts (
  device_id uuid NOT NULL REFERENCES devices (id),
  hour timestamptz NOT NULL,
  PRIMARY KEY (device_id, hour)
);

-- Before when a packet cannot have been made, as far as the hub knew when it came; null for those of before this was asked.
ALTER TABLE taken_packets ADD COLUMN not_before timestamptz;
