//! Discovery and token responses, with the bodies of RFC 6749, 5.1 and 5.2.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use latchkey_practice::{Faults, TokenAnswers};
use serde_json::{Value, json};

use super::grants::{PresentationOutcome, access_text, text};
use super::{CLIENT_ID, CLIENT_SECRET, TokenServerContext};

/// Primes, so that a grant's two delays differ, and so that the delays of consecutive grants differ.
const STRIDES: [usize; 2] = [7919, 6151];

pub(super) async fn discovery(State(shared): State<Arc<TokenServerContext>>) -> Response {
    if shared.state().faults.down {
        return out_of_order();
    }
    let at = |path: &str| format!("{}/{path}", shared.issuer);
    let document = json!({
        "issuer": shared.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    });
    Json(document).into_response()
}

pub(super) async fn token(
    State(shared): State<Arc<TokenServerContext>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let faults = {
        let mut state = shared.state();
        state.token_requests += 1;
        state.client_checks += u64::from(form.contains_key("code"));
        state.faults
    };
    tokio::time::sleep(Duration::from_secs(faults.delay_s.into())).await;
    if let Some(fault) = fault(faults) {
        return fault;
    }
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let is_known = field("client_id").starts_with(CLIENT_ID) && field("client_secret") == CLIENT_SECRET;
    if !is_known || faults.client_secret_rotated {
        return refusal(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    match field("grant_type") {
        "refresh_token" => refresh(shared, field("refresh_token"), field("client_id")).await,
        "authorization_code" => refusal(StatusCode::BAD_REQUEST, "invalid_grant"),
        _ => refusal(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
    }
}

async fn refresh(shared: Arc<TokenServerContext>, token: &str, by: &str) -> Response {
    let mut visit = PendingPresentation::begin(&shared, token);
    shared.delay(STRIDES[0]).await;
    let (presentation, next) = shared.state().grants.present(token, by);
    visit.presentation = Some(presentation);
    shared.delay(STRIDES[1]).await;
    visit.outcome = if next.is_some() { PresentationOutcome::Exchanged } else { PresentationOutcome::Refused };
    drop(visit);
    let Some((grant, number)) = next else { return refusal(StatusCode::BAD_REQUEST, "invalid_grant") };
    let body = json!({
        "token_type": "Bearer",
        "expires_in": shared.timing.access_life_s,
        "access_token": access_text(grant, presentation),
        "refresh_token": text(grant, number),
    });
    no_store(StatusCode::OK, &body)
}

impl TokenServerContext {
    async fn delay(&self, stride: usize) {
        let max_us = usize::try_from(self.timing.max_delay.as_micros()).unwrap_or(usize::MAX);
        if max_us > 0 {
            let us = self.state().grants.presentations().len().wrapping_mul(stride) % max_us;
            tokio::time::sleep(Duration::from_micros(us as u64)).await;
        }
    }
}

/// A request that is being answered. If its sender hangs up, it is dropped half-way.
struct PendingPresentation<'a> {
    shared: &'a TokenServerContext,
    token: &'a str,
    presentation: Option<usize>,
    outcome: PresentationOutcome,
}

impl<'a> PendingPresentation<'a> {
    fn begin(shared: &'a TokenServerContext, token: &'a str) -> Self {
        shared.state().grants.open_request(token);
        Self { shared, token, presentation: None, outcome: PresentationOutcome::Abandoned }
    }
}

impl Drop for PendingPresentation<'_> {
    fn drop(&mut self) {
        self.shared.state().grants.close_request(self.token, self.presentation, self.outcome);
    }
}

fn fault(faults: Faults) -> Option<Response> {
    if faults.down {
        return Some(out_of_order());
    }
    match faults.token_answers {
        TokenAnswers::Normal => None,
        TokenAnswers::HtmlPage => Some(Html("<!doctype html><title>Sign in to the network</title>").into_response()),
        TokenAnswers::EmptyBadRequest => Some(StatusCode::BAD_REQUEST.into_response()),
        TokenAnswers::TooManyRequests { retry_after_s } => {
            let headers = [(header::RETRY_AFTER, retry_after_s.to_string())];
            Some((StatusCode::TOO_MANY_REQUESTS, headers).into_response())
        }
    }
}

fn out_of_order() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Html("<!doctype html><title>Out of order</title>")).into_response()
}

fn refusal(status: StatusCode, error: &str) -> Response {
    no_store(status, &json!({ "error": error }))
}

fn no_store(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body.clone())).into_response()
}
