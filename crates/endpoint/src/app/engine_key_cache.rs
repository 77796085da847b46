//! Engine keys that were used recently.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::TokenHash;
use latchkey_store::{EngineKeyRecord, Store, StoreError};
use latchkey_wire::UnixSeconds;

use crate::app::token_cache::TRUST_S;

/// How many keys are cached. An installation has a handful.
const MAX_REMEMBERED: usize = 256;

/// Engine keys that were used recently, so that not every request reads the store. A key that another process revokes
/// stays valid here for up to [`TRUST_S`] seconds.
#[derive(Default)]
pub struct EngineKeyCache(Mutex<HashMap<TokenHash, (Arc<EngineKeyRecord>, UnixSeconds)>>);

impl EngineKeyCache {
    /// Finds the key with this hash, unless it was revoked.
    pub(crate) async fn find(
        &self,
        store: &dyn Store,
        key: TokenHash,
        now: UnixSeconds,
    ) -> Result<Option<Arc<EngineKeyRecord>>, StoreError> {
        if let Some((record, read_at)) = self.remembered().get(&key)
            && (0..TRUST_S).contains(&(now - read_at))
        {
            return Ok(Some(Arc::clone(record)));
        }
        let found = store.find_engine_key(key).await?.map(Arc::new);
        let mut remembered = self.remembered();
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        match &found {
            Some(record) => remembered.insert(key, (Arc::clone(record), now)),
            None => remembered.remove(&key),
        };
        Ok(found)
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<TokenHash, (Arc<EngineKeyRecord>, UnixSeconds)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
