//! The SQLite backend: one file, write-ahead log, every commit synced to disk before it is reported as done. Several
//! processes may use one file; each has one writer.

mod dialect;
mod writer;

#[expect(clippy::duplicate_mod, reason = "one source for both dialects, see there")]
#[path = "sql/backend.rs"]
mod backend;

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub(crate) use backend::SqlStore;

use crate::{Crypter, StoreError};

/// How long a statement waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for a free connection to the file.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers beside the one writer that SQLite allows.
const READERS: u32 = 4;

/// Opens the file of a `sqlite:` address, makes it if it isn't there, and brings its tables to this version.
pub(crate) async fn open(url: &str, crypter: Crypter) -> Result<SqlStore, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    let pool = |size| SqlitePoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE_TIMEOUT);
    let writer = pool(1).connect_with(options.clone()).await?;
    sqlx::migrate!("migrations/sqlite").run(&writer).await?;
    let readers = pool(READERS).connect_with(options).await?;
    Ok(SqlStore::new(readers, dialect::Writer::start(writer), crypter))
}
