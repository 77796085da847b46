//! The identity of a mailbox at Exchange, at refreshes and changes.

use latchkey_wire::{ConnectionState, Intent, OfferId, PasswordRequest, Phase, ReasonCode};

use super::{connect, failure_code, request, start_endpoint, submit_password};
use crate::people::{ANN, BEN};

#[tokio::test]
async fn another_mailbox_does_not_take_a_connections_place_by_refresh() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let attempt = pane.refreshes(&connection.id).await;
    let password = endpoint.practice.exchange().password(BEN);
    assert_eq!(
        failure_code(&submit_password(&endpoint, &pane, &attempt, BEN, &password).await),
        ReasonCode::WrongAccount
    );
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn a_mailbox_moves_to_exchange_and_back() {
    let endpoint = start_endpoint().await;
    let (pane, before) = crate::people::connect(&endpoint, ANN).await;
    let intent = Intent::Change {
        connection: before.id.clone(),
        offer: OfferId::new("exchange"),
        site: None,
        account: Some(ANN.to_owned()),
    };
    let attempt = pane.begin(intent).await;
    let password = endpoint.practice.exchange().password(ANN);
    let moved = submit_password(&endpoint, &pane, &attempt, ANN, &password).await;
    assert_eq!(moved, Phase::Succeeded { connection: before.id.clone() });
    assert_eq!(pane.connection().await.offer.as_str(), "exchange");
    let attempt = pane.changes(&before.id, "microsoft", None).await;
    crate::people::sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    let after = pane.connection().await;
    assert_eq!((after.id, after.offer.as_str()), (before.id, "microsoft"));
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_user_name_that_was_typed_once_is_known_at_the_next_refresh() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let password = endpoint.practice.exchange().password(ANN);
    let named = PasswordRequest { user_name: Some("CONTOSO\\ann".into()), ..request(&endpoint, ANN, &password) };
    pane.types(&attempt.id, &named).await.unwrap();
    let connection = pane.connection().await;
    let attempt = pane.refreshes(&connection.id).await;
    assert!(matches!(submit_password(&endpoint, &pane, &attempt, ANN, &password).await, Phase::Succeeded { .. }));
    let users: Vec<_> = endpoint.practice.exchange().authentications().into_iter().map(|one| one.user).collect();
    assert_eq!(users, ["CONTOSO\\ann", "CONTOSO\\ann"]);
}
