//! Runs transactions on PostgreSQL, each on a connection of its own; the server groups concurrent commits. Renewals, which are
//! most of all writes, are batched in addition: see `batches.rs`.

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnection, PgPool};

use super::backend::write_back::{Change, WriteBack};
use super::batches::Batches;
use crate::StoreError;
use crate::transaction_end::TransactionEnd;

/// Sends writes to the database.
pub(in super::super) struct Writer {
    pool: PgPool,
    batches: Batches,
}

impl Writer {
    pub(in super::super) fn start(pool: PgPool) -> Self {
        Self { batches: Batches::start(&pool), pool }
    }

    /// Runs `work` in a transaction, and returns when the transaction is on disk.
    pub(in super::super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<TransactionEnd<T>, StoreError>>
            + Send
            + 'static,
    {
        let mut transaction = self.pool.begin().await?;
        let end = work(&mut transaction).await?;
        if end.commits {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        Ok(end.answer)
    }

    pub(in super::super) async fn write_back(&self, write: WriteBack) -> Result<bool, StoreError> {
        // Almost all renewals are without audit events, which need statements of their own.
        if matches!(write.change, Change::Renewed(_)) && write.events.is_empty() {
            self.batches.write(write).await
        } else {
            self.write(move |db| Box::pin(async move { write.apply(db).await })).await
        }
    }

    /// Waits for the queued renewals.
    pub(in super::super) async fn close(&self) {
        self.batches.close().await;
    }
}
