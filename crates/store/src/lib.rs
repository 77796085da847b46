//! Where grants are kept. Handlers and the renewal driver know the trait [`Store`] and nothing of SQL; every secret is
//! sealed before it reaches a backend's file and opened when it leaves, so no caller ever handles ciphertext.
//!
//! # To add something that is stored
//! 1. Write a migration with the next number in `migrations/<backend>/`; never change one that has been released.
//! 2. Add the method to [`Store`] with its guarantees, and implement it in each backend's folder.
//! 3. Add what must hold to `conformance.rs`: every backend runs it.

#[cfg(feature = "conformance")]
pub mod conformance;
mod crypter;
mod error;
mod records;
mod sealed;
mod sqlite;
mod store;

pub use crypter::{Crypter, Key, KeyError};
pub use error::StoreError;
pub use records::{
    AuthorizationRecord, AuthorizationSecrets, ConnectionRecord, EngineKeyRecord, Grant, PendingSignIn, Renewed,
    SessionRecord,
};
pub use sqlite::SqliteStore;
pub use store::{SignedIn, Store};
