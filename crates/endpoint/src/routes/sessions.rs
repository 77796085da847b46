//! Sessions of panes.

use axum::Json;
use axum::http::StatusCode;
use latchkey_wire::{Problem, Session};

use super::Shared;
use crate::extract::Caller;
use crate::hub::Topic;
use crate::problem::ApiError;
use crate::session;

/// Begins a session. It knows no connection until its first sign-in.
#[utoipa::path(post, path = "/v1/sessions", responses(
    (status = 201, body = Session), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn begin(app: Shared) -> Result<(StatusCode, Json<Session>), ApiError> {
    Ok((StatusCode::CREATED, Json(session::begin(&app).await?)))
}

/// Ends the session. Connections stay as they are.
#[utoipa::path(delete, path = "/v1/session", security(("session" = [])), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn end(app: Shared, caller: Caller) -> Result<StatusCode, ApiError> {
    app.store.end_session(caller.session).await?;
    app.hub.announce(&Topic::Session(caller.session));
    Ok(StatusCode::NO_CONTENT)
}
