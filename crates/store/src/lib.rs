//! Where grants are kept. Handlers and the renewal driver know the trait [`Store`] and nothing of SQL; every secret is
//! sealed before it reaches a database and opened when it leaves, so no caller ever handles ciphertext. [`open`] chooses
//! the backend by the address.
//!
//! # To add something that is stored
//! 1. Write a migration with the next number in `migrations/<backend>/` for each backend; never change one that has been
//!    released. Add table or column to `tables.rs`.
//! 2. Add the method to the trait of its subject in `store/` with its guarantees, and implement it in `sql/`: one
//!    implementation serves all backends. What a dialect does in its own way stands in `<backend>/dialect.rs`.
//! 3. Add what must hold to `conformance/`: every backend runs it.

#![warn(missing_docs)]

mod columns;
#[cfg(feature = "conformance")]
pub mod conformance;
mod crypter;
mod error;
mod open;
mod postgres;
mod records;
mod sealed;
mod sqlite;
mod step;
mod store;
mod tables;

pub use crypter::{Crypter, Key, KeyError};
pub use error::{Cause, Outage, StoreError};
pub use open::open;
pub use records::{
    Actor, Announced, Asked, AuthorizationRecord, Channel, Claim, Claimed, ClaimedDeliveries, ClaimedDelivery,
    ConnectionRecord, Delivered, DeliveryCounts, DeliveryLease, EngineKeyRecord, Entry, Failed, Grant, HealthCounts,
    InFlight, JournalEntry, KeyScope, Lease, LetInBy, LetsIn, LinkRecord, MailCap, NewDelivery, News, NewsKind,
    OpenedBy, Opening, OpeningKeyRecord, OpeningSecrets, PendingSignIn, Renewed, Retention, Returned, SessionRecord,
    WithGrant,
};
pub use store::{
    Authorizations, Budget, Cell, Connections, Copying, EngineKeys, Journal, KeyUse, Parted, PasswordTries,
    PasswordTry, Renewals, ResealFrom, Resealed, Reserved, Row, Sealing, Sessions, SignedIn, Store, Takes,
    UseKeysError,
};
pub use tables::{Kind, TABLES, Table};
