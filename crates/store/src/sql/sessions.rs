//! Statements on `sessions`.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, UnixSeconds};

use super::dialect::{DbRow, Row as _, query};
use super::{Conn, SqlStore};
use crate::columns::{hash, scope_column, scope_of};
use crate::transaction_end::Step;
use crate::{ConnectionRecord, KeyScope, LetsIn, SessionRecord, Sessions, StoreError};

const TABLE: &str = "sessions";

/// Named one by one, so that a column that a later version adds changes nothing for this one.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT token_hash, person, scope, let_in_at, created_at, expires_at FROM sessions ", $rest)
    };
}

#[async_trait]
impl Sessions for SqlStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        let session = session.clone();
        self.writer.write(move |db| Box::pin(async move { Step::keep(create(db, &session).await?) })).await
    }

    async fn session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError> {
        let row = query(select!("WHERE token_hash = $1 AND expires_at > $2"))
            .bind(&token.0[..])
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
        self.writer.write(move |db| Box::pin(async move { Step::keep(extend(db, token, expires_at).await?) })).await
    }

    async fn sessions_of(&self, person: &PersonId, now: UnixSeconds) -> Result<Vec<SessionRecord>, StoreError> {
        let rows = query(select!("WHERE person = $1 AND expires_at > $2 ORDER BY created_at"))
            .bind(&person.0)
            .bind(now)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.writer.write(move |db| Box::pin(async move { Step::keep(end(db, token).await?) })).await
    }
}

fn read(row: &DbRow) -> Result<SessionRecord, StoreError> {
    Ok(SessionRecord {
        token: hash(TABLE, "token_hash", row.try_get("token_hash")?)?,
        person: PersonId(row.try_get("person")?),
        // Its key is a hash that names it to nobody.
        scope: scope_of(TABLE, "", row.try_get("scope")?)?,
        let_in_at: row.try_get("let_in_at")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
    })
}

async fn create(db: &mut Conn, session: &SessionRecord) -> Result<(), StoreError> {
    query(
        "INSERT INTO sessions (token_hash, person, scope, let_in_at, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&session.token.0[..])
    .bind(&session.person.0)
    .bind(scope_column(&session.scope))
    .bind(session.let_in_at)
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

/// The session that began the authorization shows this connection from now on, and all others of its person if it was let in
/// everywhere.
pub(super) async fn let_in(
    db: &mut Conn,
    authorization: &AuthorizationId,
    connection: &ConnectionRecord,
    lets_in: LetsIn,
) -> Result<(), StoreError> {
    let row = query(select!("WHERE token_hash = (SELECT session_hash FROM authorizations WHERE id = $1)"))
        .bind(authorization.as_str())
        .fetch_all(&mut *db)
        .await?;
    let Some(before) = row.first().map(read).transpose()? else { return Ok(()) };
    let is_same_person = before.person == connection.person;
    let (scope, let_in_at) = match (lets_in, before.scope) {
        (LetsIn::Everywhere, _) => (KeyScope::All, None),
        (LetsIn::ConnectionAlone { .. }, KeyScope::All) if is_same_person => (KeyScope::All, None),
        (LetsIn::ConnectionAlone { at }, KeyScope::Only(mut shown)) if is_same_person => {
            shown.insert(connection.id.clone());
            (KeyScope::Only(shown), Some(at))
        }
        (LetsIn::ConnectionAlone { at }, _) => (KeyScope::Only([connection.id.clone()].into()), Some(at)),
    };
    query("UPDATE sessions SET person = $1, scope = $2, let_in_at = $3 WHERE token_hash = $4")
        .bind(&connection.person.0)
        .bind(scope_column(&scope))
        .bind(let_in_at)
        .bind(&before.token.0[..])
        .execute(db)
        .await?;
    Ok(())
}

/// Sessions that a code let in to a connection are over where it becomes another account's: their code was for the one before.
pub(super) async fn end_with_account(db: &mut Conn, connection: &ConnectionRecord) -> Result<(), StoreError> {
    query(
        "DELETE FROM sessions WHERE person = $1 AND scope LIKE $2
         AND EXISTS (SELECT 1 FROM connections WHERE id = $3 AND NOT (issuer = $4 AND subject = $5))",
    )
    .bind(&connection.person.0)
    .bind(format!("%\"{}\"%", connection.id))
    .bind(connection.id.as_str())
    .bind(&connection.identity.issuer)
    .bind(&connection.identity.subject)
    .execute(db)
    .await?;
    Ok(())
}

/// Sessions that a code let in to a connection are over where it is forgotten; all but this one.
pub(super) async fn end_scoped_to(
    db: &mut Conn,
    connection: &ConnectionId,
    except: &TokenHash,
) -> Result<(), StoreError> {
    query("DELETE FROM sessions WHERE scope LIKE $1 AND token_hash <> $2")
        .bind(format!("%\"{connection}\"%"))
        .bind(&except.0[..])
        .execute(db)
        .await?;
    Ok(())
}

/// This session shows everything of another person from now on. `false` if it has ended, or is not this person's any more.
pub(super) async fn give_to(
    db: &mut Conn,
    session: &TokenHash,
    from: &PersonId,
    to: &PersonId,
) -> Result<bool, StoreError> {
    let given =
        query("UPDATE sessions SET person = $1, scope = NULL, let_in_at = NULL WHERE token_hash = $2 AND person = $3")
            .bind(&to.0)
            .bind(&session.0[..])
            .bind(&from.0)
            .execute(db)
            .await?;
    Ok(given.rows_affected() == 1)
}

/// All sessions of one person belong to another from now on.
pub(super) async fn hand_over(db: &mut Conn, from: &PersonId, to: &PersonId) -> Result<(), StoreError> {
    query("UPDATE sessions SET person = $1 WHERE person = $2").bind(&to.0).bind(&from.0).execute(db).await?;
    Ok(())
}
