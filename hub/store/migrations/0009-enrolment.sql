-- When a code was made, and whether the operator did: another's gives no role that is the operator's to give, also where the
-- person gets one before the code is used. Codes live an hour; those of before are taken as the operator's.
ALTER TABLE enrolment_codes ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE enrolment_codes ADD COLUMN by_operator boolean NOT NULL DEFAULT true;
