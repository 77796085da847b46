//! Receives what a sign-in window's first page hands in. Only the endpoint's own page sends this, and no pane or
//! program.

use axum::Json;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use latchkey_wire::{AuthorizationId, OpeningRequest};

use super::AppState;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::network::Network;
use crate::sign_in::{self, opening};
use crate::web::extract::{IdInPath, JsonBody};
use crate::web::own_page::OwnPage;

/// Makes this browser the one that may finish the sign-in.
pub(super) async fn open(
    app: AppState,
    _: OwnPage,
    network: Network,
    IdInPath(id): IdInPath<AuthorizationId>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<OpeningRequest>,
) -> Result<Response, ApiError> {
    let (opened, cookie) = opening::open(&app, &id, &request, &network).await?;
    Ok(match cookie {
        Some(cookie) => with_cookie(&app, &headers, Json(opened), cookie),
        None => Json(opened).into_response(),
    })
}

/// Adds an opening's cookie to a response, and removes the oldest cookies beyond the limit.
pub(super) fn with_cookie(app: &App, headers: &HeaderMap, answer: impl IntoResponse, cookie: HeaderValue) -> Response {
    let mut response = answer.into_response();
    for set in sign_in::cookie::delete_surplus_cookies(app, headers).into_iter().chain([cookie]) {
        response.headers_mut().append(SET_COOKIE, set);
    }
    response
}
