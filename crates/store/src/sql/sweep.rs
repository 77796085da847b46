//! Deletes expired rows, a bounded number at a time.

use latchkey_wire::UnixSeconds;

use super::Conn;
use super::dialect::query;
use crate::transaction_end::TransactionEnd;
use crate::{Retention, StoreError};

/// Rows with an expiry of their own.
const ENDED: [&str; 4] = [
    "DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM sessions WHERE expires_at <= $1 LIMIT $2)",
    "DELETE FROM opening_keys WHERE key_hash IN (SELECT key_hash FROM opening_keys WHERE expires_at <= $1 LIMIT $2)",
    "DELETE FROM links WHERE token_hash IN (SELECT token_hash FROM links WHERE expires_at <= $1 LIMIT $2)",
    "DELETE FROM password_tries WHERE seq IN (SELECT seq FROM password_tries WHERE counts_until <= $1 LIMIT $2)",
];
const AUTHORIZATIONS: &str =
    "DELETE FROM authorizations WHERE seq IN (SELECT seq FROM authorizations WHERE deadline_at < $1 LIMIT $2)";
/// The outbox entries of a journal entry are deleted with it.
const JOURNAL: &str = "DELETE FROM journal WHERE seq IN (
         SELECT j.seq FROM journal j WHERE j.at < $1 AND NOT EXISTS (
             SELECT 1 FROM deliveries d WHERE d.entry = j.seq
                 AND (d.state = 'waiting' OR d.channel = 'mail' AND d.ended_at >= $3))
         ORDER BY j.at LIMIT $2)";

pub(super) async fn sweep(
    db: &mut Conn,
    now: UnixSeconds,
    retention: Retention,
) -> Result<TransactionEnd<u64>, StoreError> {
    let (at_most, mut went) = (i64::from(retention.at_most), 0);
    let ended = ENDED.into_iter().map(|statement| (statement, now));
    for (statement, before) in ended.chain([(AUTHORIZATIONS, retention.authorizations_before)]) {
        went += query(statement).bind(before).bind(at_most).execute(&mut *db).await?.rows_affected();
    }
    let journal = query(JOURNAL).bind(retention.journal_before).bind(at_most).bind(retention.mailed_before);
    went += journal.execute(&mut *db).await?.rows_affected();
    if went == 0 { TransactionEnd::rollback(0) } else { TransactionEnd::commit(went) }
}
