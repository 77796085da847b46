//! What changes at a server while people are connected: its keys, its addresses, and whether it is there. And a connection's end.

use latchkey_endpoint::sign_in::disconnect::disconnect;
use latchkey_store::AuditActor;
use latchkey_wire::{ConnectionState, ReasonCode};
use serde_json::json;

use super::{connect, refresh, renew};
use crate::by_the_book::{ByTheBook, ServerTally};
use crate::every_peer::DUE_AFTER_S;
use crate::installation::PeerInstallation;
use crate::peer::{ANN, PeerServer as _};

/// The endpoint asks for keys and for the discovery document once in so many seconds.
const ASKS_AGAIN_AFTER_S: i64 = 60;

#[tokio::test]
async fn a_key_may_be_replaced_under_its_own_id_or_another_and_the_old_one_dropped() {
    let mut server = ByTheBook::start().await;
    for choices in [json!({ "alg": "RS256" }), json!({ "alg": "ES256", "extra_keys": true })] {
        let mut installation = PeerInstallation::with(server.choose(choices)).await;
        let (pane, connection) = connect(&installation).await;
        for (same_kid, drop_old) in [(false, false), (false, true), (true, true), (true, false)] {
            installation.peer.rotate_key(same_kid, drop_old);
            installation.endpoint.clock.advance_s(ASKS_AGAIN_AFTER_S);
            refresh(&installation, &pane, &connection).await;
        }
        renew(&installation, &pane, DUE_AFTER_S).await;
        server = installation.peer;
    }
}

#[tokio::test]
async fn a_key_without_an_id_may_be_replaced() {
    let server = ByTheBook::start().await.choose(json!({ "alg": "ES256", "kid": false }));
    let mut installation = PeerInstallation::with(server).await;
    let (pane, connection) = connect(&installation).await;
    for drop_old in [true, false] {
        installation.peer.rotate_key(false, drop_old);
        installation.endpoint.clock.advance_s(ASKS_AGAIN_AFTER_S);
        refresh(&installation, &pane, &connection).await;
    }
}

#[tokio::test]
async fn renewal_goes_on_when_the_endpoints_move_and_so_do_sign_ins() {
    let mut server = ByTheBook::start().await;
    for path in ["", "/realms/one"] {
        let mut installation =
            PeerInstallation::with(server.choose(json!({ "alg": "ES256", "issuer_path": path }))).await;
        let (pane, connection) = connect(&installation).await;
        for below in ["/v2", "/v3/beta", ""] {
            installation.peer.move_endpoints(below);
            renew(&installation, &pane, DUE_AFTER_S).await;
        }
        assert_eq!(installation.peer.tally(), ServerTally { renewed: 3, refused: 0 });
        installation.endpoint.clock.advance_s(-3 * DUE_AFTER_S);
        // During a sign-in, too.
        let attempt = pane.refreshes(&connection.id).await;
        let (mut window, page) = installation.open_window(&pane, &attempt).await;
        installation.peer.move_endpoints("/v4");
        installation.endpoint.clock.advance_s(ASKS_AGAIN_AFTER_S);
        let back = installation.peer.sign_in(page, &ANN).await;
        window.visit(back.as_str()).await;
        super::assert_succeeded(&installation, &pane, &attempt).await;
        refresh(&installation, &pane, &connection).await;
        server = installation.peer;
    }
}

#[tokio::test]
async fn a_server_that_moves_while_it_is_down_is_found_again() {
    let mut installation = PeerInstallation::<ByTheBook>::open().await;
    let (pane, _) = connect(&installation).await;
    installation.peer.go_down().await;
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 1);
    let state = pane.connection().await.state;
    assert!(
        matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == ReasonCode::ProviderUnreachable),
        "{state:?}"
    );
    installation.peer.move_endpoints("/v2");
    installation.peer.come_back().await;
    for renewed in 1..=2 {
        renew(&installation, &pane, DUE_AFTER_S).await;
        assert_eq!(installation.peer.tally(), ServerTally { renewed, refused: 0 });
    }
}

#[tokio::test]
async fn a_connection_that_an_administrator_ends_has_ended_here_and_at_the_server() {
    let mut installation = PeerInstallation::<ByTheBook>::open().await;
    let (pane, connection) = connect(&installation).await;
    let actor = AuditActor::Administrator("test".into());
    assert!(disconnect(installation.endpoint.app(), &connection.id, actor).await.unwrap());
    installation.endpoint.settled().await;
    let ended = pane.connection().await.state;
    assert!(matches!(ended, ConnectionState::Disconnected { .. }), "{ended:?}");
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    assert_eq!(installation.endpoint.renew_due().await, 0, "nothing is presented any more");
    assert_eq!(installation.peer.live_refresh_tokens(&ANN).await, 0);
    installation.endpoint.clock.advance_s(-DUE_AFTER_S);
    refresh(&installation, &pane, &connection).await;
}
