-- A pane's key to the endpoint, as a hash. A session belongs to a person from its first moment; who that is can change
-- once, when its first sign-in turns out to be somebody who is known already.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- One connected account. The schedule stands here and the secrets apart, so that looking for what is due reads no
-- ciphertext.
CREATE TABLE connections (
    id                TEXT PRIMARY KEY,
    person            TEXT NOT NULL,
    purpose           TEXT NOT NULL,
    offer             TEXT NOT NULL,
    issuer            TEXT NOT NULL,
    subject           TEXT NOT NULL,
    address           TEXT NOT NULL,
    name              TEXT,
    remind_before_end INTEGER NOT NULL,
    health            TEXT NOT NULL,
    health_since      INTEGER,
    health_reason     TEXT,
    health_reference  TEXT,
    health_attempts   INTEGER NOT NULL,
    challenge         TEXT,
    last_working_at   INTEGER NOT NULL,
    refreshed_at      INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    ends_at           INTEGER,
    due_at            INTEGER,
    generation        INTEGER NOT NULL,
    created_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX connections_by_person ON connections (person, purpose);
CREATE UNIQUE INDEX connections_by_identity ON connections (issuer, subject, purpose);
CREATE INDEX connections_by_due ON connections (due_at) WHERE due_at IS NOT NULL;

-- The secrets of a connection, sealed together under one key.
CREATE TABLE grants (
    connection TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One attempt to sign in.
CREATE TABLE authorizations (
    -- In the order of arrival, also within one second.
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    session_hash BLOB NOT NULL,
    intent       TEXT NOT NULL,
    offer        TEXT NOT NULL,
    host_mailbox TEXT,
    match_code   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    deadline_at  INTEGER NOT NULL,
    phase        TEXT NOT NULL,
    detail       TEXT NOT NULL,
    state_hash   BLOB NOT NULL UNIQUE,
    secrets_key  TEXT NOT NULL,
    secrets      BLOB NOT NULL,
    pending_key  TEXT,
    pending      BLOB
) STRICT;
CREATE INDEX authorizations_by_session ON authorizations (session_hash, seq);
CREATE INDEX authorizations_by_deadline ON authorizations (deadline_at);
