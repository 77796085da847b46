//! Google: sign-in, renewal and change.

use latchkey_practice::{Condition, Faults};
use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane, logged};
use latchkey_wire::{Authorization, Connection, ConnectionState, Permission, Phase, ReasonCode};

use crate::people::{ANN, BEN, password, phase};

async fn start_endpoint() -> TestEndpoint {
    TestEndpoint::builder().with_google().start().await
}

async fn sign_in(
    endpoint: &TestEndpoint,
    browser: &mut TestBrowser,
    pane: &TestPane,
    attempt: &Authorization,
    email: &str,
) -> LoadedPage {
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, email, &password(endpoint, email)).await
}

/// A new person with this account.
pub async fn connect(endpoint: &TestEndpoint, email: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("google", None).await;
    sign_in(endpoint, &mut endpoint.browser(), &pane, &attempt, email).await;
    let connection = pane.connection().await;
    (pane, connection)
}

fn reason(state: &ConnectionState) -> ReasonCode {
    match state {
        ConnectionState::NeedsSignIn { reason, .. } | ConnectionState::NeedsAdmin { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_grant_lives_on_although_renewals_bring_no_new_refresh_token() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    assert_eq!((connection.account.address.as_str(), connection.provider_label.as_str()), (ANN, "Google"));
    for _ in 0..3 {
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
    let counters = endpoint.practice.google().counters();
    assert_eq!((counters.refreshes, counters.refreshes_refused), (3, 0));
}

#[tokio::test]
async fn a_wider_list_of_scopes_costs_no_grant_and_counts_from_the_next_sign_in() {
    let mail = "https://www.googleapis.com/auth/gmail.modify";
    let of = |scopes: &[&str]| format!("scopes = {scopes:?}");
    let narrow = of(&[mail]);
    let mut endpoint = TestEndpoint::builder().with_google_settings(&narrow).start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let wide = of(&[mail, "https://www.googleapis.com/auth/calendar"]);
    endpoint.reconfigure(|endpoint| endpoint.with_google_settings(&wide)).await;
    let endpoint = endpoint.restart().await;
    for _ in 0..2 {
        endpoint.renew_all().await;
        let renewed = pane.connection().await;
        assert_eq!((renewed.state, renewed.scopes), (ConnectionState::Working, connection.scopes.clone()));
    }
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert!(matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }));
    assert!(pane.connection().await.scopes.iter().any(|scope| scope.ends_with("/calendar")));
}

#[tokio::test]
async fn a_refresh_brings_a_new_grant_every_time_and_ends_no_other() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let mut browser = endpoint.browser();
    for _ in 0..3 {
        let attempt = pane.refreshes(&connection.id).await;
        sign_in(&endpoint, &mut browser, &pane, &attempt, ANN).await;
        assert!(matches!(phase(&pane, &attempt).await, Phase::Succeeded { .. }));
        endpoint.practice.google().sign_everyone_out();
    }
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    assert_eq!(endpoint.practice.google().counters().revocations, 0);
}

#[tokio::test]
async fn another_account_that_signs_in_keeps_its_own_grant() {
    let endpoint = start_endpoint().await;
    let (anns, connection) = connect(&endpoint, ANN).await;
    let (bens, _) = connect(&endpoint, BEN).await;
    let attempt = anns.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &anns, &attempt, BEN).await;
    assert!(
        matches!(phase(&anns, &attempt).await, Phase::Failed { reason, .. } if reason.code == ReasonCode::WrongAccount)
    );
    endpoint.renew_all().await;
    for pane in [anns, bens] {
        assert_eq!(pane.connection().await.state, ConnectionState::Working);
    }
}

#[tokio::test]
async fn what_was_not_ticked_is_named_and_nothing_is_connected_or_lost() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("google", None).await;
    sign_in(&endpoint, &mut endpoint.browser().unticking("calendar"), &pane, &attempt, ANN).await;
    match phase(&pane, &attempt).await {
        Phase::Failed { reason, .. } => {
            assert_eq!(reason.code, ReasonCode::PermissionsNotGranted);
            let told = |line: &str| {
                line.contains("asked for") && line.contains("calendar") && line.contains("the provider granted")
            };
            assert!(logged().lines().any(told), "the log names the scopes");
            assert_eq!(reason.missing, [Permission::Calendar]);
        }
        other => panic!("{other:?}"),
    }
    assert!(pane.overview().await.connections.is_empty());
    let attempt = pane.connects_through("google", None).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn each_loss_names_its_cause_and_a_refresh_mends_it() {
    for (condition, code) in [
        (Condition::PasswordChanged, ReasonCode::SignInEnded),
        (Condition::ExtraVerification, ReasonCode::SignInAgainPolicy),
    ] {
        let endpoint = start_endpoint().await;
        let (pane, connection) = connect(&endpoint, ANN).await;
        endpoint.practice.google().impose(ANN, condition);
        endpoint.renew_all().await;
        assert_eq!(reason(&pane.connection().await.state), code, "{condition:?}");
        let attempt = pane.refreshes(&connection.id).await;
        sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
        assert_eq!(phase(&pane, &attempt).await, Phase::Succeeded { connection: connection.id }, "{condition:?}");
        endpoint.renew_all().await;
        assert_eq!(pane.connection().await.state, ConnectionState::Working, "{condition:?}");
    }
}

#[tokio::test]
async fn what_an_administrator_decided_is_the_administrators_to_change() {
    let endpoint = start_endpoint().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.practice.google().impose(ANN, Condition::AdminApproval);
    endpoint.renew_all().await;
    let state = pane.connection().await.state;
    assert!(matches!(state, ConnectionState::NeedsAdmin { .. }), "{state:?}");
    endpoint.practice.google().lift(ANN, Condition::AdminApproval);
}

#[tokio::test]
async fn an_outage_asks_no_person_to_act() {
    let endpoint = start_endpoint().await;
    let (pane, _) = connect(&endpoint, ANN).await;
    endpoint.practice.google().set_faults(Faults { down: true, ..Faults::default() });
    endpoint.renew_all().await;
    assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }));
    endpoint.practice.google().set_faults(Faults::default());
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_mailbox_of_the_same_address_moves_to_another_service_without_a_question() {
    let endpoint = start_endpoint().await;
    let (pane, before) = crate::people::connect(&endpoint, ANN).await;
    let attempt = pane.changes(&before.id, "google", None).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    let done = pane.authorization(&attempt.id).await.unwrap();
    assert_eq!(done.phase, Phase::Succeeded { connection: before.id.clone() });
    let after = pane.connection().await;
    assert_eq!((after.id, after.offer.as_str(), after.provider_label.as_str()), (before.id, "google", "Google"));
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
