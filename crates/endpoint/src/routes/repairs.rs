//! The page that an e-mail's link leads to.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use latchkey_wire::{ProblemCode, start_path};
use serde::Deserialize;

use super::Shared;
use super::windows::{see_other, window_path};
use crate::problem::ApiError;
use crate::reader::Reader;
use crate::{pages, repair};

/// Shows whose sign-in is needed. Changes nothing.
pub(super) async fn page(
    State(app): Shared,
    Path(token): Path<String>,
    Reader(language): Reader,
) -> Result<Response, ApiError> {
    let found = repair::connection(&app, &token).await?;
    Ok(pages::repair::page(&app, found.as_ref(), &token, language))
}

/// The form: empty but for a password, where there is no window to sign in in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pressed {
    password: Option<String>,
}

/// Begins the sign-in.
pub(super) async fn begin(
    State(app): Shared,
    Path(token): Path<String>,
    Reader(language): Reader,
    form: Result<Form<Pressed>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(Pressed { password }) = form.map_err(|_| ApiError::new(ProblemCode::MalformedBody))?;
    let Some(connection) = repair::connection(&app, &token).await? else {
        return Ok(pages::repair::page(&app, None, &token, language));
    };
    let by_password = app.registry.by_password(&connection.offer).is_some();
    if by_password != password.is_some() {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let (record, cookie) = repair::begin(&app, &connection, password).await?;
    let to = if by_password { window_path(&record.id) } else { start_path(&record.id) };
    let mut response = see_other(&to)?;
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}
