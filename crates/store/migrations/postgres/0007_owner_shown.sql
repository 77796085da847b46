-- As in SQLite's of the same number, described there.
ALTER TABLE connections ADD COLUMN owner_shown BOOLEAN NOT NULL DEFAULT TRUE;
