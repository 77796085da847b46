//! Statements on `links`.

use latchkey_domain::TokenHash;
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::Conn;
use super::dialect::{Pool, Row as _, query};
use crate::{LinkRecord, StoreError};

pub(super) async fn create(db: &mut Conn, link: &LinkRecord) -> Result<(), StoreError> {
    query("INSERT INTO links (token_hash, connection, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&link.token.0[..])
        .bind(link.connection.as_str())
        .bind(link.created_at)
        .bind(link.expires_at)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn find(pool: &Pool, token: TokenHash, now: UnixSeconds) -> Result<Option<LinkRecord>, StoreError> {
    let row = query("SELECT connection, created_at, expires_at FROM links WHERE token_hash = $1 AND expires_at > $2")
        .bind(&token.0[..])
        .bind(now)
        .fetch_optional(pool)
        .await?;
    row.map(|row| {
        Ok(LinkRecord {
            token,
            connection: ConnectionId::new(row.try_get::<String, _>("connection")?),
            created_at: row.try_get("created_at")?,
            expires_at: row.try_get("expires_at")?,
        })
    })
    .transpose()
}

pub(super) async fn end_all(db: &mut Conn, connection: &ConnectionId) -> Result<(), StoreError> {
    query("DELETE FROM links WHERE connection = $1").bind(connection.as_str()).execute(db).await?;
    Ok(())
}
