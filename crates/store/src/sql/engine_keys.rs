//! Statements on `engine_keys`.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::UnixSeconds;

use super::dialect::{DbRow, Row as _, query};
use super::{Conn, SqlStore, journal};
use crate::columns::{parse_hash, parse_scope, scope_column};
use crate::transaction_end::TransactionEnd;
use crate::{EngineKeyRecord, EngineKeys, NewAuditEvent, StoreError};

const TABLE: &str = "engine_keys";

/// The columns are named one by one, so that a column of a later version does not affect this one.
macro_rules! columns {
    () => {
        "id, name, key_hash, scope, created_at, revoked_at"
    };
}
#[async_trait]
impl EngineKeys for SqlStore {
    async fn create_engine_key(&self, key: &EngineKeyRecord, events: &[NewAuditEvent]) -> Result<(), StoreError> {
        let (key, events) = (key.clone(), events.to_vec());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    create(db, &key).await?;
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(())
                })
            })
            .await
    }

    async fn list_engine_keys(&self) -> Result<Vec<EngineKeyRecord>, StoreError> {
        let rows = query(concat!("SELECT ", columns!(), " FROM engine_keys ORDER BY created_at, id"))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn find_engine_key(&self, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError> {
        let row = query(concat!("SELECT ", columns!(), " FROM engine_keys WHERE key_hash = $1 AND revoked_at IS NULL"))
            .bind(&key.0[..])
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    async fn revoke_engine_key(
        &self,
        id: &str,
        now: UnixSeconds,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError> {
        let (id, events) = (id.to_owned(), events.to_vec());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    if !revoke(db, &id, now).await? {
                        return TransactionEnd::rollback(false);
                    }
                    journal::record(db, &events).await?;
                    TransactionEnd::commit(true)
                })
            })
            .await
    }
}

fn read(row: &DbRow) -> Result<EngineKeyRecord, StoreError> {
    let id: String = row.try_get("id")?;
    let scope = parse_scope(TABLE, &id, row.try_get("scope")?)?;
    Ok(EngineKeyRecord {
        name: row.try_get("name")?,
        key: parse_hash(TABLE, "key_hash", row.try_get("key_hash")?)?,
        scope,
        created_at: row.try_get("created_at")?,
        revoked_at: row.try_get("revoked_at")?,
        id,
    })
}

async fn create(db: &mut Conn, key: &EngineKeyRecord) -> Result<(), StoreError> {
    query(
        "INSERT INTO engine_keys (id, name, key_hash, scope, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&key.id)
    .bind(&key.name)
    .bind(&key.key.0[..])
    .bind(scope_column(&key.scope))
    .bind(key.created_at)
    .bind(key.revoked_at)
    .execute(db)
    .await?;
    Ok(())
}

async fn revoke(db: &mut Conn, id: &str, now: UnixSeconds) -> Result<bool, StoreError> {
    let written = query("UPDATE engine_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
    Ok(written.rows_affected() == 1)
}
