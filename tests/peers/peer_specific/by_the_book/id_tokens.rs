//! ID tokens, the keys that sign them, and what they and userinfo say of the person (OpenID Connect Core, 2, 5 and 10).

use latchkey_wire::ReasonCode;
use serde_json::json;

use super::{SeenAs, connect_and_keep};
use crate::by_the_book::ByTheBook;
use crate::installation::{OFFER, PeerInstallation, failure_code};
use crate::peer::{ANN, PeerServer as _};

#[tokio::test]
async fn a_signature_with_rsa_is_checked() {
    let mut server = ByTheBook::start().await;
    for alg in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
        server = connect_and_keep(server, json!({ "alg": alg }), SeenAs::Ann).await;
    }
}

#[tokio::test]
async fn a_signature_on_a_curve_is_checked() {
    let mut server = ByTheBook::start().await;
    for alg in ["ES256", "ES384", "EdDSA"] {
        server = connect_and_keep(server, json!({ "alg": alg }), SeenAs::Ann).await;
    }
}

/// The library has no P-521.
#[tokio::test]
async fn a_signature_that_cannot_be_checked_connects_nothing() {
    let server = ByTheBook::start().await.choose(json!({ "alg": "ES512" }));
    let installation = PeerInstallation::with(server).await;
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    installation.sign_in(&pane, &attempt, &ANN).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::AnswerUnusable), "and names the algorithm");
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn the_key_is_found_with_an_id_and_without_among_keys_for_other_things() {
    let mut server = ByTheBook::start().await;
    for (kid, extra_keys) in [(true, true), (false, false), (false, true)] {
        for alg in ["RS256", "ES256"] {
            let choices = json!({ "alg": alg, "kid": kid, "extra_keys": extra_keys });
            server = connect_and_keep(server, choices, SeenAs::Ann).await;
        }
    }
}

#[tokio::test]
async fn the_person_is_known_by_the_id_token_or_by_userinfo() {
    let mut server = ByTheBook::start().await;
    for (claims, userinfo, seen) in [
        ("full", "none", SeenAs::Ann),
        ("minimal", "json", SeenAs::Ann),
        ("minimal", "jwt", SeenAs::Ann),
        ("minimal", "none", SeenAs::Subject),
    ] {
        let choices = json!({ "alg": "ES256", "id_token_claims": claims, "userinfo": userinfo });
        server = connect_and_keep(server, choices, seen).await;
    }
}

#[tokio::test]
async fn an_address_may_come_in_a_list_and_an_empty_one_is_none() {
    let mut server = ByTheBook::start().await;
    for (claims, email, seen) in [
        ("full", "list", SeenAs::Ann),
        ("minimal", "list", SeenAs::Ann),
        ("full", "empty", SeenAs::NamedSubject),
        ("minimal", "empty", SeenAs::NamedSubject),
    ] {
        let choices = json!({ "alg": "ES256", "id_token_claims": claims, "email_claim": email });
        server = connect_and_keep(server, choices, seen).await;
    }
}

#[tokio::test]
async fn the_audience_may_be_a_list_and_a_renewal_may_bring_no_id_token() {
    let mut server = ByTheBook::start().await;
    for choices in [
        json!({ "alg": "ES256", "aud_list": true }),
        json!({ "alg": "ES256", "aud_list": true, "id_token_claims": "minimal" }),
        json!({ "alg": "ES256", "id_token_at_refresh": false }),
    ] {
        server = connect_and_keep(server, choices, SeenAs::Ann).await;
    }
}
