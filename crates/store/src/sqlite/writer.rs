//! The one writer of a file: a thread with a connection. All writes go through its queue. The thread puts all queued writes
//! into one transaction, each in a savepoint of its own, and replies when the transaction is on disk. So concurrent writes
//! share the cost of the sync, and no caller waits longer than two transactions take.

use std::thread;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::backend::write_back::WriteBack;
use super::file::DatabaseFile;
use super::statements::Conn;
use crate::error::because;
use crate::transaction_end::TransactionEnd;
use crate::{Outage, StoreError};

/// The length of the queue; further callers wait for a free place.
const QUEUE: usize = 4096;
/// The maximum number of writes in one transaction.
const BATCH: usize = 512;

/// Sends writes to the writer's thread.
#[derive(Clone)]
pub(in super::super) struct Writer(mpsc::Sender<WriterMessage>);

enum WriterMessage {
    Do(Box<dyn QueuedWrite>),
    /// Stops the thread after the queued writes.
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the thread with a connection. If the connection breaks, the thread opens another one.
    pub(super) fn start(file: DatabaseFile, connection: Conn) -> Result<Self, StoreError> {
        let (queue, messages) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new().name("sqlite-writer".to_owned());
        let thread = thread.spawn(move || WriterThread { file, connection: Some(connection) }.run(messages));
        match thread {
            Ok(_detached) => Ok(Self(queue)),
            Err(error) => Err(StoreError::Unavailable(Outage::Busy, because(error))),
        }
    }

    /// Runs `work` in a transaction, and returns when the transaction is on disk.
    pub(in super::super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<TransactionEnd<T>, StoreError>> + Send + 'static,
    {
        let (reply, replied) = oneshot::channel();
        let one = TypedWrite { work: Some(work), outcome: None, reply };
        self.0.send(WriterMessage::Do(Box::new(one))).await.map_err(|_| StoreError::closed())?;
        replied.await.map_err(|_| StoreError::closed())?
    }

    pub(in super::super) async fn write_back(&self, write: WriteBack) -> Result<bool, StoreError> {
        self.write(move |db| Box::pin(async move { write.apply(db).await })).await
    }

    /// Waits for the queued writes.
    pub(in super::super) async fn close(&self) {
        let (reply, replied) = oneshot::channel();
        if self.0.send(WriterMessage::Close(reply)).await.is_ok() {
            // A thread that has ended has no queued writes.
            let _ = replied.await;
        }
    }
}

/// How one write ends.
enum WriteFate {
    Commit,
    Rollback,
    /// The database itself failed: the whole transaction is abandoned.
    Abort(StoreError),
}

/// A queued write, independent of its result type.
trait QueuedWrite: Send {
    fn run(&mut self, db: &mut Conn) -> WriteFate;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct TypedWrite<T, F> {
    work: Option<F>,
    outcome: Option<Result<TransactionEnd<T>, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> QueuedWrite for TypedWrite<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<TransactionEnd<T>, StoreError>> + Send + 'static,
{
    fn run(&mut self, db: &mut Conn) -> WriteFate {
        let Some(work) = self.work.take() else { return WriteFate::Rollback };
        let outcome = work(db).now_or_never().expect("a statement on a connection of its own never waits");
        let fate = match &outcome {
            Ok(TransactionEnd { commits: true, .. }) => WriteFate::Commit,
            Ok(TransactionEnd { commits: false, .. }) => WriteFate::Rollback,
            Err(error) => error.outage().map_or(WriteFate::Rollback, WriteFate::Abort),
        };
        self.outcome = Some(outcome);
        fate
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.outcome, committed) {
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
            (Some(Ok(end)), Ok(())) => Ok(end.answer),
            (None, Ok(())) => Err(StoreError::closed()),
        };
        // The caller may have stopped waiting; what was written stays.
        let _ = self.reply.send(answer);
    }
}

struct WriterThread {
    file: DatabaseFile,
    connection: Option<Conn>,
}

impl WriterThread {
    fn run(mut self, mut queue: mpsc::Receiver<WriterMessage>) {
        let (mut messages, mut batch, mut closed) = (Vec::new(), Vec::new(), None);
        while queue.blocking_recv_many(&mut messages, BATCH) > 0 {
            for message in messages.drain(..) {
                match message {
                    WriterMessage::Do(work) => batch.push(work),
                    WriterMessage::Close(reply) => {
                        queue.close();
                        closed = Some(reply);
                    }
                }
            }
            let committed = self.transact(&mut batch);
            for work in batch.drain(..) {
                work.answer(committed.as_ref().map_or_else(|error| Err(error.again()), |()| Ok(())));
            }
        }
        // Closing the last connection checkpoints the write-ahead log.
        drop(self.connection);
        if let Some(reply) = closed {
            let _ = reply.send(());
        }
    }

    fn transact(&mut self, batch: &mut [Box<dyn QueuedWrite>]) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut connection = self.connection.take().map_or_else(|| self.file.open(), Ok)?;
        let committed = transact_on(&mut connection, batch);
        if committed.is_err() && connection.is_in_transaction() {
            connection.batch("ROLLBACK")?;
        }
        // A connection with a disk error is not used again.
        if !matches!(committed, Err(StoreError::Unavailable(..))) {
            self.connection = Some(connection);
        }
        committed
    }
}

fn transact_on(db: &mut Conn, batch: &mut [Box<dyn QueuedWrite>]) -> Result<(), StoreError> {
    // Takes the write lock at the start: a transaction that takes it only at its first write may have read outdated rows.
    db.step("BEGIN IMMEDIATE")?;
    if let [alone] = batch {
        return match alone.run(db) {
            WriteFate::Commit => db.step("COMMIT"),
            WriteFate::Rollback => db.step("ROLLBACK"),
            WriteFate::Abort(error) => Err(error),
        };
    }
    for work in batch {
        db.step("SAVEPOINT one")?;
        match work.run(db) {
            WriteFate::Commit => db.step("RELEASE one")?,
            WriteFate::Rollback => {
                db.step("ROLLBACK TO one")?;
                db.step("RELEASE one")?;
            }
            WriteFate::Abort(error) => return Err(error),
        }
    }
    db.step("COMMIT")
}
