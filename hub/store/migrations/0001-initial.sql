-- Organisations, their people and their devices.
CREATE TABLE organisations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  sample boolean NOT NULL DEFAULT false
);
CREATE TABLE people (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  roles text[] NOT NULL
);
CREATE TABLE devices (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  name text NOT NULL,
  public_key jsonb NOT NULL,
  certificate text NOT NULL,
  -- The last edit of this device that the hub has dealt with; edits count from 1 without a gap (S3).
  last_n bigint NOT NULL DEFAULT 0,
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

-- One-time codes: only their hash is kept (C5).
CREATE TABLE enrolment_codes (
  hash text PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
-- Attempts that did not enrol a device; what the rate limit counts.
CREATE TABLE enrolment_attempts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  address text NOT NULL
);
CREATE INDEX enrolment_attempts_at ON enrolment_attempts (at);
-- Assertions that were used, until they expire by themselves: each serves once.
CREATE TABLE used_assertions (
  device_id uuid NOT NULL,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, jti)
);
CREATE INDEX used_assertions_expiry ON used_assertions (expires_at);

-- Scopes count versions under their row lock, one per batch: commit-ordered and without a gap (S4).
CREATE TABLE scopes (
  name text PRIMARY KEY,
  epoch uuid NOT NULL,
  version bigint NOT NULL DEFAULT 0,
  row_count bigint NOT NULL DEFAULT 0,
  hash text NOT NULL
);
CREATE TABLE rows (
  scope text NOT NULL REFERENCES scopes (name),
  tbl text NOT NULL,
  key text NOT NULL,
  version bigint NOT NULL,
  idx integer NOT NULL,
  deleted boolean NOT NULL DEFAULT false,
  data jsonb,
  hash text NOT NULL,
  -- The device that wrote the row last; null for the hub itself.
  last_device uuid,
  PRIMARY KEY (scope, tbl, key)
);
CREATE UNIQUE INDEX rows_by_version ON rows (scope, version, idx);

-- What was answered to each edit, beside its effects and in the same commit (S3).
CREATE TABLE results (
  device_id uuid NOT NULL REFERENCES devices (id),
  n bigint NOT NULL,
  hash text NOT NULL,
  result jsonb NOT NULL,
  PRIMARY KEY (device_id, n)
);
-- An edit sent again by another device of the person, whose database was lost, is found by its hash.
CREATE INDEX results_by_hash ON results (hash);

-- Each case and revision is escalated once (S10).
CREATE TABLE escalations (
  -- Ids come from devices: an organisation's never collide with another's, by accident or on purpose.
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  case_id uuid NOT NULL,
  revision integer NOT NULL,
  packet_id uuid NOT NULL UNIQUE,
  ticket text NOT NULL UNIQUE,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, case_id, revision)
);
CREATE TABLE counters (
  name text PRIMARY KEY,
  value bigint NOT NULL
);
INSERT INTO counters (name, value) VALUES ('ticket', 1000);

-- Attachments' bytes, by content. A row says what the blob store holds and whether it was hashed and fsynced (S9).
CREATE TABLE blobs (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  sha256 text NOT NULL,
  size bigint NOT NULL,
  state text NOT NULL DEFAULT 'expected' CHECK (state IN ('expected', 'uploading', 'complete')),
  complete_at timestamptz,
  PRIMARY KEY (organisation_id, sha256)
);

-- The hub's own signing keys, sealed with the hub's secret.
CREATE TABLE hub_keys (
  kid text PRIMARY KEY,
  purpose text NOT NULL,
  public_key jsonb NOT NULL,
  sealed text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Who did what beside sync: codes given out, devices enrolled. Only ever added.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are only ever added';
END $$;
CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
