//! Sync engines' keys.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::UnixSeconds;

use crate::{EngineKeyRecord, NewAuditEvent, StoreError};

/// The keys with which sync engines call the endpoint.
#[async_trait]
pub trait EngineKeys {
    /// Inserts a new key of a sync engine. [`StoreError::Taken`] if its id is in use.
    async fn create_engine_key(&self, key: &EngineKeyRecord, events: &[NewAuditEvent]) -> Result<(), StoreError>;
    /// Lists all keys, the oldest first, with the revoked ones.
    async fn list_engine_keys(&self) -> Result<Vec<EngineKeyRecord>, StoreError>;
    /// Finds the key with this hash, unless it was revoked.
    async fn find_engine_key(&self, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError>;
    /// Revokes a key. `false` if there is no key of this id, or it was revoked before.
    async fn revoke_engine_key(&self, id: &str, now: UnixSeconds, events: &[NewAuditEvent])
    -> Result<bool, StoreError>;
}
