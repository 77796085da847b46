//! Leases: due connections are claimed in order and by one holder at a time. A renewal writes nothing without its lease.

use latchkey_domain::Health;
use latchkey_wire::{ConnectionId, ConnectionSettings};

use super::{NOW, claimed, connection, grant, refresh_token, renewed, sign_in};
use crate::{Claim, ClaimedConnection, ConnectionRecord, FailedRenewal, Store};

fn names(claimed: &[ClaimedConnection]) -> Vec<String> {
    claimed.iter().map(|claimed| claimed.connection.id.to_string()).collect()
}

async fn due_at(store: &dyn Store, name: &str, due_at: i64) {
    let due = ConnectionRecord { due_at: Some(due_at), ..connection(name, name, name) };
    assert!(sign_in(store, name, due, grant(name)).await.unwrap());
}

pub async fn what_is_due_comes_first_and_bounded(store: &dyn Store) {
    for (name, at) in [("late", NOW + 30), ("first", NOW + 10), ("second", NOW + 20)] {
        due_at(store, name, at).await;
    }
    assert!(store.claim_due_connections(NOW + 9, 10, NOW + 60).await.unwrap().is_empty());
    let first = store.claim_due_connections(NOW + 99, 1, NOW + 160).await.unwrap();
    assert_eq!(names(&first), ["first"]);
    assert_eq!(first[0].grant.as_ref().unwrap().refresh().unwrap().expose(), "refresh first");
    assert_eq!((first[0].lease.generation, first[0].lease.until, first[0].interrupted), (0, NOW + 160, false));
    assert!(store.release_claim(&first[0].lease, None).await.unwrap());
    let both = store.claim_due_connections(NOW + 20, 10, NOW + 60).await.unwrap();
    assert_eq!(names(&both), ["first", "second"]);
    assert!(store.release_claim(&both[0].lease, Some(NOW + 500)).await.unwrap());
    assert_eq!(names(&store.claim_due_connections(NOW + 30, 10, NOW + 60).await.unwrap()), ["late"]);
}

pub async fn one_claim_at_a_time(store: &dyn Store) {
    due_at(store, "c", NOW).await;
    let id = ConnectionId::new("c");
    let lease = claimed(store, &id).await;
    assert!(
        matches!(store.claim_connection(&id, NOW, NOW + 60).await.unwrap(), Claim::Busy { until } if until == NOW + 60)
    );
    assert!(store.claim_due_connections(NOW + 59, 10, NOW + 99).await.unwrap().is_empty());
    let in_flight = store.list_held_claims(10).await.unwrap();
    assert_eq!(in_flight.len(), 1);
    assert_eq!((&in_flight[0].connection, in_flight[0].fence, in_flight[0].until), (&id, lease.fence, NOW + 60));
    assert!(store.save_renewal(&lease, &renewed("2"), &[]).await.unwrap());
    assert!(!store.save_renewal(&lease, &renewed("3"), &[]).await.unwrap(), "a lease is good for one write");
    assert_eq!(refresh_token(store, &id).await.as_deref(), Some("refresh 2"));
    assert!(store.list_held_claims(10).await.unwrap().is_empty());
    let next = claimed(store, &id).await;
    assert!(next.fence > lease.fence);
    assert!(matches!(store.claim_connection(&ConnectionId::new("unknown"), NOW, NOW + 60).await.unwrap(), Claim::Gone));
}

pub async fn concurrent_claims_do_not_overlap(store: &dyn Store) {
    for number in 0..40 {
        due_at(store, &format!("{number:02}"), NOW).await;
    }
    let claims = (0..8).map(|_| store.claim_due_connections(NOW, 10, NOW + 60));
    let mut all = Vec::new();
    for claimed in futures::future::join_all(claims).await {
        all.extend(names(&claimed.unwrap()));
    }
    all.extend(names(&store.claim_due_connections(NOW, 40, NOW + 60).await.unwrap()));
    all.sort();
    assert_eq!(all, (0..40).map(|number| format!("{number:02}")).collect::<Vec<_>>());
}

pub async fn a_claim_that_ended_by_time_is_open_again_and_its_holder_writes_nothing(store: &dyn Store) {
    for name in ["c", "d"] {
        due_at(store, name, NOW).await;
    }
    let (c, d) = (ConnectionId::new("c"), ConnectionId::new("d"));
    let (slow, crashed) = (claimed(store, &c).await, claimed(store, &d).await);
    assert!(store.claim_due_connections(NOW + 59, 10, NOW + 119).await.unwrap().is_empty());
    let again = store.claim_due_connections(NOW + 60, 1, NOW + 120).await.unwrap();
    assert!(again[0].interrupted && again[0].lease.fence > slow.fence.max(crashed.fence));
    let rest = store.claim_due_connections(NOW + 60, 10, NOW + 120).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert!(rest[0].interrupted);
    let lost = FailedRenewal { health: Health::Disconnected { since: NOW }, challenge: None, due_at: None };
    assert!(!store.save_renewal(&slow, &renewed("slow"), &[]).await.unwrap());
    assert!(!store.save_failed_renewal(&slow, &lost, &[]).await.unwrap());
    assert!(!store.release_claim(&crashed, None).await.unwrap());
    assert_eq!(refresh_token(store, &c).await.as_deref(), Some("refresh c"));
    assert_eq!(store.find_connection(&c).await.unwrap().unwrap().health, Health::Working);
    let holder = again.into_iter().chain(rest).find(|claimed| claimed.connection.id == c).unwrap();
    assert!(store.save_renewal(&holder.lease, &renewed("new"), &[]).await.unwrap());
    assert_eq!(refresh_token(store, &c).await.as_deref(), Some("refresh new"));
    let Claim::Yours(later) = store.claim_connection(&d, NOW + 120, NOW + 180).await.unwrap() else {
        panic!("not open again")
    };
    assert!(later.interrupted);
    assert!(
        matches!(store.claim_connection(&c, NOW + 120, NOW + 180).await.unwrap(), Claim::Yours(found) if !found.interrupted)
    );
}

pub async fn a_clock_that_was_set_back_does_not_hold_claims_forever(store: &dyn Store) {
    due_at(store, "c", NOW - 7200).await;
    claimed(store, &ConnectionId::new("c")).await;
    let back = NOW - 3600;
    assert_eq!(names(&store.claim_due_connections(back, 10, back + 60).await.unwrap()), ["c"]);
    assert!(store.claim_due_connections(back + 1, 10, back + 61).await.unwrap().is_empty());
}

pub async fn only_a_sign_in_revives_a_disconnected_connection_and_its_settings_stay(store: &dyn Store) {
    due_at(store, "c", NOW).await;
    let id = ConnectionId::new("c");
    let chosen = ConnectionSettings { remind_before_end: false };
    assert!(store.save_settings(&id, &chosen, &[]).await.unwrap());
    let under_way = claimed(store, &id).await;
    assert!(store.disconnect(&id, NOW + 5, &[]).await.unwrap());
    assert!(!store.disconnect(&id, NOW + 6, &[]).await.unwrap());
    assert!(!store.disconnect(&ConnectionId::new("unknown"), NOW, &[]).await.unwrap());
    assert!(!store.save_renewal(&under_way, &renewed("late"), &[]).await.unwrap());
    let found = store.find_connection(&id).await.unwrap().unwrap();
    assert_eq!((found.health, found.due_at, found.settings), (Health::Disconnected { since: NOW + 5 }, None, chosen));
    assert!(store.find_grant(&id).await.unwrap().is_none());
    assert!(matches!(store.claim_connection(&id, NOW, NOW + 60).await.unwrap(), Claim::Gone));
    let again = ConnectionRecord { generation: 2, ..connection("c", "c", "c") };
    assert!(sign_in(store, "again", again, grant("2")).await.unwrap());
    assert_eq!(refresh_token(store, &id).await.as_deref(), Some("refresh 2"));
}
