//! The control page: everything that can be broken, as ordinary buttons, and what happened so far. It shows no secret.
//!
//! Requests that a browser sends from another origin are refused, so that no other page can press the buttons.

mod action;
mod exchange;
mod label;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use crate::context::PracticeContext;
use crate::exchange::PracticeExchange;
use crate::provider::PracticeProvider;
use action::ProviderAction;

struct ControlState {
    context: Arc<PracticeContext>,
    providers: Vec<Arc<PracticeProvider>>,
    exchange: Arc<PracticeExchange>,
}

pub(crate) fn router(
    context: &Arc<PracticeContext>,
    providers: Vec<Arc<PracticeProvider>>,
    exchange: &Arc<PracticeExchange>,
) -> Router {
    let control = Arc::new(ControlState { context: Arc::clone(context), providers, exchange: Arc::clone(exchange) });
    Router::new()
        .route("/", get(show))
        .route("/control", get(show))
        .route("/control/exchange", post(press_exchange))
        .route("/control/{provider}", post(press))
        .with_state(control)
}

async fn show(State(control): State<Arc<ControlState>>) -> Response {
    page::render(&control.providers, &control.exchange)
}

async fn press(
    State(control): State<Arc<ControlState>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(action): Form<ProviderAction>,
) -> Response {
    if let Some(refused) = control.refuse_elsewhere(&headers) {
        return refused;
    }
    let Some(provider) = control.providers.iter().find(|provider| provider.slug() == slug) else {
        return (StatusCode::NOT_FOUND, "There is no such practice provider.\n").into_response();
    };
    match action.apply(provider) {
        Ok(()) => {
            let done = action.label(provider);
            tracing::info!(provider = slug, %done, "switched");
            provider.records().last_change = Some(done);
            back_to(&slug)
        }
        Err(action::UnknownPerson) => unknown_person(),
    }
}

async fn press_exchange(
    State(control): State<Arc<ControlState>>,
    headers: HeaderMap,
    Form(action): Form<exchange::ExchangeAction>,
) -> Response {
    if let Some(refused) = control.refuse_elsewhere(&headers) {
        return refused;
    }
    match action.apply(&control.exchange) {
        Ok(()) => {
            let done = action.done();
            tracing::info!(provider = exchange::SLUG, %done, "switched");
            control.exchange.set_last_change(done);
            back_to(exchange::SLUG)
        }
        Err(action::UnknownPerson) => unknown_person(),
    }
}

/// Back to the part of the page where the button is, so that what was done is in view.
fn back_to(slug: &str) -> Response {
    Redirect::to(&format!("/control#{slug}")).into_response()
}

fn unknown_person() -> Response {
    (StatusCode::BAD_REQUEST, "No practice person has this address.\n").into_response()
}

impl ControlState {
    /// Refuses requests that a browser sends from another origin.
    fn refuse_elsewhere(&self, headers: &HeaderMap) -> Option<Response> {
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        let elsewhere = origin.is_some_and(|origin| origin != self.context.origin());
        let sentence = "This button can only be pressed on the control page itself.\n";
        elsewhere.then(|| (StatusCode::FORBIDDEN, sentence).into_response())
    }
}
