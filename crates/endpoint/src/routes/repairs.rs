//! The page that an e-mail's link leads to.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use latchkey_wire::ProblemCode;

use super::Shared;
use super::windows::window_path;
use crate::own_page::OwnPage;
use crate::problem::ApiError;
use crate::reader::Reader;
use crate::redirect::see_other;
use crate::{pages, repair, sign_in};

/// Shows whose sign-in is needed. Changes nothing.
pub(super) async fn page(
    State(app): Shared,
    Path(token): Path<String>,
    Reader(language): Reader,
) -> Result<Response, ApiError> {
    let found = repair::connection(&app, &token).await?;
    Ok(pages::repair::page(&app, found.as_ref(), &token, language))
}

/// Begins the sign-in. The form is empty: whoever sends something along, a password for example, is not at our page.
pub(super) async fn begin(
    State(app): Shared,
    Path(token): Path<String>,
    _: OwnPage,
    Reader(language): Reader,
    headers: HeaderMap,
    form: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    if !form.is_ok_and(|form| form.is_empty()) {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let Some(connection) = repair::connection(&app, &token).await? else {
        return Ok(pages::repair::page(&app, None, &token, language));
    };
    if app.registry.by_password(&connection.offer).is_some() {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let (id, page, cookie) = repair::begin(&app, &connection).await?;
    let mut response = see_other(page.as_ref().map_or(&window_path(&id), |page| page.as_str()))?;
    for taken_back in sign_in::surplus_cookies(&app, &headers) {
        response.headers_mut().append(SET_COOKIE, taken_back);
    }
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
