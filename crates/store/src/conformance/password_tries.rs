//! Limits on wrong passwords.

use futures::future::join_all;
use latchkey_domain::password_budget::BudgetKey;

use super::NOW;
use crate::{
    AuditActor, AuditEvent, AuditEventKind, Budget, NewAuditEvent, PasswordTry, Retention, Store, TryReservation,
};

const HOUR: i64 = 3600;

fn account(name: &str) -> Budget {
    Budget { key: BudgetKey::of_account(name), most: 2 }
}

fn strangers(most: u32) -> Budget {
    Budget { key: BudgetKey::of_strangers("mail.example"), most }
}

fn reserve(connection: &str) -> Budget {
    Budget { key: BudgetKey::of_owners("mail.contoso.example", connection), most: 2 }
}

fn attempt(id: impl Into<String>, now: i64, chances: &[&[Budget]]) -> PasswordTry {
    let chances = chances.iter().map(|chance| chance.to_vec()).collect();
    PasswordTry { id: id.into(), chances, now, until: now + HOUR }
}

async fn is_admitted(store: &dyn Store, wanted: &PasswordTry) -> bool {
    let asked = store.preview_try(wanted).await.unwrap();
    let reserved = store.reserve_try(wanted).await.unwrap();
    assert_eq!(asked, reserved, "asking and reserving answer the same");
    reserved == TryReservation::Granted
}

pub async fn wrong_answers_are_counted_for_an_hour_and_given_back_if_they_were_right(store: &dyn Store) {
    let ann = account("ann");
    assert!(is_admitted(store, &attempt("1", NOW, &[&[ann]])).await);
    assert!(is_admitted(store, &attempt("2", NOW + 10, &[&[ann]])).await);
    let third = attempt("3", NOW + 20, &[&[ann]]);
    let busy = TryReservation::Exhausted { free_at: NOW + HOUR, in_flight: true };
    assert_eq!(store.reserve_try(&third).await.unwrap(), busy, "what is under way counts");
    assert!(is_admitted(store, &attempt("ben", NOW + 20, &[&[account("ben")]])).await, "others are others");
    store.release_try("2").await.unwrap();
    assert!(is_admitted(store, &third).await);
    let rejected = AuditEvent {
        id: "event".into(),
        at: NOW,
        actor: AuditActor::Endpoint,
        kind: AuditEventKind::PasswordRejected,
        connection: None,
        account: None,
        reason: None,
        detail: None,
    };
    store.confirm_try("1", &[NewAuditEvent::from(rejected)]).await.unwrap();
    store.confirm_try("3", &[]).await.unwrap();
    let kinds: Vec<_> = store.list_journal(0, 10).await.unwrap().into_iter().map(|entry| entry.event.kind).collect();
    assert_eq!(kinds, [AuditEventKind::PasswordRejected]);
    let late = attempt("4", NOW + HOUR - 1, &[&[ann]]);
    let full = TryReservation::Exhausted { free_at: NOW + HOUR, in_flight: false };
    assert_eq!(store.reserve_try(&late).await.unwrap(), full);
    assert!(is_admitted(store, &attempt("5", NOW + HOUR, &[&[ann]])).await, "the first counts no more");
    assert!(!is_admitted(store, &attempt("6", NOW + HOUR, &[&[ann]])).await, "the other one does");
}

pub async fn a_try_counts_in_all_of_its_budgets_or_in_none(store: &dyn Store) {
    let both = |name: &str| [account(name), strangers(3)];
    for (id, name) in [("1", "ann"), ("2", "ann")] {
        assert!(is_admitted(store, &attempt(id, NOW, &[&both(name)])).await);
    }
    assert!(!is_admitted(store, &attempt("3", NOW, &[&both("ann")])).await);
    assert!(is_admitted(store, &attempt("4", NOW, &[&both("ben")])).await, "what was refused counts nowhere");
    assert!(!is_admitted(store, &attempt("5", NOW, &[&both("cleo")])).await, "three strangers are enough");
    store.release_try("4").await.unwrap();
    assert!(is_admitted(store, &attempt("6", NOW, &[&both("cleo")])).await, "it was given back everywhere");
    assert!(is_admitted(store, &attempt("7", NOW, &[&[account("ben")]])).await);
    assert!(is_admitted(store, &attempt("8", NOW, &[&[account("ben")]])).await);
}

pub async fn a_reserve_is_used_last_and_by_its_owner_alone(store: &dyn Store) {
    let shared: &[Budget] = &[account("ann")];
    let owner = |id: &str| attempt(id, NOW, &[shared, &[reserve("hers")]]);
    let stranger = |id: &str| attempt(id, NOW, &[shared]);
    assert!(is_admitted(store, &owner("1")).await);
    assert!(is_admitted(store, &stranger("2")).await);
    assert!(!is_admitted(store, &stranger("3")).await);
    assert!(is_admitted(store, &owner("4")).await);
    assert!(is_admitted(store, &owner("5")).await);
    assert!(!is_admitted(store, &owner("6")).await, "four altogether");
    let other = attempt("7", NOW, &[shared, &[reserve("another owner's")]]);
    assert!(is_admitted(store, &other).await, "each connection has its own");
}

pub async fn however_many_come_at_once_no_more_are_admitted(store: &dyn Store) {
    let wanted: Vec<_> = (0..16).map(|number| attempt(number.to_string(), NOW, &[&[account("ann")]])).collect();
    let reserved = join_all(wanted.iter().map(|wanted| store.reserve_try(wanted))).await;
    let admitted =
        reserved.into_iter().filter(|reserved| *reserved.as_ref().unwrap() == TryReservation::Granted).count();
    assert_eq!(admitted, 2);
}

pub async fn a_count_from_before_a_clock_was_set_back_blocks_no_one_and_the_sweep_takes_what_is_over(
    store: &dyn Store,
) {
    let ann: &[Budget] = &[account("ann")];
    for id in ["1", "2"] {
        assert!(is_admitted(store, &attempt(id, NOW + 10 * HOUR, &[ann])).await);
    }
    assert!(is_admitted(store, &attempt("3", NOW, &[ann])).await);
    let retention = Retention { authorizations_before: NOW, journal_before: NOW, mailed_before: NOW, at_most: 10 };
    assert_eq!(store.delete_expired(NOW + HOUR - 1, &retention).await.unwrap(), 0);
    assert_eq!(store.delete_expired(NOW + HOUR, &retention).await.unwrap(), 1);
    assert_eq!(store.delete_expired(NOW + 11 * HOUR, &retention).await.unwrap(), 2);
}
