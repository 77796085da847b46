//! Keys of sync engines: made, listed and taken back on the command line. A key is shown once, when it is made; the store
//! keeps its hash.

use latchkey_domain::{Clock, Entropy, TokenHash};
use latchkey_store::{EngineKeyRecord, KeyScope, Store, StoreError};

/// Begins every key, so that one that was mislaid is recognised for what it is.
const PREFIX: &str = "lk_engine_";

/// Makes a key, and answers its id and the key itself.
pub async fn create(
    store: &dyn Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    name: &str,
) -> Result<(String, String), StoreError> {
    let (id, key) = (entropy.uuid(), format!("{PREFIX}{}", entropy.token()));
    let record = EngineKeyRecord {
        id: id.clone(),
        name: name.to_owned(),
        key: TokenHash::of(&key),
        scope: KeyScope::All,
        created_at: clock.now(),
        revoked_at: None,
    };
    store.create_engine_key(&record, &[]).await?;
    Ok((id, key))
}
