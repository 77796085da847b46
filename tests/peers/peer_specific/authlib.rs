//! A server of Authlib's has a button to cancel.

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::authlib::Authlib;
use crate::installation::{PeerInstallation, failure_code};
use crate::peer::ANN;

#[tokio::test]
async fn cancelling_at_the_server_says_so_and_changes_nothing() {
    let installation = PeerInstallation::<Authlib>::open().await;
    let (pane, before) = installation.connect(&ANN).await;
    let attempt = pane.refreshes(&before.id).await;
    let (mut window, page) = installation.open_window(&pane, &attempt).await;
    let back = installation.peer.cancel(page, &ANN).await;
    window.visit(back.as_str()).await;
    assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::CancelledAtProvider));
    assert_eq!(pane.connection().await.state, ConnectionState::Working);
}
