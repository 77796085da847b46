-- As in SQLite's of the same number, described there.
ALTER TABLE connections ADD COLUMN verified TEXT;
ALTER TABLE connections ADD COLUMN verified_generation BIGINT;

CREATE INDEX deliveries_by_receiver ON deliveries (lower(target), ended_at) WHERE channel = 'mail';
