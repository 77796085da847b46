//! Requests, grants and token responses (RFC 6749, 3.3, 5 and 6; OpenID Connect Core, 11 and 12), and where the server is found.

use latchkey_testkit::TestBrowser;
use latchkey_wire::{ConnectionState, Permission, Phase, ReasonCode};
use serde_json::{Value, json};

use super::{SeenAs, connect, connect_and_keep, keep, refresh, renew};
use crate::by_the_book::ByTheBook;
use crate::every_peer::DUE_AFTER_S;
use crate::installation::{OFFER, PeerInstallation, failure_code, phase};
use crate::pages;
use crate::peer::{ANN, PeerServer as _, SCOPE};

async fn keep_with_each<const COUNT: usize>(all: [Value; COUNT]) {
    let mut server = ByTheBook::start().await;
    for mut choices in all {
        choices["alg"] = "ES256".into();
        server = connect_and_keep(server, choices, SeenAs::Ann).await;
    }
}

#[tokio::test]
async fn an_issuer_may_have_a_path_and_its_document_may_lie_behind_a_redirect() {
    keep_with_each([
        json!({ "issuer_path": "/realms/one" }),
        json!({ "issuer_path": "/a/b.c/d-e", "redirect_discovery": true }),
        json!({ "redirect_discovery": true }),
    ])
    .await;
}

#[tokio::test]
async fn a_grant_lasts_whatever_the_server_does_with_offline_access() {
    keep_with_each(["standard", "unknown", "ignored"].map(|rule| json!({ "offline_access": rule }))).await;
}

#[tokio::test]
async fn a_grant_lasts_with_one_refresh_token_as_with_a_new_one_each_time() {
    keep_with_each([json!({ "rotate": false }), json!({ "rotate": false, "id_token_at_refresh": false })]).await;
}

#[tokio::test]
async fn tokens_are_read_from_a_response_of_any_kind() {
    let kinds =
        ["application/json;charset=UTF-8", "text/plain", "text/html; charset=utf-8", "application/octet-stream"];
    keep_with_each(kinds.map(|kind| json!({ "content_type": kind }))).await;
}

#[tokio::test]
async fn tokens_are_read_with_their_life_as_a_text_and_without_their_scopes() {
    keep_with_each([
        json!({ "expires_in": "text" }),
        json!({ "scope_in_response": "absent" }),
        json!({ "expires_in": "absent", "scope_in_response": "absent", "content_type": "text/plain" }),
    ])
    .await;
}

/// RFC 6749, 5.1 only recommends `expires_in`. The introspection endpoint knows the life (RFC 7662, 2.2).
#[tokio::test]
async fn a_short_life_is_known_however_it_is_said() {
    let mut server = ByTheBook::start().await;
    for said in ["number", "text", "absent"] {
        let choices = json!({ "alg": "ES256", "expires_in": said });
        let installation = PeerInstallation::with(server.choose(choices).with_access_life_s(600)).await;
        server = keep(installation, SeenAs::Ann, 400).await;
    }
}

#[tokio::test]
async fn an_ended_grant_is_noticed_by_a_refusal_without_a_word_of_explanation() {
    let mut server = ByTheBook::start().await;
    for choices in [
        json!({ "alg": "ES256", "refusal": "bare" }),
        json!({ "alg": "ES256", "refusal": "bare", "content_type": "text/html" }),
    ] {
        let mut installation = PeerInstallation::with(server.choose(choices)).await;
        let (pane, connection) = connect(&installation).await;
        installation.peer.end_access(&ANN).await;
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        let lost = pane.connection().await.state;
        assert!(
            matches!(&lost, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded),
            "{lost:?}"
        );
        installation.endpoint.clock.advance_s(-DUE_AFTER_S);
        refresh(&installation, &pane, &connection).await;
        renew(&installation, &pane, DUE_AFTER_S).await;
        server = installation.peer;
    }
}

#[tokio::test]
async fn a_denial_says_so_and_changes_nothing() {
    let installation = PeerInstallation::<ByTheBook>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.deny(page, &ANN).await;
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::CancelledAtProvider));
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

/// OpenID Connect Core, 3.1.2.1: scopes that a server does not know should be ignored. What was granted is in the response.
#[tokio::test]
async fn a_scope_that_the_server_leaves_out_is_missed() {
    let installation = PeerInstallation::with_scopes(ByTheBook::start().await, &[SCOPE, "calendar"]).await;
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    installation.sign_in(&pane, &attempt, &ANN).await;
    match phase(&pane, &attempt).await {
        Phase::Failed { reason, .. } => {
            assert_eq!(
                (reason.code, &reason.missing[..]),
                (ReasonCode::PermissionsNotGranted, &[Permission::Other][..])
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn offline_access_that_an_administrator_asks_for_may_be_ignored_or_refused() {
    let scopes = [SCOPE, "offline_access"];
    let ignoring = ByTheBook::start().await.choose(json!({ "alg": "ES256", "offline_access": "ignored" }));
    let server = keep(PeerInstallation::with_scopes(ignoring, &scopes).await, SeenAs::Ann, DUE_AFTER_S).await;
    let refusing = server.choose(json!({ "alg": "ES256", "offline_access": "unknown" }));
    let installation = PeerInstallation::with_scopes(refusing, &scopes).await;
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = pages::open(&mut TestBrowser::new(), &page).await.back();
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::Misconfigured), "{back}");
}
