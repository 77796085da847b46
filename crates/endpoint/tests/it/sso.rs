//! Office's single sign-on: which tokens begin a session, and which are refused.

use latchkey_practice::SecretKind;
use latchkey_testkit::{Pane, Stage};
use latchkey_wire::ProblemCode;

use crate::people::{ANN, connect};

const CLIENT_ID: &str = "5d1c2a80-0f0e-4c59-9a53-0a1f6f1e7c11";
const SCOPE: &str = "access_as_user";

async fn start_endpoint() -> Stage {
    Stage::builder().with_office_sso().start().await
}

async fn assert_refused(stage: &Stage, token: &str) {
    let refused = stage.pane().signs_on(token).await.map(|session| session.expires_at).unwrap_err();
    assert_eq!((refused.status.as_u16(), refused.problem.code), (401, ProblemCode::SessionMissing));
}

#[tokio::test]
async fn a_person_who_has_connected_before_is_known_again_without_a_click() {
    let stage = start_endpoint().await;
    let (first, connection) = connect(&stage, ANN).await;
    let session = stage.pane().signs_on(&stage.office_token("ann@contoso.example")).await.unwrap();
    let again: Pane = stage.pane().with_token(&session.token);
    assert_ne!(again.token(), first.token(), "a session of its own");
    assert_eq!(again.connection().await, connection);
    again.log_out().await.unwrap();
    assert_eq!(first.connection().await, connection, "the other pane's session is untouched");
}

#[tokio::test]
async fn a_person_who_has_connected_nothing_gets_no_session() {
    let stage = start_endpoint().await;
    connect(&stage, ANN).await;
    assert_refused(&stage, &stage.office_token("ben@contoso.example")).await;
}

#[tokio::test]
async fn without_single_sign_on_a_token_opens_no_session() {
    let stage = Stage::start().await;
    connect(&stage, ANN).await;
    assert_refused(&stage, &stage.office_token("ann@contoso.example")).await;
}

#[tokio::test]
async fn a_token_for_another_program_or_another_purpose_shows_nothing() {
    let stage = start_endpoint().await;
    connect(&stage, ANN).await;
    let of =
        |audience: &str, scopes: &str| stage.practice.office_token("ann@contoso.example", audience, scopes).unwrap();
    assert_refused(&stage, &of("another-program", SCOPE)).await;
    for scopes in ["", "User.Read", "access_as_user.not", "not_access_as_user"] {
        assert_refused(&stage, &of(CLIENT_ID, scopes)).await;
    }
    let accepted = stage.pane().signs_on(&of(CLIENT_ID, "User.Read access_as_user")).await;
    assert!(accepted.is_ok(), "one scope among others is enough");
}

/// An ID token has the right signature, audience and person, but passes through places where others can see it.
#[tokio::test]
async fn the_id_token_of_a_sign_in_shows_nothing() {
    let stage = start_endpoint().await;
    connect(&stage, ANN).await;
    let issued = stage.practice.secrets_issued();
    let id_token = issued.iter().find(|secret| secret.kind == SecretKind::IdToken).expect("a sign-in has one");
    assert_refused(&stage, &id_token.text).await;
}

#[tokio::test]
async fn a_token_that_is_over_or_was_changed_shows_nothing() {
    let stage = start_endpoint().await;
    connect(&stage, ANN).await;
    let good = stage.office_token("ann@contoso.example");
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let ben = stage.office_token("ben@contoso.example");
    let others_claims = ben.split('.').nth(1).unwrap();
    assert_refused(&stage, &format!("{head}.{others_claims}.{signature}")).await;
    assert_refused(&stage, &format!("{head}.{claims}.")).await;
    // {"alg":"none"}
    assert_refused(&stage, &format!("eyJhbGciOiJub25lIn0.{claims}.")).await;
    for nonsense in ["", ".", "..", "not a token"] {
        assert_refused(&stage, nonsense).await;
    }
    stage.clock.advance_s(2 * 3600);
    assert_refused(&stage, &good).await;
}

#[tokio::test]
async fn a_provider_whose_keys_are_unavailable_opens_no_session_and_recovers() {
    let stage = start_endpoint().await;
    connect(&stage, ANN).await;
    let stage = stage.restart().await;
    let good = stage.office_token("ann@contoso.example");
    stage.practice.microsoft().set_faults(latchkey_practice::Faults { down: true, ..Default::default() });
    assert_refused(&stage, &good).await;
    stage.practice.microsoft().set_faults(latchkey_practice::Faults::default());
    assert!(stage.pane().signs_on(&good).await.is_ok(), "it is asked again");
}
