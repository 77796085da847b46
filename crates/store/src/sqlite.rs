//! The SQLite backend: one file, write-ahead log, every commit synced to disk before it is reported as done. Several
//! processes may use one file; each has one writer.
//!
//! SQLite is a library, so a statement is as fast as a function call, unless it is sent to another thread first. Here whole
//! transactions, many at once, are sent to the writer's thread (`writer.rs`), and queries to a thread of their own
//! (`readers.rs`). sqlx is not used, because it sends each statement to another thread.

mod dialect;
mod file;
mod migrations;
mod readers;
mod statements;
mod writer;

#[expect(clippy::duplicate_mod, reason = "one source for both dialects, see there")]
#[path = "sql/backend.rs"]
mod backend;

pub(crate) use backend::SqlStore;

use crate::{Crypter, StoreError};
use file::DatabaseFile;
use readers::Readers;

/// Opens the file of a `sqlite:` address, creates it if it does not exist, and runs the migrations.
pub(crate) async fn open(url: &str, crypter: Crypter) -> Result<SqlStore, StoreError> {
    let file = DatabaseFile::at(url)?;
    let prepared = file.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let mut connection = prepared.create()?;
        migrations::run(&mut connection)?;
        Ok::<_, StoreError>(connection)
    });
    let writing = writing.await.map_err(|_| StoreError::closed())??;
    let writer = dialect::Writer::start(file.clone(), writing)?;
    Ok(SqlStore::new(Readers::of(file), writer, crypter))
}
