//! A clock that is set back or forward by an hour: by hand, by a daemon that finds it wrong, by a machine that slept.

use latchkey_domain::Clock as _;
use latchkey_store::Claim;
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionState, Phase, ProblemCode, ReasonCode};

use crate::people::{ANN, BEN, CLEO, connected, phase, signs_in};

const HOUR_S: i64 = 3600;

#[tokio::test]
async fn tokens_are_handed_out_and_grants_renewed_whichever_way_it_is_set() {
    let stage = TestEndpoint::start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let engine = stage.engine().await;
    let first = engine.token(&connection.id).await.unwrap();
    stage.clock.advance_s(-HOUR_S);
    let second = engine.token(&connection.id).await.unwrap();
    assert_ne!(first.bearer(), second.bearer(), "what the clock says of the first is not to be believed");
    for step in [HOUR_S, HOUR_S, -HOUR_S, 2 * HOUR_S] {
        stage.clock.advance_s(step);
        stage.renew_due().await;
        engine.token(&connection.id).await.unwrap();
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
    assert_eq!(stage.practice.microsoft().counters().refresh_tokens_presented_twice, 0);
}

#[tokio::test]
async fn setting_it_back_and_forth_renews_each_grant_once() {
    let stage = TestEndpoint::start().await;
    for person in [ANN, BEN, CLEO] {
        connected(&stage, person).await;
    }
    stage.clock.advance_s(-HOUR_S);
    assert_eq!(stage.renew_due().await, 0, "nothing is due that was not due before");
    stage.clock.advance_s(HOUR_S);
    assert_eq!(stage.renew_due().await, 0);
    stage.clock.advance_s(HOUR_S);
    assert_eq!(stage.renew_due().await, 3);
    stage.clock.advance_s(-HOUR_S);
    assert_eq!(stage.renew_due().await, 0, "what was renewed is not renewed again");
    assert_eq!(stage.practice.microsoft().counters().refreshes, 3);
}

#[tokio::test]
async fn a_claim_of_a_process_that_crashed_before_it_was_set_back_holds_nobody_up() {
    let stage = TestEndpoint::start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let (app, now) = (stage.app(), stage.clock.now());
    let claim = app.store.claim_connection(&connection.id, now, now + app.settings.lease.life_s).await.unwrap();
    assert!(matches!(claim, Claim::Yours(_)));
    stage.clock.advance_s(-HOUR_S);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
    assert_eq!(stage.practice.microsoft().counters().refreshes, 1);
}

#[tokio::test]
async fn whoever_has_a_session_keeps_it() {
    let stage = TestEndpoint::start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    for step in [-HOUR_S, 2 * HOUR_S, -HOUR_S] {
        stage.clock.advance_s(step);
        assert_eq!(pane.connection().await.id, connection.id);
    }
}

#[tokio::test]
async fn a_sign_in_that_is_under_way_when_it_is_set_back_ends_well() {
    let stage = TestEndpoint::start().await;
    let pane = stage.pane().with_session().await;
    let attempt = pane.connects().await;
    stage.clock.advance_s(-HOUR_S);
    signs_in(&stage, &mut stage.browser(), &pane, &attempt, ANN).await;
    stage.clock.advance_s(HOUR_S);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_sign_in_that_is_under_way_when_it_is_set_forward_has_expired_and_the_old_grant_stays() {
    let stage = TestEndpoint::start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let attempt = pane.refreshes(&connection.id).await;
    stage.clock.advance_s(HOUR_S);
    assert_eq!(pane.key(&attempt.id).await.err().unwrap().problem.code, ProblemCode::AuthorizationOver);
    let ended = phase(&pane, &attempt).await;
    assert!(matches!(ended, Phase::Expired), "{ended:?}");
    stage.renew_due().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    let another = pane.refreshes(&connection.id).await;
    signs_in(&stage, &mut stage.browser(), &pane, &another, ANN).await;
    assert!(matches!(phase(&pane, &another).await, Phase::Succeeded { .. }));
}

#[tokio::test]
async fn a_loss_that_was_seen_before_it_is_set_back_is_still_a_loss_and_is_repaired_as_ever() {
    let stage = TestEndpoint::start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    stage.practice.microsoft().revoke(ANN);
    stage.renew_all().await;
    stage.clock.advance_s(-HOUR_S);
    let state = pane.connection().await.state;
    assert!(matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
    let attempt = pane.refreshes(&connection.id).await;
    signs_in(&stage, &mut stage.browser(), &pane, &attempt, ANN).await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
