//! Statements on `sessions`.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, UnixSeconds};

use super::dialect::{DbRow, Row as _, query};
use super::{Conn, SqlStore};
use crate::columns::{parse_hash, parse_scope, scope_column};
use crate::transaction_end::TransactionEnd;
use crate::{ConnectionRecord, KeyScope, LetsIn, SessionRecord, Sessions, StoreError};

const TABLE: &str = "sessions";

/// The columns are named one by one, so that a column of a later version does not affect this one.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT token_hash, person, scope, let_in_at, created_at, expires_at FROM sessions ", $rest)
    };
}

#[async_trait]
impl Sessions for SqlStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        let session = session.clone();
        self.writer.write(move |db| Box::pin(async move { TransactionEnd::commit(create(db, &session).await?) })).await
    }

    async fn find_session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError> {
        let row = query(select!("WHERE token_hash = $1 AND expires_at > $2"))
            .bind(&token.0[..])
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
        self.writer
            .write(move |db| Box::pin(async move { TransactionEnd::commit(extend(db, token, expires_at).await?) }))
            .await
    }

    async fn list_sessions(&self, person: &PersonId, now: UnixSeconds) -> Result<Vec<SessionRecord>, StoreError> {
        let rows = query(select!("WHERE person = $1 AND expires_at > $2 ORDER BY created_at"))
            .bind(&person.0)
            .bind(now)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.writer.write(move |db| Box::pin(async move { TransactionEnd::commit(end(db, token).await?) })).await
    }
}

fn read(row: &DbRow) -> Result<SessionRecord, StoreError> {
    Ok(SessionRecord {
        token: parse_hash(TABLE, "token_hash", row.try_get("token_hash")?)?,
        person: PersonId(row.try_get("person")?),
        // The row's key is a hash, which is of no use in an error.
        scope: parse_scope(TABLE, "", row.try_get("scope")?)?,
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

/// Lets the session that began the authorization show this connection and, with [`LetsIn::Everywhere`], all others of its
/// person.
pub(super) async fn update_scope(
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

/// Ends the sessions that a typed code let in to a connection, if the connection changes to another account: their code was for
/// the account before.
pub(super) async fn end_for_changed_account(db: &mut Conn, connection: &ConnectionRecord) -> Result<(), StoreError> {
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

/// Ends the sessions that a typed code let in to a connection, except for this one.
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

/// Moves the session to another person, with all of that person's connections. `false` if the session has ended, or no longer
/// belongs to `from`.
pub(super) async fn move_to_person(
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

/// Moves all sessions of one person to another.
pub(super) async fn reassign_person(db: &mut Conn, from: &PersonId, to: &PersonId) -> Result<(), StoreError> {
    query("UPDATE sessions SET person = $1 WHERE person = $2").bind(&to.0).bind(&from.0).execute(db).await?;
    Ok(())
}
