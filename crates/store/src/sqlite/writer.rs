//! The one writer of a file. Everybody's writes queue up for it; whatever waits when it is free goes into one transaction,
//! each write in a savepoint of its own, and is answered when that transaction is on disk. So the cost of reaching the
//! disk is shared by all who wait for it, and nobody waits longer than two transactions take.

use futures::future::BoxFuture;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use super::backend::write_back::WriteBack;
use crate::StoreError;
use crate::step::Step;

/// So many writes may wait; whoever comes then waits for a place.
const QUEUE: usize = 4096;
/// So many go into one transaction.
const BATCH: usize = 512;

/// Hands work to the writer.
#[derive(Clone)]
pub(in super::super) struct Writer {
    queue: mpsc::Sender<Box<dyn Work>>,
    pool: SqlitePool,
}

impl Writer {
    /// Over a pool of one connection, which opens another where that one broke.
    pub(in super::super) fn start(pool: SqlitePool) -> Self {
        let (queue, work) = mpsc::channel(QUEUE);
        tokio::spawn(run(pool.clone(), work));
        Self { queue, pool }
    }

    /// Does `work` in a transaction, and answers once that is on disk.
    pub(in super::super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<Step<T>, StoreError>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let one = One { work: Some(work), came_to: None, tell };
        self.queue.send(Box::new(one)).await.map_err(|_| StoreError::closed())?;
        told.await.map_err(|_| StoreError::closed())?
    }

    pub(in super::super) async fn write_back(&self, write: WriteBack) -> Result<bool, StoreError> {
        self.write(move |db| Box::pin(async move { write.apply(db).await })).await
    }

    /// Waits for what is in the queue.
    pub(in super::super) async fn close(&self) {
        // Whoever is behind this in the queue is told that the store is closed.
        let _ = self.write(|_| Box::pin(async { Step::undo(()) })).await;
        self.pool.close().await;
    }
}

/// What becomes of one write.
enum Fate {
    Keep,
    Undo,
    /// The database itself is in trouble: nothing of this transaction can be trusted.
    Abort(StoreError),
}

/// A write, of whatever answer.
trait Work: Send {
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection) -> BoxFuture<'c, Fate>;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct One<T, F> {
    work: Option<F>,
    came_to: Option<Result<Step<T>, StoreError>>,
    tell: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Work for One<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<Step<T>, StoreError>> + Send + 'static,
{
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection) -> BoxFuture<'c, Fate> {
        Box::pin(async move {
            let Some(work) = self.work.take() else { return Fate::Undo };
            let came_to = work(db).await;
            let fate = match &came_to {
                Ok(Step { keep: true, .. }) => Fate::Keep,
                Ok(Step { keep: false, .. }) => Fate::Undo,
                Err(error) => error.outage().map_or(Fate::Undo, Fate::Abort),
            };
            self.came_to = Some(came_to);
            fate
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.came_to, committed) {
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
            (Some(Ok(step)), Ok(())) => Ok(step.answer),
            (None, Ok(())) => Err(StoreError::closed()),
        };
        // Nobody may be waiting any more; what was written stays.
        let _ = self.tell.send(answer);
    }
}

async fn run(pool: SqlitePool, mut queue: mpsc::Receiver<Box<dyn Work>>) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        let committed = transact(&pool, &mut batch).await;
        for work in batch.drain(..) {
            work.answer(committed.as_ref().map_or_else(|error| Err(error.again()), |()| Ok(())));
        }
    }
}

async fn transact(pool: &SqlitePool, batch: &mut [Box<dyn Work>]) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?;
    let committed = transact_on(&mut connection, batch).await;
    if committed.is_err() {
        // SQLite ends a transaction by itself when the disk is full or fails (sqlite.org/lang_transaction.html, 4), and sqlx
        // still counts it as open: no other could begin on this connection.
        let _ = connection.close().await;
    }
    committed
}

async fn transact_on(connection: &mut SqliteConnection, batch: &mut [Box<dyn Work>]) -> Result<(), StoreError> {
    // The write lock from the start: a transaction that took it only at its first write could find that what it had read
    // is no longer true.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    if let [alone] = batch {
        return match alone.run(&mut transaction).await {
            Fate::Keep => Ok(transaction.commit().await?),
            Fate::Undo => Ok(transaction.rollback().await?),
            Fate::Abort(error) => Err(error),
        };
    }
    for work in batch {
        let mut savepoint = transaction.begin().await?;
        match work.run(&mut savepoint).await {
            Fate::Keep => savepoint.commit().await?,
            Fate::Undo => savepoint.rollback().await?,
            Fate::Abort(error) => return Err(error),
        }
    }
    Ok(transaction.commit().await?)
}
