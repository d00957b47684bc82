-- How much a row is, so that a page or a batch that gets too heavy is found out before its rows are read.
ALTER TABLE rows ADD COLUMN bytes integer NOT NULL GENERATED ALWAYS AS
  (coalesce(octet_length(data::text), 0) + coalesce(octet_length(deleted_data::text), 0)) STORED;
