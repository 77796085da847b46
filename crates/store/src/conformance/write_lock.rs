//! Another program that holds the database, for tests of what happens meanwhile.

use std::path::Path;

use rusqlite::Connection;

/// Holds the write lock of an SQLite file until it lets go.
pub struct Hold(Connection);

impl Hold {
    /// Takes the lock.
    pub fn on(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        Self(connection)
    }

    /// Lets go.
    pub fn release(self) {
        self.0.execute_batch("ROLLBACK").unwrap();
    }
}
