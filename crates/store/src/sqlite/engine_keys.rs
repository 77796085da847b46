//! Statements on `engine_keys`.

use latchkey_domain::TokenHash;
use latchkey_wire::UnixSeconds;
use sqlx::Row as _;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::columns::hash;
use crate::{EngineKeyRecord, StoreError};

fn read(row: &SqliteRow) -> Result<EngineKeyRecord, StoreError> {
    Ok(EngineKeyRecord {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        key: hash("engine_keys", "key_hash", row.try_get("key_hash")?)?,
        created_at: row.try_get("created_at")?,
        revoked_at: row.try_get("revoked_at")?,
    })
}

pub(super) async fn create(pool: &SqlitePool, key: &EngineKeyRecord) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO engine_keys (id, name, key_hash, created_at, revoked_at) VALUES (?, ?, ?, ?, ?)")
        .bind(&key.id)
        .bind(&key.name)
        .bind(&key.key.0[..])
        .bind(key.created_at)
        .bind(key.revoked_at)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn all(pool: &SqlitePool) -> Result<Vec<EngineKeyRecord>, StoreError> {
    let rows = sqlx::query("SELECT * FROM engine_keys ORDER BY created_at, id").fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn find(pool: &SqlitePool, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError> {
    let row = sqlx::query("SELECT * FROM engine_keys WHERE key_hash = ? AND revoked_at IS NULL")
        .bind(&key.0[..])
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn revoke(pool: &SqlitePool, id: &str, now: UnixSeconds) -> Result<bool, StoreError> {
    let written = sqlx::query("UPDATE engine_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
        .bind(now)
        .bind(id)
        .execute(pool)
        .await?;
    Ok(written.rows_affected() == 1)
}
