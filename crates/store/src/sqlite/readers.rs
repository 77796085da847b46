//! Connections for what only reads. A row that is found by its key is a few pages away, some ten microseconds: sending such
//! a question to another thread would cost as much again, so it is answered on the spot. Whatever may walk over many rows
//! goes to a thread of its own, so that no other task waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::file::File;
use super::statements::{Conn, Done, Query};
use crate::error::because;
use crate::{Outage, StoreError};

/// So many long questions are under way at once.
const READERS: usize = 4;
/// How long a caller waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections to one file.
#[derive(Clone)]
pub(in super::super) struct Readers(Arc<Shared>);

struct Shared {
    file: File,
    room: Arc<Semaphore>,
    idle: Mutex<Vec<Conn>>,
    closed: AtomicBool,
}

impl Readers {
    pub(super) fn of(file: File) -> Self {
        let room = Arc::new(Semaphore::new(READERS));
        Self(Arc::new(Shared { file, room, idle: Mutex::default(), closed: AtomicBool::new(false) }))
    }

    /// Runs a statement that only reads and finds its row by a key.
    pub(super) fn look_up(&self, query: &Query) -> Result<Done, StoreError> {
        self.0.ask(query)
    }

    /// Runs a statement that only reads, for as long as it takes.
    pub(super) async fn ask(&self, query: Query) -> Result<Done, StoreError> {
        let shared = Arc::clone(&self.0);
        let turn = match timeout(PATIENCE, Arc::clone(&shared.room).acquire_owned()).await {
            Ok(turn) => turn.map_err(|_| StoreError::closed())?,
            Err(_) => return Err(StoreError::Unavailable(Outage::Busy, because("too many questions at once"))),
        };
        let asked = spawn_blocking(move || {
            let _turn = turn;
            shared.ask(&query)
        });
        asked.await.map_err(|_| StoreError::closed())?
    }

    /// Lets those under way finish.
    pub(in super::super) async fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        let everybody = u32::try_from(READERS).unwrap_or(u32::MAX);
        if let Ok(_all) = self.0.room.acquire_many(everybody).await {
            self.0.idle().clear();
        }
        self.0.room.close();
    }
}

impl Shared {
    fn ask(&self, query: &Query) -> Result<Done, StoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(StoreError::closed());
        }
        let idle = self.idle().pop();
        let mut connection = idle.map_or_else(|| self.file.open(), Ok)?;
        let done = connection.run(query);
        // One that the disk failed is not relied on any more.
        if !matches!(done, Err(StoreError::Unavailable(..))) && !self.closed.load(Ordering::Acquire) {
            self.idle().push(connection);
        }
        done
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Conn>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
