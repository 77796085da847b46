//! Key rotation while endpoints run. The suite's stores are opened with one key: `k1`, of 32 bytes of
//! the value 1.

use latchkey_domain::AccountFacts;
use latchkey_wire::{AuthorizationId, ConnectionId, Phase};

use super::{NOW, authorization, claimed, connection, grant, refresh_token, renewed, sign_in};
use crate::{ConnectionRecord, PendingSignIn, ReplaceKeysError, SealingKey, Store, StoreError};

fn keys(wanted: &[(&str, u8)]) -> Vec<SealingKey> {
    wanted.iter().map(|(id, byte)| SealingKey { id: (*id).into(), bytes: [*byte; 32].into() }).collect()
}

async fn uses(store: &dyn Store) -> Vec<(String, u64, bool, bool)> {
    let uses = store.list_key_usage().await.unwrap();
    uses.into_iter().map(|key| (key.id, key.sealed, key.listed, key.first)).collect()
}

/// Three grants, three finished authorizations and one that waits for proof: eight values.
async fn filled(store: &dyn Store) {
    for name in ["a", "b", "c"] {
        assert!(sign_in(store, name, connection(name, name, name), grant(name)).await.unwrap());
    }
    let one = authorization("waits", "session");
    store.create_authorization(&one).await.unwrap();
    let connection = connection("d", "d", "d");
    let awaiting = Phase::AwaitingProof;
    let pending = PendingSignIn {
        identity: connection.identity,
        account: connection.account,
        verified: connection.verified,
        facts: AccountFacts::default(),
        server: None,
        renewed: renewed("waiting"),
    };
    assert!(store.advance_phase(&one.id, &Phase::Waiting, &awaiting, Some(&pending)).await.unwrap());
}

pub async fn a_key_in_use_cannot_be_taken_out_and_goes_after_resealing(store: &dyn Store) {
    filled(store).await;
    assert_eq!(uses(store).await, [("k1".into(), 8, true, true)]);
    assert!(store.list_missing_keys().await.unwrap().is_empty());
    let refused = store.replace_keys(keys(&[("k2", 2)])).await;
    assert!(matches!(refused, Err(ReplaceKeysError::InUse(ids)) if ids == ["k1"]));
    assert!(matches!(store.replace_keys(Vec::new()).await, Err(ReplaceKeysError::List(_))));

    store.replace_keys(keys(&[("k2", 2), ("k1", 1)])).await.unwrap();
    assert_eq!(refresh_token(store, &ConnectionId::new("a")).await.as_deref(), Some("refresh a"));
    let (mut from, mut resealed) = (None, 0);
    for step in 0.. {
        assert!(step < 20, "it comes to an end");
        let done = store.reseal_batch(from.as_ref(), 2).await.unwrap();
        assert!(done.resealed <= 2 && done.unreadable.is_empty());
        resealed += done.resealed;
        from = done.next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(resealed, 8);
    assert_eq!(uses(store).await, [("k1".into(), 0, true, false), ("k2".into(), 8, true, true)]);
    store.replace_keys(keys(&[("k2", 2)])).await.unwrap();
    assert_eq!(uses(store).await, [("k2".into(), 8, true, true)]);
    assert_eq!(refresh_token(store, &ConnectionId::new("c")).await.as_deref(), Some("refresh c"));
    let waits = store.find_authorization(&AuthorizationId::new("waits")).await.unwrap().unwrap();
    assert_eq!(waits.pending.unwrap().renewed.grant.refresh().unwrap().expose(), "refresh waiting");
}

pub async fn what_is_written_while_resealing_stays(store: &dyn Store) {
    for number in 0..30 {
        let name = format!("{number:02}");
        assert!(sign_in(store, &name, connection(&name, &name, &name), grant(&name)).await.unwrap());
    }
    store.replace_keys(keys(&[("k2", 2), ("k1", 1)])).await.unwrap();
    let renewing = async {
        for number in (0..30).rev() {
            let lease = claimed(store, &ConnectionId::new(format!("{number:02}"))).await;
            assert!(store.save_renewal(&lease, &renewed(&format!("new {number}")), &[]).await.unwrap());
        }
    };
    let resealing = async {
        let mut from = None;
        loop {
            from = store.reseal_batch(from.as_ref(), 3).await.unwrap().next;
            if from.is_none() {
                break;
            }
        }
    };
    futures::future::join(renewing, resealing).await;
    for number in 0..30 {
        let found = refresh_token(store, &ConnectionId::new(format!("{number:02}"))).await;
        assert_eq!(found, Some(format!("refresh new {number}")));
    }
    assert_eq!(uses(store).await[0], ("k1".into(), 0, true, false));
}

pub async fn a_grant_that_cannot_be_read_keeps_no_other_from_being_renewed(store: &dyn Store) {
    let due = |name: &str| ConnectionRecord { due_at: Some(NOW), ..connection(name, name, name) };
    assert!(sign_in(store, "old", due("old"), grant("old")).await.unwrap());
    store.replace_keys(keys(&[("k2", 2), ("k1", 1)])).await.unwrap();
    assert!(sign_in(store, "new", due("new"), grant("new")).await.unwrap());
    // The right id with another key: an administrator restored the wrong file.
    store.replace_keys(keys(&[("k2", 2), ("k1", 9)])).await.unwrap();
    let claimed = store.claim_due_connections(NOW, 10, NOW + 60).await.unwrap();
    assert_eq!(claimed.len(), 2);
    for claimed in claimed {
        match claimed.connection.id.as_str() {
            "new" => assert!(claimed.grant.is_ok()),
            _ => assert!(matches!(claimed.grant, Err(StoreError::SealBroken { table: "grants", .. }))),
        }
    }
    let done = store.reseal_batch(None, 10).await.unwrap();
    assert_eq!((done.resealed, done.unreadable.len()), (0, 1));
}
