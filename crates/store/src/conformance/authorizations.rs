//! Authorizations, from one phase to the next.

use latchkey_domain::{AccountFacts, TokenHash, Verified};
use latchkey_wire::Phase;

use super::{NOW, authorization, connection, renewed};
use crate::{LetsIn, PendingSignIn, SignedIn, Store, StoreError, Takes};

pub async fn a_phase_changes_only_from_the_expected_one(store: &dyn Store) {
    let one = authorization("one", "session");
    store.create_authorization(&one).await.unwrap();
    assert!(matches!(store.create_authorization(&one).await, Err(StoreError::Taken)));
    assert!(store.find_authorization_by_state(TokenHash::of("invented")).await.unwrap().is_none());
    assert!(store.advance_phase(&one.id, &Phase::Waiting, &Phase::Finishing, None).await.unwrap());
    assert!(!store.advance_phase(&one.id, &Phase::Waiting, &Phase::Finishing, None).await.unwrap());
    store.create_authorization(&authorization("two", "session")).await.unwrap();
    let newest = store.find_newest_authorization(one.session).await.unwrap().unwrap();
    assert_eq!(newest.id.as_str(), "two");
    assert_eq!(store.count_authorizations(one.session, NOW).await.unwrap(), 2);
    assert_eq!(store.count_authorizations(one.session, NOW + 1).await.unwrap(), 0);
}

pub async fn a_sign_in_that_waits_for_proof_survives_and_is_forgotten_afterwards(store: &dyn Store) {
    let one = authorization("one", "session");
    store.create_authorization(&one).await.unwrap();
    let connection = connection("c", "ann", "ann");
    let pending = PendingSignIn {
        identity: connection.identity.clone(),
        account: connection.account.clone(),
        verified: Verified::Name,
        facts: AccountFacts::default(),
        server: None,
        renewed: renewed("waiting"),
    };
    let awaiting = Phase::AwaitingProof;
    assert!(store.advance_phase(&one.id, &Phase::Waiting, &awaiting, Some(&pending)).await.unwrap());
    let found = store.find_authorization(&one.id).await.unwrap().unwrap();
    assert_eq!(found.phase, awaiting);
    let kept = found.pending.unwrap();
    assert_eq!(kept.renewed.grant.refresh().unwrap().expose(), "refresh waiting");
    assert_eq!((kept.identity, kept.account, kept.verified), (pending.identity, pending.account, pending.verified));
    let signed_in =
        SignedIn { connection, grant: kept.renewed.grant, takes: Takes::Nothing, lets_in: LetsIn::Everywhere };
    let overdue = async |now| {
        store.list_overdue_authorizations(now, 10).await.unwrap().into_iter().map(|found| found.id).collect::<Vec<_>>()
    };
    assert_eq!(overdue(one.deadline_at - 1).await, []);
    assert_eq!(overdue(one.deadline_at).await, std::slice::from_ref(&one.id));
    assert!(store.finish_sign_in(&one.id, &awaiting, &signed_in, &[]).await.unwrap());
    assert_eq!(overdue(one.deadline_at).await, []);
    assert!(store.find_authorization(&one.id).await.unwrap().unwrap().pending.is_none());
}
