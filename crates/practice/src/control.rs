//! The control page: everything that can be broken, as ordinary buttons, and what happened so far. It shows no secret.
//!
//! Its forms change nothing that is worth attacking, but a page elsewhere must still not press them: a request that a
//! browser sends from another origin is refused.

mod action;
mod label;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use crate::provider::Provider;
use crate::world::World;
use action::Action;

struct Control {
    world: Arc<World>,
    providers: Vec<Arc<Provider>>,
}

pub(crate) fn router(world: &Arc<World>, providers: Vec<Arc<Provider>>) -> Router {
    let control = Arc::new(Control { world: Arc::clone(world), providers });
    Router::new()
        .route("/", get(show))
        .route("/control", get(show))
        .route("/control/{provider}", post(press))
        .with_state(control)
}

async fn show(State(control): State<Arc<Control>>) -> Response {
    page::render(&control.providers)
}

async fn press(
    State(control): State<Arc<Control>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Form(action): Form<Action>,
) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    if origin.is_some_and(|origin| origin != control.world.origin()) {
        return (StatusCode::FORBIDDEN, "This button can only be pressed on the control page itself.\n")
            .into_response();
    }
    let Some(provider) = control.providers.iter().find(|provider| provider.slug() == slug) else {
        return (StatusCode::NOT_FOUND, "There is no such practice provider.\n").into_response();
    };
    match action.apply(provider) {
        Ok(()) => {
            let done = action.label(provider);
            tracing::info!(provider = slug, %done, "switched");
            provider.records().last_change = Some(done);
            Redirect::to("/control").into_response()
        }
        Err(action::NobodyThere) => (StatusCode::BAD_REQUEST, "Nobody has this address.\n").into_response(),
    }
}
