//! A provider reduced to its token endpoint, for tests with thousands of grants: it rotates refresh tokens as the test says,
//! remembers every one that was presented, by whom and how that ended, and can be broken like the practice providers.
//! There are no sign-in pages: grants are [created directly](TokenServer::grant).
//!
//! # To add a way of rotating
//! Add it to [`Rotation`], and what it honours to `grants.rs`.

mod answers;
mod grants;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use latchkey_practice::Faults;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use grants::RotatingGrants;
pub use grants::{Presentation, PresentationOutcome, Rotation};

/// The client's secret. A client id is any text that begins with [`CLIENT_ID`], so that a test can tell clients apart.
pub const CLIENT_SECRET: &str = "token-server-secret";
/// The prefix of client ids.
pub const CLIENT_ID: &str = "latchkey";

/// The server, until it is dropped.
pub struct TokenServer {
    issuer: String,
    shared: Arc<TokenServerContext>,
    server: JoinHandle<()>,
}

/// The state of its handlers.
pub(crate) struct TokenServerContext {
    issuer: String,
    timing: AnswerTiming,
    state: Mutex<TokenServerState>,
}

/// How long access tokens live, and how slowly the server answers.
#[derive(Clone, Copy, Debug)]
pub struct AnswerTiming {
    /// The `expires_in` of access tokens, in seconds.
    pub access_life_s: u32,
    /// The longest delay before a token is looked at, and again before the answer. Each request has a delay of its own up
    /// to this, so that concurrent requests interleave differently.
    pub max_delay: Duration,
}

pub(crate) struct TokenServerState {
    grants: RotatingGrants,
    faults: Faults,
    token_requests: u64,
    client_checks: u64,
}

impl TokenServer {
    /// Listens on a port of its own.
    pub async fn start(rotation: Rotation, timing: AnswerTiming) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = TokenServerState {
            grants: RotatingGrants::new(rotation),
            faults: Faults::default(),
            token_requests: 0,
            client_checks: 0,
        };
        let shared = Arc::new(TokenServerContext { issuer: issuer.clone(), timing, state: Mutex::new(state) });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(answers::discovery))
            .route("/token", post(answers::token))
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, shared, server }
    }

    /// Its issuer, which is also its base URL.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its section of an endpoint's configuration, under this name and for this client.
    pub fn settings(&self, name: &str, client_id: &str) -> String {
        format!(
            r#"
            [providers.{name}]
            kind = "oidc"
            purpose = "mailbox"
            label = "Token server"
            issuer = "{issuer}"
            client_id = "{client_id}"
            client_secret = "{CLIENT_SECRET}"
            scopes = ["mail"]
            "#,
            issuer = self.issuer
        )
    }

    /// A new grant; its number, from 0, and its first refresh token.
    pub fn grant(&self) -> (usize, String) {
        self.shared.state().grants.open()
    }

    /// Whether this refresh token would still be exchanged.
    pub fn honours(&self, refresh_token: &str) -> bool {
        self.shared.state().grants.honours(refresh_token)
    }

    /// Ends a grant, as its owner would.
    pub fn revoke(&self, grant: usize) {
        self.shared.state().grants.revoke(grant);
    }

    /// Makes it misbehave; `Faults::default()` ends that.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.state().faults = faults;
    }

    /// Every refresh token that was presented so far, in that order. Requests that a fault answered are not
    /// among them: the server has not looked at their token.
    pub fn presentations(&self) -> Vec<Presentation> {
        self.shared.state().grants.presentations().to_vec()
    }

    /// The number of [`Self::presentations`].
    pub fn presented(&self) -> usize {
        self.shared.state().grants.presentations().len()
    }

    /// The number of [`Self::presentations`] by this client.
    pub fn presented_by(&self, client_id: &str) -> usize {
        self.shared.state().grants.presentations().iter().filter(|it| it.by == client_id).count()
    }

    /// How often a token was presented while a request for the same grant was still open.
    pub fn presented_at_once(&self) -> u64 {
        self.shared.state().grants.at_once()
    }

    /// How many requests the token endpoint has received, answered by a fault or not.
    pub fn token_requests(&self) -> u64 {
        self.shared.state().token_requests
    }

    /// How many of them carried an authorization code. This server issues none: the endpoint sends an invented one to check
    /// its client credentials.
    pub fn client_checks(&self) -> u64 {
        self.shared.state().client_checks
    }
}

impl Drop for TokenServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl TokenServerContext {
    fn state(&self) -> MutexGuard<'_, TokenServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
