-- Where a connection is reached, if somebody typed that; where its access token is to be used, if the provider says so;
-- which permissions are missing, as a JSON list of words; and how often in a row the sync engine saw its token refused.
ALTER TABLE connections ADD COLUMN site TEXT;
ALTER TABLE connections ADD COLUMN api_url TEXT;
ALTER TABLE connections ADD COLUMN health_missing TEXT;
ALTER TABLE connections ADD COLUMN rejections INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN rejected_at INTEGER;

ALTER TABLE authorizations ADD COLUMN site TEXT;

-- Keys of sync engines, as hashes. A revoked one stays, so that it can be told from one that never was.
CREATE TABLE engine_keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    key_hash   BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
