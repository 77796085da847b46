//! Sign-ins, as panes see them.

use axum::Json;
use axum::http::StatusCode;
use latchkey_wire::{
    Authorization, AuthorizationId, AuthorizationRequest, PasswordRequest, Problem, ProblemCode, ProofRequest,
    WindowKey,
};

use super::AppState;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::network::Network;
use crate::session::overview;
use crate::sign_in;
use crate::web::extract::{IdInPath, JsonBody};

/// Registers a sign-in under an id that the pane chose, a random UUID. Repeating the request returns the same.
#[utoipa::path(put, path = "/v1/authorizations/{id}", security(("session" = [])), request_body = AuthorizationRequest,
    params(("id" = String, Path, description = "A version 4 UUID in lower case.")), responses(
    (status = 201, body = Authorization), (status = 200, body = Authorization, description = "Registered before."),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn begin(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    JsonBody(request): JsonBody<AuthorizationRequest>,
) -> Result<(StatusCode, Json<Authorization>), ApiError> {
    let (record, is_new) = sign_in::begin::begin(&app, &caller, id, request).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(overview::authorization(&app, &record, app.clock.now()))))
}

/// Returns the phase of a sign-in.
#[utoipa::path(get, path = "/v1/authorizations/{id}", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<Json<Authorization>, ApiError> {
    let record = sign_in::find(&app, &caller, &id).await?;
    Ok(Json(overview::authorization(&app, &record, app.clock.now())))
}

/// Cancels a sign-in. Existing access stays.
#[utoipa::path(delete, path = "/v1/authorizations/{id}", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn cancel(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<StatusCode, ApiError> {
    sign_in::cancel(&app, &caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Creates a key for the sign-in's window. It is valid for one opening and for one minute. The pane gives it only to
/// the window that it has opened.
#[utoipa::path(post, path = "/v1/authorizations/{id}/keys", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 201, body = WindowKey),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn key(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<(StatusCode, Json<WindowKey>), ApiError> {
    Ok((StatusCode::CREATED, Json(sign_in::opening::create_key(&app, &caller, &id).await?)))
}

/// Lets the sign-in continue, for the next two minutes, in a browser that the pane did not open.
#[utoipa::path(post, path = "/v1/authorizations/{id}/without-key", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 204), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn ask_without_key(
    app: AppState,
    caller: Caller,
    network: Network,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<StatusCode, ApiError> {
    sign_in::opening::request_keyless_window(&app, &caller, &id, network).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Proves by the code that the window shows that the person at the pane is the one who signed in, and finishes the
/// connection. A person may type up to three codes.
#[utoipa::path(post, path = "/v1/authorizations/{id}/proof", security(("session" = [])), request_body = ProofRequest,
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn prove(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    JsonBody(request): JsonBody<ProofRequest>,
) -> Result<Json<Authorization>, ApiError> {
    match (request.code, request.sso_token) {
        (Some(code), None) => sign_in::prove::by_code(&app, &caller, &id, &code).await?,
        (None, Some(token)) => sign_in::prove::by_sso(&app, &caller, &id, &token).await?,
        _ => return Err(ApiError::new(ProblemCode::MalformedBody)),
    }
    show(app, caller, IdInPath(id)).await
}

/// Switches the connection to the account that signed in, after the question in [`latchkey_wire::Phase::AwaitingSwitch`].
#[utoipa::path(post, path = "/v1/authorizations/{id}/switch", security(("session" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn switch(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
) -> Result<Json<Authorization>, ApiError> {
    sign_in::switch(&app, &caller, &id).await?;
    show(app, caller, IdInPath(id)).await
}

/// Tries a password, once for each attempt, and returns the attempt's phase after that.
#[utoipa::path(post, path = "/v1/authorizations/{id}/password", security(("session" = [])), request_body = PasswordRequest,
    params(("id" = String, Path)), responses(
    (status = 200, body = Authorization),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn password(
    app: AppState,
    caller: Caller,
    IdInPath(id): IdInPath<AuthorizationId>,
    JsonBody(request): JsonBody<PasswordRequest>,
) -> Result<Json<Authorization>, ApiError> {
    sign_in::password::try_password(&app, &caller, &id, request).await?;
    show(app, caller, IdInPath(id)).await
}
