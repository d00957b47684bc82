-- What an organisation's devices go by: after how many days without the hub they lock, and how long after its end a case stays on
-- them. Null: as the hub has it for all. The bounds are those of shared/sync/device-rules.ts.
ALTER TABLE organisations ADD COLUMN lease_days integer CHECK (lease_days BETWEEN 1 AND 90);
ALTER TABLE organisations ADD COLUMN retention_days integer CHECK (retention_days BETWEEN 1 AND 3650);
