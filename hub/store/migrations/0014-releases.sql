-- Versions of the desktop console that devices may fetch here. What a console believes of one is its publisher's signature alone.
CREATE TABLE releases (
  -- Of the installer.
  sha256 text PRIMARY KEY,
  version text NOT NULL,
  platform text NOT NULL,
  arch text NOT NULL,
  kind text NOT NULL,
  file text NOT NULL,
  size bigint NOT NULL,
  minimum text NOT NULL,
  -- As the publisher's tool wrote it.
  signed text NOT NULL,
  location text NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz
);

-- How many of a hundred devices get a version: of one organisation, or of all that have no line of their own.
CREATE TABLE release_stages (
  version text NOT NULL,
  organisation_id uuid,
  percent integer NOT NULL CHECK (percent BETWEEN 0 AND 100)
);
CREATE UNIQUE INDEX release_stages_own ON release_stages (version, organisation_id) WHERE organisation_id IS NOT NULL;
CREATE UNIQUE INDEX release_stages_all ON release_stages (version) WHERE organisation_id IS NULL;
