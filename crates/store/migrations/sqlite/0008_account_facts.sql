-- What a provider told of the account, as JSON, and the sign-in that it belongs to: an earlier version that writes another
-- account leaves both as they are.
ALTER TABLE connections ADD COLUMN facts TEXT;
ALTER TABLE connections ADD COLUMN facts_generation INTEGER;

-- The verified addresses of accounts besides the main one, to look them up by.
CREATE TABLE aliases (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    connection  TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    address_key TEXT NOT NULL
) STRICT;
CREATE INDEX aliases_by_connection ON aliases (connection);
CREATE INDEX aliases_by_address ON aliases (address_key);

-- One mailbox, by either of the domain's two names.
UPDATE connections SET address_key = replace(address_key, '@googlemail.com', '@gmail.com')
WHERE address_key LIKE '%@googlemail.com';
