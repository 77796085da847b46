//! Connections for reading. A look-up by key takes some ten microseconds, and sending it to another thread would take as long
//! again, so it runs on the caller's thread. A query that may read many rows runs on a thread of its own, so that no other
//! task waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::file::DatabaseFile;
use super::statements::{Conn, Query, StatementResult};
use crate::error::because;
use crate::{Outage, StoreError};

/// The number of concurrent queries.
const READERS: usize = 4;
/// How long a caller waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections to one file.
#[derive(Clone)]
pub(in super::super) struct Readers(Arc<ReaderPool>);

struct ReaderPool {
    file: DatabaseFile,
    room: Arc<Semaphore>,
    idle: Mutex<Vec<Conn>>,
    closed: AtomicBool,
}

impl Readers {
    pub(super) fn of(file: DatabaseFile) -> Self {
        let room = Arc::new(Semaphore::new(READERS));
        Self(Arc::new(ReaderPool { file, room, idle: Mutex::default(), closed: AtomicBool::new(false) }))
    }

    /// Runs a look-up by key, on the caller's thread.
    pub(super) fn look_up(&self, query: &Query) -> Result<StatementResult, StoreError> {
        self.0.ask(query)
    }

    /// Runs a query on a thread of its own.
    pub(super) async fn ask(&self, query: Query) -> Result<StatementResult, StoreError> {
        let shared = Arc::clone(&self.0);
        let turn = match timeout(PATIENCE, Arc::clone(&shared.room).acquire_owned()).await {
            Ok(turn) => turn.map_err(|_| StoreError::closed())?,
            Err(_) => return Err(StoreError::Unavailable(Outage::Busy, because("too many concurrent queries"))),
        };
        let asked = spawn_blocking(move || {
            let _turn = turn;
            shared.ask(&query)
        });
        asked.await.map_err(|_| StoreError::closed())?
    }

    /// Waits for running queries, and closes the connections.
    pub(in super::super) async fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        let all = u32::try_from(READERS).unwrap_or(u32::MAX);
        if let Ok(_all) = self.0.room.acquire_many(all).await {
            self.0.idle().clear();
        }
        self.0.room.close();
    }
}

impl ReaderPool {
    fn ask(&self, query: &Query) -> Result<StatementResult, StoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(StoreError::closed());
        }
        let idle = self.idle().pop();
        let mut connection = idle.map_or_else(|| self.file.open(), Ok)?;
        let done = connection.run(query);
        // A connection with a disk error is not used again.
        if !matches!(done, Err(StoreError::Unavailable(..))) && !self.closed.load(Ordering::Acquire) {
            self.idle().push(connection);
        }
        done
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Conn>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
