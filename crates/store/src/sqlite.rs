//! The SQLite backend: one file, write-ahead log, every commit synced to disk before it is reported as done.
//! Each table's statements stand in a file of their own below `sqlite/`.

mod authorizations;
mod columns;
mod connections;
mod engine_keys;
mod sessions;

use std::str::FromStr as _;
use std::time::Duration;

use async_trait::async_trait;
use latchkey_domain::{Health, Identity, PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, ConnectionSettings, Phase, Purpose, UnixSeconds};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, Transaction};

use crate::{
    AuthorizationRecord, ConnectionRecord, Crypter, EngineKeyRecord, Grant, PendingSignIn, Renewed, SessionRecord,
    SignedIn, Store, StoreError,
};

/// How long a statement waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for a free connection to the file.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers beside the one writer that SQLite allows.
const MAX_CONNECTIONS: u32 = 4;

/// A store in one SQLite file.
#[derive(Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
    crypter: Crypter,
}

impl SqliteStore {
    /// Opens the file of a `sqlite:` address, makes it if it isn't there, and brings its tables to this version.
    pub async fn open(url: &str, crypter: Crypter) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        sqlx::migrate!("migrations/sqlite").run(&pool).await?;
        Ok(Self { pool, crypter })
    }

    /// Waits for the writes under way and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that holds the write lock from its start: one that took it only at its first write could find that
    /// what it had read is no longer true.
    async fn write(&self) -> Result<Transaction<'_, Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError> {
        sessions::create(&self.pool, session).await
    }

    async fn session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError> {
        sessions::find(&self.pool, token, now).await
    }

    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError> {
        sessions::extend(&self.pool, token, expires_at).await
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        sessions::end(&self.pool, token).await
    }

    async fn connections_of(&self, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError> {
        connections::of_person(&self.pool, person).await
    }

    async fn connection(&self, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError> {
        connections::find(&self.pool, id).await
    }

    async fn connection_of(
        &self,
        identity: &Identity,
        purpose: Purpose,
    ) -> Result<Option<ConnectionRecord>, StoreError> {
        connections::of_identity(&self.pool, identity, purpose).await
    }

    async fn keep_settings(&self, id: &ConnectionId, settings: &ConnectionSettings) -> Result<(), StoreError> {
        connections::keep_settings(&self.pool, id, settings).await
    }

    async fn grant(&self, id: &ConnectionId) -> Result<Option<Grant>, StoreError> {
        connections::grant(&self.pool, &self.crypter, id).await
    }

    async fn finish_sign_in(
        &self,
        authorization: &AuthorizationId,
        from: &Phase,
        signed_in: &SignedIn,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let connection = &signed_in.connection;
        let done = Phase::Succeeded { connection: connection.id.clone() };
        let finished = authorizations::advance(&mut transaction, &self.crypter, authorization, from, &done, None)
            .await?
            && connections::upsert(&mut transaction, connection).await?;
        if !finished {
            transaction.rollback().await?;
            return Ok(false);
        }
        connections::keep_grant(&mut transaction, &self.crypter, &connection.id, &signed_in.grant).await?;
        sessions::give_to(&mut transaction, authorization, &connection.person).await?;
        if let Some(absorbed) = &signed_in.absorbs {
            connections::hand_over(&mut transaction, absorbed, &connection.person).await?;
            sessions::hand_over(&mut transaction, absorbed, &connection.person).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    async fn keep_renewed(&self, id: &ConnectionId, generation: i64, renewed: &Renewed) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        if !connections::mark_renewed(&mut transaction, id, generation, renewed).await? {
            transaction.rollback().await?;
            return Ok(false);
        }
        connections::keep_grant(&mut transaction, &self.crypter, id, &renewed.grant).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn note_failure(
        &self,
        id: &ConnectionId,
        generation: i64,
        health: &Health,
        challenge: Option<&str>,
        due_at: Option<UnixSeconds>,
    ) -> Result<bool, StoreError> {
        connections::note_failure(&self.pool, id, generation, health, challenge, due_at).await
    }

    async fn count_rejection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        forget_before: UnixSeconds,
    ) -> Result<u32, StoreError> {
        connections::count_rejection(&self.pool, id, now, forget_before).await
    }

    async fn due(&self, now: UnixSeconds, limit: u32) -> Result<Vec<ConnectionRecord>, StoreError> {
        connections::due(&self.pool, now, limit).await
    }

    async fn create_authorization(&self, authorization: &AuthorizationRecord) -> Result<(), StoreError> {
        authorizations::create(&self.pool, &self.crypter, authorization).await
    }

    async fn authorization(&self, id: &AuthorizationId) -> Result<Option<AuthorizationRecord>, StoreError> {
        authorizations::find(&self.pool, &self.crypter, id).await
    }

    async fn authorization_by_state(&self, state: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError> {
        authorizations::by_state(&self.pool, &self.crypter, state).await
    }

    async fn newest_authorization(&self, session: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError> {
        authorizations::newest(&self.pool, &self.crypter, session).await
    }

    async fn count_authorizations(&self, session: TokenHash, since: UnixSeconds) -> Result<u32, StoreError> {
        authorizations::count(&self.pool, session, since).await
    }

    async fn advance(
        &self,
        id: &AuthorizationId,
        from: &Phase,
        to: &Phase,
        pending: Option<&PendingSignIn>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let advanced = authorizations::advance(&mut transaction, &self.crypter, id, from, to, pending).await?;
        transaction.commit().await?;
        Ok(advanced)
    }

    async fn create_engine_key(&self, key: &EngineKeyRecord) -> Result<(), StoreError> {
        engine_keys::create(&self.pool, key).await
    }

    async fn engine_keys(&self) -> Result<Vec<EngineKeyRecord>, StoreError> {
        engine_keys::all(&self.pool).await
    }

    async fn engine_key(&self, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError> {
        engine_keys::find(&self.pool, key).await
    }

    async fn revoke_engine_key(&self, id: &str, now: UnixSeconds) -> Result<bool, StoreError> {
        engine_keys::revoke(&self.pool, id, now).await
    }

    async fn sweep(&self, now: UnixSeconds, before: UnixSeconds) -> Result<(), StoreError> {
        sessions::sweep(&self.pool, now).await?;
        authorizations::sweep(&self.pool, before).await
    }
}
