-- Outside ticket systems that are told of tickets. The secret that signs is sealed with the hub's secret.
CREATE TABLE webhooks (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  url text NOT NULL,
  sealed text NOT NULL,
  created_at timestamptz NOT NULL,
  -- One that was removed is kept, because what it was told names it.
  removed_at timestamptz
);
CREATE UNIQUE INDEX webhooks_by_name ON webhooks (name) WHERE removed_at IS NULL;

-- What is to be told, written in the commit of what it tells: the transactional outbox (S10).
CREATE TABLE deliveries (
  -- Also the event's id, by which the receiver knows a repeat.
  id uuid PRIMARY KEY,
  -- The order: taken under the lock of the scope level3, so that it is the order of the commits.
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  webhook_id uuid NOT NULL REFERENCES webhooks (id),
  ticket_id uuid NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  -- The very text that is posted, the same at each try; emptied when it is no longer needed.
  body text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  tries integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  problem text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX deliveries_waiting ON deliveries (webhook_id, ticket_id, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_open ON deliveries (seq) WHERE state <> 'delivered';
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE state = 'delivered';

-- Messages of outside systems that were taken, for as long as one could be sent again.
CREATE TABLE outside_messages (
  webhook_id uuid NOT NULL REFERENCES webhooks (id),
  id text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (webhook_id, id)
);
CREATE INDEX outside_messages_by_age ON outside_messages (at);

-- What intake looks up under the scopes' locks, where a queue of years would otherwise be read whole.
CREATE INDEX rows_tickets_by_number ON rows ((data->>'ticket')) WHERE scope = 'level3' AND tbl = 'tickets';
CREATE INDEX rows_entries_by_ticket ON rows ((data->>'ticketId')) WHERE scope = 'level3' AND tbl = 'deskEntries';
CREATE INDEX rows_receipts_by_packet ON rows (scope, (data->>'packetId')) WHERE tbl = 'receipts';
CREATE INDEX rows_replies_by_ticket ON rows ((data->>'ticketId')) WHERE scope = 'level3' AND tbl = 'deskReplies';
