//! What the sign-in window asks for.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};
use latchkey_wire::{AuthorizationId, ProblemCode, ReturnRequest};
use tracing::Instrument as _;

use super::AppState;
use crate::problem::ApiError;
use crate::session::overview;
use crate::sign_in;
use crate::sign_in::callback::CallbackQuery;
use crate::web::accept_language::AcceptedLanguage;
use crate::web::extract::{IdInPath, JsonBody};
use crate::web::own_page::OwnPage;
use crate::web::pages;
use crate::web::pane_files::HostPage;
use crate::web::redirect::redirect_to;
use crate::web::refusals::{RedirectedError, as_request_id};

/// The window's first page, the same for everybody: it asks its pane for a key. Opening it changes nothing.
pub(super) async fn start(
    app: AppState,
    Extension(host_page): Extension<&'static HostPage>,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::start::page(&app, &id, host_page, language)
}

/// Takes the provider's answer, and leads to an address that holds nothing of it, also where it is refused.
pub(super) async fn callback(
    State(app): AppState,
    provider: Result<Path<String>, PathRejection>,
    method: Method,
    answer: Result<Query<CallbackQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    // Programs that look whether an address still exists (`HEAD`) are no browser that comes back.
    let whole = provider.ok().zip(answer.ok()).filter(|_| method == Method::GET);
    let Some((Path(provider), Query(answer))) = whole else {
        return RedirectedError(ApiError::new(ProblemCode::MalformedParameter)).into_response();
    };
    let checked = sign_in::callback::receive(&app, &provider, answer, &headers).await;
    match checked.and_then(|to| redirect_to(&pages::window::window_path(&to.id), &to.key)) {
        Ok(response) => response,
        Err(error) => RedirectedError(error).into_response(),
    }
}

/// Why a callback was refused. It says what its address says, and knows nothing of any sign-in.
pub(super) async fn refused(
    app: AppState,
    named: Result<Path<(ProblemCode, String)>, PathRejection>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    let Path((code, reference)) = named.map_err(|_| ApiError::new(ProblemCode::NotFound))?;
    // Anybody can write such an address. What is shown of it can only be a number.
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let reference = as_request_id(&reference).filter(|text| is_number(text)).unwrap_or_default();
    Ok((crate::problem::status(code), pages::problem(&app, code, reference, language)).into_response())
}

/// The page between the first one and the provider's. It is the same for everybody.
pub(super) async fn leave(
    app: AppState,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::leave::page(&app, &id, language)
}

/// The page that a callback leads to. It is the same for everybody, until it has shown what it comes from.
pub(super) async fn window(
    app: AppState,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::window::page(&app, &id, language)
}

/// Goes on with what has come back to the window that hands this in, and answers what it shows.
pub(super) async fn returned(
    State(app): AppState,
    _: OwnPage,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
    headers: HeaderMap,
    JsonBody(request): JsonBody<ReturnRequest>,
) -> Result<Response, ApiError> {
    let window = app.clone();
    // A window that is closed early ends its request; what it has begun is finished all the same.
    let to_the_end = async move { sign_in::returned::accept(&app, &id, &request, &headers).await };
    let record = tokio::spawn(to_the_end.in_current_span()).await.map_err(ApiError::internal)??;
    let phase = overview::phase(&record, window.clock.now());
    Ok(pages::window::shown(&window, &record, &phase, language))
}
