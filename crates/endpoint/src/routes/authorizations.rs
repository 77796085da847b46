//! Sign-ins, as panes see them.

use axum::Json;
use axum::http::StatusCode;
use latchkey_wire::{Authorization, AuthorizationId, AuthorizationRequest, PasswordRequest, Problem, ProofRequest};

use super::Shared;
use crate::extract::{Body, Caller, IdInPath};
use crate::overview;
use crate::problem::ApiError;
use crate::sign_in;

/// Registers a sign-in under an id that the pane chose, a random UUID. The same request again answers the same.
#[utoipa::path(put, path = "/v1/authorizations/{id}", security(("session" = [])), request_body = AuthorizationRequest,
    params(("id" = String, Path, description = "A version 4 UUID in small letters.")), responses(
    (status = 201, body = Authorization), (status = 200, body = Authorization, description = "Registered before."),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn begin(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    Body(request): Body<AuthorizationRequest>,
) -> Result<(StatusCode, Json<Authorization>), ApiError> {
    let (record, is_new) = sign_in::begin::begin(&app, &caller, id, request).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(overview::authorization(&app, &record, app.clock.now()))))
}

/// How far a sign-in is.
#[utoipa::path(get, path = "/v1/authorizations/{id}", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<Json<Authorization>, ApiError> {
    let record = sign_in::find(&app, &caller, &id).await?;
    Ok(Json(overview::authorization(&app, &record, app.clock.now())))
}

/// Gives a sign-in up. What worked before works on.
#[utoipa::path(delete, path = "/v1/authorizations/{id}", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn cancel(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<StatusCode, ApiError> {
    sign_in::cancel(&app, &caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the proof that the sign-in window handed to the pane, and finishes the connection.
#[utoipa::path(post, path = "/v1/authorizations/{id}/proof", security(("session" = [])), request_body = ProofRequest,
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn prove(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    Body(request): Body<ProofRequest>,
) -> Result<Json<Authorization>, ApiError> {
    sign_in::prove::by_proof(&app, &caller, &id, &request.proof).await?;
    show(app, caller, IdInPath(id)).await
}

/// Switches the connection to the account that signed in, after the question in [`latchkey_wire::Phase::AwaitingSwitch`].
#[utoipa::path(post, path = "/v1/authorizations/{id}/switch", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn switch(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<Json<Authorization>, ApiError> {
    sign_in::switch(&app, &caller, &id).await?;
    show(app, caller, IdInPath(id)).await
}

/// Tries a password, once for each attempt, and answers how far the attempt is after that.
#[utoipa::path(post, path = "/v1/authorizations/{id}/password", security(("session" = [])), request_body = PasswordRequest,
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn password(
    app: Shared,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    Body(request): Body<PasswordRequest>,
) -> Result<Json<Authorization>, ApiError> {
    sign_in::password::by_password(&app, &caller, &id, request).await?;
    show(app, caller, IdInPath(id)).await
}
