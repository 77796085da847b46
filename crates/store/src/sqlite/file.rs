//! The database file, and the settings of connections to it.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use rusqlite::{Connection, OpenFlags};

use super::statements::Conn;
use crate::StoreError;

/// How long a statement waits for a lock of another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The number of prepared statements that a connection caches: some more than there are in `sql/`.
const PREPARED: usize = 96;

/// For every connection. The log is synced with every commit (<https://sqlite.org/pragma.html#pragma_synchronous>), and a connection
/// caches half a megabyte of pages: frequently read pages are in the system's cache anyway.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                        PRAGMA cache_size = -512";

/// The path of a database file.
#[derive(Clone)]
pub(super) struct DatabaseFile(PathBuf);

impl DatabaseFile {
    /// Parses a `sqlite:` address. Characters with a meaning in URLs are percent-encoded.
    pub(super) fn at(url: &str) -> Result<Self, StoreError> {
        let path = url.strip_prefix("sqlite:").unwrap_or(url);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.starts_with(':') || path.contains(['?', '#']) {
            return Err(StoreError::NoFile);
        }
        let path = percent_decode_str(path).decode_utf8().map_err(|_| StoreError::NoFile)?;
        Ok(Self(PathBuf::from(path.as_ref())))
    }

    /// Opens the first connection, which creates the file if it does not exist.
    pub(super) fn create(&self) -> Result<Conn, StoreError> {
        self.connect(OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens one more connection. A file that was deleted in the meantime is not created again.
    pub(super) fn open(&self) -> Result<Conn, StoreError> {
        self.connect(OpenFlags::empty())
    }

    fn connect(&self, more: OpenFlags) -> Result<Conn, StoreError> {
        // A connection is used by one thread at a time, so it needs no lock of its own.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let connection = Connection::open_with_flags(&self.0, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        connection.execute_batch(SETTINGS)?;
        Ok(Conn::new(connection))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file_and_nothing_else() {
        for (address, path) in [
            ("sqlite:///var/lib/latchkey.db", "/var/lib/latchkey.db"),
            ("sqlite:latchkey.db", "latchkey.db"),
            ("sqlite://data/latchkey.db", "data/latchkey.db"),
            ("sqlite:///with%20space%3F.db", "/with space?.db"),
        ] {
            assert_eq!(DatabaseFile::at(address).unwrap().0, PathBuf::from(path), "{address}");
        }
        for address in ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite://file.db?mode=memory", "sqlite://%ff"] {
            assert!(matches!(DatabaseFile::at(address), Err(StoreError::NoFile)), "{address}");
        }
    }
}
