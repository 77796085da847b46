//! Changing the encryption keys while everything runs: add the new key as the first of the list everywhere, reseal what is
//! under older ones, and take those out when nothing names them any more.

use async_trait::async_trait;

use crate::{Key, KeyError, StoreError};

/// How much is sealed under one key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyUse {
    /// The key's id.
    pub id: String,
    /// How many values name it.
    pub sealed: u64,
    /// Whether the configuration lists it.
    pub listed: bool,
    /// Whether it is the one that new values are sealed under.
    pub first: bool,
}

/// Where a pass of resealing goes on. Only the store reads it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResealFrom {
    pub(crate) column: usize,
    pub(crate) key: String,
    pub(crate) row: String,
}

/// One step of resealing.
#[derive(Debug)]
pub struct Resealed {
    /// Values that stand under the first key from now on.
    pub resealed: u64,
    /// Values that don't open, each with its reason; they are left as they are.
    pub unreadable: Vec<StoreError>,
    /// Where to go on; `None` at the end of the pass.
    pub next: Option<ResealFrom>,
}

/// Why another list of keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum UseKeysError {
    /// The list itself.
    #[error(transparent)]
    List(#[from] KeyError),
    /// It lacks keys that something is sealed under.
    #[error("these keys are still in use and must stay in the list: {}", .0.join(", "))]
    InUse(Vec<String>),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The keys that secrets are sealed under.
#[async_trait]
pub trait Sealing {
    /// Every key that is listed or in use, with how much is sealed under it.
    async fn keys_in_use(&self) -> Result<Vec<KeyUse>, StoreError>;
    /// Keys that something is sealed under and that the configuration does not list, by their ids.
    async fn missing_keys(&self) -> Result<Vec<String>, StoreError>;
    /// Seals with the first key of this list from now on, and opens with all of it. Refused, and nothing changed, while
    /// something is sealed under a key that it lacks.
    async fn use_keys(&self, keys: Vec<Key>) -> Result<(), UseKeysError>;
    /// Seals up to `limit` values that stand under another key than the first under the first one. A value that changes
    /// meanwhile keeps what was written to it.
    async fn reseal(&self, from: Option<&ResealFrom>, limit: u32) -> Result<Resealed, StoreError>;
}
