//! The traits. [`Store`] combines all of them; each subject has a file of its own in `store/`. Guarantees that every
//! backend gives:
//! * A method is one transaction: it is applied as a whole or not at all.
//! * When a method returns, what it wrote survives a crash of the process and of the machine.
//! * Writes that name an expected phase, generation or lease change nothing unless it still holds; they return `false`.
//! * An audit event is written in the same transaction as the change that it describes.
//! * No method deletes a connection or a grant because access was lost.
//! * Any number of processes may use one store at the same time.

mod authorizations;
mod connections;
mod copying;
mod engine_keys;
mod journal;
mod password_tries;
mod renewals;
mod sealing;
mod sessions;

use async_trait::async_trait;
use latchkey_wire::UnixSeconds;

pub use authorizations::{Authorizations, SignedIn, Takes};
pub use connections::{ConnectionReplacement, Connections, RejectionPace};
pub use copying::{Cell, Copying, TableRow};
pub use engine_keys::EngineKeys;
pub use journal::AuditJournal;
pub use password_tries::{Budget, PasswordTries, PasswordTry, TryReservation};
pub use renewals::Renewals;
pub use sealing::{KeyRotation, KeyUsage, ReplaceKeysError, ResealCursor, ResealedBatch};
pub use sessions::Sessions;

use crate::{Retention, StoreError};

/// A store, with all of its subjects.
#[async_trait]
pub trait Store:
    Sessions
    + Connections
    + Renewals
    + Authorizations
    + PasswordTries
    + EngineKeys
    + AuditJournal
    + KeyRotation
    + Copying
    + Send
    + Sync
{
    /// Checks that the store can be read and written, with a row that is inserted and deleted in one transaction.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Deletes what has ended or is older than the retention, and returns the number of deleted rows.
    async fn delete_expired(&self, now: UnixSeconds, retention: &Retention) -> Result<u64, StoreError>;
    /// Waits for pending writes and closes the database. Every later call fails.
    async fn close(&self);
}
