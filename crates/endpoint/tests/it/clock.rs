//! A clock that is set back or forward by an hour: by hand, by a time daemon, or by a machine that slept.

use latchkey_domain::Clock as _;
use latchkey_store::Claim;
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionState, Phase, ProblemCode, ReasonCode};

use crate::people::{ANN, BEN, CLEO, connect, phase, sign_in};

const HOUR_S: i64 = 3600;

#[tokio::test]
async fn tokens_are_handed_out_and_grants_renewed_after_the_clock_is_set() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let first = engine.token(&connection.id).await.unwrap();
    endpoint.clock.advance_s(-HOUR_S);
    let second = engine.token(&connection.id).await.unwrap();
    assert_ne!(first.bearer(), second.bearer(), "what the clock says of the first is not to be believed");
    for step in [HOUR_S, HOUR_S, -HOUR_S, 2 * HOUR_S] {
        endpoint.clock.advance_s(step);
        endpoint.renew_due().await;
        engine.token(&connection.id).await.unwrap();
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
    assert_eq!(endpoint.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
}

#[tokio::test]
async fn setting_the_clock_back_and_forth_renews_each_grant_once() {
    let endpoint = TestEndpoint::start().await;
    for person in [ANN, BEN, CLEO] {
        connect(&endpoint, person).await;
    }
    endpoint.clock.advance_s(-HOUR_S);
    assert_eq!(endpoint.renew_due().await, 0, "nothing is due that was not due before");
    endpoint.clock.advance_s(HOUR_S);
    assert_eq!(endpoint.renew_due().await, 0);
    endpoint.clock.advance_s(HOUR_S);
    assert_eq!(endpoint.renew_due().await, 3);
    endpoint.clock.advance_s(-HOUR_S);
    assert_eq!(endpoint.renew_due().await, 0, "what was renewed is not renewed again");
    assert_eq!(endpoint.practice.microsoft().counters().refreshes, 3);
}

#[tokio::test]
async fn a_crashed_processs_claim_does_not_block_after_the_clock_is_set_back() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let (app, now) = (endpoint.app(), endpoint.clock.now());
    let claim = app.store.claim_connection(&connection.id, now, now + app.settings.lease.life_s).await.unwrap();
    assert!(matches!(claim, Claim::Yours(_)));
    endpoint.clock.advance_s(-HOUR_S);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
    assert_eq!(endpoint.practice.microsoft().counters().refreshes, 1);
}

#[tokio::test]
async fn a_session_survives_a_clock_change() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    for step in [-HOUR_S, 2 * HOUR_S, -HOUR_S] {
        endpoint.clock.advance_s(step);
        assert_eq!(pane.connection().await.id, connection.id);
    }
}

#[tokio::test]
async fn a_sign_in_under_way_when_the_clock_is_set_back_succeeds() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    endpoint.clock.advance_s(-HOUR_S);
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    endpoint.clock.advance_s(HOUR_S);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_sign_in_under_way_when_the_clock_is_set_forward_expires_and_the_old_grant_stays() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let attempt = pane.refreshes(&connection.id).await;
    endpoint.clock.advance_s(HOUR_S);
    assert_eq!(pane.key(&attempt.id).await.err().unwrap().problem.code, ProblemCode::AuthorizationOver);
    let ended = phase(&pane, &attempt).await;
    assert!(matches!(ended, Phase::Expired), "{ended:?}");
    endpoint.renew_due().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    let another = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &another, ANN).await;
    assert!(matches!(phase(&pane, &another).await, Phase::Succeeded { .. }));
}

#[tokio::test]
async fn a_loss_noticed_before_the_clock_is_set_back_stays_and_can_be_repaired() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    endpoint.clock.advance_s(-HOUR_S);
    let state = pane.connection().await.state;
    assert!(matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
