//! `oidc-provider` can be cancelled, says who it is, and takes a mended secret without another sign-in.

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::every_peer::DUE_AFTER_S;
use crate::installation::{OFFER, Scene, failed_because};
use crate::oidc_provider::{OidcProvider, Tally};
use crate::peer::{ANN, CLIENT_SECRET, Peer as _};

#[tokio::test]
async fn cancelling_at_the_server_says_so_and_changes_nothing() {
    let scene = Scene::<OidcProvider>::open().await;
    let (pane, before) = scene.connected(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = scene.window(&pane, &attempt).await;
    let back = scene.peer.cancel(page).await;
    window.visit(back.as_str()).await;
    assert_eq!(failed_because(&pane, &attempt).await, Some(ReasonCode::CancelledAtProvider));
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

#[tokio::test]
async fn an_answer_in_the_name_of_another_issuer_is_refused_and_the_real_one_is_still_taken() {
    let scene = Scene::<OidcProvider>::open().await;
    let pane = scene.stage.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    let (mut window, page) = scene.window(&pane, &attempt).await;
    let back = scene.peer.sign_in(page, &ANN).await;
    assert!(back.query_pairs().any(|(name, value)| name == "iss" && value == scene.peer.issuer()), "{back}");
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
async fn a_client_secret_that_is_put_right_again_needs_nobody() {
    let scene = Scene::<OidcProvider>::open().await;
    let (pane, before) = scene.connected(&ANN).await;
    let scene = scene.restarted_with_secret("of-another-installation").await;
    for _ in 0..2 {
        scene.stage.clock.advance_s(DUE_AFTER_S);
        assert_eq!(scene.stage.renew_due().await, 1);
        assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }));
    }
    let scene = scene.restarted_with_secret(CLIENT_SECRET).await;
    scene.stage.clock.advance_s(DUE_AFTER_S);
    assert_eq!(scene.stage.renew_due().await, 1);
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (before.id, ConnectionState::Working));
}

#[tokio::test]
async fn a_token_of_a_minute_is_renewed_every_minute_and_no_refresh_token_is_used_twice() {
    let peer = OidcProvider::start().await.with_access_life_s(60);
    let mut scene = Scene::with(peer).await;
    scene.connected(&ANN).await;
    for renewed in 1..=3 {
        scene.stage.clock.advance_s(60);
        assert_eq!(scene.stage.renew_due().await, 1);
        assert_eq!(scene.peer.tally(), Tally { renewed, refused: 0 });
    }
}
