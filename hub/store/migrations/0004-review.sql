-- Packets that were taken in for review or for Level 3: one a revision of a case (S10).
CREATE TABLE taken_packets (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  case_id uuid NOT NULL,
  revision integer NOT NULL,
  packet_id uuid NOT NULL UNIQUE,
  PRIMARY KEY (organisation_id, case_id, revision)
);
INSERT INTO taken_packets (organisation_id, case_id, revision, packet_id)
  SELECT organisation_id, case_id, revision, packet_id FROM escalations;

-- Files that a packet waits for before it goes to Level 3 (H35).
CREATE TABLE awaited_files (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  packet_id uuid NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (organisation_id, packet_id, sha256)
);

-- A packet's signatures are found by the packet.
CREATE INDEX rows_signatures ON rows (scope, (data->>'packetId')) WHERE tbl = 'signatures';
