//! What SQLite does in its own way.

use crate::StoreError;
use crate::tables::Table;

pub(super) use super::writer::Writer;

pub(super) type Db = sqlx::Sqlite;
pub(super) type Pool = sqlx::sqlite::SqlitePool;
pub(super) type Conn = sqlx::sqlite::SqliteConnection;
pub(super) type DbRow = sqlx::sqlite::SqliteRow;

/// A transaction that writes is alone from its start.
pub(super) const ONE_CLAIMER: Option<&str> = None;
/// As above.
pub(super) const ONE_WRITER_OF_NEWS: Option<&str> = None;
/// As above.
pub(super) const SKIP_LOCKED: &str = "";

/// Reading a page shows that the file is there and is what it should be.
pub(super) async fn ping(pool: &Pool) -> Result<(), StoreError> {
    sqlx::query("SELECT count(*) FROM sqlite_schema").execute(pool).await?;
    Ok(())
}

/// SQLite goes on from the greatest number by itself.
#[expect(clippy::unused_async, reason = "the other dialect has something to wait for")]
pub(super) async fn number_from_here(_db: &mut Conn, _table: &Table) -> Result<(), StoreError> {
    Ok(())
}
