//! The one writer of a file, a thread with a connection. Everybody's writes queue up for it; whatever waits when it is free
//! goes into one transaction, each write in a savepoint of its own, and is answered when that transaction is on disk. So the
//! cost of reaching the disk is shared by all who wait for it, and nobody waits longer than two transactions take.

use std::thread;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::backend::write_back::WriteBack;
use super::file::File;
use super::statements::Conn;
use crate::error::because;
use crate::transaction_end::Step;
use crate::{Outage, StoreError};

/// So many writes may wait; whoever comes then waits for a place.
const QUEUE: usize = 4096;
/// So many go into one transaction.
const BATCH: usize = 512;

/// Hands work to the writer.
#[derive(Clone)]
pub(in super::super) struct Writer(mpsc::Sender<Message>);

enum Message {
    Do(Box<dyn Work>),
    /// Nothing more is taken after this.
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Over a connection, in place of which another is opened if that one breaks.
    pub(super) fn start(file: File, connection: Conn) -> Result<Self, StoreError> {
        let (queue, messages) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new().name("sqlite-writer".to_owned());
        let thread = thread.spawn(move || Thread { file, connection: Some(connection) }.run(messages));
        match thread {
            Ok(_detached) => Ok(Self(queue)),
            Err(error) => Err(StoreError::Unavailable(Outage::Busy, because(error))),
        }
    }

    /// Does `work` in a transaction, and answers once that is on disk.
    pub(in super::super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<Step<T>, StoreError>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let one = One { work: Some(work), came_to: None, tell };
        self.0.send(Message::Do(Box::new(one))).await.map_err(|_| StoreError::closed())?;
        told.await.map_err(|_| StoreError::closed())?
    }

    pub(in super::super) async fn write_back(&self, write: WriteBack) -> Result<bool, StoreError> {
        self.write(move |db| Box::pin(async move { write.apply(db).await })).await
    }

    /// Waits for what is in the queue.
    pub(in super::super) async fn close(&self) {
        let (tell, told) = oneshot::channel();
        if self.0.send(Message::Close(tell)).await.is_ok() {
            // A thread that is gone has nothing in its queue.
            let _ = told.await;
        }
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
    fn run(&mut self, db: &mut Conn) -> Fate;
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
    F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<Step<T>, StoreError>> + Send + 'static,
{
    fn run(&mut self, db: &mut Conn) -> Fate {
        let Some(work) = self.work.take() else { return Fate::Undo };
        let came_to = work(db).now_or_never().expect("a statement on a connection of one's own waits for nobody");
        let fate = match &came_to {
            Ok(Step { keep: true, .. }) => Fate::Keep,
            Ok(Step { keep: false, .. }) => Fate::Undo,
            Err(error) => error.outage().map_or(Fate::Undo, Fate::Abort),
        };
        self.came_to = Some(came_to);
        fate
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

struct Thread {
    file: File,
    connection: Option<Conn>,
}

impl Thread {
    fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let (mut messages, mut batch, mut closed) = (Vec::new(), Vec::new(), None);
        while queue.blocking_recv_many(&mut messages, BATCH) > 0 {
            for message in messages.drain(..) {
                match message {
                    Message::Do(work) => batch.push(work),
                    Message::Close(tell) => {
                        queue.close();
                        closed = Some(tell);
                    }
                }
            }
            let committed = self.transact(&mut batch);
            for work in batch.drain(..) {
                work.answer(committed.as_ref().map_or_else(|error| Err(error.again()), |()| Ok(())));
            }
        }
        // The last connection to a file moves the log into it.
        drop(self.connection);
        if let Some(tell) = closed {
            let _ = tell.send(());
        }
    }

    fn transact(&mut self, batch: &mut [Box<dyn Work>]) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut connection = self.connection.take().map_or_else(|| self.file.open(), Ok)?;
        let committed = transact_on(&mut connection, batch);
        if committed.is_err() && connection.is_in_transaction() {
            connection.batch("ROLLBACK")?;
        }
        // One that the disk failed is not relied on any more.
        if !matches!(committed, Err(StoreError::Unavailable(..))) {
            self.connection = Some(connection);
        }
        committed
    }
}

fn transact_on(db: &mut Conn, batch: &mut [Box<dyn Work>]) -> Result<(), StoreError> {
    // The write lock from the start: a transaction that took it only at its first write could find that what it had read
    // is no longer true.
    db.step("BEGIN IMMEDIATE")?;
    if let [alone] = batch {
        return match alone.run(db) {
            Fate::Keep => db.step("COMMIT"),
            Fate::Undo => db.step("ROLLBACK"),
            Fate::Abort(error) => Err(error),
        };
    }
    for work in batch {
        db.step("SAVEPOINT one")?;
        match work.run(db) {
            Fate::Keep => db.step("RELEASE one")?,
            Fate::Undo => {
                db.step("ROLLBACK TO one")?;
                db.step("RELEASE one")?;
            }
            Fate::Abort(error) => return Err(error),
        }
    }
    db.step("COMMIT")
}
