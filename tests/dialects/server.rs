//! An OAuth server that signs people in without a page, rotates refresh tokens, and answers each person as a row says. It is an
//! OpenID provider at its root, and Microsoft below [`TENANTS`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::Router;
use axum::body::Body;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::{StreamExt as _, stream};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::rows::DialectResponse;

pub const CLIENT_ID: &str = "1a7c6bea-0000-4000-8000-00000d1a1ec7";
pub const CLIENT_SECRET: &str = "dialects-secret";
/// The path below which the server acts as Microsoft.
pub const TENANTS: &str = "/tenants";

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
    key: EcdsaKeyPair,
    state: Mutex<DialectServerState>,
}

#[derive(Default)]
struct DialectServerState {
    now: i64,
    /// Who is signed in in the next browser.
    comes: &'static str,
    codes: HashMap<String, DialectCode>,
    grants: HashMap<&'static str, DialectGrant>,
    /// Unusual answers by person. Without an entry the answer is a correct one.
    answers: HashMap<&'static str, DialectResponse>,
    reused: u32,
    refused: HashMap<&'static str, u32>,
}

struct DialectCode {
    person: &'static str,
    nonce: String,
    client: String,
}

#[derive(Default)]
struct DialectGrant {
    newest: u64,
    ended: bool,
}

impl DialectServer {
    pub async fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let state = Mutex::new(DialectServerState { now, ..DialectServerState::default() });
        let shared = Arc::new(DialectServerShared { url: url.clone(), key, state });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .route("/tenants/{tenant}/oauth2/v2.0/authorize", get(authorize))
            .route("/tenants/{tenant}/oauth2/v2.0/token", post(token))
            .route("/tenants/{tenant}/discovery/v2.0/keys", get(keys))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, task }
    }

    /// Sets who is signed in in the next browser, and the time.
    pub fn expect_sign_in(&self, person: &'static str, now: i64) {
        let mut state = self.shared.state();
        (state.comes, state.now) = (person, now);
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

    /// A signed ID token of this person.
    fn id_token(&self, code: &DialectCode, now: i64) -> String {
        let (issuer, tenant) = match code.person.split_once('@').unwrap().1 {
            tenant if code.client == TENANTS => {
                let tenant = tenant_id(tenant);
                (format!("{}{TENANTS}/{tenant}/v2.0", self.url), Some(tenant))
            }
            _ => (self.url.clone(), None),
        };
        let claims = json!({
            "iss": issuer, "sub": code.person, "oid": code.person, "tid": tenant, "aud": CLIENT_ID, "nonce": code.nonce,
            "exp": now + 600, "iat": now, "email": code.person, "preferred_username": code.person,
        });
        let segment = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", segment(&json!({ "alg": "ES256", "kid": "1" })), segment(&claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A tenant's id, from its domain.
fn tenant_id(domain: &str) -> String {
    let number = domain.bytes().fold(7_u64, |number, byte| number.wrapping_mul(31).wrapping_add(byte.into()));
    format!("00000000-0000-4000-8000-{:012x}", number & 0xffff_ffff_ffff)
}

async fn discovery(State(shared): State<Arc<DialectServerShared>>) -> Response {
    let at = |path: &str| format!("{}/{path}", shared.url);
    let document = json!({
        "issuer": shared.url, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("keys"), "token_endpoint_auth_methods_supported": ["client_secret_post"],
    });
    axum::Json(document).into_response()
}

async fn keys(State(shared): State<Arc<DialectServerShared>>) -> Response {
    let public = shared.key.public_key().as_ref();
    let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&public[range]);
    let key = json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "1", "x": part(1..33), "y": part(33..65) });
    axum::Json(json!({ "keys": [key] })).into_response()
}

async fn authorize(
    State(shared): State<Arc<DialectServerShared>>,
    Query(asked): Query<HashMap<String, String>>,
    request: Request,
) -> Redirect {
    let client = if request.uri().path().starts_with(TENANTS) { TENANTS } else { "" }.to_owned();
    let mut state = shared.state();
    let (number, person) = (state.codes.len(), state.comes);
    let code = format!("code-{number}");
    state.codes.insert(code.clone(), DialectCode { person, nonce: asked["nonce"].clone(), client });
    Redirect::to(&format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]))
}

async fn token(
    State(shared): State<Arc<DialectServerShared>>,
    _: Option<Path<String>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if field("client_secret") != CLIENT_SECRET {
        return refusal(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let mut state = shared.state();
    let now = state.now;
    if let Some(code) = state.codes.remove(field("code")) {
        let answer = state.answers.get(code.person).cloned();
        if let Some(refused) = answer.as_ref().filter(|answer| answer.refuses) {
            return refused.response("", "", "");
        }
        state.grants.insert(code.person, DialectGrant::default());
        return answer.unwrap_or_default().response(
            &access(code.person, 0),
            &refresh(code.person, 0),
            &shared.id_token(&code, now),
        );
    }
    let Some((person, number)) = read(field("refresh_token")) else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let DialectServerState { grants, answers, reused, refused: count, .. } = &mut *state;
    let Some((person, grant)) = grants.iter_mut().find(|(known, _)| **known == person) else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let answer = answers.get(person).cloned();
    if let Some(refused) = answer.as_ref().filter(|answer| answer.refuses) {
        *count.entry(person).or_default() += 1;
        return refused.response("", "", "");
    }
    if number < grant.newest {
        // RFC 9700, 4.14.2: the token may have been stolen.
        *reused += 1;
        grant.ended = true;
    }
    if grant.ended {
        return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    grant.newest += 1;
    answer.unwrap_or_default().response(&access(person, grant.newest), &refresh(person, grant.newest), "")
}

pub fn access(person: &str, number: u64) -> String {
    format!("at:{person}:{number}")
}

fn refresh(person: &str, number: u64) -> String {
    format!("rt:{person}:{number}")
}

fn read(token: &str) -> Option<(&str, u64)> {
    let mut parts = token.split(':');
    (parts.next() == Some("rt")).then_some(())?;
    Some((parts.next()?, parts.next()?.parse().ok()?))
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

/// With a content type.
pub fn with_kind(status: StatusCode, kind: &str, body: Body) -> Response {
    let response = Response::builder().status(status);
    let response = if kind.is_empty() { response } else { response.header(header::CONTENT_TYPE, kind) };
    response.body(body).unwrap()
}
