//! Sessions of panes.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use latchkey_wire::{Problem, ProblemCode, Session, SsoRequest};

use super::AppState;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::session;
use crate::session::caller::Caller;
use crate::web::extract::JsonBody;

/// Begins a session. It has no connection until its first sign-in.
#[utoipa::path(post, path = "/v1/sessions", responses(
    (status = 201, body = Session), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn begin(app: AppState) -> Result<(StatusCode, Json<Session>), ApiError> {
    Ok((StatusCode::CREATED, Json(session::begin(&app).await?)))
}

/// Begins a session by the host's single sign-on, for a person who has signed in here before. Without a known account
/// or a valid token there is no session: begin one without single sign-on.
#[utoipa::path(post, path = "/v1/sessions/sso", request_body = SsoRequest, responses(
    (status = 201, body = Session), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn begin_by_sso(
    app: AppState,
    JsonBody(request): JsonBody<SsoRequest>,
) -> Result<(StatusCode, Json<Session>), ApiError> {
    let session = session::begin_by_sso(&app, &request.token).await?;
    session.map(|session| (StatusCode::CREATED, Json(session))).ok_or(ApiError::new(ProblemCode::SessionMissing))
}

/// Ends the session. Connections stay as they are.
#[utoipa::path(delete, path = "/v1/session", security(("session" = [])), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn end(app: AppState, caller: Caller) -> Result<StatusCode, ApiError> {
    app.store.end_session(caller.session).await?;
    app.hub.notify_panes(&Topic::Session(caller.session));
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the session of a sidebar that a typed code let in, by its id in the overview.
#[utoipa::path(delete, path = "/v1/sessions/{id}", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn end_let_in(app: AppState, caller: Caller, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    session::end_let_in(&app, &caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
