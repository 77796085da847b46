//! Engines' keys that were shown a moment ago.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use latchkey_domain::TokenHash;
use latchkey_store::{EngineKeyRecord, Store, StoreError};
use latchkey_wire::UnixSeconds;

use crate::app::token_cache::TRUST_S;

/// Keys that are remembered at the same time; an installation has a handful.
const MAX_REMEMBERED: usize = 256;

/// Keys that were shown a moment ago, so that not every request asks the store. What another process takes back is good
/// for [`TRUST_S`] seconds more.
#[derive(Default)]
pub struct EngineKeyCache(Mutex<HashMap<TokenHash, (Arc<EngineKeyRecord>, UnixSeconds)>>);

impl EngineKeyCache {
    /// The key with this hash, unless it was taken back.
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
