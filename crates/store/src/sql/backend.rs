//! A store behind SQL. This folder is compiled once for each backend, by `#[path]` in the backend's file: it is written in
//! what the dialects have in common, and takes from `dialect` beside it what differs: types, how a transaction is run, how
//! renewals are written, and the few clauses that only one of them has.
//!
//! Within a transaction rows are written in one order: lease, connection, grant, session, journal. Two transactions that
//! meet then wait for each other and never in a circle.

mod authorizations;
mod claims;
mod connections;
mod copying;
mod deliveries;
mod engine_keys;
mod grants;
mod journal;
mod links;
mod openings;
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
use crate::transaction_end::Step;
use crate::{Crypter, Retention, Store, StoreError};

/// No session's: those go by hashes of 32 bytes.
const TRIAL: &[u8] = b"trial";

/// A store in one database.
pub(crate) struct SqlStore {
    /// For what only reads.
    pool: Pool,
    /// For everything that writes.
    writer: dialect::Writer,
    crypter: Crypter,
    /// One trial at a time: many who ask at once must not use up the connections.
    trial: Mutex<()>,
}

impl SqlStore {
    /// Over tables that are at this version already.
    pub(super) fn new(pool: Pool, writer: dialect::Writer, crypter: Crypter) -> Self {
        Self { pool, writer, crypter, trial: Mutex::default() }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Result<(), StoreError> {
        let _turn = self.trial.lock().await;
        dialect::ping(&self.pool).await?;
        self.writer.write(|db| Box::pin(try_to_write(db))).await
    }

    async fn sweep(&self, now: UnixSeconds, retention: &Retention) -> Result<u64, StoreError> {
        let retention = *retention;
        self.writer.write(move |db| Box::pin(sweep::sweep(db, now, retention))).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }
}

/// A session that is gone when the transaction ends, which is on disk all the same: a disk that is full, a lock that somebody
/// holds and a stand-by show themselves to nobody who only reads.
async fn try_to_write(db: &mut Conn) -> Result<Step<()>, StoreError> {
    query("INSERT INTO sessions (token_hash, person, created_at, expires_at) VALUES ($1, '', 0, 0)")
        .bind(TRIAL)
        .execute(&mut *db)
        .await?;
    query("DELETE FROM sessions WHERE token_hash = $1").bind(TRIAL).execute(db).await?;
    Step::keep(())
}
