//! What a piece of work inside a transaction comes to.

use crate::StoreError;

/// An answer, and whether what was written on the way to it is kept.
pub(crate) struct Step<T> {
    pub(crate) answer: T,
    pub(crate) keep: bool,
}

impl<T> Step<T> {
    /// All of it stays.
    #[expect(clippy::unnecessary_wraps, reason = "ends a piece of work, which answers a `Result`")]
    pub(crate) fn keep(answer: T) -> Result<Self, StoreError> {
        Ok(Self { answer, keep: true })
    }

    /// Nothing of it stays.
    #[expect(clippy::unnecessary_wraps, reason = "ends a piece of work, which answers a `Result`")]
    pub(crate) fn undo(answer: T) -> Result<Self, StoreError> {
        Ok(Self { answer, keep: false })
    }
}
