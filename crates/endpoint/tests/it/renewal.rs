//! Keeping grants alive, and telling people when that fails.

use latchkey_practice::{Condition, Faults};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionState, ProblemCode, ReasonCode};

use crate::people::{ANN, BEN, CLEO, connect};

#[tokio::test]
async fn grants_are_renewed_before_they_end_each_once() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    assert_eq!(endpoint.renew_due().await, 0);
    for _ in 0..3 {
        endpoint.clock.advance_s(2400);
        assert_eq!(endpoint.renew_due().await, 2);
        assert_eq!(endpoint.renew_due().await, 0);
    }
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refresh_tokens_presented_twice), (6, 0));
    assert_eq!(pane.connection().await.last_working_at, pane.overview().await.now);
}

#[tokio::test]
async fn each_loss_names_its_cause_and_affects_no_one_else() {
    let endpoint = TestEndpoint::start().await;
    let (ann, _) = connect(&endpoint, ANN).await;
    let (ben, _) = connect(&endpoint, BEN).await;
    let microsoft = endpoint.practice.microsoft();
    microsoft.revoke(ANN);
    microsoft.impose(BEN, Condition::BlockedByPolicy);
    endpoint.renew_all().await;
    let (anns, bens) = (ann.connection().await.state, ben.connection().await.state);
    assert!(matches!(&anns, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
    assert!(matches!(&bens, ConnectionState::NeedsAdmin { reason, .. } if reason.code == ReasonCode::BlockedByPolicy));
    let refreshes = microsoft.counters().refreshes_refused;
    endpoint.renew_all().await;
    assert_eq!(microsoft.counters().refreshes_refused, refreshes, "a loss is not asked about again and again");
}

#[tokio::test]
async fn an_outage_asks_no_person_to_act_and_ends_by_itself() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().set_faults(Faults { down: true, ..Faults::default() });
    for _ in 0..4 {
        endpoint.renew_all().await;
        let state = pane.connection().await.state;
        assert!(matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == ReasonCode::ProviderDown));
    }
    endpoint.practice.microsoft().set_faults(Faults::default());
    endpoint.renew_all().await;
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (before.id, ConnectionState::Working));
}

#[tokio::test]
async fn a_check_really_asks_the_provider_and_not_too_often() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().revoke(ANN);
    assert_eq!(pane.connection().await.state, ConnectionState::Working, "the provider was not asked yet");
    let checked = pane.check(&connection.id).await.unwrap();
    assert!(matches!(checked.state, ConnectionState::NeedsSignIn { .. }));
    let again = pane.check(&connection.id).await.unwrap_err();
    assert_eq!((again.status.as_u16(), again.problem.code), (429, ProblemCode::TooManyRequests));
}

#[tokio::test]
async fn a_loss_that_the_administrator_mends_is_seen_at_the_next_check() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::BlockedByPolicy);
    endpoint.renew_all().await;
    assert!(pane.connection().await.state.is_lost());
    endpoint.practice.microsoft().lift(ANN, Condition::BlockedByPolicy);
    assert_eq!(pane.check(&connection.id).await.unwrap().state, ConnectionState::Working);
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let endpoint = endpoint.restart().await;
    assert_eq!(pane.connection().await.id, before.id);
    crate::people::sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(endpoint.renew_all().await, 1);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_open_event_stream_reports_a_loss_at_once() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    let mut events = pane.request(reqwest::Method::GET, "/v1/events").send().await.unwrap();
    let mut heard = String::new();
    while !heard.contains("\n\n") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
    assert!(
        heard.starts_with("event: overview\ndata: {") && heard.contains(r#""state":{"kind":"working"}"#),
        "{heard}"
    );
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    while !heard.contains("sign_in_ended") {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
}
