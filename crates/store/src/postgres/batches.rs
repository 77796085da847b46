//! Batches of renewals: a free writer puts all queued renewals into one transaction of three statements, and replies when it
//! is on disk. One by one, each renewal would take five round trips.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::Row as _;
use sqlx::postgres::{PgConnection, PgPool, PgRow};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::backend::write_back::{Change, RenewedColumns, WriteBack};
use crate::{Outage, StoreError};

/// The length of the queue; further callers wait for a free place.
const QUEUE: usize = 4096;
/// The maximum number of renewals in one transaction.
const BATCH: usize = 500;
/// The number of concurrent transactions: while one waits for the disk, another is prepared.
const WRITERS: usize = 2;

struct QueuedRenewal {
    write: WriteBack,
    reply: oneshot::Sender<Result<bool, StoreError>>,
}

/// The queue of renewals, and the tasks that write them.
pub(super) struct Batches {
    queue: Mutex<Option<mpsc::Sender<QueuedRenewal>>>,
    writers: Mutex<Vec<JoinHandle<()>>>,
}

impl Batches {
    pub(super) fn start(pool: &PgPool) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        let writers = (0..WRITERS).map(|_| tokio::spawn(run(pool.clone(), Arc::clone(&waiting)))).collect();
        Self { queue: Mutex::new(Some(queue)), writers: Mutex::new(writers) }
    }

    /// Writes a renewal that has no audit events.
    pub(super) async fn write(&self, write: WriteBack) -> Result<bool, StoreError> {
        let queue = self.queue.lock().await.clone().ok_or_else(StoreError::closed)?;
        let (reply, replied) = oneshot::channel();
        queue.send(QueuedRenewal { write, reply }).await.map_err(|_| StoreError::closed())?;
        drop(queue);
        replied.await.map_err(|_| StoreError::closed())?
    }

    /// Closes the queue, and waits for the queued renewals.
    pub(super) async fn close(&self) {
        *self.queue.lock().await = None;
        for writer in self.writers.lock().await.drain(..) {
            // A writer that panicked has dropped its replies, so its callers got an error.
            let _ = writer.await;
        }
    }
}

async fn run(pool: PgPool, queue: Arc<Mutex<mpsc::Receiver<QueuedRenewal>>>) {
    let mut batch = Vec::new();
    while queue.lock().await.recv_many(&mut batch, BATCH).await > 0 {
        // All writers use the same order, so that two transactions can't deadlock.
        batch.sort_by(|a: &QueuedRenewal, b| a.write.lease.connection.cmp(&b.write.lease.connection));
        match write_all(&pool, &batch).await {
            Ok(mut written) => {
                for QueuedRenewal { write, reply } in batch.drain(..) {
                    // A lease is good for one write, also within a batch. The caller may have stopped waiting.
                    let _ = reply.send(Ok(written.remove(&write.lease.fence)));
                }
            }
            // An error of one renewal must not fail the others.
            Err(StoreError::Database(_) | StoreError::Taken | StoreError::Unavailable(Outage::Locked, _)) => {
                for QueuedRenewal { write, reply } in batch.drain(..) {
                    let _ = reply.send(write_alone(&pool, &write).await);
                }
            }
            Err(error) => {
                for QueuedRenewal { reply, .. } in batch.drain(..) {
                    let _ = reply.send(Err(error.again()));
                }
            }
        }
    }
}

async fn write_alone(pool: &PgPool, write: &WriteBack) -> Result<bool, StoreError> {
    let mut transaction = pool.begin().await?;
    let end = write.apply(&mut transaction).await?;
    if end.commits {
        transaction.commit().await?;
    }
    Ok(end.answer)
}

/// Writes a batch, and returns the fences of the renewals that were written.
async fn write_all(pool: &PgPool, batch: &[QueuedRenewal]) -> Result<HashSet<i64>, StoreError> {
    let mut transaction = pool.begin().await?;
    let held = release_leases(&mut transaction, batch).await?;
    let mut writes: Vec<(&WriteBack, &RenewedColumns)> = Vec::with_capacity(batch.len());
    for QueuedRenewal { write, .. } in batch {
        let again = writes.last().is_some_and(|(before, _)| before.lease.connection == write.lease.connection);
        if let Change::Renewed(renewed) = &write.change
            && held.contains(&write.lease.fence)
            && !again
        {
            writes.push((write, renewed));
        }
    }
    let marked = mark_working(&mut transaction, &writes).await?;
    writes.retain(|(write, _)| marked.contains(write.lease.connection.as_str()));
    save_grants(&mut transaction, &writes).await?;
    transaction.commit().await?;
    Ok(writes.iter().map(|(write, _)| write.lease.fence).collect())
}

/// Ends the leases, and returns the fences of those that were still held.
async fn release_leases(db: &mut PgConnection, batch: &[QueuedRenewal]) -> Result<HashSet<i64>, StoreError> {
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

/// Marks the connections as working, and returns the ids of those whose generation had not changed.
async fn mark_working(
    db: &mut PgConnection,
    writes: &[(&WriteBack, &RenewedColumns)],
) -> Result<HashSet<String>, StoreError> {
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

/// Saves the grants. A leased connection always has a row for its grant.
async fn save_grants(db: &mut PgConnection, writes: &[(&WriteBack, &RenewedColumns)]) -> Result<(), StoreError> {
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
