-- Whether the address of a connection's account is its own ("address", "name" or "no"), and the sign-in that this was found
-- out for. Nothing where nobody has found out: rows from before, and those that an earlier version still writes.
ALTER TABLE connections ADD COLUMN verified TEXT;
ALTER TABLE connections ADD COLUMN verified_generation INTEGER;

-- How many messages an address has had lately.
CREATE INDEX deliveries_by_receiver ON deliveries (lower(target), ended_at) WHERE channel = 'mail';
