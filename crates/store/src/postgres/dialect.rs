//! What PostgreSQL does in its own way.

use sqlx::AssertSqlSafe;
pub(super) use sqlx::Row;

pub(super) use super::writer::Writer;

use crate::error::because;
use crate::tables::Table;
use crate::{Outage, StoreError};

pub(super) type Query = sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments>;
pub(super) type Pool = sqlx::postgres::PgPool;
pub(super) type Conn = sqlx::postgres::PgConnection;
pub(super) type DbRow = sqlx::postgres::PgRow;

/// Who looks for what is due waits for whoever does so, a few milliseconds, and then sees what is taken. Locking the rows
/// instead would write to each of them. The number is this program's own.
pub(super) const ONE_CLAIMER: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100001)");
/// Numbers are given when a row is written and not when it is committed; without this a reader could see a later one
/// before an earlier one.
pub(super) const ONE_WRITER_OF_NEWS: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100002)");
/// Whoever looks for what is to be told waits for whoever does so, a few milliseconds, and then sees what is claimed and how
/// many messages each address has had.
pub(super) const ONE_POSTMAN: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100003)");
/// Two who count at once would both find the last place free. Passwords are tried seldom, so one at a time is enough.
pub(super) const ONE_COUNTER_OF_TRIES: Option<&str> = Some("SELECT pg_advisory_xact_lock(5207100006)");

/// A statement that stands in the source.
pub(super) fn query(sql: &'static str) -> Query {
    sqlx::query(sql)
}

/// A statement that was put together, from nothing but names that stand in the source.
pub(super) fn query_built(sql: String) -> Query {
    sqlx::query(AssertSqlSafe(sql))
}

/// A stand-by answers and takes nothing.
pub(super) async fn ping(pool: &Pool) -> Result<(), StoreError> {
    let row = query("SELECT pg_is_in_recovery() AS stand_by").fetch_one(pool).await?;
    if row.try_get("stand_by")? {
        return Err(StoreError::Unavailable(Outage::ReadOnly, because("this server is a stand-by")));
    }
    Ok(())
}

/// Rows that were copied with their numbers do not move the sequence by themselves.
pub(super) async fn number_from_here(db: &mut Conn, table: &Table) -> Result<(), StoreError> {
    let ((key, _), name) = (table.columns[0], table.name);
    let statement = format!(
        "SELECT setval(pg_get_serial_sequence('{name}', '{key}'), coalesce(max({key}), 0) + 1, false) FROM {name}"
    );
    query_built(statement).execute(db).await?;
    Ok(())
}
