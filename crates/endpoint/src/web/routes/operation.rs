//! Health checks for administrators.

use axum::http::StatusCode;
use latchkey_wire::Problem;

use super::AppState;
use crate::problem::ApiError;

/// Answers while the process runs.
#[utoipa::path(get, path = "/healthz", responses((status = 204)))]
pub(super) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Answers while the store accepts reads and writes.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 204), (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn ready(app: AppState) -> Result<StatusCode, ApiError> {
    app.store.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}
