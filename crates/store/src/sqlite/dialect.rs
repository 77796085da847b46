//! What SQLite does in its own way.

use crate::StoreError;
use crate::tables::Table;

pub(super) use super::readers::Readers as Pool;
pub(super) use super::statements::{Conn, DbRow, Query, Row};
pub(super) use super::writer::Writer;

/// A transaction that writes is alone from its start.
pub(super) const ONE_CLAIMER: Option<&str> = None;
/// As above.
pub(super) const ONE_WRITER_OF_NEWS: Option<&str> = None;
/// As above.
pub(super) const ONE_POSTMAN: Option<&str> = None;
/// As above.
pub(super) const ONE_COUNTER_OF_TRIES: Option<&str> = None;

/// A statement that stands in the source.
pub(super) fn query(sql: &'static str) -> Query {
    Query::new(sql)
}

/// A statement that was put together, from nothing but names that stand in the source.
pub(super) fn query_built(sql: String) -> Query {
    Query::new(sql)
}

/// Reading a page shows that the file is there and is what it should be.
pub(super) async fn ping(pool: &Pool) -> Result<(), StoreError> {
    query("SELECT count(*) FROM sqlite_schema").execute(pool).await?;
    Ok(())
}

/// SQLite goes on from the greatest number by itself.
#[expect(clippy::unused_async, reason = "the other dialect has something to wait for")]
pub(super) async fn number_from_here(_db: &mut Conn, _table: &Table) -> Result<(), StoreError> {
    Ok(())
}
