//! Locks a database as another program would, for tests of what happens meanwhile.

use std::path::Path;

use rusqlite::Connection;

/// The write lock of an SQLite file.
pub struct WriteLock(Connection);

impl WriteLock {
    /// Takes the lock.
    pub fn on(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        Self(connection)
    }

    /// Releases the lock.
    pub fn release(self) {
        self.0.execute_batch("ROLLBACK").unwrap();
    }
}
