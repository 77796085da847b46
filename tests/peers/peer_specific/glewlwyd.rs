//! Glewlwyd lets a person allow less than was asked for. It replaces a refresh token that is presented with a wrong secret and
//! returns the successor to no one. It may publish its key a byte short. (Its page has no way to cancel, so cancelling is not
//! tested.)

use latchkey_wire::{ConnectionState, Permission, Phase, ReasonCode};

use crate::every_peer::DUE_AFTER_S;
use crate::glewlwyd::{Glewlwyd, keys};
use crate::installation::{OFFER, PeerInstallation, phase};
use crate::peer::{ANN, CLIENT_SECRET};

#[tokio::test]
async fn a_missing_permission_is_named_and_connects_nothing() {
    let installation = PeerInstallation::<Glewlwyd>::open().await;
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.sign_in_allowing(page, &ANN, "openid email").await;
    window.visit(back.as_str()).await;
    match phase(&pane, &attempt).await {
        Phase::Failed { reason, .. } => {
            assert_eq!(reason.code, ReasonCode::PermissionsNotGranted);
            assert_eq!(reason.missing, [Permission::Other]);
        }
        other => panic!("{other:?}"),
    }
    assert!(pane.overview().await.connections.is_empty());
}

/// Glewlwyd would end the grant, so the endpoint tests the secret with an invented code before it presents a person's token.
#[tokio::test]
async fn a_wrong_secret_presents_no_token_so_the_grant_works_on_once_it_is_right() {
    let installation = PeerInstallation::<Glewlwyd>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let installation = installation.restart_with_secret("of-another-installation").await;
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 1);
    assert!(matches!(pane.connection().await.state, ConnectionState::Retrying { .. }));
    let asked = pane.check(&before.id).await.unwrap();
    assert!(matches!(asked.state, ConnectionState::Retrying { .. }), "a person who asks presents nothing either");
    let installation = installation.restart_with_secret(CLIENT_SECRET).await;
    let checked = pane.check(&before.id).await.unwrap();
    assert_eq!(checked.state, ConnectionState::Working);
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 1, "the grant that was never shown renews itself");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}

/// RFC 7518, 6.2.1.2 requires leading zeros in a published key. One key in 128 has one.
#[tokio::test]
async fn a_published_key_that_has_lost_its_leading_zero_is_read_all_the_same() {
    let peer = Glewlwyd::start_with(keys::pair_with_a_leading_zero()).await;
    let installation = PeerInstallation::with(peer).await;
    let (_, connection) = installation.connect(&ANN).await;
    assert_eq!(connection.state, ConnectionState::Working);
}
