//! What can go wrong with a store. "Not there" is not an error: it is `None` or `false`.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is locked for too long, or is full. Trying again later may help.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The database refused a statement that should have worked.
    #[error("the database refused a statement: {0}")]
    Database(#[source] sqlx::Error),
    /// The tables could not be brought to this version.
    #[error("the tables could not be prepared: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds what this version cannot have written.
    #[error("{table}.{column} of row {row} can't be read")]
    Inconsistent {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        row: String,
    },
    /// A row is sealed under a key that the configuration does not list.
    #[error("{table} of row {row} is sealed with the key {key_id:?}, which the configuration does not list")]
    KeyMissing {
        /// Which table.
        table: &'static str,
        /// Which row.
        row: String,
        /// The key's id.
        key_id: String,
    },
    /// A seal is broken: the row was altered, moved, or sealed under another key of the same id.
    #[error("the seal on {table} of row {row} is broken")]
    SealBroken {
        /// Which table.
        table: &'static str,
        /// Which row.
        row: String,
    },
    /// The account is connected for somebody else, or the person has another account for this purpose.
    #[error("the account or its place is taken")]
    Taken,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Database(refusal) if refusal.is_unique_violation() => Self::Taken,
            E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => Self::Unavailable(error),
            // SQLITE_BUSY (5), SQLITE_LOCKED (6), SQLITE_FULL (13): sqlite.org/rescode.html
            E::Database(refusal) => match refusal.code().and_then(|code| code.parse::<i32>().ok()) {
                Some(code) if matches!(code & 0xff, 5 | 6 | 13) => Self::Unavailable(error),
                _ => Self::Database(error),
            },
            _ => Self::Database(error),
        }
    }
}
