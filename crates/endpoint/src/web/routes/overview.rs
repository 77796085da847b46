//! What a pane shows.

use axum::Json;
use latchkey_wire::{Installation, Overview, Problem};

use super::AppState;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::overview as shown;

/// Returns the names and offers of this installation.
#[utoipa::path(get, path = "/v1/installation", responses((status = 200, body = Installation)))]
pub(super) async fn installation(app: AppState) -> Json<Installation> {
    Json(app.policy().installation.clone())
}

/// Returns everything that the session's pane shows.
#[utoipa::path(get, path = "/v1/overview", security(("session" = [])), responses(
    (status = 200, body = Overview), (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn overview(app: AppState, caller: Caller) -> Result<Json<Overview>, ApiError> {
    Ok(Json(shown::overview(&app, &caller).await?))
}
