-- Leases, the journal with its deliveries, links in e-mails, and keys for some connections only.
--
-- Connections and grants become tables with a row number: a table without one keeps whole rows in the inner pages of its
-- tree, which for rows of this size makes it twice as deep. The new tables are filled before the old ones go, because
-- dropping `connections` would otherwise empty `grants` too.
CREATE TABLE connections_new (
    id                TEXT NOT NULL PRIMARY KEY,
    person            TEXT NOT NULL,
    purpose           TEXT NOT NULL,
    offer             TEXT NOT NULL,
    site              TEXT,
    api_url           TEXT,
    issuer            TEXT NOT NULL,
    subject           TEXT NOT NULL,
    address           TEXT NOT NULL,
    -- The address in small letters, to look it up by.
    address_key       TEXT NOT NULL,
    name              TEXT,
    remind_before_end INTEGER NOT NULL,
    health            TEXT NOT NULL,
    health_since      INTEGER,
    health_reason     TEXT,
    health_reference  TEXT,
    health_missing    TEXT,
    health_attempts   INTEGER NOT NULL,
    challenge         TEXT,
    last_working_at   INTEGER NOT NULL,
    refreshed_at      INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    ends_at           INTEGER,
    due_at            INTEGER,
    generation        INTEGER NOT NULL,
    rejections        INTEGER NOT NULL DEFAULT 0,
    rejected_at       INTEGER,
    created_at        INTEGER NOT NULL
) STRICT;
INSERT INTO connections_new
SELECT id, person, purpose, offer, site, api_url, issuer, subject, address, lower(address), name, remind_before_end,
       health, health_since, health_reason, health_reference, health_missing, health_attempts, challenge,
       last_working_at, refreshed_at, access_expires_at, ends_at, due_at, generation, rejections, rejected_at, created_at
FROM connections;

CREATE TABLE grants_new (
    connection TEXT NOT NULL PRIMARY KEY REFERENCES connections_new (id) ON DELETE CASCADE,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL
) STRICT;
INSERT INTO grants_new SELECT connection, key_id, sealed FROM grants;

DROP TABLE grants;
DROP TABLE connections;
ALTER TABLE connections_new RENAME TO connections;
ALTER TABLE grants_new RENAME TO grants;

CREATE UNIQUE INDEX connections_by_person ON connections (person, purpose);
CREATE UNIQUE INDEX connections_by_identity ON connections (issuer, subject, purpose);
CREATE INDEX connections_by_address ON connections (address_key);
CREATE INDEX connections_by_due ON connections (due_at) WHERE due_at IS NOT NULL;
-- Almost all connections work, so counting the others counts these too.
CREATE INDEX connections_by_health ON connections (health) WHERE health <> 'working';
CREATE INDEX grants_by_key ON grants (key_id, connection);

-- Who is renewing what. A row stands here only while somebody is, so this table is small and claiming writes little.
-- Numbers are never given twice.
CREATE TABLE leases (
    fence       INTEGER PRIMARY KEY AUTOINCREMENT,
    connection  TEXT NOT NULL UNIQUE,
    until       INTEGER NOT NULL,
    -- Whether the claim before this one ended by time.
    interrupted INTEGER NOT NULL
) STRICT;

-- What happened. Rows are added and, when they are old, deleted; never changed.
CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    actor_id   TEXT,
    kind       TEXT NOT NULL,
    connection TEXT,
    address    TEXT,
    name       TEXT,
    reason     TEXT,
    detail     TEXT
) STRICT;
CREATE INDEX journal_by_time ON journal (at);

-- Who is to hear of it.
CREATE TABLE deliveries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    entry        INTEGER NOT NULL REFERENCES journal (seq) ON DELETE CASCADE,
    channel      TEXT NOT NULL,
    target       TEXT NOT NULL,
    connection   TEXT,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    fence        INTEGER NOT NULL,
    leased_until INTEGER,
    ended_at     INTEGER
) STRICT;
CREATE INDEX deliveries_by_entry ON deliveries (entry);
CREATE INDEX deliveries_by_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_by_connection ON deliveries (connection) WHERE state = 'waiting';

-- Links in e-mails, as hashes.
CREATE TABLE links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_connection ON links (connection);
CREATE INDEX links_by_end ON links (expires_at);

-- Which connections a key opens, as a JSON list of ids; all of them where there is none.
ALTER TABLE engine_keys ADD COLUMN scope TEXT;

CREATE INDEX authorizations_by_secrets_key ON authorizations (secrets_key, id);
CREATE INDEX authorizations_by_pending_key ON authorizations (pending_key, id) WHERE pending_key IS NOT NULL;
CREATE INDEX sessions_by_person ON sessions (person);
