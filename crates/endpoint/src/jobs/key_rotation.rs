//! Rotates encryption keys while the endpoint runs. A new first key in the configuration encrypts new values. This job
//! re-encrypts older values in small batches, until no value needs an older key and the key can be removed.

use std::time::Duration;

use latchkey_store::{AuditActor, AuditDetail, AuditEventKind, KeyUsage, ReplaceKeysError, StoreError};

use crate::app::App;
use crate::config::Config;

/// How often the job looks for values under an older key.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How many values one batch re-encrypts.
const BATCH: u32 = 200;
/// The pause between batches, so that other work goes first.
const PAUSE: Duration = Duration::from_millis(50);

/// Re-encrypts every value that is under an older key. Returns how many were re-encrypted.
pub async fn reseal_all(app: &App) -> Result<u64, StoreError> {
    let (mut from, mut count) = (None, 0);
    loop {
        let step = app.store.reseal_batch(from.as_ref(), BATCH).await?;
        count += step.resealed;
        for error in step.unreadable {
            tracing::error!(%error, "an encrypted value can't be decrypted and keeps its key");
        }
        match step.next {
            None => return Ok(count),
            Some(next) => from = Some(next),
        }
        app.pause_until_stopping(PAUSE).await;
        if app.is_stopping() {
            return Ok(count);
        }
    }
}

/// Re-encrypts older values as they appear, until the endpoint stops.
pub async fn drive(app: App) {
    while !app.is_stopping() {
        match pass(&app).await {
            Ok(0) => {}
            Ok(resealed) => tracing::info!(resealed, "re-encrypted with the first key"),
            Err(error) => tracing::warn!(%error, "re-encryption failed"),
        }
        app.pause_until_stopping(LOOK_EVERY).await;
    }
}

async fn pass(app: &App) -> Result<u64, StoreError> {
    let behind = |key: &KeyUsage| !key.first && key.sealed > 0;
    if app.store.list_key_usage().await?.iter().any(behind) { reseal_all(app).await } else { Ok(0) }
}

/// Replaces the list of keys. A list that lacks a key in use is refused, and the old list stays in use.
pub(crate) async fn use_keys(app: &App, config: &Config) {
    let keys = match config.encryption.load_keys() {
        Ok(keys) => keys,
        Err(error) => {
            return tracing::error!(%error, "the changed encryption keys can't be used; the old keys stay in use");
        }
    };
    let before = app.store.list_key_usage().await;
    let listed = |keys: &[KeyUsage]| keys.iter().filter(|key| key.listed).map(|key| key.id.clone()).collect::<Vec<_>>();
    let ids: Vec<_> = keys.iter().map(|key| key.id.clone()).collect();
    let first_before =
        before.as_ref().ok().and_then(|keys| keys.iter().find(|key| key.first).map(|key| key.id.clone()));
    let mut known = before.as_ref().map(|keys| listed(keys)).unwrap_or_default();
    let mut wanted = ids.clone();
    known.sort();
    wanted.sort();
    if known == wanted && first_before.as_ref() == ids.first() {
        return;
    }
    match app.store.replace_keys(keys).await {
        Ok(()) => {
            let mut event = app.plain_audit_event(AuditActor::Endpoint, AuditEventKind::EncryptionKeysChanged);
            event.detail = Some(AuditDetail::EncryptionKeys { keys: ids.clone() });
            if let Err(error) = app.store.record_events(&[event.into()]).await {
                tracing::warn!(%error, "the change of encryption keys could not be recorded in the journal");
            }
            tracing::info!(keys = ?ids, "encryption keys reloaded");
        }
        Err(error @ ReplaceKeysError::InUse(_)) => {
            tracing::error!(%error, "encryption.keys: the old list stays in use");
        }
        Err(error) => tracing::error!(%error, "the changed encryption keys can't be used; the old keys stay in use"),
    }
}
