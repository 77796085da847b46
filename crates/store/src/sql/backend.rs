//! The store over SQL. This folder is compiled once for each backend, by `#[path]` in the backend's file. It uses the SQL that
//! the dialects have in common; the module `dialect` of the backend has what differs: types, how a transaction runs, how
//! renewals are written, and the few clauses that only one of them has.
//!
//! Within a transaction rows are written in one order: lease, connection, grant, session, journal. So two transactions can't
//! deadlock.

mod aliases;
mod authorizations;
mod claims;
mod connection_changes;
mod connections;
mod copying;
mod engine_keys;
mod grants;
mod journal;
mod links;
mod openings;
mod outbox;
mod password_tries;
mod sealing;
mod sessions;
mod sign_in;
mod sweep;
pub(super) mod write_back;

use async_trait::async_trait;
use latchkey_wire::UnixSeconds;

use tokio::sync::Mutex;

use super::dialect::{self, Conn, Pool, query};
use crate::transaction_end::TransactionEnd;
use crate::{Crypter, Retention, Store, StoreError};

/// The key of a row that is inserted and deleted to test a write. No session has it: their keys are hashes of 32 bytes.
const WRITE_PROBE: &[u8] = b"trial";

/// A store in one database.
pub(crate) struct SqlStore {
    /// Connections for reading.
    pool: Pool,
    /// Runs the write transactions.
    writer: dialect::Writer,
    crypter: Crypter,
    /// One write probe at a time: concurrent probes must not use up the connections.
    write_probe: Mutex<()>,
}

impl SqlStore {
    /// Creates a store over a database whose migrations have run.
    pub(super) fn new(pool: Pool, writer: dialect::Writer, crypter: Crypter) -> Self {
        Self { pool, writer, crypter, write_probe: Mutex::default() }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Result<(), StoreError> {
        let _turn = self.write_probe.lock().await;
        dialect::ping(&self.pool).await?;
        self.writer.write(|db| Box::pin(probe_write(db))).await
    }

    async fn delete_expired(&self, now: UnixSeconds, retention: &Retention) -> Result<u64, StoreError> {
        let retention = *retention;
        self.writer.write(move |db| Box::pin(sweep::sweep(db, now, retention))).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }
}

/// Inserts and deletes a session in one transaction, which is still written to disk: a full disk, a lock of another process and
/// a stand-by server can't be detected by reading.
async fn probe_write(db: &mut Conn) -> Result<TransactionEnd<()>, StoreError> {
    query("INSERT INTO sessions (token_hash, person, created_at, expires_at) VALUES ($1, '', 0, 0)")
        .bind(WRITE_PROBE)
        .execute(&mut *db)
        .await?;
    query("DELETE FROM sessions WHERE token_hash = $1").bind(WRITE_PROBE).execute(db).await?;
    TransactionEnd::commit(())
}
