//! What the client of a refused request reads: `application/problem+json` (RFC 9457), or a page if a browser asked for
//! one, in the sentences of `latchkey-copy`. The cause goes to the log with the request id, and never to the client.
//!
//! A request id that a proxy has set is kept, so that one id identifies a request in every log.

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use latchkey_copy::{Language, Sentences};
use latchkey_wire::Problem;
use tracing::Instrument as _;

use crate::app::App;
use crate::problem::{ApiError, EngineError, code_text, status};
use crate::web::accept_language;
use crate::web::pages;
use crate::web::redirect::{EMPTY_FRAGMENT, redirect_to};
use crate::web::routes::ENGINE_ROUTES;

/// The longest request id that is accepted from a proxy.
const MAX_REQUEST_ID_BYTES: usize = 64;
/// The header with the request id.
const REQUEST_ID: &str = "x-request-id";
/// Where the routes of the API are, which programs call.
const API: &str = "/v1/";
/// The page for a refused callback. The problem and the request id follow in its path.
const REFUSED: &str = "/oauth/refused";

/// A refusal whose page has an address of its own, because the requested address must not stay in the address bar.
pub(crate) struct RedirectedError(pub(crate) ApiError);

/// Who reads a problem.
#[derive(Clone, Copy)]
enum Reader {
    /// A person, in the sidebar or in a browser.
    Person,
    /// The developer of a sync engine.
    Engine,
}

#[derive(Clone, Copy)]
struct IsRedirected;

impl IntoResponse for RedirectedError {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(IsRedirected);
        response
    }
}

/// Gives every request an id, and writes the response for every [`ApiError`].
pub(crate) async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request_id(&request).unwrap_or_else(|| app.entropy.uuid());
    let method = request.method().clone();
    // The route is logged and not the path, which may contain a link's secret. Unknown paths may contain anything.
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("other", MatchedPath::as_str);
    // Only a developer calls a route of the API that does not exist.
    let is_no_route = matched.is_none() && request.uri().path().starts_with(API);
    let reader = if is_no_route || ENGINE_ROUTES.contains(&route) { Reader::Engine } else { Reader::Person };
    // At the error level, so that every log filter that lets a line through also keeps the id.
    let span = tracing::error_span!("request", id);
    let wants_page = request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let page = wants_page.then(|| accept_language::language(request.headers()));
    let mut response = next.run(request).instrument(span).await;
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        if let Some(cause) = &error.cause {
            tracing::error!(request_id = id, %method, route, code = ?error.code, cause, "failed");
        } else if let Some(engine) = &error.engine {
            tracing::info!(request_id = id, %method, route, code = ?engine.code, "no token");
        } else {
            tracing::info!(request_id = id, %method, route, code = ?error.code, "refused");
        }
        let is_redirected = response.extensions_mut().remove::<IsRedirected>().is_some();
        response = match is_redirected
            .then(|| redirect_to(&format!("{REFUSED}/{}/{id}", code_text(error.code)), EMPTY_FRAGMENT))
        {
            Some(Ok(leads_away)) => leads_away,
            Some(Err(_)) | None => write(&app, &error, &id, reader, page),
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    app.metrics.count_request(route, response.status().as_u16());
    response
}

/// The id that a proxy has set, if it may appear in a log.
fn request_id(request: &Request) -> Option<String> {
    as_request_id(request.headers().get(REQUEST_ID)?.to_str().ok()?).map(str::to_owned)
}

/// Returns the text if it may be a request id.
pub(crate) fn as_request_id(text: &str) -> Option<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    ((1..=MAX_REQUEST_ID_BYTES).contains(&text.len()) && text.bytes().all(fits)).then_some(text)
}

/// Title and detail of a problem.
fn words(error: &ApiError, reader: Reader) -> (String, String) {
    let for_engines = match reader {
        Reader::Engine => latchkey_copy::engine_request_problem(error.code, error.unreadable.as_deref()),
        Reader::Person => None,
    };
    for_engines.map_or_else(
        || {
            let (title, detail) = (latchkey_copy::problem_title, latchkey_copy::problem_detail);
            (title(Sentences::ENGLISH, error.code).to_owned(), detail(Sentences::ENGLISH, error.code).to_owned())
        },
        |(title, detail)| (title.to_owned(), detail),
    )
}

fn write(app: &App, error: &ApiError, request_id: &str, reader: Reader, page: Option<Language>) -> Response {
    let status = error.engine.as_deref().map_or_else(|| status(error.code), EngineError::status);
    let mut response = if let Some(engine) = &error.engine {
        let body = serde_json::to_vec(&engine.body(request_id)).unwrap_or_default();
        (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response()
    } else if let Some(language) = page {
        (status, pages::problem(app, error.code, request_id, language)).into_response()
    } else {
        let (title, detail) = words(error, reader);
        let problem = Problem {
            kind: format!("urn:latchkey:problem:{}", code_text(error.code)),
            title,
            status: status.as_u16(),
            detail,
            code: error.code,
            request_id: request_id.to_owned(),
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        (status, [(CONTENT_TYPE, "application/problem+json")], body).into_response()
    };
    if let Some(seconds) = error.retry_after_s {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
