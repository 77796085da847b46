//! Office's single sign-on: which tokens begin a session, and which are refused.

use latchkey_practice::SecretKind;
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::ProblemCode;

use crate::people::{ANN, connect};

const CLIENT_ID: &str = "5d1c2a80-0f0e-4c59-9a53-0a1f6f1e7c11";
const SCOPE: &str = "access_as_user";

async fn start_endpoint() -> TestEndpoint {
    TestEndpoint::builder().with_office_sso().start().await
}

async fn assert_refused(endpoint: &TestEndpoint, token: &str) {
    let refused = endpoint.pane().signs_on(token).await.map(|session| session.expires_at).unwrap_err();
    assert_eq!((refused.status.as_u16(), refused.problem.code), (401, ProblemCode::SessionMissing));
}

#[tokio::test]
async fn a_person_who_has_connected_before_is_known_again_without_a_click() {
    let endpoint = start_endpoint().await;
    let (first, connection) = connect(&endpoint, ANN).await;
    let session = endpoint.pane().signs_on(&endpoint.office_token("ann@contoso.example")).await.unwrap();
    let again: TestPane = endpoint.pane().with_token(&session.token);
    assert_ne!(again.token(), first.token(), "a session of its own");
    assert_eq!(again.connection().await, connection);
    again.log_out().await.unwrap();
    assert_eq!(first.connection().await, connection, "the other pane's session is untouched");
}

#[tokio::test]
async fn a_person_who_has_connected_nothing_gets_no_session() {
    let endpoint = start_endpoint().await;
    connect(&endpoint, ANN).await;
    assert_refused(&endpoint, &endpoint.office_token("ben@contoso.example")).await;
}

#[tokio::test]
async fn without_single_sign_on_a_token_opens_no_session() {
    let endpoint = TestEndpoint::start().await;
    connect(&endpoint, ANN).await;
    assert_refused(&endpoint, &endpoint.office_token("ann@contoso.example")).await;
}

#[tokio::test]
async fn a_token_for_another_program_or_another_purpose_shows_nothing() {
    let endpoint = start_endpoint().await;
    connect(&endpoint, ANN).await;
    let of =
        |audience: &str, scopes: &str| endpoint.practice.office_token("ann@contoso.example", audience, scopes).unwrap();
    assert_refused(&endpoint, &of("another-program", SCOPE)).await;
    for scopes in ["", "User.Read", "access_as_user.not", "not_access_as_user"] {
        assert_refused(&endpoint, &of(CLIENT_ID, scopes)).await;
    }
    let accepted = endpoint.pane().signs_on(&of(CLIENT_ID, "User.Read access_as_user")).await;
    assert!(accepted.is_ok(), "one scope among others is enough");
}

/// An ID token has the right signature, audience and person, but passes through places where others can see it.
#[tokio::test]
async fn the_id_token_of_a_sign_in_shows_nothing() {
    let endpoint = start_endpoint().await;
    connect(&endpoint, ANN).await;
    let issued = endpoint.practice.secrets_issued();
    let id_token = issued.iter().find(|secret| secret.kind == SecretKind::IdToken).expect("a sign-in has one");
    assert_refused(&endpoint, &id_token.text).await;
}

#[tokio::test]
async fn a_token_that_is_over_or_was_changed_shows_nothing() {
    let endpoint = start_endpoint().await;
    connect(&endpoint, ANN).await;
    let good = endpoint.office_token("ann@contoso.example");
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let ben = endpoint.office_token("ben@contoso.example");
    let others_claims = ben.split('.').nth(1).unwrap();
    assert_refused(&endpoint, &format!("{head}.{others_claims}.{signature}")).await;
    assert_refused(&endpoint, &format!("{head}.{claims}.")).await;
    // {"alg":"none"}
    assert_refused(&endpoint, &format!("eyJhbGciOiJub25lIn0.{claims}.")).await;
    for nonsense in ["", ".", "..", "not a token"] {
        assert_refused(&endpoint, nonsense).await;
    }
    endpoint.clock.advance_s(2 * 3600);
    assert_refused(&endpoint, &good).await;
}

#[tokio::test]
async fn a_provider_whose_keys_are_unavailable_opens_no_session_and_recovers() {
    let endpoint = start_endpoint().await;
    connect(&endpoint, ANN).await;
    let endpoint = endpoint.restart().await;
    let good = endpoint.office_token("ann@contoso.example");
    endpoint.practice.microsoft().set_faults(latchkey_practice::Faults { down: true, ..Default::default() });
    assert_refused(&endpoint, &good).await;
    endpoint.practice.microsoft().set_faults(latchkey_practice::Faults::default());
    endpoint.clock.advance_s(5);
    assert!(endpoint.pane().signs_on(&good).await.is_ok(), "it is asked again");
}
