//! What the server publishes, and its sign-in page, which signs a person in at once.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde_json::json;

use super::choices::{DiscoveryAt, fill, overlay};
use super::key_choice::KeysAt;
use super::{CLIENT_ID, DialectCode, DialectServerShared, GOOGLE, SALESFORCE, TENANTS};

type Shared = State<Arc<DialectServerShared>>;

/// Counts requests by path.
pub(super) async fn count(State(shared): Shared, request: Request, next: Next) -> Response {
    *shared.state().seen.count.entry(request.uri().path().to_owned()).or_default() += 1;
    next.run(request).await
}

/// At the usual address.
pub(super) async fn discovery(State(shared): Shared) -> Response {
    const MOVED: &str = "/moved/.well-known/openid-configuration";
    let at = shared.state().choices.discovery_at;
    let to = match at {
        DiscoveryAt::Usual => return document(State(shared)).await,
        DiscoveryAt::Page => return Html("<!doctype html><title>Sign in</title>").into_response(),
        DiscoveryAt::Moved(_) => MOVED.to_owned(),
        DiscoveryAt::OtherHost => format!("{}{MOVED}", shared.url.replace("127.0.0.1", "localhost")),
        DiscoveryAt::Loop => "/.well-known/openid-configuration".to_owned(),
    };
    let status = if let DiscoveryAt::Moved(status) = at { status } else { 302 };
    (StatusCode::from_u16(status).unwrap(), [("location", to)]).into_response()
}

pub(super) async fn document(State(shared): Shared) -> Response {
    let at = |path: &str| format!("{}/{path}", shared.url);
    let document = json!({
        "issuer": shared.url, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
        "jwks_uri": at("keys"), "token_endpoint_auth_methods_supported": ["client_secret_post"],
    });
    let (changes, now) = {
        let state = shared.state();
        (state.choices.discovery, state.now())
    };
    axum::Json(overlay(document, &fill(changes, &[("url", &shared.url)], now))).into_response()
}

pub(super) async fn keys(
    State(shared): Shared,
    Query(asked): Query<HashMap<String, String>>,
    request: Request,
) -> Response {
    let choice = shared.state().choices.keys.clone();
    let is_moved = request.uri().path().starts_with("/moved");
    let set = match choice.at {
        KeysAt::Down => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        KeysAt::Moved if !is_moved => return Redirect::permanent("/moved/keys").into_response(),
        KeysAt::ForAppId if asked.get("appid").map(String::as_str) != Some(CLIENT_ID) => choice.another_set(),
        KeysAt::Usual | KeysAt::Moved | KeysAt::ForAppId => choice.published(),
    };
    ([("content-type", "application/json")], set).into_response()
}

/// The part of the server that has this path.
pub(super) fn part_of(path: &str) -> &'static str {
    [TENANTS, GOOGLE, SALESFORCE].into_iter().find(|part| path.starts_with(part)).unwrap_or("")
}

pub(super) async fn authorize(
    State(shared): Shared,
    Query(asked): Query<HashMap<String, String>>,
    request: Request,
) -> Redirect {
    let part = part_of(request.uri().path());
    let mut state = shared.state();
    let (number, person) = (state.codes.len(), state.comes);
    let code = format!("code-{number}");
    state.codes.insert(code.clone(), DialectCode { person, nonce: asked["nonce"].clone(), part });
    let to = format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]);
    state.seen.page = asked;
    Redirect::to(&to)
}
