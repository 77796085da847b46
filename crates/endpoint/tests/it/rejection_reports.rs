//! What a provider said when it refused a sync engine's token.

use latchkey_practice::{Condition, Faults, TokenAnswers};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionState, Purpose, ReasonCode, RejectionReport};

use crate::people::{ANN, BEN, connect, password, phase, sign_in};

const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c25"}}}"#;

fn challenge() -> RejectionReport {
    RejectionReport { status: Some(401), claims: Some(CLAIMS.to_owned()), ..RejectionReport::default() }
}

#[tokio::test]
async fn a_claims_challenge_becomes_a_sign_in_with_these_claims() {
    let endpoint = TestEndpoint::start().await;
    let ((pane, connection), (bens, _)) = (connect(&endpoint, ANN).await, connect(&endpoint, BEN).await);
    endpoint.practice.microsoft().impose(ANN, Condition::ClaimsChallenge);
    endpoint.clock.advance_s(5);
    let state = endpoint.engine().await.reports(&connection.id, &challenge()).await.unwrap().state;
    let ConnectionState::NeedsSignIn { reason, .. } = &state else { panic!("{state:?}") };
    assert_eq!(reason.code, ReasonCode::ExtraVerification);
    let attempt = pane.refreshes(&connection.id).await;
    let mut browser = endpoint.browser();
    let to = browser.opens(&pane, &attempt.id).await;
    let claims = to.query_pairs().find(|(name, _)| name == "claims").unwrap().1.into_owned();
    assert!(claims.contains("acrs") && claims.contains("cp1"), "{claims}");
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert!(phase(&pane, &attempt).await.is_final());
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    assert_eq!(bens.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_challenge_that_the_provider_meets_silently_asks_no_person() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let before = engine.token(&connection.id).await.unwrap().bearer().to_owned();
    for _ in 0..8 {
        endpoint.clock.advance_s(5);
        let state = engine.reports(&connection.id, &challenge()).await.unwrap().state;
        assert_eq!(state, ConnectionState::Working);
    }
    assert_ne!(engine.token(&connection.id).await.unwrap().bearer(), before);
}

#[tokio::test]
async fn a_late_report_about_an_older_token_is_no_news() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let old = engine.token(&connection.id).await.unwrap().token_id().to_owned();
    endpoint.renew_all().await;
    let new = engine.token(&connection.id).await.unwrap().token_id().to_owned();
    assert_ne!(old, new);
    let refreshes = || endpoint.practice.microsoft().counters().refreshes;
    let before = refreshes();
    for _ in 0..8 {
        endpoint.clock.advance_s(5);
        let late = RejectionReport { token_id: Some(old.clone()), ..challenge() };
        assert_eq!(engine.reports(&connection.id, &late).await.unwrap().state, ConnectionState::Working);
    }
    assert_eq!(refreshes(), before, "nothing is tried for it");
    let newest = RejectionReport { token_id: Some(new), ..RejectionReport::default() };
    engine.reports(&connection.id, &newest).await.unwrap();
    assert_eq!(refreshes(), before + 1);
}

#[tokio::test]
async fn what_is_granted_is_told_with_the_token() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let token = endpoint.engine().await.token(&connection.id).await.unwrap();
    let latchkey_testkit::HandOutResponse::Bearer { scopes, expires_at_is_nominal, .. } = token else { panic!() };
    assert!(scopes.iter().any(|scope| scope.ends_with("Mail.ReadWrite")), "{scopes:?}");
    assert!(!expires_at_is_nominal);
    assert_eq!(pane.connection().await.scopes, scopes);
}

mod life {
    use super::*;

    async fn crm(endpoint: &TestEndpoint) -> latchkey_wire::ConnectionId {
        let pane = endpoint.pane().with_session().await;
        let attempt = pane.connects_through("salesforce-production", None).await;
        let mut browser = endpoint.browser();
        let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
        browser.sign_in(page, ANN, &password(endpoint, ANN)).await;
        endpoint.settled().await;
        let connections = pane.overview().await.connections;
        connections.into_iter().find(|one| one.purpose == Purpose::Crm).unwrap().id
    }

    async fn end(endpoint: &TestEndpoint, id: &latchkey_wire::ConnectionId) -> (i64, bool) {
        let token = endpoint.engine().await.token_for(id, "?min_life_s=0").await.unwrap();
        let latchkey_testkit::HandOutResponse::Bearer { expires_at, expires_at_is_nominal, .. } = token else {
            panic!()
        };
        (expires_at - endpoint.now(), expires_at_is_nominal)
    }

    #[tokio::test]
    async fn a_life_that_is_not_stated_is_asked_for_and_kept_to() {
        let endpoint = TestEndpoint::builder().with_salesforce().start().await;
        endpoint.practice.set_session_length("contoso", Some(900));
        let id = crm(&endpoint).await;
        assert_eq!(end(&endpoint, &id).await, (900, false));
        let refreshes = || endpoint.practice.salesforce().counters().refreshes;
        let before = refreshes();
        endpoint.clock.advance_s(700);
        endpoint.renew_due().await;
        assert_eq!(refreshes(), before + 1, "it is renewed before it ends");
        assert_eq!(end(&endpoint, &id).await, (900, false));
    }
}

#[tokio::test]
async fn claims_that_the_provider_refuses_cost_no_grant_and_stay_in_no_request() {
    let endpoint = TestEndpoint::start().await;
    let ((pane, connection), (bens, _)) = (connect(&endpoint, ANN).await, connect(&endpoint, BEN).await);
    let engine = endpoint.engine().await;
    let invented = r#"{"access_token":{"acrs":{"value":"c25"},"invented":{"essential":true}}}"#;
    let report = RejectionReport { claims: Some(invented.to_owned()), ..challenge() };
    for _ in 0..8 {
        endpoint.clock.advance_s(20);
        assert_eq!(engine.reports(&connection.id, &report).await.unwrap().state, ConnectionState::Working);
    }
    endpoint.renew_all().await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
    let attempt = pane.refreshes(&connection.id).await;
    let to = endpoint.browser().opens(&pane, &attempt.id).await;
    let claims = to.query_pairs().find(|(name, _)| name == "claims").unwrap().1.into_owned();
    assert_eq!(claims, r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
    assert_eq!(bens.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_engine_cannot_say_what_the_endpoint_understands() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::ClaimsChallenge);
    endpoint.clock.advance_s(5);
    let claims =
        r#"{"access_token":{"acrs":{"essential":true,"value":"c25"},"xms_cc":{"values":[]}},"id_token":{"a":null}}"#;
    let report = RejectionReport { claims: Some(claims.to_owned()), ..challenge() };
    endpoint.engine().await.reports(&connection.id, &report).await.unwrap();
    let attempt = pane.refreshes(&connection.id).await;
    let to = endpoint.browser().opens(&pane, &attempt.id).await;
    let asked = to.query_pairs().find(|(name, _)| name == "claims").unwrap().1.into_owned();
    assert!(asked.contains("cp1") && asked.contains("acrs") && !asked.contains("id_token"), "{asked}");
}

#[tokio::test]
async fn claims_that_a_failed_sign_in_asked_for_are_not_asked_for_again() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().impose(ANN, Condition::ClaimsChallenge);
    endpoint.clock.advance_s(5);
    endpoint.engine().await.reports(&connection.id, &challenge()).await.unwrap();
    let asked = async || {
        let attempt = pane.refreshes(&connection.id).await;
        let to = endpoint.browser().opens(&pane, &attempt.id).await;
        let claims = to.query_pairs().find(|(name, _)| name == "claims").unwrap().1.into_owned();
        (attempt, claims.contains("acrs"))
    };
    let (attempt, asks) = asked().await;
    assert!(asks);
    let refusing = Faults { token_answers: TokenAnswers::EmptyBadRequest, ..Faults::default() };
    endpoint.practice.microsoft().set_faults(refusing);
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert!(matches!(phase(&pane, &attempt).await, latchkey_wire::Phase::Failed { .. }));
    assert!(!asked().await.1);
}
