//! For whoever runs the endpoint.

use axum::http::StatusCode;
use latchkey_wire::Problem;

use super::AppState;
use crate::problem::ApiError;

/// The process answers.
#[utoipa::path(get, path = "/healthz", responses((status = 204)))]
pub(super) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The store answers too.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 204), (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn ready(app: AppState) -> Result<StatusCode, ApiError> {
    app.store.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}
