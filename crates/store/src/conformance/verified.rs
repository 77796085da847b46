//! Whether the address of a connection's account is verified.

use latchkey_domain::{AccessLife, AccountFacts, Alias, Identity, Verified};
use latchkey_wire::{Account, ConnectionId, Purpose};

use super::{NOW, claimed, connection, grant, renewed, sign_in};
use crate::{ConnectionRecord, KnownFacts, Store};

async fn known(store: &dyn Store) -> Verified {
    store.find_connection(&ConnectionId::new("c")).await.unwrap().unwrap().verified
}

pub async fn what_is_known_of_an_address_belongs_to_one_sign_in(store: &dyn Store) {
    let of = |generation, verified| ConnectionRecord { verified, generation, ..connection("c", "ann", "ann") };
    let id = ConnectionId::new("c");
    for (generation, verified) in
        (0..).zip([Verified::Address, Verified::Name, Verified::No, Verified::Unknown, Verified::Address])
    {
        let through = format!("sign-in {generation}");
        assert!(sign_in(store, &through, of(generation, verified), grant(&through)).await.unwrap());
        assert_eq!(known(store).await, verified);
    }
    assert!(sign_in(store, "again", of(5, Verified::Unknown), grant("again")).await.unwrap());
    assert!(!store.save_verified(&id, 4, Verified::Address).await.unwrap(), "that was another sign-in");
    assert_eq!(known(store).await, Verified::Unknown);
    assert!(store.save_verified(&id, 5, Verified::No).await.unwrap());
    assert_eq!(known(store).await, Verified::No);
    let lease = claimed(store, &id).await;
    assert!(store.save_renewal(&lease, &renewed("later"), &[]).await.unwrap());
    assert_eq!(known(store).await, Verified::No, "a renewal is no sign-in");
    assert!(!store.save_verified(&ConnectionId::new("unknown"), 0, Verified::Address).await.unwrap());
    assert!(sign_in(store, "last", of(6, Verified::Address), grant("last")).await.unwrap());
    assert!(store.disconnect(&id, NOW, &[]).await.unwrap());
    assert_eq!(known(store).await, Verified::Address, "it ended, and whose it was is known");
}

async fn found(store: &dyn Store, address: &str) -> Vec<String> {
    let found = store.find_connections_by_address(address, Purpose::Mailbox).await.unwrap();
    found.into_iter().map(|found| found.id.as_str().to_owned()).collect()
}

fn alias(address: &str, verified: bool) -> Alias {
    Alias { address: address.into(), verified }
}

pub async fn an_account_is_found_by_each_verified_address_and_by_no_other(store: &dyn Store) {
    let facts = AccountFacts {
        sign_in_name: Some("ann@contoso.onmicrosoft.example".into()),
        aliases: vec![alias("Ann.Able@contoso.example", true), alias("ceo@contoso.example", false)],
        scopes: vec!["Mail.Read".into()],
        access_life: AccessLife::Learned { life_s: 900, at: NOW },
        ..AccountFacts::default()
    };
    let ann = ConnectionRecord { facts: facts.clone(), ..connection("c", "ann", "ann") };
    assert!(sign_in(store, "first", ann.clone(), grant("1")).await.unwrap());
    assert!(sign_in(store, "ben", connection("b", "ben", "ben"), grant("b")).await.unwrap());
    let id = ConnectionId::new("c");
    assert_eq!(store.find_connection(&id).await.unwrap().unwrap().facts, facts);
    assert_eq!(found(store, "ann.able@CONTOSO.example").await, ["c"]);
    assert_eq!(found(store, "ann@contoso.example").await, ["c"]);
    for other in ["ceo@contoso.example", "ann@contoso.onmicrosoft.example"] {
        assert_eq!(found(store, other).await, Vec::<String>::new(), "{other}");
    }
    let later = AccountFacts { aliases: vec![alias("Able@Fabrikam.example", true)], ..AccountFacts::default() };
    let account = Account { address: "ann.baker@contoso.example".into(), name: Some("Ann Baker".into()) };
    let known = KnownFacts { account: account.clone(), verified: Verified::Address, facts: later.clone() };
    assert!(!store.save_account(&id, 7, &known).await.unwrap(), "that was another sign-in");
    assert!(store.save_account(&id, 0, &known).await.unwrap());
    let now = store.find_connection(&id).await.unwrap().unwrap();
    assert_eq!((now.account, now.verified, now.facts), (account, Verified::Address, later));
    assert_eq!(found(store, "able@fabrikam.EXAMPLE").await, ["c"]);
    assert_eq!(found(store, "ann.baker@contoso.example").await, ["c"]);
    for old in ["ann.able@contoso.example", "ann@contoso.example"] {
        assert_eq!(found(store, old).await, Vec::<String>::new(), "{old}");
    }
    let again = ConnectionRecord { generation: 1, facts: AccountFacts::default(), ..ann };
    assert!(sign_in(store, "again", again, grant("2")).await.unwrap());
    assert_eq!(found(store, "able@fabrikam.example").await, Vec::<String>::new(), "that was told at another sign-in");
}

pub async fn the_end_of_a_token_is_corrected_for_that_token_alone(store: &dyn Store) {
    assert!(sign_in(store, "first", connection("c", "ann", "ann"), grant("1")).await.unwrap());
    let id = ConnectionId::new("c");
    assert!(!store.save_access_end(&id, NOW - 1, NOW + 5, Some(NOW + 3)).await.unwrap());
    assert!(store.save_access_end(&id, NOW, NOW + 900, Some(NOW + 600)).await.unwrap());
    let found = store.find_connection(&id).await.unwrap().unwrap();
    assert_eq!((found.access_expires_at, found.due_at), (NOW + 900, Some(NOW + 600)));
    assert!(store.disconnect(&id, NOW, &[]).await.unwrap());
    store.save_access_end(&id, NOW, NOW + 901, Some(NOW + 600)).await.unwrap();
    assert_eq!(store.find_connection(&id).await.unwrap().unwrap().due_at, None, "nothing is left to renew");
}

pub async fn an_account_is_found_by_its_issuer_with_and_without_a_slash(store: &dyn Store) {
    let at = |issuer: &str| Identity { issuer: issuer.into(), subject: "ann".into() };
    let named = |id: &str, person: &str, issuer: &str| ConnectionRecord {
        identity: at(issuer),
        ..connection(id, person, "ann")
    };
    let found = async |issuer: &str| {
        let found = store.find_connection_by_identity(&at(issuer), Purpose::Mailbox).await.unwrap();
        found.map(|found| found.id.as_str().to_owned())
    };
    assert!(sign_in(store, "one", named("c", "ann", "https://id.example/t/"), grant("1")).await.unwrap());
    for issuer in ["https://id.example/t", "https://id.example/t/"] {
        assert_eq!(found(issuer).await.as_deref(), Some("c"), "{issuer}");
    }
    for issuer in ["https://id.example", "https://id.example/t//", "https://id.example/t/u"] {
        assert_eq!(found(issuer).await, None, "{issuer}");
    }
    // A store may have both, from a time when they were two accounts.
    assert!(sign_in(store, "two", named("d", "ben", "https://id.example/t"), grant("2")).await.unwrap());
    assert_eq!(found("https://id.example/t").await.as_deref(), Some("d"));
    assert_eq!(found("https://id.example/t/").await.as_deref(), Some("c"));
}
