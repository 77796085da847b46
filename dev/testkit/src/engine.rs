//! A sync engine as a client of the endpoint's API, over real HTTP.

use latchkey_wire::{Connection, ConnectionId, RejectionReport};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::Deserialize;

use crate::TestPane;
use crate::pane::ProblemResponse;

/// The body of a successful hand-out.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "they are the interface's own, and described there")]
pub enum HandOutResponse {
    Bearer {
        connection: ConnectionId,
        address: String,
        access_token: String,
        token_id: String,
        expires_at: i64,
        #[serde(default)]
        expires_at_is_nominal: bool,
        #[serde(default)]
        scopes: Vec<String>,
        api_url: Option<String>,
    },
    Password {
        connection: ConnectionId,
        address: String,
        user_name: String,
        password: String,
        server: Option<String>,
    },
}

impl HandOutResponse {
    /// The name of the access token in reports. Panics for a password.
    pub fn token_id(&self) -> &str {
        match self {
            Self::Bearer { token_id, .. } => token_id,
            Self::Password { .. } => panic!("an access token was expected, and not a password"),
        }
    }

    /// The access token. Panics for a password.
    pub fn bearer(&self) -> &str {
        match self {
            Self::Bearer { access_token, .. } => access_token,
            Self::Password { .. } => panic!("an access token was expected, and not a password"),
        }
    }
}

/// A refused hand-out.
#[derive(Debug)]
pub struct HandOutRefusal {
    pub status: StatusCode,
    /// The body: a [`latchkey_wire::Problem`] or a [`latchkey_wire::EngineProblem`].
    pub problem: serde_json::Value,
    /// The `Retry-After` header.
    pub retry_after_s: Option<i64>,
}

/// A sync engine with an engine key.
pub struct TestEngine(TestPane);

impl TestEngine {
    pub(crate) fn new(pane: TestPane, key: &str) -> Self {
        Self(pane.with_token(key))
    }

    /// The same engine with another key.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self(self.0.with_token(key))
    }

    /// A request with the engine's key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.0.request(method, path)
    }

    /// Asks for a token of the default minimum life.
    pub async fn token(&self, id: &ConnectionId) -> Result<HandOutResponse, HandOutRefusal> {
        self.token_for(id, "").await
    }

    /// Asks for a token with this query: `?min_life_s=900`.
    pub async fn token_for(&self, id: &ConnectionId, query: &str) -> Result<HandOutResponse, HandOutRefusal> {
        let path = format!("/v1/connections/{id}/token{query}");
        let answer = self.0.request(Method::GET, &path).send().await.unwrap();
        let (status, headers, body) = (answer.status(), answer.headers().clone(), answer.bytes().await.unwrap());
        if status == StatusCode::OK {
            assert_eq!(headers["cache-control"], "no-store");
            return Ok(serde_json::from_slice(&body).unwrap());
        }
        let retry_after_s = headers.get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
        Err(HandOutRefusal { status, problem: serde_json::from_slice(&body).unwrap(), retry_after_s })
    }

    /// Finds connections by an account's address.
    pub async fn finds(&self, address: &str, purpose: &str) -> Result<Vec<Connection>, ProblemResponse> {
        #[derive(serde::Deserialize)]
        struct ConnectionList {
            connections: Vec<Connection>,
        }
        let found: ConnectionList = self.0.get(&format!("/v1/connections?address={address}&purpose={purpose}")).await?;
        Ok(found.connections)
    }

    /// Reports that the provider rejected the connection's token, with what it said.
    pub async fn reports(&self, id: &ConnectionId, said: &RejectionReport) -> Result<Connection, ProblemResponse> {
        self.0.send(Method::POST, &format!("/v1/connections/{id}/rejections"), Some(said)).await
    }

    /// Reports that the provider rejected the connection's token.
    pub async fn reports_rejection(&self, id: &ConnectionId) -> Result<Connection, ProblemResponse> {
        self.0.send(Method::POST, &format!("/v1/connections/{id}/rejections"), None::<&()>).await
    }
}
