-- Passwords that were shown to a mail server, or are just being shown, and were not taken: one row for each budget that a try
-- is counted under. Budgets go by hashes. A row counts until its time; one that nobody judged was left behind by a crash.
CREATE TABLE password_tries (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    attempt      TEXT NOT NULL,
    budget       BLOB NOT NULL,
    counts_until INTEGER NOT NULL,
    judged       INTEGER NOT NULL
) STRICT;
CREATE INDEX password_tries_by_budget ON password_tries (budget, counts_until);
CREATE INDEX password_tries_by_attempt ON password_tries (attempt);
CREATE INDEX password_tries_by_end ON password_tries (counts_until);
