-- Whether the person of a connection has shown to own its account in a way that nobody can be talked into. Where only a typed
-- code says so, the connection goes to whoever does.
ALTER TABLE connections ADD COLUMN owner_shown INTEGER NOT NULL DEFAULT 1;
