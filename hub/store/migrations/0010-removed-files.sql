-- Files that somebody had deleted, or that nobody needs any more: who serves them no longer has a row of them, and a running hub
-- removes their bytes from the store.
CREATE TABLE removed_files (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  sha256 text NOT NULL,
  location text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, sha256, at)
);

-- What somebody had deleted is not taken again: a console that has not heard of it yet would send it anew.
CREATE TABLE deleted_files (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  sha256 text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation_id, sha256)
);

-- Since when no row of a case names the file; null where one does, or where nobody has looked yet.
ALTER TABLE blobs ADD COLUMN unnamed_since timestamptz;
