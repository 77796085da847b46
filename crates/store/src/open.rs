//! The way in: an address says which backend.

use std::sync::Arc;

use crate::{Crypter, Store, StoreError, postgres, sqlite};

/// Opens the store of an address, makes it if it isn't there and the backend can do that, and brings its tables to this
/// version. `sqlite:` names a file; `postgres:` a database.
pub async fn open(url: &str, crypter: Crypter) -> Result<Arc<dyn Store>, StoreError> {
    match url.split(':').next() {
        Some("sqlite") => Ok(Arc::new(sqlite::open(url, crypter).await?)),
        Some("postgres" | "postgresql") => Ok(Arc::new(postgres::open(url, crypter).await?)),
        _ => Err(StoreError::UnknownScheme(without_secrets(url))),
    }
}

/// The part of an address that says what it is meant to be, and nothing of what may follow.
fn without_secrets(url: &str) -> String {
    url.split([':', '/', '?', '@']).next().unwrap_or_default().to_owned()
}
