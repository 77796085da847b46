//! Whether the address of a connection's account is verified.

use latchkey_domain::Verified;
use latchkey_wire::ConnectionId;

use super::{NOW, claimed, connection, grant, renewed, sign_in};
use crate::{ConnectionRecord, Store};

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
