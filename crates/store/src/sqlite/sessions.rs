//! Statements on `sessions`.

use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, UnixSeconds};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row as _, Sqlite, Transaction};

use crate::{SessionRecord, StoreError};

pub(super) async fn create(pool: &SqlitePool, session: &SessionRecord) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO sessions (token_hash, person, created_at, expires_at) VALUES (?, ?, ?, ?)")
        .bind(&session.token.0[..])
        .bind(&session.person.0)
        .bind(session.created_at)
        .bind(session.expires_at)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn find(
    pool: &SqlitePool,
    token: TokenHash,
    now: UnixSeconds,
) -> Result<Option<SessionRecord>, StoreError> {
    let row =
        sqlx::query("SELECT person, created_at, expires_at FROM sessions WHERE token_hash = ? AND expires_at > ?")
            .bind(&token.0[..])
            .bind(now)
            .fetch_optional(pool)
            .await?;
    row.map(|row| {
        Ok(SessionRecord {
            token,
            person: PersonId(row.try_get("person")?),
            created_at: row.try_get("created_at")?,
            expires_at: row.try_get("expires_at")?,
        })
    })
    .transpose()
}

pub(super) async fn extend(pool: &SqlitePool, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET expires_at = ? WHERE token_hash = ?")
        .bind(expires_at)
        .bind(&token.0[..])
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn end(pool: &SqlitePool, token: TokenHash) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = ?").bind(&token.0[..]).execute(pool).await?;
    Ok(())
}

/// The session that began the authorization belongs to `person` from now on.
pub(super) async fn give_to(
    transaction: &mut Transaction<'_, Sqlite>,
    authorization: &AuthorizationId,
    person: &PersonId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sessions SET person = ? WHERE token_hash = (SELECT session_hash FROM authorizations WHERE id = ?)",
    )
    .bind(&person.0)
    .bind(authorization.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// All sessions of one person belong to another from now on.
pub(super) async fn hand_over(
    transaction: &mut Transaction<'_, Sqlite>,
    from: &PersonId,
    to: &PersonId,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET person = ? WHERE person = ?")
        .bind(&to.0)
        .bind(&from.0)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

pub(super) async fn sweep(pool: &SqlitePool, now: UnixSeconds) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE expires_at <= ?").bind(now).execute(pool).await?;
    Ok(())
}
