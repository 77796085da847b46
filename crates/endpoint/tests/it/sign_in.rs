//! A sign-in from the request of the pane to its outcome.

use latchkey_practice::{Condition, Faults, TokenAnswers};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionSettings, ConnectionState, Intent, OfferId, Phase, ProblemCode, ReasonCode};

use crate::people::{ANN, BEN, connect, phase, sign_in};

fn failed_because(phase: &Phase) -> Option<ReasonCode> {
    match phase {
        Phase::Failed { reason, .. } => Some(reason.code),
        _ => None,
    }
}

#[tokio::test]
async fn a_first_connection_from_the_panes_own_window_works_without_a_question() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let page = sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert!(!page.address.as_str().contains("code="), "the address in the window holds nothing of the answer");
    assert_eq!(page.headers["cross-origin-opener-policy"], "unsafe-none", "nothing cuts the window off its opener");
    assert_eq!(page.code(), None, "there is nothing left to show");
    let connection = pane.connection().await;
    assert_eq!(phase(&pane, &attempt).await, Phase::Succeeded { connection: connection.id.clone() });
    assert_eq!(connection.state, ConnectionState::Working);
    assert_eq!((connection.account.address.as_str(), connection.account.name.as_deref()), (ANN, Some("Ann Able")));
}

#[tokio::test]
async fn a_refresh_keeps_id_and_settings_and_needs_no_proof() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let chosen = ConnectionSettings { remind_before_end: false };
    pane.choose(&before.id, &chosen).await.unwrap();
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    let lost = pane.connection().await.state;
    assert!(matches!(&lost, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded));
    let attempt = pane.refreshes(&before.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    let after = pane.connection().await;
    assert_eq!((&after.id, &after.settings, &after.state), (&before.id, &chosen, &ConnectionState::Working));
    assert_eq!(endpoint.renew_all().await, 1, "the new grant renews itself");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn another_account_is_refused_by_name_and_the_old_grant_still_works() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let page = sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, BEN).await;
    assert!(page.says(ANN) && page.says(BEN), "the window names both: {}", page.body);
    match phase(&pane, &attempt).await {
        Phase::Failed { reason, signed_in_as: Some(actual), expected: Some(expected) } => {
            assert_eq!(reason.code, ReasonCode::WrongAccount);
            assert_eq!((actual.address.as_str(), expected.address.as_str()), (BEN, ANN));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(endpoint.renew_all().await, 1);
    let after = pane.connection().await;
    assert_eq!((after.id, after.account.address.as_str(), after.state), (before.id, ANN, ConnectionState::Working));
}

#[tokio::test]
async fn coming_back_with_the_same_account_finds_the_same_connection() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    pane.log_out().await.unwrap();
    let (other_pane, after) = connect(&endpoint, ANN).await;
    assert_eq!(after.id, before.id);
    assert_ne!(other_pane.token(), pane.token());
}

#[tokio::test]
async fn an_account_cannot_be_taken_into_a_sidebar_that_has_another() {
    let endpoint = TestEndpoint::start().await;
    let (_, anns) = connect(&endpoint, ANN).await;
    let (pane, bens) = connect(&endpoint, BEN).await;
    let attempt = pane.connects().await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(failed_because(&phase(&pane, &attempt).await), Some(ReasonCode::ConnectedElsewhere));
    assert_eq!(pane.connection().await.id, bens.id);
    let (_, still_anns) = connect(&endpoint, ANN).await;
    assert_eq!(still_anns.id, anns.id);
}

#[tokio::test]
async fn a_window_with_a_key_is_sent_on_with_the_name_that_the_host_shows() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let id = latchkey_wire::AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    let mut browser = endpoint.browser();
    let early = browser.open(&pane.start_page(&id)).await;
    assert_eq!(early.status, 200, "the window may be there before the pane's request is");
    let intent = Intent::Connect { offer: OfferId::new("microsoft"), site: None };
    let request = latchkey_wire::AuthorizationRequest { intent, host_mailbox: Some(ANN.into()) };
    pane.begin_as(&id, &request).await.unwrap();
    let to = browser.opens(&pane, &id).await;
    let parameter = |name: &str| to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(parameter("login_hint").as_deref(), Some(ANN));
    assert_eq!(parameter("code_challenge_method").as_deref(), Some("S256"));
}

#[tokio::test]
async fn a_newer_attempt_ends_the_older_and_cancelling_ends_either() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let (older, newer) = (pane.connects().await, pane.connects().await);
    assert_eq!(phase(&pane, &older).await, Phase::Cancelled);
    pane.cancel(&newer.id).await.unwrap();
    pane.cancel(&newer.id).await.unwrap();
    assert_eq!(phase(&pane, &newer).await, Phase::Cancelled);
    assert_eq!(pane.key(&newer.id).await.err().unwrap().problem.code, ProblemCode::AuthorizationOver);
}

#[tokio::test]
async fn an_attempt_ends_at_its_deadline() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects().await;
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    endpoint.clock.advance_s(attempt.deadline_at - pane.overview().await.now);
    assert_eq!(phase(&pane, &attempt).await, Phase::Expired);
    let late = browser.sign_in(page, ANN, &crate::people::password(&endpoint, ANN)).await;
    assert_eq!((late.status.as_u16(), late.attribute("data-problem").as_deref()), (410, Some("authorization_over")));
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn cancelling_at_the_provider_says_so_and_changes_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    browser.press_and_follow(&page, "Cancel", &[]).await;
    assert_eq!(failed_because(&phase(&pane, &attempt).await), Some(ReasonCode::CancelledAtProvider));
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_provider_that_fails_at_the_exchange_leaves_the_old_grant() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let microsoft = endpoint.practice.microsoft();
    for (faults, code) in [
        (Faults { token_answers: TokenAnswers::HtmlPage, ..Faults::default() }, ReasonCode::ProviderDown),
        (Faults { token_answers: TokenAnswers::EmptyBadRequest, ..Faults::default() }, ReasonCode::SignInNotFinished),
        (
            Faults { token_answers: TokenAnswers::TooManyRequests { retry_after_s: 5 }, ..Faults::default() },
            ReasonCode::ProviderDown,
        ),
        (Faults { client_secret_rotated: true, ..Faults::default() }, ReasonCode::Misconfigured),
    ] {
        microsoft.set_faults(faults);
        let attempt = pane.refreshes(&before.id).await;
        sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
        assert_eq!(failed_because(&phase(&pane, &attempt).await), Some(code));
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
    microsoft.set_faults(Faults::default());
    assert_eq!(endpoint.renew_all().await, 1);
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_extra_check_that_the_provider_asked_for_is_passed_on_and_heals() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::ExtraVerification);
    endpoint.renew_all().await;
    let state = pane.connection().await.state;
    assert!(
        matches!(&state, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::ExtraVerification)
    );
    let attempt = pane.refreshes(&before.id).await;
    let to = endpoint.browser().opens(&pane, &attempt.id).await;
    assert!(to.query_pairs().any(|(name, _)| name == "claims"), "{to}");
    let mut browser = endpoint.browser();
    let page = sign_in(&endpoint, &mut browser, &pane, &attempt, ANN).await;
    browser.press_and_follow(&page, "Verify", &[]).await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
