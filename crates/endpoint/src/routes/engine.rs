//! What sync engines ask for, with keys of their own.

use axum::Json;
use latchkey_wire::{Connection, ConnectionId, Problem, ProblemCode};

use super::Shared;
use crate::extract::{EngineCaller, IdInPath};
use crate::overview;
use crate::problem::ApiError;
use crate::rejections;

/// Reports that the provider rejected this connection's token. It is verified at once, and the connection is answered as
/// it is after that: if its state is no longer `working`, its owner has been told.
#[utoipa::path(post, path = "/v1/connections/{id}/rejections", security(("engine" = [])),
    params(("id" = String, Path)), responses(
    (status = 200, body = Connection),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn reject(
    app: Shared,
    engine: EngineCaller,
    IdInPath(id): IdInPath<ConnectionId>,
) -> Result<Json<Connection>, ApiError> {
    tracing::info!(connection = %id, engine = engine.0.id, "a token was rejected");
    let record = rejections::report(&app, &id).await?.ok_or(ApiError::new(ProblemCode::ConnectionNotFound))?;
    Ok(Json(overview::connection(&app, record, app.clock.now())))
}
