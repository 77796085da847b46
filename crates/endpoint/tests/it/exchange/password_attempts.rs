//! How often a password is sent: once for each press, and never in the background.

use latchkey_practice::{Condition, EwsAnswers, ExchangeSwitches, SignInOffer};
use latchkey_wire::{ConnectionState, Phase, ProblemCode, ReasonCode};

use super::{connect, failure_code, request, start_endpoint, submit_password};
use crate::people::ANN;

#[tokio::test]
async fn a_good_password_connects_with_one_try_and_is_not_used_by_itself() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    assert_eq!((connection.account.address.as_str(), &connection.state), (ANN, &ConnectionState::Working));
    assert_eq!(connection.site, Some(endpoint.practice.exchange().ews_url()));
    for _ in 0..3 {
        endpoint.renew_all().await;
    }
    assert_eq!(endpoint.practice.exchange().tries(ANN).right, 1, "nothing tries a password in the background");
    pane.check(&connection.id).await.unwrap();
    assert_eq!(endpoint.practice.exchange().tries(ANN).right, 2);
}

#[tokio::test]
async fn a_new_password_is_taken_by_refresh_and_the_old_one_is_tried_only_once_more() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let old = endpoint.practice.exchange().password(ANN);
    endpoint.practice.exchange().impose(ANN, Condition::PasswordChanged);
    let wrong = endpoint.practice.exchange().tries(ANN).wrong;
    let state = pane.check(&connection.id).await.unwrap().state;
    assert!(
        matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::PasswordRejected)
    );
    for _ in 0..3 {
        endpoint.clock.advance_s(5);
        pane.check(&connection.id).await.unwrap();
        assert_eq!(endpoint.renew_due().await, 0);
    }
    let attempt = pane.refreshes(&connection.id).await;
    assert_eq!(
        failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, &old).await),
        ReasonCode::PasswordRejected
    );
    assert_eq!(endpoint.practice.exchange().tries(ANN).wrong, wrong + 1, "a rejected password is never shown again");
    let attempt = pane.refreshes(&connection.id).await;
    let new = endpoint.practice.exchange().password(ANN);
    assert_eq!(
        submit_password(&endpoint, &pane, &attempt, ANN, &new).await,
        Phase::Succeeded { connection: connection.id }
    );
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_attempt_tries_once_however_often_it_is_sent() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    for _ in 0..3 {
        assert_eq!(
            failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, "wrong").await),
            ReasonCode::PasswordRejected
        );
    }
    assert_eq!(endpoint.practice.exchange().tries(ANN).wrong, 1);
    let again = pane.connects_through("exchange", None).await;
    submit_password(&endpoint, &pane, &again, ANN, "wrong too").await;
    let again = pane.connects_through("exchange", None).await;
    let soon = pane.types(&again.id, &request(&endpoint, ANN, "and wrong")).await.unwrap_err();
    assert_eq!(soon.problem.code, ProblemCode::TooManyRequests);
    assert_eq!(endpoint.practice.exchange().tries(ANN).wrong, 2);
}

#[tokio::test]
async fn a_server_that_comes_back_is_noticed_without_showing_it_the_password() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    for answers in [EwsAnswers::ErrorPage, EwsAnswers::ServerBusy, EwsAnswers::HangUp] {
        exchange.set_switches(ExchangeSwitches { answers, ..ExchangeSwitches::default() });
        endpoint.clock.advance_s(5);
        let state = pane.check(&connection.id).await.unwrap().state;
        assert!(matches!(state, ConnectionState::Retrying { .. }), "{answers:?}: {state:?}");
        let shown = exchange.authentications().len();
        exchange.set_switches(ExchangeSwitches { down: true, ..ExchangeSwitches::default() });
        assert_eq!(endpoint.renew_all().await, 1);
        assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }), "{answers:?}");
        exchange.set_switches(ExchangeSwitches::default());
        assert_eq!(endpoint.renew_all().await, 1);
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{answers:?}");
        assert_eq!(endpoint.renew_all().await, 0, "there is nothing left to look for");
        assert_eq!(exchange.authentications().len(), shown, "{answers:?}");
    }
}

#[tokio::test]
async fn a_locked_account_is_not_tried_again() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    let password = exchange.password(ANN);
    exchange.impose(ANN, Condition::AccountLocked);
    let attempt = pane.refreshes(&connection.id).await;
    assert_eq!(
        failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, &password).await),
        ReasonCode::AccountLocked
    );
    let shown = exchange.authentications().len();
    exchange.lift(ANN, Condition::AccountLocked);
    for typed in [&password, "another one"] {
        let attempt = pane.refreshes(&connection.id).await;
        assert_eq!(
            failure_code(&submit_password(&endpoint, &pane, &attempt, ANN, typed).await),
            ReasonCode::AccountLocked
        );
    }
    pane.check(&connection.id).await.unwrap();
    assert_eq!(exchange.authentications().len(), shown);
    endpoint.clock.advance_s(5 * 60);
    let attempt = pane.refreshes(&connection.id).await;
    assert!(matches!(submit_password(&endpoint, &pane, &attempt, ANN, &password).await, Phase::Succeeded { .. }));
}

#[tokio::test]
async fn a_server_that_once_used_ntlm_gets_no_plain_password_later() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    exchange.set_switches(ExchangeSwitches { offer: SignInOffer::BasicOnly, ..ExchangeSwitches::default() });
    let before = exchange.authentications().len();
    endpoint.clock.advance_s(5);
    pane.check(&connection.id).await.unwrap();
    assert_eq!(exchange.authentications().len(), before);
}
