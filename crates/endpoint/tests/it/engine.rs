//! What a sync engine reports.

use latchkey_practice::{Condition, Faults};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionId, ConnectionState, ProblemCode, ReasonCode};

use crate::people::{ANN, connect};

#[tokio::test]
async fn a_rejection_of_a_dead_grant_is_known_to_the_person_at_once() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    endpoint.practice.microsoft().revoke(ANN);
    let answered = engine.reports_rejection(&connection.id).await.unwrap();
    assert!(
        matches!(&answered.state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded)
    );
    assert_eq!(pane.connection().await.state, answered.state);
    let refused = endpoint.practice.microsoft().counters().refreshes_refused;
    engine.reports_rejection(&connection.id).await.unwrap();
    assert_eq!(endpoint.practice.microsoft().counters().refreshes_refused, refused, "a loss is not verified again");
}

#[tokio::test]
async fn six_unexplained_rejections_in_a_row_ask_for_a_sign_in() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    for report in 1..=6 {
        endpoint.clock.advance_s(60);
        let state = engine.reports_rejection(&connection.id).await.unwrap().state;
        assert_eq!(state == ConnectionState::Working, report < 6, "report {report}: {state:?}");
    }
    let state = pane.connection().await.state;
    assert!(matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::AccessRejected));
    let attempt = pane.refreshes(&connection.id).await;
    crate::people::sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    endpoint.clock.advance_s(5);
    let state = engine.reports_rejection(&connection.id).await.unwrap().state;
    assert_eq!(state, ConnectionState::Working, "a sign-in ends the row");
}

#[tokio::test]
async fn an_engine_that_reports_every_few_seconds_ends_no_working_connection_within_five_minutes() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let begun = endpoint.now();
    loop {
        let state = engine.reports_rejection(&connection.id).await.unwrap().state;
        let after_s = endpoint.now() - begun;
        if state != ConnectionState::Working {
            assert!(after_s >= 5 * 60, "{after_s} s: {state:?}");
            break;
        }
        assert!(after_s < 6 * 60, "a lasting refusal is told at last");
        endpoint.clock.advance_s(3);
    }
}

#[tokio::test]
async fn rejections_far_apart_make_no_row() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    for _ in 0..8 {
        endpoint.clock.advance_s(3700);
        assert_eq!(engine.reports_rejection(&connection.id).await.unwrap().state, ConnectionState::Working);
    }
}

#[tokio::test]
async fn a_rejection_during_an_outage_asks_no_person_to_act() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    endpoint.practice.microsoft().set_faults(Faults { down: true, ..Faults::default() });
    for _ in 0..8 {
        endpoint.clock.advance_s(5);
        let state = engine.reports_rejection(&connection.id).await.unwrap().state;
        assert!(matches!(state, ConnectionState::Retrying { .. }));
    }
    endpoint.practice.microsoft().set_faults(Faults::default());
    endpoint.practice.microsoft().impose(ANN, Condition::BlockedByPolicy);
    endpoint.clock.advance_s(5);
    let state = engine.reports_rejection(&connection.id).await.unwrap().state;
    assert!(matches!(state, ConnectionState::NeedsAdmin { .. }));
}

#[tokio::test]
async fn reports_are_taken_only_with_a_good_key_and_not_in_a_flood() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    engine.reports_rejection(&connection.id).await.unwrap();
    let flood = engine.reports_rejection(&connection.id).await.unwrap_err();
    assert_eq!((flood.status.as_u16(), flood.problem.code), (429, ProblemCode::TooManyRequests));
    let unknown = engine.reports_rejection(&ConnectionId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11")).await;
    assert_eq!(unknown.unwrap_err().problem.code, ProblemCode::ConnectionNotFound);
    for key in ["invented", pane.token()] {
        let refused = endpoint.engine().await.with_key(key).reports_rejection(&connection.id).await.unwrap_err();
        assert_eq!((refused.status.as_u16(), refused.problem.code), (401, ProblemCode::EngineKeyMissing));
    }
}
