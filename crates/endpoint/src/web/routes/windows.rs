//! The pages and requests of the sign-in window.

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
use crate::web::redirect::{EMPTY_FRAGMENT, redirect_to};
use crate::web::refusals::{RedirectedError, as_request_id};

/// The pages for an administrator who was asked to approve the app.
pub(super) const APPROVALS: &str = "/oauth/approvals";
const GIVEN: &str = "given";
const DECLINED: &str = "declined";

/// The window's first page, which is the same for every visitor: it asks its pane for a key. Opening it changes
/// nothing.
pub(super) async fn start(
    app: AppState,
    Extension(host_page): Extension<&'static HostPage>,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::start::page(&app, &id, host_page, language)
}

/// Accepts the provider's answer, and redirects to an address that contains nothing of it, even if it is refused.
pub(super) async fn callback(
    State(app): AppState,
    provider: Result<Path<String>, PathRejection>,
    method: Method,
    answer: Result<Query<CallbackQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    // A `HEAD` request comes from a program that checks the address, and not from a browser that comes back.
    let whole = provider.ok().zip(answer.ok()).filter(|_| method == Method::GET);
    let Some((Path(provider), Query(answer))) = whole else {
        return RedirectedError(ApiError::new(ProblemCode::MalformedParameter)).into_response();
    };
    if let Some(is_given) = answer.approval().filter(|_| app.registry.ends_approvals(&provider)) {
        let path = format!("{APPROVALS}/{}", if is_given { GIVEN } else { DECLINED });
        return redirect_to(&path, EMPTY_FRAGMENT).unwrap_or_else(|error| RedirectedError(error).into_response());
    }
    let checked = sign_in::callback::receive(&app, &provider, answer, &headers).await;
    match checked.and_then(|to| redirect_to(&pages::window::window_path(&to.id), &to.key)) {
        Ok(response) => response,
        Err(error) => RedirectedError(error).into_response(),
    }
}

/// Thanks an administrator who was asked to approve the app, or says that nothing was changed. It changes nothing and knows
/// nothing: whether approval was given shows at the next sign-in.
pub(super) async fn approval(
    app: AppState,
    named: Result<Path<String>, PathRejection>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    match named.as_deref().map(String::as_str) {
        Ok(GIVEN) => Ok(pages::approval(&app, true, language)),
        Ok(DECLINED) => Ok(pages::approval(&app, false, language)),
        _ => Err(ApiError::new(ProblemCode::NotFound)),
    }
}

/// Shows why a callback was refused. It shows what is in its address, and knows nothing of any sign-in.
pub(super) async fn refused(
    app: AppState,
    named: Result<Path<(ProblemCode, String)>, PathRejection>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    let Path((code, reference)) = named.map_err(|_| ApiError::new(ProblemCode::NotFound))?;
    // An attacker can write such an address, so only a number is shown of it.
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let reference = as_request_id(&reference).filter(|text| is_number(text)).unwrap_or_default();
    Ok((crate::problem::status(code), pages::problem(&app, code, reference, language)).into_response())
}

/// The page between the first page and the provider's. It is the same for every visitor.
pub(super) async fn leave(
    app: AppState,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::leave::page(&app, &id, language)
}

/// The page that a callback redirects to. It is the same for every visitor until its script has proven which browser it
/// runs in.
pub(super) async fn window(
    app: AppState,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Response {
    pages::window::page(&app, &id, language)
}

/// Continues the sign-in in the window that hands this in, and returns what the window shows.
pub(super) async fn returned(
    State(app): AppState,
    _: OwnPage,
    IdInPath(id): IdInPath<AuthorizationId>,
    AcceptedLanguage(language): AcceptedLanguage,
    headers: HeaderMap,
    JsonBody(request): JsonBody<ReturnRequest>,
) -> Result<Response, ApiError> {
    let window = app.clone();
    // If the window is closed early, its request ends. The work that it began is finished all the same.
    let to_the_end = async move { Box::pin(sign_in::returned::accept(&app, &id, &request, &headers)).await };
    let record = tokio::spawn(to_the_end.in_current_span()).await.map_err(ApiError::internal)??;
    let phase = overview::phase(&record, window.clock.now());
    Ok(pages::window::shown(&window, &record, &phase, language))
}
