//! Opens a store; the address decides which backend is used.

use std::sync::Arc;

use crate::{Crypter, Store, StoreError, postgres, sqlite};

/// Opens the store of an address and runs the migrations. `sqlite:` names a file, which is created if it does not exist;
/// `postgres:` names a database, which must exist.
pub async fn open(url: &str, crypter: Crypter) -> Result<Arc<dyn Store>, StoreError> {
    match url.split(':').next() {
        Some("sqlite") => Ok(Arc::new(sqlite::open(url, crypter).await?)),
        Some("postgres" | "postgresql") => Ok(Arc::new(postgres::open(url, crypter).await?)),
        _ => Err(StoreError::UnknownScheme(without_secrets(url))),
    }
}

/// The scheme of an address, without the parts that may hold secrets.
fn without_secrets(url: &str) -> String {
    url.split([':', '/', '?', '@']).next().unwrap_or_default().to_owned()
}
