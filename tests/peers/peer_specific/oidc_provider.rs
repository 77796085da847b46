//! `oidc-provider` has a link to cancel, sends its issuer with the code, and accepts a corrected secret without another sign-in.

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::every_peer::DUE_AFTER_S;
use crate::installation::{OFFER, PeerInstallation, failure_code};
use crate::oidc_provider::{OidcProvider, RefreshTally};
use crate::peer::{ANN, CLIENT_SECRET, PeerServer as _};

#[tokio::test]
async fn cancelling_at_the_server_says_so_and_changes_nothing() {
    let installation = PeerInstallation::<OidcProvider>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.cancel(page).await;
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::CancelledAtProvider));
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_answer_in_the_name_of_another_issuer_is_refused_and_the_real_one_is_still_taken() {
    let installation = PeerInstallation::<OidcProvider>::open().await;
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.sign_in(page, &ANN).await;
    assert!(back.query_pairs().any(|(name, value)| name == "iss" && value == installation.peer.issuer()), "{back}");
    let pairs = back.query_pairs().into_owned();
    let forged = pairs
        .map(|(name, value)| if name == "iss" { (name, "https://else.example".to_owned()) } else { (name, value) });
    let mut elsewhere = back.clone();
    elsewhere.query_pairs_mut().clear().extend_pairs(forged.collect::<Vec<_>>());
    let refused = window.visit(elsewhere.as_str()).await;
    assert_eq!(refused.attribute("data-problem").as_deref(), Some("issuer_mismatch"), "{refused:?}");
    window.visit(back.as_str()).await;
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_corrected_client_secret_needs_no_sign_in() {
    let installation = PeerInstallation::<OidcProvider>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let installation = installation.restart_with_secret("of-another-installation").await;
    for _ in 0..2 {
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }));
    }
    let installation = installation.restart_with_secret(CLIENT_SECRET).await;
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 1);
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (before.id, ConnectionState::Working));
}

#[tokio::test]
async fn a_token_of_a_minute_is_renewed_every_minute_and_no_refresh_token_is_used_twice() {
    let peer = OidcProvider::start().await.with_access_life_s(60);
    let mut installation = PeerInstallation::with(peer).await;
    installation.connect(&ANN).await;
    for renewed in 1..=3 {
        installation.endpoint.clock.advance_s(60);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        assert_eq!(installation.peer.tally(), RefreshTally { renewed, refused: 0 });
    }
}
