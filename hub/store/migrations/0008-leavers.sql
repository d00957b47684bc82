-- When somebody left, or a partner ended. Their rows stay: results, credentials and the audit trail name them.
ALTER TABLE people ADD COLUMN ended_at timestamptz;
ALTER TABLE organisations ADD COLUMN ended_at timestamptz;
