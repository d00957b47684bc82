-- When a row was changed last, as whoever changed it says, and never later than the hub's own time: for display only (S2). Null for rows
-- of before it was kept, and for what the hub makes beside all pushes.
ALTER TABLE rows ADD COLUMN changed_at timestamptz;
