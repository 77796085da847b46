-- One opening of an attempt's sign-in window after the other. Its number, how it came about, and its secrets stand in the
-- attempt's row: the one that is under way is the only one that counts. An attempt without one has random bytes for
-- `state_hash` and nothing sealed in `secrets`. `match_code` is empty from now on.
ALTER TABLE authorizations ADD COLUMN opening BIGINT NOT NULL DEFAULT 0;
-- NULL: none is under way.
ALTER TABLE authorizations ADD COLUMN opened_by TEXT COLLATE "C";
-- Until when the pane has asked for a window without a key, and from which network.
ALTER TABLE authorizations ADD COLUMN asked_until BIGINT;
ALTER TABLE authorizations ADD COLUMN asked_from TEXT;
-- How many codes were typed.
ALTER TABLE authorizations ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;

-- Keys that panes give to their windows, as hashes. One that is used goes.
CREATE TABLE opening_keys (
    key_hash   BYTEA PRIMARY KEY,
    attempt    TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX opening_keys_by_attempt ON opening_keys (attempt);
CREATE INDEX opening_keys_by_end ON opening_keys (expires_at);

-- Which connections a session shows, as a JSON list of ids, and since when: those that a typed code let it in to. All of its
-- person's where there is none.
ALTER TABLE sessions ADD COLUMN scope TEXT;
ALTER TABLE sessions ADD COLUMN let_in_at BIGINT;
