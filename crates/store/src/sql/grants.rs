//! Statements on `grants`: the secrets of connections, apart from everything else.

use latchkey_wire::ConnectionId;

use super::Conn;
use super::dialect::{DbRow, Pool, Row as _, query};
use crate::crypter::{Crypter, SealLocation};
use crate::{Grant, StoreError, sealed};

pub(super) fn place(id: &str) -> SealLocation<'_> {
    SealLocation { table: "grants", row: id, column: "sealed" }
}

/// Reads the grant in the columns `key_id` and `sealed`, which are NULL where a connection has none.
pub(super) fn read(row: &DbRow, crypter: &Crypter, id: &ConnectionId) -> Result<Grant, StoreError> {
    let absent = || StoreError::Inconsistent { table: "grants", column: "sealed", row: id.to_string() };
    let key_id = row.try_get::<Option<String>, _>("key_id")?.ok_or_else(absent)?;
    let sealed = row.try_get::<Option<Vec<u8>>, _>("sealed")?.ok_or_else(absent)?;
    sealed::open(crypter, place(id.as_str()), &key_id, &sealed)
}

pub(super) async fn find(pool: &Pool, crypter: &Crypter, id: &ConnectionId) -> Result<Option<Grant>, StoreError> {
    let row =
        query("SELECT key_id, sealed FROM grants WHERE connection = $1").bind(id.as_str()).fetch_optional(pool).await?;
    row.map(|row| read(&row, crypter, id)).transpose()
}

pub(super) async fn save(db: &mut Conn, crypter: &Crypter, id: &ConnectionId, grant: &Grant) -> Result<(), StoreError> {
    let (key_id, sealed) = sealed::seal(crypter, place(id.as_str()), grant);
    save_sealed(db, id, &key_id, &sealed).await
}

/// Saves a grant that is sealed already.
pub(super) async fn save_sealed(
    db: &mut Conn,
    id: &ConnectionId,
    key_id: &str,
    sealed: &[u8],
) -> Result<(), StoreError> {
    // The key is almost always unchanged; then the index of keys need not be updated.
    let written = query("UPDATE grants SET sealed = $1 WHERE connection = $2 AND key_id = $3")
        .bind(sealed)
        .bind(id.as_str())
        .bind(key_id)
        .execute(&mut *db)
        .await?;
    if written.rows_affected() == 1 {
        return Ok(());
    }
    query(
        "INSERT INTO grants (connection, key_id, sealed) VALUES ($1, $2, $3)
         ON CONFLICT (connection) DO UPDATE SET key_id = $2, sealed = $3",
    )
    .bind(id.as_str())
    .bind(key_id)
    .bind(sealed)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn delete(db: &mut Conn, id: &ConnectionId) -> Result<(), StoreError> {
    query("DELETE FROM grants WHERE connection = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}
