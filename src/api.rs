//! The endpoint, as typed calls. The calls that need a session are methods of [`SessionClient`], which cannot be made
//! without a token.
//!
//! # To add a call
//! Write a method on [`SessionClient`] (or a function, if the call needs no session) in terms of `fetch_json`; bodies are types
//! of `latchkey-wire`. Responses are classified in one place, as a [`RequestError`].

mod events;
mod transport;

use std::rc::Rc;

use latchkey_copy::{Language, Sentences};
use latchkey_wire::{
    Authorization, AuthorizationId, AuthorizationRequest, Connection, ConnectionId, ConnectionSettings, Lookup,
    LookupRequest, Overview, PasswordRequest, ProblemCode, ProofRequest, Session, SsoRequest, WindowKey,
};
use serde::Serialize;

use crate::{
    host::{Host, LocalFuture},
    json::{self, FromJson, Value},
};
pub use events::OverviewEvents;
pub use transport::ApiResponse;
use transport::{Call, Method};

/// Why a call failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RequestError {
    /// The session is unknown to the endpoint or has ended.
    SessionRefused,
    /// The endpoint refused the request, with a reason.
    Refused(ProblemCode),
    /// No response, or one that the endpoint did not write: the network failed, a proxy answered, or the endpoint restarts.
    Unreachable,
}

/// The future of a call. It is boxed, so that the HTTP code is compiled once and not into every caller.
pub type ApiFuture<T> = LocalFuture<Result<T, RequestError>>;

/// The pane's sentences in a language: built in, or in a file beside its page. English where the file cannot be loaded,
/// without a message to the person.
pub async fn load_sentences(language: Language) -> Sentences {
    let Some(name) = language.file() else { return Sentences::ENGLISH };
    let file = fetch(Call::file(name)).await.ok();
    file.and_then(|file| Sentences::from_file(language, file.body)).unwrap_or(Sentences::ENGLISH)
}

/// Opens a session at the endpoint of this origin.
pub fn open_session(endpoint: &str) -> ApiFuture<Session> {
    fetch_json(Call::new(Method::Post, format!("{endpoint}/v1/sessions")))
}

/// Opens a session for the person whom this token of the host's single sign-on names.
pub fn open_session_by_sso(endpoint: &str, token: String) -> ApiFuture<Session> {
    fetch_json(Call::new(Method::Post, format!("{endpoint}/v1/sessions/sso")).json(&SsoRequest { token }))
}

/// The calls that need a session.
#[derive(Clone)]
pub struct SessionClient {
    endpoint: String,
    token: String,
}

impl SessionClient {
    /// Creates a client from the endpoint's origin and the session's token.
    pub fn new(endpoint: String, token: String) -> Self {
        Self { endpoint, token }
    }

    /// Ends the session. The connections stay as they are.
    pub fn log_out(&self) -> ApiFuture<ApiResponse> {
        fetch(self.call(Method::Delete, "/v1/session"))
    }

    /// Everything that the pane shows.
    pub fn get_overview(&self) -> ApiFuture<Overview> {
        fetch_json(self.call(Method::Get, "/v1/overview"))
    }

    /// Streams the overview: the endpoint sends it again whenever it changes.
    pub fn open_events(&self, host: Rc<dyn Host>) -> ApiFuture<OverviewEvents> {
        Box::pin(OverviewEvents::open(self.call(Method::Get, "/v1/events"), host))
    }

    /// Registers a sign-in under an id that the pane chose. Repeating it is harmless.
    pub fn authorize(&self, id: &AuthorizationId, request: &AuthorizationRequest) -> ApiFuture<Authorization> {
        fetch_json(self.call(Method::Put, &format!("/v1/authorizations/{id}")).json(request))
    }

    /// Cancels a sign-in.
    pub fn cancel(&self, id: &AuthorizationId) -> ApiFuture<ApiResponse> {
        fetch(self.call(Method::Delete, &format!("/v1/authorizations/{id}")))
    }

    /// Requests a window key for the sign-in's window.
    pub fn create_window_key(&self, id: &AuthorizationId) -> ApiFuture<WindowKey> {
        fetch_json(self.call(Method::Post, &format!("/v1/authorizations/{id}/keys")))
    }

    /// Allows the sign-in to continue in a window without a key.
    pub fn allow_without_key(&self, id: &AuthorizationId) -> ApiFuture<ApiResponse> {
        fetch(self.call(Method::Post, &format!("/v1/authorizations/{id}/without-key")))
    }

    /// Ends the session of a sidebar that a code let in.
    pub fn end_sidebar(&self, id: &str) -> ApiFuture<ApiResponse> {
        fetch(self.call(Method::Delete, &format!("/v1/sessions/{id}")))
    }

    /// Sends a proof that the person at the pane is the one who signed in.
    pub fn prove(&self, id: &AuthorizationId, proof: &ProofRequest) -> ApiFuture<Authorization> {
        fetch_json(self.call(Method::Post, &format!("/v1/authorizations/{id}/proof")).json(proof))
    }

    /// Switches the connection to the account that signed in.
    pub fn switch(&self, id: &AuthorizationId) -> ApiFuture<Authorization> {
        fetch_json(self.call(Method::Post, &format!("/v1/authorizations/{id}/switch")))
    }

    /// Asks the endpoint to try a password, once.
    pub fn try_password(&self, id: &AuthorizationId, request: &PasswordRequest) -> ApiFuture<Authorization> {
        fetch_json(self.call(Method::Post, &format!("/v1/authorizations/{id}/password")).json(request))
    }

    /// Looks up which offer serves the mailbox of an address.
    pub fn look_up(&self, address: &LookupRequest) -> ApiFuture<Lookup> {
        fetch_json(self.call(Method::Post, "/v1/lookups").json(address))
    }

    /// Asks the endpoint to check the connection at the provider now.
    pub fn check(&self, id: &ConnectionId) -> ApiFuture<Connection> {
        fetch_json(self.call(Method::Post, &format!("/v1/connections/{id}/check")))
    }

    /// Changes the settings of a connection.
    pub fn set_settings(&self, id: &ConnectionId, settings: &ConnectionSettings) -> ApiFuture<Connection> {
        fetch_json(self.call(Method::Put, &format!("/v1/connections/{id}/settings")).json(settings))
    }

    fn call(&self, method: Method, path: &str) -> Call {
        Call::new(method, format!("{}{path}", self.endpoint)).bearer(&self.token)
    }
}

impl Call {
    fn json(self, body: &impl Serialize) -> Self {
        // Serializing plain structs cannot fail. `expect` is not used because it would add formatting code to the pane.
        self.body(serde_json::to_string(body).unwrap_or_default())
    }
}

fn fetch_json<T: FromJson + 'static>(call: Call) -> ApiFuture<T> {
    let answered = fetch(call);
    Box::pin(async { json::read(&answered.await?.body).map_err(|_| RequestError::Unreachable) })
}

fn fetch(call: Call) -> ApiFuture<ApiResponse> {
    Box::pin(async {
        let answer = transport::send(call).await.ok_or(RequestError::Unreachable)?;
        match refusal(&answer) {
            Some(refused) => Err(refused),
            None => Ok(answer),
        }
    })
}

/// The part of a `latchkey_wire::Problem` that the pane uses. Its texts are for developers.
struct ProblemCodeOnly(ProblemCode);

impl FromJson for ProblemCodeOnly {
    fn from_json(value: &Value) -> Option<Self> {
        value.field("code").map(Self)
    }
}

/// Returns the error that a response stands for, if any.
fn refusal(answer: &ApiResponse) -> Option<RequestError> {
    if (200..300).contains(&answer.status) {
        return None;
    }
    let problem = json::read::<ProblemCodeOnly>(&answer.body);
    Some(match problem {
        Ok(ProblemCodeOnly(ProblemCode::SessionMissing)) => RequestError::SessionRefused,
        Ok(ProblemCodeOnly(code)) => RequestError::Refused(code),
        Err(_) if answer.status == 401 => RequestError::SessionRefused,
        Err(_) => RequestError::Unreachable,
    })
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn answer(status: u16, body: &str) -> ApiResponse {
        ApiResponse { status, body: body.to_owned() }
    }

    fn problem(code: &str) -> String {
        format!(
            r#"{{"type":"urn:latchkey:problem:{code}","title":"t","status":400,"detail":"d","code":"{code}","request_id":"r"}}"#
        )
    }

    #[wasm_bindgen_test]
    fn a_success_refuses_nothing() {
        assert_eq!(refusal(&answer(200, "{}")), None);
        assert_eq!(refusal(&answer(204, "")), None);
    }

    #[wasm_bindgen_test]
    fn a_missing_session_is_told_apart_from_every_other_refusal() {
        assert_eq!(refusal(&answer(401, &problem("session_missing"))), Some(RequestError::SessionRefused));
        assert_eq!(
            refusal(&answer(429, &problem("too_many_requests"))),
            Some(RequestError::Refused(ProblemCode::TooManyRequests))
        );
    }

    #[wasm_bindgen_test]
    fn an_answer_that_the_endpoint_did_not_write_counts_as_unreachable_and_never_ends_the_session() {
        assert_eq!(refusal(&answer(502, "<html>Bad gateway</html>")), Some(RequestError::Unreachable));
        assert_eq!(refusal(&answer(403, "blocked by the proxy")), Some(RequestError::Unreachable));
    }
}
