//! What is specific to SQLite.

use crate::StoreError;
use crate::tables::TableSchema;

pub(super) use super::readers::Readers as Pool;
pub(super) use super::statements::{ColumnReader as Row, Conn, DbRow, Query};
pub(super) use super::writer::Writer;

/// Not needed: SQLite runs one write transaction at a time.
pub(super) const ONE_CLAIMER: Option<&str> = None;
/// As above.
pub(super) const ONE_JOURNAL_WRITER: Option<&str> = None;
/// As above.
pub(super) const ONE_OUTBOX_CLAIMER: Option<&str> = None;
/// As above.
pub(super) const ONE_TRY_COUNTER: Option<&str> = None;

/// A statement with fixed SQL.
pub(super) fn query(sql: &'static str) -> Query {
    Query::new(sql)
}

/// A statement whose SQL is built from fixed names in the source alone.
pub(super) fn query_built(sql: String) -> Query {
    Query::new(sql)
}

/// Reads a page, which fails if the file is missing or is not a database.
pub(super) async fn ping(pool: &Pool) -> Result<(), StoreError> {
    query("SELECT count(*) FROM sqlite_schema").execute(pool).await?;
    Ok(())
}

/// Not needed: SQLite continues after the greatest number.
#[expect(clippy::unused_async, reason = "the other dialect awaits a statement")]
pub(super) async fn reset_sequences(_db: &mut Conn, _table: &TableSchema) -> Result<(), StoreError> {
    Ok(())
}
