//! What a server that keeps to the standards may choose, and what real servers choose wrongly, each through the real endpoint.
//!
//! # To test a choice
//! Add it to the rows of the module that it belongs to. One running server takes all choices of a test, one after the other.

mod changes;
mod client_auth;
mod grants;
mod id_tokens;

use latchkey_testkit::TestPane;
use latchkey_wire::{Authorization, Connection, ConnectionState, Phase};
use serde_json::Value;

use crate::by_the_book::{ByTheBook, ServerTally};
use crate::every_peer::DUE_AFTER_S;
use crate::installation::{OFFER, PeerInstallation, phase};
use crate::peer::{ANN, PeerServer as _};

/// How a connected account is named.
#[derive(Clone, Copy)]
enum SeenAs {
    /// By address and name.
    Ann,
    /// By the server's subject and the name, because no address is known.
    NamedSubject,
    /// By the server's subject alone.
    Subject,
}

/// Connects through a server with these choices, renews twice on schedule, and refreshes as the person does. Returns the server.
async fn connect_and_keep(server: ByTheBook, choices: Value, seen: SeenAs) -> ByTheBook {
    let installation = PeerInstallation::with(server.choose(choices)).await;
    keep(installation, seen, DUE_AFTER_S).await
}

/// The same for an installation, whose renewals are due after so many seconds.
async fn keep(mut installation: PeerInstallation<ByTheBook>, seen: SeenAs, due_after_s: i64) -> ByTheBook {
    let choices = installation.peer.choices();
    let (pane, connection) = connect(&installation).await;
    assert_is_seen(&connection, &installation.peer, seen);
    for renewed in 1..=2 {
        renew(&installation, &pane, due_after_s).await;
        assert_eq!(installation.peer.tally(), ServerTally { renewed, refused: 0 }, "{choices}");
    }
    assert_eq!(installation.peer.live_refresh_tokens(&ANN).await, 1, "{choices}");
    // The server's own clock did not move meanwhile.
    installation.endpoint.clock.advance_s(-2 * due_after_s);
    refresh(&installation, &pane, &connection).await;
    assert_is_seen(&pane.connection().await, &installation.peer, seen);
    installation.peer
}

/// Connects in a new pane.
async fn connect(installation: &PeerInstallation<ByTheBook>) -> (TestPane, Connection) {
    let pane = installation.endpoint.pane().with_session().await;
    let attempt = pane.connects_through(OFFER, None).await;
    installation.sign_in(&pane, &attempt, &ANN).await;
    assert_succeeded(installation, &pane, &attempt).await;
    let connection = pane.connection().await;
    (pane, connection)
}

/// Renews the only connection on schedule.
async fn renew(installation: &PeerInstallation<ByTheBook>, pane: &TestPane, after_s: i64) {
    let choices = installation.peer.choices();
    installation.endpoint.settled().await;
    installation.endpoint.clock.advance_s(after_s);
    assert_eq!(installation.endpoint.renew_due().await, 1, "{choices}");
    assert_eq!(pane.connection().await.state, ConnectionState::Working, "{choices}");
}

/// Refreshes the connection as the person does.
async fn refresh(installation: &PeerInstallation<ByTheBook>, pane: &TestPane, connection: &Connection) {
    let attempt = pane.refreshes(&connection.id).await;
    installation.sign_in(pane, &attempt, &ANN).await;
    assert_succeeded(installation, pane, &attempt).await;
    let after = pane.connection().await;
    let choices = installation.peer.choices();
    assert_eq!((&after.id, &after.state), (&connection.id, &ConnectionState::Working), "{choices}");
}

async fn assert_succeeded(installation: &PeerInstallation<ByTheBook>, pane: &TestPane, attempt: &Authorization) {
    let ended = phase(pane, attempt).await;
    assert!(matches!(ended, Phase::Succeeded { .. }), "{}: {ended:?}", installation.peer.choices());
}

fn assert_is_seen(connection: &Connection, server: &ByTheBook, seen: SeenAs) {
    let subject = server.subject(&ANN);
    let (address, name) = match seen {
        SeenAs::Ann => (ANN.address, Some(ANN.name)),
        SeenAs::NamedSubject => (subject.as_str(), Some(ANN.name)),
        SeenAs::Subject => (subject.as_str(), None),
    };
    let account = &connection.account;
    assert_eq!((account.address.as_str(), account.name.as_deref()), (address, name), "{}", server.choices());
}
