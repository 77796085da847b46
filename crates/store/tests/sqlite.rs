//! The SQLite backend against the conformance suite, and what only a file can get wrong.

#![expect(clippy::unwrap_used, reason = "a failure is a panic")]

use std::sync::Arc;

use latchkey_domain::SystemEntropy;
use latchkey_store::{Crypter, Key, Store, StoreError};
use tempfile::TempDir;

fn crypter(key: u8) -> Crypter {
    let key = Key { id: "k1".into(), bytes: [key; 32].into() };
    Crypter::new(vec![key], Arc::new(SystemEntropy)).unwrap()
}

async fn open_in(folder: &TempDir, key: u8) -> Arc<dyn Store> {
    let url = format!("sqlite://{}", folder.path().join("latchkey.db").display());
    latchkey_store::open(&url, crypter(key)).await.unwrap()
}

async fn fresh() -> (TempDir, Arc<dyn Store>) {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder, 1).await;
    (folder, store)
}

latchkey_store::store_conformance!(fresh());

#[tokio::test]
async fn what_was_written_is_there_after_a_restart_and_no_secret_stands_in_the_file() {
    let (folder, store) = fresh().await;
    latchkey_store::conformance::a_second_sign_in_keeps_id_and_settings_and_replaces_the_grant(&*store).await;
    store.close().await;
    let id = latchkey_wire::ConnectionId::new("c");
    let reopened = open_in(&folder, 1).await;
    assert_eq!(reopened.grant(&id).await.unwrap().unwrap().refresh().unwrap().expose(), "refresh 2");
    reopened.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in ["refresh 1", "refresh 2", "access 2", "verifier", "state of one"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret:?} stands in the file");
        }
    }
    let wrong_key = open_in(&folder, 2).await;
    assert!(matches!(wrong_key.grant(&id).await, Err(StoreError::SealBroken { table: "grants", .. })));
}
