//! The best that axum can do: the same kind of server, client and bodies as the endpoint's, without anything looked up,
//! sealed or kept. Nothing that answers over the same libraries can be faster.

use std::sync::Arc;

use anyhow::Context;
use axum::extract::State;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::stub::{ACCESS_BYTES, filled};

#[derive(Serialize)]
struct Small {
    ok: bool,
    name: &'static str,
}

/// A body of the same shape and length as the endpoint's hand-out.
#[derive(Serialize)]
struct TokenBody {
    access_token: String,
    token_type: &'static str,
    expires_at: u64,
}

/// The stub's token response.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading the body is the work that is measured")]
struct StubTokens {
    access_token: String,
    refresh_token: String,
    expires_in: u64,
}

#[derive(Deserialize)]
struct CodeExchange {
    code: String,
    code_verifier: String,
}

#[derive(Clone)]
struct TokenEndpoint {
    http: reqwest::Client,
    token_url: Arc<str>,
}

/// Serves until it is killed.
#[expect(clippy::disallowed_methods, reason = "a benchmark's own client, for a stub on this machine")]
pub async fn serve(port: u16, token_url: String) -> anyhow::Result<()> {
    let provider = TokenEndpoint { http: reqwest::Client::new(), token_url: token_url.into() };
    let router = Router::new()
        .route("/constant", get(|| async { Json(Small { ok: true, name: "latchkey" }) }))
        .route("/constant-token", get(constant_token))
        .route("/post", post(one_post))
        .with_state(provider);
    let listener = TcpListener::bind(("127.0.0.1", port)).await.context("can't listen")?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await.context("serving ended")
}

async fn constant_token() -> Json<TokenBody> {
    Json(TokenBody { access_token: filled("eyJ0eXAi.", ACCESS_BYTES), token_type: "Bearer", expires_at: 1_800_000_000 })
}

async fn one_post(
    State(provider): State<TokenEndpoint>,
    Json(asked): Json<CodeExchange>,
) -> Result<Json<Small>, String> {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "bench"),
        ("client_secret", "bench"),
        ("redirect_uri", "https://x.example/cb"),
        ("code", &asked.code),
        ("code_verifier", &asked.code_verifier),
    ];
    let answer =
        provider.http.post(&*provider.token_url).form(&form).send().await.map_err(|error| error.to_string())?;
    let _: StubTokens = answer.json().await.map_err(|error| error.to_string())?;
    Ok(Json(Small { ok: true, name: "latchkey" }))
}
