//! Sync engines' keys.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::UnixSeconds;

use crate::{Announced, EngineKeyRecord, StoreError};

/// Sync engines' keys.
#[async_trait]
pub trait EngineKeys {
    /// Keeps a new key of a sync engine. [`StoreError::Taken`] if its id is in use.
    async fn create_engine_key(&self, key: &EngineKeyRecord, news: &[Announced]) -> Result<(), StoreError>;
    /// All of them, the oldest first, the revoked ones too.
    async fn engine_keys(&self) -> Result<Vec<EngineKeyRecord>, StoreError>;
    /// The key with this hash, unless it was revoked.
    async fn engine_key(&self, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError>;
    /// Takes a key back. `false` if there is none of this id, or it was taken back before.
    async fn revoke_engine_key(&self, id: &str, now: UnixSeconds, news: &[Announced]) -> Result<bool, StoreError>;
}
