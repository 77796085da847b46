//! The tries that are reserved for the owner of an account's connection. Strangers, namesakes and owners of other accounts
//! cannot use them.

use std::collections::BTreeSet;

use latchkey_domain::{Password, TokenHash};
use latchkey_practice::{Condition, EXCHANGE_LOCKOUT_TRIES};
use latchkey_store::{ConnectionRecord, Grant, KeyScope, LetsIn, SessionRecord, SignedIn, Takes};
use latchkey_testkit::{NOW, TestEndpoint, TestPane};
use latchkey_wire::{Connection, PasswordRequest, Phase, ProblemCode};

use super::{
    ANN, BEN, HOUR_S, STRANGERS_TRIES, connect, form, is_rejected, is_too_often, start_endpoint, try_as_owner,
    try_as_stranger, use_up_tries, wrong_passwords,
};

#[tokio::test]
async fn strangers_without_tries_left_keep_no_owner_out() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    use_up_tries(&endpoint).await;
    let password = endpoint.practice.exchange().password(ANN);
    for _ in 0..3 {
        let phase = try_as_owner(&endpoint, &pane, &connection, &password).await.unwrap();
        assert_eq!(phase, Phase::Succeeded { connection: connection.id.clone() }, "the right password costs nothing");
        endpoint.clock.advance_s(5);
        pane.check(&connection.id).await.unwrap();
    }
    assert!(
        is_too_often(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "guess")).await),
        "nor does it give strangers more"
    );
}

#[tokio::test]
async fn what_a_stranger_typed_in_vain_keeps_no_owner_from_typing_it_rightly() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    let next = format!("{}-new", exchange.password(ANN));
    assert!(is_rejected(&try_as_stranger(&endpoint, &form(&endpoint, ANN, &next)).await));
    exchange.impose(ANN, Condition::PasswordChanged);
    assert_eq!(exchange.password(ANN), next);
    let phase = try_as_owner(&endpoint, &pane, &connection, &next).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn a_lock_that_only_strangers_have_met_holds_no_owner_up() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    exchange.impose(ANN, Condition::AccountLocked);
    try_as_stranger(&endpoint, &form(&endpoint, ANN, "guess")).await.unwrap();
    exchange.lift(ANN, Condition::AccountLocked);
    let shown = exchange.authentications().len();
    try_as_stranger(&endpoint, &form(&endpoint, ANN, "another guess")).await.unwrap();
    assert_eq!(exchange.authentications().len(), shown, "strangers leave it alone");
    let phase = try_as_owner(&endpoint, &pane, &connection, &exchange.password(ANN)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn strangers_and_owner_together_stay_below_what_locks() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    use_up_tries(&endpoint).await;
    for number in 0..2 {
        let phase = try_as_owner(&endpoint, &pane, &connection, &format!("typo {number}")).await.unwrap();
        assert!(matches!(phase, Phase::Failed { .. }), "{phase:?}");
    }
    assert!(is_too_often(&try_as_owner(&endpoint, &pane, &connection, "typo 3").await));
    let shown = exchange.authentications().len();
    let refused = pane.check(&connection.id).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::TooManyRequests, "what is stored might be wrong as well");
    assert_eq!((exchange.authentications().len(), wrong_passwords(exchange)), (shown, 4));
    assert!(
        wrong_passwords(exchange) < u64::from(EXCHANGE_LOCKOUT_TRIES) && !exchange.holds(ANN, Condition::AccountLocked)
    );
    endpoint.clock.advance_s(HOUR_S);
    let phase = try_as_owner(&endpoint, &pane, &connection, &exchange.password(ANN)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn a_stored_password_that_has_become_wrong_counts_too() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    use_up_tries(&endpoint).await;
    exchange.impose(ANN, Condition::PasswordChanged);
    let engine = endpoint.engine().await;
    engine.reports_rejection(&connection.id).await.unwrap();
    assert_eq!(wrong_passwords(exchange), 3);
    assert!(matches!(try_as_owner(&endpoint, &pane, &connection, "typo").await, Ok(Phase::Failed { .. })));
    assert!(is_too_often(&try_as_owner(&endpoint, &pane, &connection, "another typo").await));
    assert_eq!(wrong_passwords(exchange), 4);
}

#[tokio::test]
async fn an_owner_of_another_account_is_a_stranger_to_this_one() {
    let endpoint = start_endpoint().await;
    let (_, _) = connect(&endpoint, ANN).await;
    let (ben, bens) = connect(&endpoint, BEN).await;
    use_up_tries(&endpoint).await;
    for name in [ANN, "CONTOSO\\ann", "ann"] {
        endpoint.clock.advance_s(5);
        let attempt = ben.refreshes(&bens.id).await;
        let answer = ben.types(&attempt.id, &form(&endpoint, name, "guess")).await.map(|attempt| attempt.phase);
        assert!(is_too_often(&answer), "{name}: {answer:?}");
    }
    assert_eq!(endpoint.practice.exchange().tries(ANN).wrong, STRANGERS_TRIES);
}

#[tokio::test]
async fn a_session_that_does_not_show_the_connection_is_a_stranger_to_its_account() {
    let endpoint = start_endpoint().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let store = &endpoint.app().store;
    let person = store.find_connection(&connection.id).await.unwrap().unwrap().person;
    // As a typed code lets a sidebar in to another of her connections alone.
    let session = SessionRecord {
        token: TokenHash::of("let in"),
        person,
        scope: KeyScope::Only(BTreeSet::new()),
        let_in_at: None,
        created_at: NOW,
        expires_at: NOW + HOUR_S,
    };
    store.create_session(&session).await.unwrap();
    let pane = endpoint.pane().with_token("let in");
    use_up_tries(&endpoint).await;
    let attempt = pane.connects_through("exchange", None).await;
    let answer = pane.types(&attempt.id, &form(&endpoint, ANN, "guess")).await.map(|attempt| attempt.phase);
    assert!(is_too_often(&answer), "{answer:?}");
}

/// Stores a sign-in as if the connection's account had this user name and this server.
async fn store_sign_in_as(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    connection: &Connection,
    user_name: &str,
    server: Option<&str>,
) {
    let store = &endpoint.app().store;
    let attempt = pane.refreshes(&connection.id).await;
    let found = store.find_connection(&connection.id).await.unwrap().unwrap();
    let grant = Grant::Password { user_name: user_name.into(), password: Password::new("x"), scheme_hint: None };
    let site = server.map(str::to_owned).or(found.site.clone());
    let connection = ConnectionRecord { generation: found.generation + 1, site, ..found };
    let signed_in = SignedIn { connection, grant, takes: Takes::Nothing, lets_in: LetsIn::Everywhere };
    assert!(store.finish_sign_in(&attempt.id, &Phase::Waiting, &signed_in, &[]).await.unwrap());
}

#[tokio::test]
async fn an_operator_of_one_listed_server_owns_no_account_at_the_others() {
    let endpoint = start_endpoint().await;
    let exchange = endpoint.practice.exchange();
    let (ann, connection) = connect(&endpoint, ANN).await;
    // Mallory's own server accepts every password.
    let (mallory, his) = connect(&endpoint, BEN).await;
    store_sign_in_as(&endpoint, &mallory, &his, "CONTOSO\\ann", Some("https://contoso.example/EWS/Exchange.asmx"))
        .await;
    let foreign = PasswordRequest { mailbox: BEN.into(), ..form(&endpoint, "CONTOSO\\ann", &exchange.password(ANN)) };
    for (number, form) in
        [foreign, form(&endpoint, "CONTOSO\\ann", "guess"), form(&endpoint, ANN, "guess 2")].iter().enumerate()
    {
        endpoint.clock.advance_s(5);
        let attempt = mallory.refreshes(&his.id).await;
        let answer = mallory.types(&attempt.id, form).await.map(|attempt| attempt.phase);
        assert_eq!((is_rejected(&answer), is_too_often(&answer)), (number < 2, number >= 2), "{answer:?}");
    }
    let phase = try_as_owner(&endpoint, &ann, &connection, &exchange.password(ANN)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn a_namesake_in_another_domain_cannot_use_up_her_tries() {
    let endpoint = start_endpoint().await;
    let (ann, hers) = connect(&endpoint, ANN).await;
    let (namesake, his) = connect(&endpoint, BEN).await;
    store_sign_in_as(&endpoint, &namesake, &his, "FABRIKAM\\ann", None).await;
    for number in 0..5 {
        endpoint.clock.advance_s(5);
        let attempt = namesake.refreshes(&his.id).await;
        let typo =
            PasswordRequest { mailbox: BEN.into(), ..form(&endpoint, "FABRIKAM\\ann", &format!("typo {number}")) };
        let answer = namesake.types(&attempt.id, &typo).await.map(|attempt| attempt.phase);
        assert_eq!(is_too_often(&answer), number == 4, "{answer:?}");
    }
    let phase = try_as_owner(&endpoint, &ann, &hers, &endpoint.practice.exchange().password(ANN)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
}

#[tokio::test]
async fn a_connection_that_signs_in_by_another_name_is_throttled_by_both() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, BEN).await;
    // As in a company where accounts have short names and addresses long ones.
    store_sign_in_as(&endpoint, &pane, &connection, "CORP\\bbaker", None).await;
    for number in 0..STRANGERS_TRIES {
        assert!(is_rejected(&try_as_stranger(&endpoint, &form(&endpoint, BEN, &format!("guess {number}"))).await));
    }
    for name in [BEN, "CORP\\bbaker", "bbaker"] {
        assert!(is_too_often(&try_as_stranger(&endpoint, &form(&endpoint, name, "guess again")).await), "{name}");
    }
}
