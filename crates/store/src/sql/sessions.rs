//! Statements on `sessions`.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, UnixSeconds};

use super::dialect::{Row as _, query};
use super::{Conn, SqlStore};
use crate::step::Step;
use crate::{SessionRecord, Sessions, StoreError};

#[async_trait]
impl Sessions for SqlStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        let session = session.clone();
        self.writer.write(move |db| Box::pin(async move { Step::keep(create(db, &session).await?) })).await
    }

    async fn session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError> {
        let row =
            query("SELECT person, created_at, expires_at FROM sessions WHERE token_hash = $1 AND expires_at > $2")
                .bind(&token.0[..])
                .bind(now)
                .fetch_optional(&self.pool)
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

    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
        self.writer.write(move |db| Box::pin(async move { Step::keep(extend(db, token, expires_at).await?) })).await
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.writer.write(move |db| Box::pin(async move { Step::keep(end(db, token).await?) })).await
    }
}

async fn create(db: &mut Conn, session: &SessionRecord) -> Result<(), StoreError> {
    query("INSERT INTO sessions (token_hash, person, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&session.token.0[..])
        .bind(&session.person.0)
        .bind(session.created_at)
        .bind(session.expires_at)
        .execute(db)
        .await?;
    Ok(())
}

async fn extend(db: &mut Conn, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
    query("UPDATE sessions SET expires_at = $1 WHERE token_hash = $2")
        .bind(expires_at)
        .bind(&token.0[..])
        .execute(db)
        .await?;
    Ok(())
}

async fn end(db: &mut Conn, token: TokenHash) -> Result<(), StoreError> {
    query("DELETE FROM sessions WHERE token_hash = $1").bind(&token.0[..]).execute(db).await?;
    Ok(())
}

/// The session that began the authorization belongs to `person` from now on.
pub(super) async fn give_to(
    db: &mut Conn,
    authorization: &AuthorizationId,
    person: &PersonId,
) -> Result<(), StoreError> {
    query(
        "UPDATE sessions SET person = $1
         WHERE token_hash = (SELECT session_hash FROM authorizations WHERE id = $2)",
    )
    .bind(&person.0)
    .bind(authorization.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// All sessions of one person belong to another from now on.
pub(super) async fn hand_over(db: &mut Conn, from: &PersonId, to: &PersonId) -> Result<(), StoreError> {
    query("UPDATE sessions SET person = $1 WHERE person = $2").bind(&to.0).bind(&from.0).execute(db).await?;
    Ok(())
}
