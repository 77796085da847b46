//! A peer, and the endpoint that is configured for it. The endpoint's clock starts at the real time, which the peer uses, and
//! then moves only when a test moves it.

use std::fs;

use latchkey_domain::{Clock as _, SystemClock};
use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Connection, Phase, ReasonCode};
use tempfile::TempDir;
use url::Url;

use crate::peer::{CLIENT_ID, CLIENT_SECRET, PeerAccount, PeerServer, SCOPE};

/// The name of the peer in the configuration, and of its offer.
pub const OFFER: &str = "peer";
/// The name of the file with the client's credential.
const CREDENTIAL: &str = "credential";

/// A peer and the endpoint that is configured for it.
pub struct PeerInstallation<P> {
    /// The server.
    pub peer: P,
    /// The endpoint.
    pub endpoint: TestEndpoint,
    folder: TempDir,
}

impl<P: PeerServer> PeerInstallation<P> {
    /// Starts a peer, and an endpoint with a correct configuration.
    pub async fn open() -> Self {
        Self::with(P::start().await).await
    }

    /// Starts an endpoint for a running peer.
    pub async fn with(peer: P) -> Self {
        Self::with_scopes(peer, &[SCOPE]).await
    }

    /// Starts an endpoint that asks a running peer for these scopes.
    pub async fn with_scopes(peer: P, scopes: &[&str]) -> Self {
        Self::with_credential(peer, scopes, "client_secret_file", CLIENT_SECRET).await
    }

    /// Starts an endpoint whose client has this private key in PEM in place of a secret.
    pub async fn with_key(peer: P, private: &str) -> Self {
        Self::with_credential(peer, &[SCOPE], "client_key_file", private).await
    }

    async fn with_credential(mut peer: P, scopes: &[&str], setting: &str, credential: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join(CREDENTIAL), credential).unwrap();
        let settings = format!(
            r#"
            [providers.{OFFER}]
            kind = "oidc"
            purpose = "mailbox"
            label = "Peer"
            issuer = "{issuer}"
            client_id = "{CLIENT_ID}"
            {setting} = "{folder}/{CREDENTIAL}"
            scopes = {scopes:?}
            "#,
            issuer = peer.issuer(),
            folder = folder.path().display(),
        );
        let endpoint = TestEndpoint::builder().at(SystemClock.now()).with_settings(&settings).start().await;
        peer.register(&endpoint.url().join(&format!("oauth/callback/{OFFER}")).unwrap()).await;
        Self { peer, endpoint, folder }
    }

    /// Restarts the endpoint with another client secret.
    pub async fn restart_with_secret(self, secret: &str) -> Self {
        fs::write(self.folder.path().join(CREDENTIAL), secret).unwrap();
        Self { endpoint: self.endpoint.restart().await, ..self }
    }

    /// Opens the sign-in window. Returns it and the peer's address that it is sent to.
    pub async fn open_window(&self, pane: &TestPane, attempt: &Authorization) -> (TestBrowser, Url) {
        let mut window = self.endpoint.browser();
        let to = window.opens(pane, &attempt.id).await;
        (window, to)
    }

    /// Signs in, allows everything, and returns the endpoint's last page.
    pub async fn sign_in(&self, pane: &TestPane, attempt: &Authorization, person: &PeerAccount) -> LoadedPage {
        let (mut window, page) = self.open_window(pane, attempt).await;
        let back = self.peer.sign_in(page, person).await;
        window.visit(back.as_str()).await
    }

    /// A pane that is connected as this person.
    pub async fn connect(&self, person: &PeerAccount) -> (TestPane, Connection) {
        let pane = self.endpoint.pane().with_session().await;
        let attempt = pane.connects_through(OFFER, None).await;
        self.sign_in(&pane, &attempt, person).await;
        let connection = pane.connection().await;
        (pane, connection)
    }
}

/// The phase of a sign-in.
pub async fn phase(pane: &TestPane, attempt: &Authorization) -> Phase {
    pane.authorization(&attempt.id).await.unwrap().phase
}

/// Why a sign-in failed, if it did.
pub async fn failure_code(pane: &TestPane, attempt: &Authorization) -> Option<ReasonCode> {
    match phase(pane, attempt).await {
        Phase::Failed { reason, .. } => Some(reason.code),
        _ => None,
    }
}
