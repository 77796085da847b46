//! Keys of sync engines, which an administrator creates, lists and revokes on the command line. A key is shown once,
//! when it is created; the store has only its hash. A key gives access to all connections or to some. For the others,
//! the endpoint answers as if they did not exist.

use latchkey_domain::{Clock, Entropy, TokenHash};
use latchkey_store::{
    AuditActor, AuditDetail, AuditEvent, AuditEventKind, EngineKeyRecord, KeyScope, NewAuditEvent, Store, StoreError,
};
use latchkey_wire::UnixSeconds;

/// The prefix of every key. It makes a leaked key recognisable.
const PREFIX: &str = "lk_engine_";

/// Creates a key. Returns its id and the key itself.
pub async fn create(
    store: &dyn Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    (name, scope): (&str, KeyScope),
    actor: AuditActor,
) -> Result<(String, String), StoreError> {
    let (id, key) = (entropy.uuid(), format!("{PREFIX}{}", entropy.token()));
    let record = EngineKeyRecord {
        id: id.clone(),
        name: name.to_owned(),
        key: TokenHash::of(&key),
        scope,
        created_at: clock.now(),
        revoked_at: None,
    };
    let event = new_key_event(entropy, clock.now(), actor, AuditEventKind::EngineKeyCreated, &id, name);
    store.create_engine_key(&record, &[event]).await?;
    Ok((id, key))
}

/// Revokes a key. Returns `false` if no key has this id, or it was revoked before.
pub async fn revoke(
    store: &dyn Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    id: &str,
    actor: AuditActor,
) -> Result<bool, StoreError> {
    let now = clock.now();
    let name = store.list_engine_keys().await?.into_iter().find(|key| key.id == id).map(|key| key.name);
    let event = new_key_event(entropy, now, actor, AuditEventKind::EngineKeyRevoked, id, &name.unwrap_or_default());
    store.revoke_engine_key(id, now, &[event]).await
}

fn new_key_event(
    entropy: &dyn Entropy,
    at: UnixSeconds,
    actor: AuditActor,
    kind: AuditEventKind,
    id: &str,
    name: &str,
) -> NewAuditEvent {
    let detail = Some(AuditDetail::EngineKey { key: id.to_owned(), name: name.to_owned() });
    AuditEvent { detail, ..AuditEvent::plain(entropy, at, actor, kind) }.into()
}
