//! The store: connections, grants, sign-ins, sessions and the audit journal. Callers use the trait [`Store`] and know no
//! SQL. Every secret is encrypted before it is written and decrypted when it is read, so no caller handles ciphertext.
//! [`open`] chooses the backend by the address.
//!
//! # To add something that is stored
//! 1. Write a migration with the next number in `migrations/<backend>/` for each backend; never change one that has been
//!    released. Add the table or column to `tables.rs`.
//! 2. Add the method to the trait of its subject in `store/` with its guarantees, and implement it in `sql/`: one
//!    implementation serves all backends. What a dialect does in its own way stands in `<backend>/dialect.rs`.
//! 3. Add what must hold to `conformance/`: every backend runs it.

#![warn(missing_docs)]

mod columns;
#[cfg(feature = "conformance")]
pub mod conformance;
mod crypter;
mod error;
mod migrations;
mod open;
mod postgres;
mod records;
mod sealed;
mod sqlite;
mod store;
mod tables;
mod transaction_end;

pub use crypter::{Crypter, KeyError, SealingKey};
pub use error::{ErrorSource, Outage, StoreError};
pub use open::open;
pub use records::{
    AuditActor, AuditDetail, AuditEvent, AuditEventKind, AuthorizationRecord, CallbackParameters, Channel, Claim,
    ClaimedConnection, ClaimedOutboxEntry, ConnectionChange, ConnectionDetail, ConnectionLease, ConnectionRecord,
    ConnectionWithGrant, DeliveryOutcome, EngineKeyRecord, FailedRenewal, Grant, HealthCounts, HeldClaim, JournalEntry,
    KeyScope, KeylessRequest, KnownFacts, LetInBy, LetsIn, LinkRecord, MailCap, NewAuditEvent, NewOutboxEntry,
    OpenedBy, Opening, OpeningKeyRecord, OpeningOutcome, OpeningSecrets, OutboxClaim, OutboxCounts, OutboxLease,
    PasswordSender, PendingSignIn, RenewedGrant, Retention, SessionRecord,
};
pub use store::{
    AuditJournal, Authorizations, Budget, Cell, ConnectionReplacement, Connections, Copying, EngineKeys, KeyRotation,
    KeyUsage, PasswordTries, PasswordTry, RejectionPace, Renewals, ReplaceKeysError, ResealCursor, ResealedBatch,
    Sessions, SignedIn, Store, TableRow, Takes, TryReservation,
};
pub use tables::{ColumnType, TABLES, TableSchema};
