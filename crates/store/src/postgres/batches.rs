//! Renewals are gathered: whatever waits when a writer is free goes into one transaction of three statements, and is
//! answered when that is on disk. One by one they would cost a conversation of five messages each.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::Row as _;
use sqlx::postgres::{PgConnection, PgPool, PgRow};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::backend::write_back::{Change, RenewedColumns, WriteBack};
use crate::{Outage, StoreError};

/// So many renewals may wait; whoever comes then waits for a place.
const QUEUE: usize = 4096;
/// So many go into one transaction.
const BATCH: usize = 500;
/// So many transactions are under way at once: while one waits for the disk another is prepared.
const WRITERS: usize = 2;

struct Waiting {
    write: WriteBack,
    tell: oneshot::Sender<Result<bool, StoreError>>,
}

/// The gathering place.
pub(super) struct Batches {
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    writers: Mutex<Vec<JoinHandle<()>>>,
}

impl Batches {
    pub(super) fn start(pool: &PgPool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        let writers = (0..WRITERS).map(|_| tokio::spawn(run(pool.clone(), Arc::clone(&waiting)))).collect();
        Self { queue: Mutex::new(Some(queue)), writers: Mutex::new(writers) }
    }

    /// Writes a plain renewal.
    pub(super) async fn write(&self, write: WriteBack) -> Result<bool, StoreError> {
        let queue = self.queue.lock().await.clone().ok_or_else(StoreError::closed)?;
        let (tell, told) = oneshot::channel();
        queue.send(Waiting { write, tell }).await.map_err(|_| StoreError::closed())?;
        drop(queue);
        told.await.map_err(|_| StoreError::closed())?
    }

    /// Takes nothing any more, and waits for what it has.
    pub(super) async fn close(&self) {
        *self.queue.lock().await = None;
        for writer in self.writers.lock().await.drain(..) {
            // A writer that panicked has nothing to wait for; whoever waited for it was told.
            let _ = writer.await;
        }
    }
}

async fn run(pool: PgPool, queue: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    let mut batch = Vec::new();
    while queue.lock().await.recv_many(&mut batch, BATCH).await > 0 {
        // In one order everywhere, so that two transactions wait for each other and never in a circle.
        batch.sort_by(|a: &Waiting, b| a.write.lease.connection.cmp(&b.write.lease.connection));
        match write_all(&pool, &batch).await {
            Ok(mut written) => {
                for Waiting { write, tell } in batch.drain(..) {
                    // A lease is good for one write, also within one batch. Nobody may be waiting any more.
                    let _ = tell.send(Ok(written.remove(&write.lease.fence)));
                }
            }
            // What one of them did wrong must not cost the others.
            Err(StoreError::Database(_) | StoreError::Taken | StoreError::Unavailable(Outage::Locked, _)) => {
                for Waiting { write, tell } in batch.drain(..) {
                    let _ = tell.send(write_alone(&pool, &write).await);
                }
            }
            Err(error) => {
                for Waiting { tell, .. } in batch.drain(..) {
                    let _ = tell.send(Err(error.again()));
                }
            }
        }
    }
}

async fn write_alone(pool: &PgPool, write: &WriteBack) -> Result<bool, StoreError> {
    let mut transaction = pool.begin().await?;
    let step = write.apply(&mut transaction).await?;
    if step.keep {
        transaction.commit().await?;
    }
    Ok(step.answer)
}

/// Writes a batch; the fences of those that were written.
async fn write_all(pool: &PgPool, batch: &[Waiting]) -> Result<HashSet<i64>, StoreError> {
    let mut transaction = pool.begin().await?;
    let held = release(&mut transaction, batch).await?;
    let mut writes: Vec<(&WriteBack, &RenewedColumns)> = Vec::with_capacity(batch.len());
    for Waiting { write, .. } in batch {
        let again = writes.last().is_some_and(|(before, _)| before.lease.connection == write.lease.connection);
        if let Change::Renewed(renewed) = &write.change
            && held.contains(&write.lease.fence)
            && !again
        {
            writes.push((write, renewed));
        }
    }
    let marked = mark(&mut transaction, &writes).await?;
    writes.retain(|(write, _)| marked.contains(write.lease.connection.as_str()));
    keep(&mut transaction, &writes).await?;
    transaction.commit().await?;
    Ok(writes.iter().map(|(write, _)| write.lease.fence).collect())
}

/// Ends the leases; the fences of those that were still held.
async fn release(db: &mut PgConnection, batch: &[Waiting]) -> Result<HashSet<i64>, StoreError> {
    let connections: Vec<_> = batch.iter().map(|waiting| waiting.write.lease.connection.as_str()).collect();
    let fences: Vec<_> = batch.iter().map(|waiting| waiting.write.lease.fence).collect();
    let rows = sqlx::query(
        "DELETE FROM leases l USING unnest($1::text[], $2::bigint[]) AS w (connection, fence)
         WHERE l.connection = w.connection AND l.fence = w.fence RETURNING l.fence",
    )
    .bind(connections)
    .bind(fences)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row: &PgRow| Ok(row.try_get("fence")?)).collect()
}

/// Marks the connections as working; the ids of those that no sign-in had changed.
async fn mark(db: &mut PgConnection, writes: &[(&WriteBack, &RenewedColumns)]) -> Result<HashSet<String>, StoreError> {
    let rows = sqlx::query(
        "UPDATE connections c SET health = 'working', health_since = NULL, health_reason = NULL,
             health_reference = NULL, health_missing = NULL, health_attempts = 0, challenge = NULL,
             last_working_at = w.refreshed_at, refreshed_at = w.refreshed_at,
             access_expires_at = w.access_expires_at, ends_at = w.ends_at, due_at = w.due_at,
             api_url = coalesce(w.api_url, c.api_url)
         FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
             AS w (id, generation, refreshed_at, access_expires_at, ends_at, due_at, api_url)
         WHERE c.id = w.id AND c.generation = w.generation RETURNING c.id",
    )
    .bind(writes.iter().map(|(write, _)| write.lease.connection.as_str()).collect::<Vec<_>>())
    .bind(writes.iter().map(|(write, _)| write.lease.generation).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.refreshed_at).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.access_expires_at).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.ends_at).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.due_at).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.api_url.as_deref()).collect::<Vec<_>>())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row: &PgRow| Ok(row.try_get("id")?)).collect()
}

/// Keeps the grants. Whoever holds a lease has one already.
async fn keep(db: &mut PgConnection, writes: &[(&WriteBack, &RenewedColumns)]) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE grants g SET key_id = w.key_id, sealed = w.sealed
         FROM unnest($1::text[], $2::text[], $3::bytea[]) AS w (connection, key_id, sealed)
         WHERE g.connection = w.connection",
    )
    .bind(writes.iter().map(|(write, _)| write.lease.connection.as_str()).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.key_id.as_str()).collect::<Vec<_>>())
    .bind(writes.iter().map(|(_, renewed)| renewed.sealed.as_slice()).collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}
