//! `LemonLDAP::NG` says that consent is missing where a person refuses it. Its refresh tokens end with the person's session, except
//! for offline access, which neither its discovery document nor its token responses name.

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::every_peer::DUE_AFTER_S;
use crate::installation::{PeerInstallation, failure_code};
use crate::lemonldap::Lemonldap;
use crate::peer::{ANN, PeerServer as _, SCOPE};

#[tokio::test]
async fn refusing_at_the_server_says_so_and_changes_nothing() {
    let installation = PeerInstallation::<Lemonldap>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.refuse(page, &ANN).await;
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::CancelledAtProvider), "{back}");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

/// The refresh token shows that it was granted (OpenID Connect Core, 11): the server leaves it out of the granted scopes.
#[tokio::test]
async fn an_administrator_who_asks_for_offline_access_gets_grants_that_outlive_the_session() {
    let peer = Lemonldap::start().await;
    let installation = PeerInstallation::with_scopes(peer, &[SCOPE, "offline_access"]).await;
    let (pane, before) = installation.connect(&ANN).await;
    installation.peer.end_sessions();
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 1);
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (before.id, ConnectionState::Working));
}
