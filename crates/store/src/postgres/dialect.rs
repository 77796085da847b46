//! What is specific to PostgreSQL.

use sqlx::AssertSqlSafe;
pub(super) use sqlx::Row;

pub(super) use super::writer::Writer;

use crate::error::because;
use crate::tables::TableSchema;
use crate::{Outage, StoreError};

pub(super) type Query = sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments>;
pub(super) type Pool = sqlx::postgres::PgPool;
pub(super) type Conn = sqlx::postgres::PgConnection;
pub(super) type DbRow = sqlx::postgres::PgRow;

/// Claims of due connections run one after the other, for a few milliseconds each, so that each sees the leases of those
/// before it. Row locks would write to each row. The number of the advisory lock is this program's own.
pub(super) const ONE_CLAIMER: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100001)");
/// PostgreSQL assigns numbers when a row is written and not when it is committed. Without this lock a reader could see a later
/// journal entry before an earlier one.
pub(super) const ONE_JOURNAL_WRITER: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100002)");
/// Claims of outbox entries run one after the other, for a few milliseconds each, so that each sees the claims before it and
/// the number of messages to each address.
pub(super) const ONE_OUTBOX_CLAIMER: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100003)");
/// Without this lock, two concurrent counts would both find the last place free. Passwords are tried seldom, so counting one
/// at a time is enough.
pub(super) const ONE_TRY_COUNTER: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100006)");

/// A statement with fixed SQL.
pub(super) fn query(sql: &'static str) -> Query {
    sqlx::query(sql)
}

/// A statement whose SQL is built from fixed names in the source alone.
pub(super) fn query_built(sql: String) -> Query {
    sqlx::query(AssertSqlSafe(sql))
}

/// Refuses a stand-by server, which answers queries but accepts no writes.
pub(super) async fn ping(pool: &Pool) -> Result<(), StoreError> {
    let row = query("SELECT pg_is_in_recovery() AS stand_by").fetch_one(pool).await?;
    if row.try_get("stand_by")? {
        return Err(StoreError::Unavailable(Outage::ReadOnly, because("this server is a stand-by")));
    }
    Ok(())
}

/// Sets the sequence: inserting rows with explicit numbers does not move it.
pub(super) async fn reset_sequences(db: &mut Conn, table: &TableSchema) -> Result<(), StoreError> {
    let ((key, _), name) = (table.columns[0], table.name);
    let statement = format!(
        "SELECT setval(pg_get_serial_sequence('{name}', '{key}'), coalesce(max({key}), 0) + 1, false) FROM {name}"
    );
    query_built(statement).execute(db).await?;
    Ok(())
}
