//! A server that signs people in without a page, rotates refresh tokens, and answers each person as a row says. It is an
//! OpenID provider at its root, Microsoft below [`TENANTS`], Google below [`GOOGLE`] and Salesforce below [`SALESFORCE`].

mod api;
mod choices;
mod client_rule;
mod documents;
mod issued;
mod key_choice;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use futures::{StreamExt as _, stream};
use latchkey_domain::Clock;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use choices::{ApiAnswer, Choices, DiscoveryAt};
pub use client_rule::{ClientChoice, ClientRule};
pub use issued::access;
pub use key_choice::{KeyChoice, KeysAt, Signing};

use crate::rows::DialectResponse;

pub const CLIENT_ID: &str = "1a7c6bea-0000-4000-8000-00000d1a1ec7";
pub const CLIENT_SECRET: &str = "dialects-secret";
/// The path below which the server acts as Microsoft.
pub const TENANTS: &str = "/tenants";
/// The path below which it acts as Google.
pub const GOOGLE: &str = "/google";
/// The path below which it acts as Salesforce.
pub const SALESFORCE: &str = "/salesforce";

/// Long enough for written bytes to leave.
const GONE_OUT: Duration = Duration::from_millis(50);

/// The server, until it is dropped.
pub struct DialectServer {
    pub url: String,
    shared: Arc<DialectServerShared>,
    task: JoinHandle<()>,
}

struct DialectServerShared {
    url: String,
    state: Mutex<DialectServerState>,
}

struct DialectServerState {
    clock: Arc<dyn Clock>,
    choices: Choices,
    /// Who is signed in in the next browser.
    comes: &'static str,
    codes: HashMap<String, DialectCode>,
    grants: HashMap<&'static str, DialectGrant>,
    /// Unusual answers by person. Without an entry the answer is a correct one.
    answers: HashMap<&'static str, DialectResponse>,
    reused: u32,
    refused: HashMap<&'static str, u32>,
    seen: SeenRequests,
}

/// What the server was asked.
#[derive(Clone, Debug, Default)]
pub struct SeenRequests {
    /// Requests by path.
    pub count: HashMap<String, u32>,
    /// Token requests whose client was refused.
    pub clients_refused: u32,
    /// The query of the last sign-in page.
    pub page: HashMap<String, String>,
    /// The last form at the token endpoint.
    pub form: HashMap<String, String>,
}

struct DialectCode {
    person: &'static str,
    nonce: String,
    /// The path of the part that signed the person in.
    part: &'static str,
}

struct DialectGrant {
    newest: u64,
    ended: bool,
    nonce: String,
    part: &'static str,
}

impl DialectServer {
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Mutex::new(DialectServerState {
            clock,
            choices: Choices::default(),
            comes: "",
            codes: HashMap::new(),
            grants: HashMap::new(),
            answers: HashMap::new(),
            reused: 0,
            refused: HashMap::new(),
            seen: SeenRequests::default(),
        });
        let shared = Arc::new(DialectServerShared { url: url.clone(), state });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(documents::discovery))
            .route("/moved/.well-known/openid-configuration", get(documents::document))
            .route("/authorize", get(documents::authorize))
            .route("/token", post(token::token))
            .route("/token2", post(token::token))
            .route("/introspect", post(api::introspect))
            .route("/keys", get(documents::keys))
            .route("/moved/keys", get(documents::keys))
            .route("/tenants/{tenant}/oauth2/v2.0/authorize", get(documents::authorize))
            .route("/tenants/{tenant}/oauth2/v2.0/token", post(token::token))
            .route("/tenants/{tenant}/discovery/v2.0/keys", get(documents::keys))
            .route("/google/o/oauth2/v2/auth", get(documents::authorize))
            .route("/google/token", post(token::token))
            .route("/google/oauth2/v3/certs", get(documents::keys))
            .route("/salesforce/services/oauth2/authorize", get(documents::authorize))
            .route("/salesforce/services/oauth2/token", post(token::token))
            .route("/salesforce/services/oauth2/introspect", post(api::introspect))
            .route("/salesforce/services/oauth2/revoke", post(|| async { StatusCode::OK }))
            .route("/salesforce/id/keys", get(documents::keys))
            .fallback(api::answer)
            .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), documents::count))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, task }
    }

    /// Has the server go by this clock.
    pub fn follow(&self, clock: Arc<dyn Clock>) {
        self.shared.state().clock = clock;
    }

    /// Sets who is signed in in the next browser.
    pub fn expect_sign_in(&self, person: &'static str) {
        self.shared.state().comes = person;
    }

    /// Changes what the server does.
    pub fn choose(&self, change: impl FnOnce(&mut Choices)) {
        change(&mut self.shared.state().choices);
    }

    /// Sets the answer for this person; `None` restores the correct one.
    pub fn set_answer(&self, person: &'static str, answer: Option<DialectResponse>) {
        let mut state = self.shared.state();
        match answer {
            Some(answer) => state.answers.insert(person, answer),
            None => state.answers.remove(person),
        };
    }

    /// How often a refresh token was presented after it had been exchanged.
    pub fn reuse_count(&self) -> u32 {
        self.shared.state().reused
    }

    /// How often this person's refresh token was refused by a row's answer.
    pub fn refusal_count(&self, person: &'static str) -> u32 {
        self.shared.state().refused.get(person).copied().unwrap_or_default()
    }

    /// The number of this person's newest refresh token, if the grant has not ended.
    pub fn newest_token(&self, person: &'static str) -> Option<u64> {
        self.shared.state().grants.get(person).filter(|grant| !grant.ended).map(|grant| grant.newest)
    }

    /// What the server was asked so far.
    pub fn seen(&self) -> SeenRequests {
        self.shared.state().seen.clone()
    }

    /// How often this path was requested.
    pub fn requests_to(&self, path: &str) -> u32 {
        self.seen().count.get(path).copied().unwrap_or_default()
    }
}

impl Drop for DialectServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl DialectServerShared {
    fn state(&self) -> MutexGuard<'_, DialectServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DialectServerState {
    fn now(&self) -> i64 {
        self.clock.now()
    }
}

fn refusal(status: StatusCode, word: &str) -> Response {
    (status, axum::Json(json!({ "error": word }))).into_response()
}

/// A body that breaks off after these bytes have gone out.
pub fn broken(bytes: Vec<u8>) -> Body {
    let parts = stream::iter([Ok(bytes), Err(std::io::Error::other("on purpose"))]);
    Body::from_stream(parts.then(async |part| {
        if part.is_err() {
            tokio::time::sleep(GONE_OUT).await;
        }
        part
    }))
}

/// With a content type, and with further headers.
pub fn with_kind(status: StatusCode, kind: &str, headers: &[(&'static str, &'static str)], body: Body) -> Response {
    let mut response = Response::builder().status(status);
    if !kind.is_empty() {
        response = response.header(header::CONTENT_TYPE, kind);
    }
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body).unwrap()
}
