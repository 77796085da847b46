//! The page that an e-mail links to.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use latchkey_wire::{AuthorizationId, OpeningResponse, ProblemCode};
use serde::Serialize;

use super::AppState;
use super::openings::with_cookie;
use crate::problem::ApiError;
use crate::sign_in::email_link;
use crate::web::accept_language::AcceptedLanguage;
use crate::web::own_page::OwnPage;
use crate::web::pages;

/// Shows which account needs a sign-in. Changes nothing.
pub(super) async fn page(
    State(app): AppState,
    Path(token): Path<String>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    let found = email_link::find_connection(&app, &token).await?;
    Ok(pages::repair::page(&app, found.as_ref(), &token, language))
}

/// Begins the sign-in. The request must be empty: one with a body, such as a password, does not come from this page.
pub(super) async fn begin(
    State(app): AppState,
    Path(token): Path<String>,
    _: OwnPage,
    AcceptedLanguage(language): AcceptedLanguage,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    if !body.is_ok_and(|body| body.is_empty()) {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let Some(connection) = email_link::find_connection(&app, &token).await? else {
        return Ok(pages::repair::page(&app, None, &token, language));
    };
    if app.registry.by_password(&connection.offer).is_some() {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let (authorization, opened, cookie) = email_link::begin_repair(&app, &connection).await?;
    Ok(with_cookie(&app, &headers, Json(RepairResponse { authorization, opened }), cookie))
}

/// The response that the page's script reads.
#[derive(Serialize)]
struct RepairResponse {
    authorization: AuthorizationId,
    #[serde(flatten)]
    opened: OpeningResponse,
}
