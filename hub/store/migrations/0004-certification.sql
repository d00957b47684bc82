-- Who issues credentials: one address for good, because every credential and every key names it.
CREATE TABLE issuer (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  url text NOT NULL,
  name text NOT NULL
);
-- Its keys, private halves sealed with the hub's secret. The newest that is not retired signs (C7).
CREATE TABLE issuer_keys (
  id text PRIMARY KEY,
  kid text NOT NULL UNIQUE,
  jwk jsonb NOT NULL,
  sealed text NOT NULL,
  not_before timestamptz NOT NULL,
  not_after timestamptz,
  revoked_at timestamptz,
  revoked_because text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX one_issuer_key_signs ON issuer_keys ((true)) WHERE not_after IS NULL AND revoked_at IS NULL;

CREATE TABLE exams (
  id uuid PRIMARY KEY,
  data jsonb NOT NULL
);
CREATE TABLE exam_results (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  exam_id uuid NOT NULL REFERENCES exams (id),
  passed_on date NOT NULL,
  UNIQUE (person_id, exam_id, passed_on)
);

-- Credentials. Each has one place, `idx`, in the pair of status lists that `list` numbers; it is never given again.
CREATE TABLE credentials (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  exam_id uuid NOT NULL REFERENCES exams (id),
  token text NOT NULL,
  list integer NOT NULL,
  idx integer NOT NULL,
  state text NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'suspended', 'revoked')),
  state_reason text NOT NULL,
  state_since timestamptz NOT NULL,
  issued_at timestamptz NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  renewed_by uuid,
  UNIQUE (list, idx)
);
CREATE INDEX credentials_by_person ON credentials (person_id);

-- The newest of each status list, signed. `id` is the last part of its address.
CREATE TABLE status_lists (
  id text PRIMARY KEY,
  list integer NOT NULL,
  purpose text NOT NULL,
  token text NOT NULL,
  valid_until timestamptz NOT NULL
);

-- Acts that were done, with their answer: the same request again gets it, and does nothing more.
CREATE TABLE certification_requests (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL,
  hash text NOT NULL,
  result jsonb,
  at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE audit ADD COLUMN by_id uuid;
ALTER TABLE audit ADD COLUMN by_name text;
ALTER TABLE audit ADD COLUMN reason text NOT NULL DEFAULT '';
