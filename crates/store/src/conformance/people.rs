//! People: merging two of them, taking over an account, and separating a shared connection. Also passwords, rejections and
//! sync engines' keys.

use latchkey_domain::{Health, HealthKind, Password, PersonId, TokenHash};
use latchkey_wire::{Account, AuthorizationId, ConnectionId, Phase, Purpose, ReasonCode};

use super::{NOW, authorization, claimed, connection, grant, refresh_token, session, sign_in};
use crate::{
    Claim, ConnectionRecord, ConnectionReplacement, EngineKeyRecord, FailedRenewal, Grant, HealthCounts, KeyScope,
    LetsIn, RejectionPace, SignedIn, Store, StoreError, Takes,
};

pub async fn a_password_is_kept_like_any_grant_and_never_due(store: &dyn Store) {
    let first = ConnectionRecord { due_at: None, ..connection("c", "ann", "ann") };
    let typed = Grant::Password {
        user_name: "CONTOSO\\ann".into(),
        password: Password::new("correct horse"),
        scheme_hint: Some("ntlm".into()),
    };
    assert!(sign_in(store, "one", first.clone(), typed).await.unwrap());
    match store.find_grant(&first.id).await.unwrap().unwrap() {
        Grant::Password { user_name, password, scheme_hint } => {
            assert_eq!((user_name.as_str(), password.expose()), ("CONTOSO\\ann", "correct horse"));
            assert_eq!(scheme_hint.as_deref(), Some("ntlm"));
        }
        Grant::Tokens { .. } => panic!("a password became something else"),
    }
    assert!(store.claim_due_connections(i64::MAX / 4, 10, i64::MAX / 4 + 60).await.unwrap().is_empty());
    let again = ConnectionRecord { generation: 1, ..connection("c", "ann", "ann") };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 2"));
}

pub async fn rejections_are_counted_in_a_row_until_a_sign_in_or_a_long_pause(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let pace = RejectionPace { apart_s: 10, forget_s: 60 };
    let count = async |now: i64| store.count_rejection(&first.id, now, pace).await.unwrap();
    assert_eq!((count(NOW).await, count(NOW + 60).await, count(NOW + 120).await), (1, 2, 3));
    assert_eq!(count(NOW + 181).await, 1);
    assert_eq!((count(NOW + 182).await, count(NOW + 190).await), (1, 1), "too soon after the one that counted");
    assert_eq!((count(NOW + 191).await, count(NOW + 200).await), (2, 2), "only counted ones begin the time anew");
    assert_eq!(count(NOW + 100).await, 3, "the clock was set back");
    assert!(sign_in(store, "two", ConnectionRecord { generation: 1, ..first.clone() }, grant("2")).await.unwrap());
    assert_eq!(count(NOW + 182).await, 1);
    assert_eq!(store.count_rejection(&ConnectionId::new("none"), NOW, pace).await.unwrap(), 0);
}

pub async fn merging_two_people_moves_all_connections_or_none(store: &dyn Store) {
    store.create_session(&session("other")).await.unwrap();
    let newcomer = PersonId("person of other".into());
    let crm = ConnectionRecord { purpose: Purpose::Crm, ..connection("crm", &newcomer.0, "ann in the crm") };
    assert!(sign_in(store, "one", connection("mailbox", "ann", "ann"), grant("1")).await.unwrap());
    assert!(sign_in(store, "two", crm, grant("2")).await.unwrap());
    let absorb = async |through: &str, generation: i64| {
        store.create_authorization(&authorization(through, "other")).await.unwrap();
        let connection = ConnectionRecord { generation, ..connection("mailbox", "ann", "ann") };
        let signed_in = SignedIn {
            connection,
            grant: grant(through),
            takes: Takes::Person(newcomer.clone()),
            lets_in: LetsIn::Everywhere,
        };
        store.finish_sign_in(&AuthorizationId::new(through), &Phase::Waiting, &signed_in, &[]).await
    };
    assert!(absorb("three", 1).await.unwrap());
    let ids: Vec<_> =
        store.list_connections(&PersonId("ann".into())).await.unwrap().into_iter().map(|c| c.id).collect();
    assert_eq!(ids, [ConnectionId::new("mailbox"), ConnectionId::new("crm")]);
    assert_eq!(store.find_session(TokenHash::of("other"), NOW).await.unwrap().unwrap().person.0, "ann");
    let clash = ConnectionRecord { purpose: Purpose::Crm, ..connection("crm 2", &newcomer.0, "ben in the crm") };
    assert!(sign_in(store, "four", clash, grant("4")).await.unwrap());
    assert!(matches!(absorb("five", 2).await, Err(StoreError::Taken)));
    assert_eq!(store.list_connections(&newcomer).await.unwrap().len(), 1);
    assert_eq!(refresh_token(store, &ConnectionId::new("mailbox")).await.as_deref(), Some("refresh three"));
}

pub async fn an_account_is_taken_only_from_a_person_who_has_not_shown_to_own_it(store: &dyn Store) {
    let (hers, his) = (PersonId("ann".into()), PersonId("mallory".into()));
    store.create_session(&session("hers")).await.unwrap();
    let of = |account: &str| if account == "shown" { Purpose::Crm } else { Purpose::Mailbox };
    let take = async |account: &str, through: &str| {
        store.create_authorization(&authorization(through, "hers")).await.unwrap();
        let connection = ConnectionRecord { purpose: of(account), ..connection(through, &hers.0, account) };
        let takes = Takes::Account { from: ConnectionId::new(account) };
        let signed_in = SignedIn { connection, grant: grant(through), takes, lets_in: LetsIn::Everywhere };
        store.finish_sign_in(&AuthorizationId::new(through), &Phase::Waiting, &signed_in, &[]).await.unwrap()
    };
    let shown = ConnectionRecord { purpose: Purpose::Crm, ..connection("shown", &his.0, "shown") };
    assert!(sign_in(store, "one", shown, grant("1")).await.unwrap());
    let talked_out = ConnectionRecord { owner_shown: false, ..connection("talked out", &his.0, "talked out") };
    assert!(sign_in(store, "two", talked_out, grant("2")).await.unwrap());
    assert!(!take("shown", "three").await, "what is his stays his");
    assert!(take("talked out", "four").await);
    let all = store.list_connections(&hers).await.unwrap();
    assert_eq!(all.iter().map(|one| (one.id.as_str(), one.owner_shown)).collect::<Vec<_>>(), [("four", true)]);
    assert_eq!(store.list_connections(&his).await.unwrap().len(), 1);
    assert!(store.find_connection(&ConnectionId::new("talked out")).await.unwrap().is_none());
    assert!(store.find_grant(&ConnectionId::new("talked out")).await.unwrap().is_none());
}

pub async fn a_connection_is_replaced_only_under_its_claim_and_while_its_owner_is_unknown(store: &dyn Store) {
    let (hers, his) = (PersonId("ann".into()), PersonId("mallory".into()));
    store.create_session(&session("hers")).await.unwrap();
    let unowned = ConnectionRecord { owner_shown: false, ..connection("shared", &his.0, "shared") };
    assert!(sign_in(store, "one", unowned.clone(), grant("1")).await.unwrap());
    let claim = async || match store.claim_connection(&unowned.id, NOW, NOW + 60).await.unwrap() {
        Claim::Yours(claimed) => claimed.lease,
        other => panic!("{other:?}"),
    };
    let parted = ConnectionReplacement {
        connection: ConnectionRecord { owner_shown: false, ..connection("hers", &hers.0, "shared") },
        grant: grant("1"),
        session: TokenHash::of("hers"),
        from: store.find_session(TokenHash::of("hers"), NOW).await.unwrap().unwrap().person,
        at: NOW,
    };
    let lease = claim().await;
    assert!(store.release_claim(&lease, None).await.unwrap());
    assert!(!store.replace_unowned_connection(&lease, &parted, &[]).await.unwrap(), "its claim has ended");
    let ended = ConnectionReplacement { session: TokenHash::of("ended"), ..parted.clone() };
    let lease = claim().await;
    assert!(!store.replace_unowned_connection(&lease, &ended, &[]).await.unwrap(), "there is no such session any more");
    assert!(store.find_connection(&unowned.id).await.unwrap().is_some());
    assert!(store.replace_unowned_connection(&lease, &parted, &[]).await.unwrap());
    assert!(store.find_connection(&unowned.id).await.unwrap().is_none());
    assert_eq!(refresh_token(store, &ConnectionId::new("hers")).await.as_deref(), Some("refresh 1"));
    let shown = store.find_session(TokenHash::of("hers"), NOW).await.unwrap().unwrap();
    assert_eq!((shown.person, shown.scope), (hers, KeyScope::All));
    let owned = connection("owned", &his.0, "owned");
    assert!(sign_in(store, "two", owned.clone(), grant("2")).await.unwrap());
    let Claim::Yours(claimed) = store.claim_connection(&owned.id, NOW, NOW + 60).await.unwrap() else { panic!() };
    assert!(
        !store.replace_unowned_connection(&claimed.lease, &parted, &[]).await.unwrap(),
        "its person has shown to own it"
    );
    assert!(store.find_grant(&owned.id).await.unwrap().is_some());
}

pub async fn an_engine_key_is_found_by_its_hash_until_it_is_revoked(store: &dyn Store) {
    let key = EngineKeyRecord {
        id: "k".into(),
        name: "the engine".into(),
        key: TokenHash::of("key"),
        scope: KeyScope::All,
        created_at: NOW,
        revoked_at: None,
    };
    store.create_engine_key(&key, &[]).await.unwrap();
    assert!(matches!(store.create_engine_key(&key, &[]).await, Err(StoreError::Taken)));
    assert_eq!(store.find_engine_key(TokenHash::of("key")).await.unwrap().unwrap().name, "the engine");
    assert!(store.find_engine_key(TokenHash::of("invented")).await.unwrap().is_none());
    assert!(store.revoke_engine_key("k", NOW + 1, &[]).await.unwrap());
    assert!(!store.revoke_engine_key("k", NOW + 2, &[]).await.unwrap());
    assert!(store.find_engine_key(TokenHash::of("key")).await.unwrap().is_none());
    assert_eq!(store.list_engine_keys().await.unwrap()[0].revoked_at, Some(NOW + 1));

    let scope = KeyScope::Only([ConnectionId::new("c"), ConnectionId::new("d")].into());
    let scoped = EngineKeyRecord { id: "s".into(), key: TokenHash::of("scoped"), scope: scope.clone(), ..key };
    store.create_engine_key(&scoped, &[]).await.unwrap();
    let found = store.find_engine_key(TokenHash::of("scoped")).await.unwrap().unwrap();
    assert_eq!(found.scope, scope);
    assert!(found.scope.covers(&ConnectionId::new("d")) && !found.scope.covers(&ConnectionId::new("e")));
}

pub async fn connections_are_found_page_by_page_by_address_and_counted(store: &dyn Store) {
    let at = |address: &str| Account { address: address.into(), name: None };
    for (id, account) in
        [("a", at("Ann@Contoso.example")), ("b", at("ann@contoso.EXAMPLE")), ("c", at("ÄNN@contoso.example"))]
    {
        let made = ConnectionRecord { account, ..connection(id, id, id) };
        assert!(sign_in(store, id, made, grant(id)).await.unwrap());
    }
    let ids = |found: Vec<ConnectionRecord>| found.into_iter().map(|found| found.id.to_string()).collect::<Vec<_>>();
    let first = store.list_connections_page(None, 2).await.unwrap();
    let second = store.list_connections_page(Some(&first[1].id), 2).await.unwrap();
    assert_eq!((ids(first), ids(second)), (vec!["a".into(), "b".into()], vec!["c".into()]));
    assert_eq!(
        ids(store.find_connections_by_address("ANN@contoso.example", Purpose::Mailbox).await.unwrap()),
        ["a", "b"]
    );
    assert_eq!(ids(store.find_connections_by_address("änn@contoso.example", Purpose::Mailbox).await.unwrap()), ["c"]);
    assert!(store.find_connections_by_address("ann@contoso.example", Purpose::Crm).await.unwrap().is_empty());

    let lost = Health::NeedsSignIn { since: NOW, reason: ReasonCode::SignInEnded.into() };
    let failed = FailedRenewal { health: lost, challenge: None, due_at: None };
    let lease = claimed(store, &ConnectionId::new("b")).await;
    assert!(store.save_failed_renewal(&lease, &failed, &[]).await.unwrap());
    assert!(store.disconnect(&ConnectionId::new("c"), NOW, &[]).await.unwrap());
    let counts = HealthCounts::from(
        [HealthKind::Working, HealthKind::NeedsSignIn, HealthKind::Disconnected].map(|kind| (kind, 1)),
    );
    assert_eq!(store.count_connections_by_health().await.unwrap(), counts);
}
