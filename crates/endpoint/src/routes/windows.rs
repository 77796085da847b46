//! What the sign-in window asks for.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{LOCATION, REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use latchkey_wire::{AuthorizationId, ProblemCode};
use serde::Deserialize;
use tracing::Instrument as _;

use super::Shared;
use crate::app::App;
use crate::extract::IdInPath;
use crate::problem::ApiError;
use crate::reader::Reader;
use crate::sign_in::callback::Answer;
use crate::{overview, pages, sign_in};

/// Sends the window on to the provider, as soon as the pane has registered the sign-in.
pub(super) async fn start(app: Shared, IdInPath(id): IdInPath<AuthorizationId>) -> Result<Response, ApiError> {
    let (page, cookie) = sign_in::start::start(&app, &id).await?;
    let mut response = match page {
        Some(page) => see_other(page.as_str())?,
        None => see_other(&window_path(&id))?,
    };
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}

/// Takes the provider's answer, and leads to an address that holds nothing of it.
pub(super) async fn callback(
    State(app): Shared,
    Path(provider): Path<String>,
    answer: Result<Query<Answer>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Query(answer) = answer.map_err(|_| ApiError::new(ProblemCode::MalformedParameter))?;
    // A window that is closed early ends its request; what it has begun is finished all the same.
    let to_the_end = async move { sign_in::callback::callback(&app, &provider, answer, &headers).await };
    let id = tokio::spawn(to_the_end.in_current_span()).await.map_err(ApiError::internal)??;
    see_other(&window_path(&id))
}

/// What the window shows after that.
pub(super) async fn window(
    app: Shared,
    IdInPath(id): IdInPath<AuthorizationId>,
    Reader(language): Reader,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let record = sign_in::of_window(&app, &id, &headers).await?;
    Ok(pages::window(&app, &record, &overview::phase(&record, app.clock.now()), language))
}

/// The person's answer to the question which code the pane shows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    proof: String,
    choice: String,
}

/// Takes that answer.
pub(super) async fn confirm(
    State(app): State<App>,
    IdInPath(id): IdInPath<AuthorizationId>,
    headers: HeaderMap,
    choice: Result<Form<Choice>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(Choice { proof, choice }) = choice.map_err(|_| ApiError::new(ProblemCode::MalformedBody))?;
    sign_in::prove::by_code(&app, &id, &proof, &choice, &headers).await?;
    see_other(&window_path(&id))
}

pub(super) fn window_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/window")
}

/// 303, so that no browser sends a form on (RFC 9700, 4.12).
pub(super) fn see_other(to: &str) -> Result<Response, ApiError> {
    let location = HeaderValue::from_str(to).map_err(ApiError::internal)?;
    let headers = [
        (LOCATION, location),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (pages::OPENER_POLICY, HeaderValue::from_static(pages::KEEPS_OPENER)),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
