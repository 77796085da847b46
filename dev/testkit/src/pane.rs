//! A pane as a client of the endpoint's API, over real HTTP.

use latchkey_wire::{
    Authorization, AuthorizationId, AuthorizationRequest, Connection, ConnectionId, ConnectionSettings, Intent, Lookup,
    LookupRequest, OfferId, Overview, PasswordRequest, Problem, ProofRequest, Session, SsoRequest, WindowKey,
    start_path,
};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use url::Url;

use crate::browser::http;
use latchkey_domain::{Entropy as _, SystemEntropy};

/// A refused request, with its problem (RFC 9457).
#[derive(Debug)]
pub struct ProblemResponse {
    pub status: StatusCode,
    pub problem: Problem,
}

/// A pane, with or without a session.
#[derive(Clone)]
pub struct TestPane {
    http: reqwest::Client,
    endpoint: Url,
    token: Option<String>,
}

impl TestPane {
    pub(crate) fn new(endpoint: Url, trusted: Option<&str>) -> Self {
        Self { http: http(trusted), endpoint, token: None }
    }

    /// Starts a session for this pane.
    pub async fn with_session(mut self) -> Self {
        let session: Session = self.send(Method::POST, "/v1/sessions", None::<&()>).await.unwrap();
        self.token = Some(session.token);
        self
    }

    /// A pane with this session token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The session token. Panics without a session.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    /// The overview that the pane draws.
    pub async fn overview(&self) -> Overview {
        self.get("/v1/overview").await.unwrap()
    }

    /// The only connection. Panics if there is another number of them.
    pub async fn connection(&self) -> Connection {
        let mut connections = self.overview().await.connections;
        assert_eq!(connections.len(), 1, "{connections:?}");
        connections.remove(0)
    }

    /// Creates an authorization with a new id.
    pub async fn begin(&self, intent: Intent) -> Authorization {
        let id = AuthorizationId::new(SystemEntropy.uuid());
        self.begin_as(&id, &AuthorizationRequest { intent, host_mailbox: None }).await.unwrap()
    }

    /// Creates an authorization with this id.
    pub async fn begin_as(
        &self,
        id: &AuthorizationId,
        request: &AuthorizationRequest,
    ) -> Result<Authorization, ProblemResponse> {
        self.send(Method::PUT, &format!("/v1/authorizations/{id}"), Some(request)).await
    }

    /// Creates an authorization to connect Microsoft 365.
    pub async fn connects(&self) -> Authorization {
        self.begin(Intent::Connect { offer: OfferId::new("microsoft"), site: None }).await
    }

    /// Creates an authorization to connect through an offer.
    pub async fn connects_through(&self, offer: &str, site: Option<&str>) -> Authorization {
        self.begin(Intent::Connect { offer: OfferId::new(offer), site: site.map(str::to_owned) }).await
    }

    /// Creates an authorization to change to another offer, or to another account.
    pub async fn changes(&self, connection: &ConnectionId, offer: &str, site: Option<&str>) -> Authorization {
        let (connection, offer, site) = (connection.clone(), OfferId::new(offer), site.map(str::to_owned));
        self.begin(Intent::Change { connection, offer, site, account: None }).await
    }

    /// Confirms the switch to the account that signed in.
    pub async fn switch(&self, id: &AuthorizationId) -> Result<Authorization, ProblemResponse> {
        self.send(Method::POST, &format!("/v1/authorizations/{id}/switch"), None::<&()>).await
    }

    /// Submits a password.
    pub async fn types(
        &self,
        id: &AuthorizationId,
        request: &PasswordRequest,
    ) -> Result<Authorization, ProblemResponse> {
        self.send(Method::POST, &format!("/v1/authorizations/{id}/password"), Some(request)).await
    }

    /// Looks up which offer a mailbox belongs to.
    pub async fn looks_up(&self, address: &str) -> Result<Lookup, ProblemResponse> {
        self.looks_up_for(address, None).await
    }

    /// Like [`Self::looks_up`], for an offer that was already chosen.
    pub async fn looks_up_for(&self, address: &str, offer: Option<&str>) -> Result<Lookup, ProblemResponse> {
        let body = LookupRequest { address: address.to_owned(), offer: offer.map(OfferId::new) };
        self.send(Method::POST, "/v1/lookups", Some(&body)).await
    }

    /// Creates an authorization to refresh a connection.
    pub async fn refreshes(&self, connection: &ConnectionId) -> Authorization {
        self.begin(Intent::Refresh { connection: connection.clone() }).await
    }

    /// Reads an authorization.
    pub async fn authorization(&self, id: &AuthorizationId) -> Result<Authorization, ProblemResponse> {
        self.get(&format!("/v1/authorizations/{id}")).await
    }

    /// Cancels an authorization.
    pub async fn cancel(&self, id: &AuthorizationId) -> Result<(), ProblemResponse> {
        let response = self.request(Method::DELETE, &format!("/v1/authorizations/{id}")).send().await.unwrap();
        refused(response).await.map(drop)
    }

    /// Requests a key for the sign-in window.
    pub async fn key(&self, id: &AuthorizationId) -> Result<WindowKey, ProblemResponse> {
        self.send(Method::POST, &format!("/v1/authorizations/{id}/keys"), None::<&()>).await
    }

    /// Allows a window without a key.
    pub async fn asks_without_key(&self, id: &AuthorizationId) -> Result<(), ProblemResponse> {
        let path = format!("/v1/authorizations/{id}/without-key");
        refused(self.request(Method::POST, &path).send().await.unwrap()).await.map(drop)
    }

    /// Types the code that a window shows.
    pub async fn types_code(&self, id: &AuthorizationId, code: &str) -> Result<Authorization, ProblemResponse> {
        let body = ProofRequest { code: Some(code.to_owned()), sso_token: None };
        self.send(Method::POST, &format!("/v1/authorizations/{id}/proof"), Some(&body)).await
    }

    /// Submits a single sign-on token of the host in place of a code.
    pub async fn shows_sso_token(&self, id: &AuthorizationId, token: &str) -> Result<Authorization, ProblemResponse> {
        let body = ProofRequest { code: None, sso_token: Some(token.to_owned()) };
        self.send(Method::POST, &format!("/v1/authorizations/{id}/proof"), Some(&body)).await
    }

    /// Ends a session that a code let in.
    pub async fn ends_sidebar(&self, id: &str) -> Result<(), ProblemResponse> {
        let request = self.request(Method::DELETE, &format!("/v1/sessions/{id}"));
        refused(request.send().await.unwrap()).await.map(drop)
    }

    /// Has the endpoint check the connection by a call to the provider.
    pub async fn check(&self, id: &ConnectionId) -> Result<Connection, ProblemResponse> {
        self.send(Method::POST, &format!("/v1/connections/{id}/check"), None::<&()>).await
    }

    /// Saves the connection's settings.
    pub async fn choose(
        &self,
        id: &ConnectionId,
        settings: &ConnectionSettings,
    ) -> Result<Connection, ProblemResponse> {
        self.send(Method::PUT, &format!("/v1/connections/{id}/settings"), Some(settings)).await
    }

    /// Starts a session by the host's single sign-on.
    pub async fn signs_on(&self, token: &str) -> Result<Session, ProblemResponse> {
        self.send(Method::POST, "/v1/sessions/sso", Some(&SsoRequest { token: token.to_owned() })).await
    }

    /// Ends the session.
    pub async fn log_out(&self) -> Result<(), ProblemResponse> {
        refused(self.request(Method::DELETE, "/v1/session").send().await.unwrap()).await.map(drop)
    }

    /// The address that the sign-in window opens.
    pub fn start_page(&self, id: &AuthorizationId) -> String {
        self.endpoint.join(&start_path(id)).unwrap().to_string()
    }

    /// A request with this pane's session token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, self.endpoint.join(path).unwrap());
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a `GET` and reads the JSON body.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ProblemResponse> {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl serde::Serialize>,
    ) -> Result<T, ProblemResponse> {
        let request = self.request(method, path);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        read(request.send().await.unwrap()).await
    }
}

async fn refused(response: Response) -> Result<Response, ProblemResponse> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let body = response.text().await.unwrap();
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{status}: {body}");
    Err(ProblemResponse { status, problem: serde_json::from_str(&body).unwrap() })
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ProblemResponse> {
    let body = refused(response).await?.text().await.unwrap();
    Ok(serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}
