//! Changing a connection to another account or another offer.

use latchkey_practice::Faults;
use latchkey_store::AuditEventKind;
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{
    Authorization, AuthorizationId, AuthorizationRequest, ConnectionSettings, ConnectionState, Intent, OfferId, Phase,
    ProblemCode, ReasonCode,
};

use crate::people::{ANN, BEN, CLEO, connect, password, phase, sign_in};

/// Begins a change and signs in as this person.
async fn change_to(endpoint: &TestEndpoint, pane: &TestPane, email: &str) -> (Authorization, Phase) {
    let attempt = pane.changes(&pane.connection().await.id, "microsoft", None).await;
    sign_in(endpoint, &mut endpoint.browser(), pane, &attempt, email).await;
    let phase = phase(pane, &attempt).await;
    (attempt, phase)
}

fn failure_code(phase: &Phase) -> ReasonCode {
    match phase {
        Phase::Failed { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn another_account_is_asked_about_and_then_takes_the_connections_place() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let chosen = ConnectionSettings { remind_before_end: false };
    pane.choose(&before.id, &chosen).await.unwrap();
    let (attempt, phase_then) = change_to(&endpoint, &pane, BEN).await;
    match phase_then {
        Phase::AwaitingSwitch { account, current } => {
            assert_eq!((account.address.as_str(), current.address.as_str()), (BEN, ANN));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(pane.connection().await.account.address, ANN, "nothing changes before the answer");
    let done = pane.switch(&attempt.id).await.unwrap();
    assert_eq!(done.phase, Phase::Succeeded { connection: before.id.clone() });
    let after = pane.connection().await;
    assert_eq!((after.id, after.settings, after.account.address.as_str()), (before.id, chosen, BEN));
    let told = endpoint.app().store.list_journal(0, 100).await.unwrap().pop().unwrap().event;
    assert_eq!(told.kind, AuditEventKind::Switched);
    let detail = serde_json::to_value(told.detail).unwrap();
    assert_eq!(detail["from"]["address"], ANN, "the journal has both");
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    assert_eq!(pane.switch(&attempt.id).await.unwrap_err().problem.code, ProblemCode::AuthorizationOver);
}

#[tokio::test]
async fn keeping_the_account_loses_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let (attempt, phase_then) = change_to(&endpoint, &pane, BEN).await;
    assert!(matches!(phase_then, Phase::AwaitingSwitch { .. }));
    pane.cancel(&attempt.id).await.unwrap();
    assert_eq!(phase(&pane, &attempt).await, Phase::Cancelled);
    assert_eq!(pane.switch(&attempt.id).await.unwrap_err().problem.code, ProblemCode::AuthorizationOver);
    endpoint.renew_all().await;
    let after = pane.connection().await;
    assert_eq!((after.id, after.account.address.as_str(), after.state), (before.id, ANN, ConnectionState::Working));
}

#[tokio::test]
async fn an_account_that_was_named_or_is_the_same_is_not_asked_about() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let (_, phase_then) = change_to(&endpoint, &pane, ANN).await;
    assert!(matches!(phase_then, Phase::Succeeded { .. }));
    let intent = Intent::Change {
        connection: before.id.clone(),
        offer: OfferId::new("microsoft"),
        site: None,
        account: Some(BEN.to_uppercase()),
    };
    let attempt = pane.begin(intent).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, BEN).await;
    assert_eq!(phase(&pane, &attempt).await, Phase::Succeeded { connection: before.id });
    assert_eq!(pane.connection().await.account.address, BEN);
}

#[tokio::test]
async fn another_session_cannot_answer_the_question() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    let (attempt, _) = change_to(&endpoint, &pane, BEN).await;
    let stranger = endpoint.pane().with_session().await;
    let refused = stranger.switch(&attempt.id).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::AuthorizationNotFound);
    assert_eq!(pane.connection().await.account.address, ANN);
}

#[tokio::test]
async fn an_account_of_another_persons_sidebar_cannot_be_taken() {
    let endpoint = TestEndpoint::start().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    let (ben, _) = connect(&endpoint, BEN).await;
    let (_, phase_then) = change_to(&endpoint, &pane, BEN).await;
    assert_eq!(failure_code(&phase_then), ReasonCode::ConnectedElsewhere);
    endpoint.renew_all().await;
    for (pane, address) in [(pane, ANN), (ben, BEN)] {
        let connection = pane.connection().await;
        assert_eq!((connection.account.address.as_str(), connection.state), (address, ConnectionState::Working));
    }
}

#[tokio::test]
async fn a_change_that_fails_at_the_provider_leaves_the_old_grant() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let microsoft = endpoint.practice.microsoft();
    let attempt = pane.changes(&before.id, "microsoft", None).await;
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    let fill = [("email", BEN), ("password", &password(&endpoint, BEN))];
    let page = browser.press_and_follow(&page, "Sign in", &fill).await;
    browser.press_and_follow(&page, "Cancel", &[]).await;
    assert_eq!(failure_code(&phase(&pane, &attempt).await), ReasonCode::CancelledAtProvider);
    microsoft.set_faults(Faults { down: true, ..Faults::default() });
    let attempt = pane.changes(&before.id, "microsoft", None).await;
    endpoint.browser().goes_to_sign_in(&pane, &attempt.id).await;
    assert_eq!(phase(&pane, &attempt).await, Phase::Waiting);
    microsoft.set_faults(Faults::default());
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_change_is_refused_for_a_crm_offer_and_for_another_persons_connection() {
    let endpoint = TestEndpoint::builder().with_salesforce().start().await;
    let (pane, before) = connect(&endpoint, ANN).await;
    let stranger = endpoint.pane().with_session().await;
    let refusal = async |pane: &TestPane, offer: &str| {
        let (connection, offer) = (before.id.clone(), OfferId::new(offer));
        let intent = Intent::Change { connection, offer, site: None, account: None };
        let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
        pane.begin_as(&id, &AuthorizationRequest { intent, host_mailbox: None }).await.unwrap_err().problem.code
    };
    assert_eq!(refusal(&pane, "salesforce-sandbox").await, ProblemCode::OfferUnknown);
    assert_eq!(refusal(&pane, "unheard-of").await, ProblemCode::OfferUnknown);
    assert_eq!(refusal(&stranger, "microsoft").await, ProblemCode::ConnectionNotFound);
}

#[tokio::test]
async fn the_sign_in_page_of_a_change_does_not_presume_who_signs_in() {
    let endpoint = TestEndpoint::start().await;
    let (pane, before) = connect(&endpoint, CLEO).await;
    let attempt = pane.changes(&before.id, "microsoft", None).await;
    let to = endpoint.browser().opens(&pane, &attempt.id).await;
    let parameter = |name: &str| to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!((parameter("login_hint"), parameter("prompt").as_deref()), (None, Some("select_account")));
}
