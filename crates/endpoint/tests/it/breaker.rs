//! A provider that refuses this installation's client, and one that asks to wait.

use latchkey_practice::{Faults, TokenAnswers};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionState, ReasonCode};

use crate::people::{ANN, BEN, CLEO, connect};

#[tokio::test]
async fn a_wrong_secret_presents_one_token_and_then_none_until_it_is_right_again() {
    let endpoint = TestEndpoint::start().await;
    let mut panes = Vec::new();
    for person in [ANN, BEN, CLEO] {
        panes.push(connect(&endpoint, person).await.0);
    }
    let microsoft = endpoint.practice.microsoft();
    microsoft.set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for _ in 0..6 {
        endpoint.renew_all().await;
    }
    assert_eq!(microsoft.counters().refreshes, 0);
    assert!(microsoft.counters().refreshes_refused <= 1, "{:?}", microsoft.counters());
    for pane in &panes {
        let state = pane.connection().await.state;
        let blamed =
            matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == ReasonCode::Misconfigured);
        assert!(blamed, "{state:?}");
    }
    microsoft.set_faults(Faults::default());
    endpoint.renew_all().await;
    for pane in &panes {
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
}

#[tokio::test]
async fn after_a_start_nothing_is_presented_before_the_provider_has_shown_that_it_knows_us() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    let endpoint = endpoint.restart().await;
    for _ in 0..3 {
        endpoint.renew_all().await;
    }
    let counters = endpoint.practice.microsoft().counters();
    assert_eq!((counters.refreshes, counters.refreshes_refused), (0, 0), "no person's token was shown");
    assert!(counters.code_exchanges_refused > 0, "an invented code was");
    assert!(!pane.connection().await.state.is_lost());
}

#[tokio::test]
async fn refusals_that_explain_nothing_are_no_loss_while_the_provider_does_not_say_that_it_knows_us() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    let microsoft = endpoint.practice.microsoft();
    for answers in [TokenAnswers::HtmlPage, TokenAnswers::EmptyBadRequest] {
        microsoft.set_faults(Faults { token_answers: answers, ..Faults::default() });
        for _ in 0..4 {
            endpoint.renew_all().await;
            assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }));
        }
        microsoft.set_faults(Faults::default());
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
}

#[tokio::test]
async fn a_provider_that_asks_to_wait_is_left_alone_by_all_connections() {
    let endpoint = TestEndpoint::start().await;
    let (pane, anns) = connect(&endpoint, ANN).await;
    let (_, bens) = connect(&endpoint, BEN).await;
    let microsoft = endpoint.practice.microsoft();
    let busy = TokenAnswers::TooManyRequests { retry_after_s: 600 };
    microsoft.set_faults(Faults { token_answers: busy, ..Faults::default() });
    endpoint.clock.advance_s(2400);
    endpoint.renew_due().await;
    microsoft.set_faults(Faults::default());
    endpoint.clock.advance_s(590);
    endpoint.renew_due().await;
    let _ = pane.check(&anns.id).await;
    endpoint.engine().await.token_for(&bens.id, "?min_life_s=1200").await.unwrap();
    assert_eq!(microsoft.counters().refreshes, 0, "it asked for ten minutes");
    endpoint.clock.advance_s(1000);
    endpoint.renew_due().await;
    assert_eq!(microsoft.counters().refreshes, 2);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
