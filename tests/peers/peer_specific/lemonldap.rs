//! `LemonLDAP::NG` says that consent is missing where a person refuses it.

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::installation::{PeerInstallation, failure_code};
use crate::lemonldap::Lemonldap;
use crate::peer::ANN;

#[tokio::test]
async fn refusing_at_the_server_is_named_and_changes_nothing() {
    let installation = PeerInstallation::<Lemonldap>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.refuse(page, &ANN).await;
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::ConsentMissing), "{back}");
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
