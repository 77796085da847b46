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
mod sealing;
mod sessions;
mod sign_in;
mod sweep;
pub(super) mod write_back;

use async_trait::async_trait;
use latchkey_wire::UnixSeconds;

use super::dialect::{self, Conn, Pool};
use crate::{Crypter, Retention, Store, StoreError};

/// A store in one database.
pub(crate) struct SqlStore {
    /// For what only reads.
    pool: Pool,
    /// For everything that writes.
    writer: dialect::Writer,
    crypter: Crypter,
}

impl SqlStore {
    /// Over tables that are at this version already.
    pub(super) fn new(pool: Pool, writer: dialect::Writer, crypter: Crypter) -> Self {
        Self { pool, writer, crypter }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Result<(), StoreError> {
        dialect::ping(&self.pool).await
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
