//! The SQLite backend: one file, write-ahead log, every commit synced to disk before it is reported as done. Several
//! processes may use one file; each has one writer.
//!
//! SQLite is a library, so a statement costs what a function costs, unless it is sent to another thread first. Here a whole
//! transaction, and many of them at once, goes to the writer's thread (`writer.rs`), and a question to a thread of its own
//! (`readers.rs`); in between nothing is sent. That is why this does not go through sqlx, which sends each statement.

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
use file::File;
use readers::Readers;

/// Opens the file of a `sqlite:` address, makes it if it isn't there, and brings its tables to this version.
pub(crate) async fn open(url: &str, crypter: Crypter) -> Result<SqlStore, StoreError> {
    let file = File::at(url)?;
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
