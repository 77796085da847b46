//! Errors of a store. A missing row is not an error: it is `None` or `false`.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a database is temporarily unavailable. No data is lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outage {
    /// The database can't be reached, or closed the connection.
    Gone,
    /// Another process or transaction held a lock for too long.
    Locked,
    /// The disk of the database is full.
    Full,
    /// The disk of the database can't be read or written.
    Disk,
    /// The database is read-only: a stand-by server, or a file or folder without write permission.
    ReadOnly,
    /// There are too many concurrent requests.
    Busy,
    /// The store was closed by this process.
    Closed,
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gone => "the database does not answer",
            Self::Locked => "the database is locked by another process",
            Self::Full => "the database has no room left on its disk",
            Self::Disk => "the database can't read or write its disk",
            Self::ReadOnly => "the database can't be written to",
            Self::Busy => "the database has too much to do",
            Self::Closed => "the store is closed",
        })
    }
}

/// The underlying error of the database's library. It is shared, because one failure can end many writes.
pub type ErrorSource = Arc<dyn Error + Send + Sync>;

/// An error source from a text or from any other error.
pub(crate) fn because(cause: impl Into<Box<dyn Error + Send + Sync>>) -> ErrorSource {
    Arc::from(cause.into())
}

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is unavailable for a reason outside of this program. A later attempt may succeed.
    #[error("{0}: {1}")]
    Unavailable(Outage, #[source] ErrorSource),
    /// The database refused a statement that should have worked.
    #[error("the database refused a statement: {0}")]
    Database(#[source] ErrorSource),
    /// The migrations failed.
    #[error("the tables could not be prepared: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// No backend supports this scheme of the address.
    #[error("{0:?} is no address of a store: it begins with sqlite: or postgres:")]
    UnknownScheme(String),
    /// A `sqlite:` address without the path of a file.
    #[error(
        "the address of the store names no file: sqlite:///path/to/latchkey.db does, with % and two digits for ? and #"
    )]
    NoFile,
    /// A row holds a value that this version does not know.
    #[error("{table}.{column} of row {row} can't be read")]
    Inconsistent {
        /// The table's name.
        table: &'static str,
        /// The column's name.
        column: &'static str,
        /// The row's key.
        row: String,
    },
    /// A row is sealed under a key that the configuration does not list.
    #[error("{table} of row {row} is sealed with the key {key_id:?}, which the configuration does not list")]
    KeyMissing {
        /// The table's name.
        table: &'static str,
        /// The row's key.
        row: String,
        /// The id of the missing key.
        key_id: String,
    },
    /// A sealed value can't be opened: the row was altered or moved, or was sealed under another key of the same id.
    #[error("the seal on {table} of row {row} is broken")]
    SealBroken {
        /// The table's name.
        table: &'static str,
        /// The row's key.
        row: String,
    },
    /// The account is connected for another person, or the person has another account for this purpose. Also a duplicate id.
    #[error("the account or its place is taken")]
    Taken,
}

impl StoreError {
    /// The error of every call after [`close`](crate::Store::close).
    pub(crate) fn closed() -> Self {
        Self::Unavailable(Outage::Closed, because("it was closed before"))
    }

    /// A copy of the error, if the database as a whole is unavailable.
    pub(crate) fn outage(&self) -> Option<Self> {
        matches!(self, Self::Unavailable(..)).then(|| self.again())
    }

    /// A copy of the error for another caller, for the errors that a whole transaction can end with.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Unavailable(outage, cause) => Self::Unavailable(*outage, Arc::clone(cause)),
            Self::Database(cause) => Self::Database(Arc::clone(cause)),
            other => Self::Database(because(other.to_string())),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let outage = match &error {
            E::Database(refusal) if refusal.is_unique_violation() => return Self::Taken,
            E::Database(refusal) => refusal.code().and_then(|code| outage_of(&code)),
            E::Io(_) | E::Tls(_) | E::WorkerCrashed => Some(Outage::Gone),
            E::PoolTimedOut => Some(Outage::Busy),
            E::PoolClosed => Some(Outage::Closed),
            _ => None,
        };
        match outage {
            Some(outage) => Self::Unavailable(outage, Arc::new(error)),
            None => Self::Database(Arc::new(error)),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        let code = error.sqlite_error().map(|failure| failure.extended_code);
        if matches!(code, Some(SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE)) {
            return Self::Taken;
        }
        match code.and_then(|code| outage_of(&code.to_string())) {
            Some(outage) => Self::Unavailable(outage, Arc::new(error)),
            None => Self::Database(Arc::new(error)),
        }
    }
}

/// Classifies a database's error code. PostgreSQL's have five characters (postgresql.org/docs, appendix A);
/// SQLite's are numbers with the kind in the lowest byte (sqlite.org/rescode.html).
fn outage_of(code: &str) -> Option<Outage> {
    if code.len() == 5 {
        return match code {
            "53100" => Some(Outage::Full),
            "58030" => Some(Outage::Disk),
            "25006" => Some(Outage::ReadOnly),
            "40001" | "40P01" | "55P03" | "57014" => Some(Outage::Locked),
            _ => match &code[..2] {
                "08" | "57" => Some(Outage::Gone),
                "53" => Some(Outage::Busy),
                _ => None,
            },
        };
    }
    match code.parse::<u32>().ok()? & 0xff {
        5 | 6 => Some(Outage::Locked),
        8 => Some(Outage::ReadOnly),
        10 | 14 => Some(Outage::Disk),
        13 => Some(Outage::Full),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_codes_say_what_is_the_matter() {
        for (code, outage) in [
            ("5", Some(Outage::Locked)),
            ("517", Some(Outage::Locked)),
            ("8", Some(Outage::ReadOnly)),
            ("778", Some(Outage::Disk)),
            ("13", Some(Outage::Full)),
            ("1", None),
            ("1299", None),
            ("53100", Some(Outage::Full)),
            ("53300", Some(Outage::Busy)),
            ("57P01", Some(Outage::Gone)),
            ("08006", Some(Outage::Gone)),
            ("40P01", Some(Outage::Locked)),
            ("25006", Some(Outage::ReadOnly)),
            ("42P01", None),
            ("nonsense", None),
        ] {
            assert_eq!(outage_of(code), outage, "{code}");
        }
    }
}
