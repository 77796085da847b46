//! How a transaction ends.

use crate::StoreError;

/// The result of a transaction, and whether it is committed or rolled back.
pub(crate) struct TransactionEnd<T> {
    pub(crate) answer: T,
    pub(crate) commits: bool,
}

impl<T> TransactionEnd<T> {
    /// Commits what was written.
    #[expect(clippy::unnecessary_wraps, reason = "the last expression of a transaction, which returns a `Result`")]
    pub(crate) fn commit(answer: T) -> Result<Self, StoreError> {
        Ok(Self { answer, commits: true })
    }

    /// Rolls back what was written.
    #[expect(clippy::unnecessary_wraps, reason = "the last expression of a transaction, which returns a `Result`")]
    pub(crate) fn rollback(answer: T) -> Result<Self, StoreError> {
        Ok(Self { answer, commits: false })
    }
}
