//! How transactions reach PostgreSQL. Each has a connection of its own; the server shares the way to the disk among those
//! that commit at once. Renewals, which are most of all writes, are gathered besides: see `batches.rs`.

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnection, PgPool};

use super::backend::write_back::{Change, WriteBack};
use super::batches::Batches;
use crate::StoreError;
use crate::transaction_end::Step;

/// Hands work to the database.
pub(in super::super) struct Writer {
    pool: PgPool,
    batches: Batches,
}

impl Writer {
    pub(in super::super) fn start(pool: PgPool) -> Self {
        Self { batches: Batches::start(&pool), pool }
    }

    /// Does `work` in a transaction, and answers once that is on disk.
    pub(in super::super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<Step<T>, StoreError>> + Send + 'static,
    {
        let mut transaction = self.pool.begin().await?;
        let step = work(&mut transaction).await?;
        if step.keep {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        Ok(step.answer)
    }

    pub(in super::super) async fn write_back(&self, write: WriteBack) -> Result<bool, StoreError> {
        // Almost all are; what there is to tell of a renewal takes statements of its own.
        if matches!(write.change, Change::Renewed(_)) && write.news.is_empty() {
            self.batches.write(write).await
        } else {
            self.write(move |db| Box::pin(async move { write.apply(db).await })).await
        }
    }

    /// Waits for what is gathered.
    pub(in super::super) async fn close(&self) {
        self.batches.close().await;
    }
}
