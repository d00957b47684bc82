-- What an organisation may keep: bytes of one file, and of all its files.
ALTER TABLE organisations ADD COLUMN max_file_bytes bigint NOT NULL DEFAULT 4294967296;
ALTER TABLE organisations ADD COLUMN max_total_bytes bigint NOT NULL DEFAULT 214748364800;

-- Files that were received, hashed again and fsynced (S9); what is not in this table is not at the hub.
ALTER TABLE blobs DROP COLUMN state;
ALTER TABLE blobs DROP COLUMN complete_at;
ALTER TABLE blobs ADD COLUMN location text NOT NULL;
ALTER TABLE blobs ADD COLUMN complete_at timestamptz NOT NULL DEFAULT now();

-- Uploads that are on their way.
CREATE TABLE uploads (
  id text PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  device_id uuid NOT NULL REFERENCES devices (id),
  sha256 text NOT NULL,
  size bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uploads_by_organisation ON uploads (organisation_id);
CREATE INDEX uploads_by_age ON uploads (created_at);

-- What a deleted row held: an edit of it that comes later is kept with the whole row, so that it can be brought back (S5).
ALTER TABLE rows ADD COLUMN deleted_data jsonb;
