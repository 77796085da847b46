//! The traits. [`Store`] is all of them; each subject has a file of its own below `store/`. Guarantees that every backend
//! gives:
//! * A method is one transaction: all of it happened or nothing.
//! * When a method returns, what it wrote survives a crash of the process and of the machine.
//! * Writes that name an expected phase, generation or lease change nothing unless it still holds; they answer `false`.
//! * News is written in the transaction that makes it true.
//! * No method deletes a connection or a grant because access was lost.
//! * Any number of processes may use one store at once.

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
pub use connections::{Connections, Parted};
pub use copying::{Cell, Copying, Row};
pub use engine_keys::EngineKeys;
pub use journal::Journal;
pub use password_tries::{Budget, PasswordTries, PasswordTry, Reserved};
pub use renewals::Renewals;
pub use sealing::{KeyUse, ResealFrom, Resealed, Sealing, UseKeysError};
pub use sessions::Sessions;

use crate::{Retention, StoreError};

/// Where everything is kept.
#[async_trait]
pub trait Store:
    Sessions
    + Connections
    + Renewals
    + Authorizations
    + PasswordTries
    + EngineKeys
    + Journal
    + Sealing
    + Copying
    + Send
    + Sync
{
    /// Whether the store answers and takes a write, by writing something that nobody ever sees.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Forgets what is over, and answers how many rows that were.
    async fn sweep(&self, now: UnixSeconds, retention: &Retention) -> Result<u64, StoreError>;
    /// Waits for the writes under way and lets go of the database. What is asked of the store afterwards fails.
    async fn close(&self);
}
