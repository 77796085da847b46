//! Rotation of the encryption keys while endpoints run: add the new key as the first of the list on every endpoint, reseal
//! the values under older keys, and remove those keys when no value uses them any more.

use async_trait::async_trait;

use crate::{KeyError, SealingKey, StoreError};

/// How many values are sealed under one key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyUsage {
    /// The key's id.
    pub id: String,
    /// The number of values that are sealed under it.
    pub sealed: u64,
    /// Whether the configuration lists the key.
    pub listed: bool,
    /// Whether new values are sealed under it.
    pub first: bool,
}

/// The position at which resealing continues. Only the store reads it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResealCursor {
    pub(crate) column: usize,
    pub(crate) key: String,
    pub(crate) row: String,
}

/// The result of one batch of resealing.
#[derive(Debug)]
pub struct ResealedBatch {
    /// How many values were sealed again under the first key.
    pub resealed: u64,
    /// The errors of values that can't be opened; they are not changed.
    pub unreadable: Vec<StoreError>,
    /// Where the next batch begins; `None` after the last one.
    pub next: Option<ResealCursor>,
}

/// Why a new list of keys was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceKeysError {
    /// The list is empty or has a duplicate id.
    #[error(transparent)]
    List(#[from] KeyError),
    /// Values are sealed under keys with these ids, which the list lacks.
    #[error("these keys are still in use and must stay in the list: {}", .0.join(", "))]
    InUse(Vec<String>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The keys that secrets are sealed under.
#[async_trait]
pub trait KeyRotation {
    /// Lists every key that is configured or in use, with the number of values that are sealed under it.
    async fn list_key_usage(&self) -> Result<Vec<KeyUsage>, StoreError>;
    /// Lists the ids of keys that values are sealed under and that the configuration lacks.
    async fn list_missing_keys(&self) -> Result<Vec<String>, StoreError>;
    /// Replaces the list of keys: the first seals, all of them open. Refused, and nothing changed, while values are sealed under
    /// a key that the list lacks.
    async fn replace_keys(&self, keys: Vec<SealingKey>) -> Result<(), ReplaceKeysError>;
    /// Seals up to `limit` values of older keys again, under the first key. A value that another process changes in the meantime
    /// is not overwritten.
    async fn reseal_batch(&self, from: Option<&ResealCursor>, limit: u32) -> Result<ResealedBatch, StoreError>;
}
