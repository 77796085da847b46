//! The API. One file for each subject. Each handler's documentation goes into `/openapi.json`.
//!
//! # To add a route
//! Write the handler with `#[utoipa::path]` in its subject's file and list it in [`router`]; a test in
//! `tests/it/` mirrors it.

mod authorizations;
mod connections;
mod engine;
mod events;
mod lookups;
mod openings;
mod operation;
mod overview;
mod repairs;
mod sessions;
pub(crate) mod windows;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, CONTENT_TYPE};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use latchkey_domain::is_this_machine;
use latchkey_wire::ProblemCode;
use url::Url;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::ApiError;
use crate::web::cors;
use crate::web::pages;
use crate::web::pane_files::{HOST_PAGES, PaneFiles};
use crate::web::refusals;

pub(crate) use engine::ROUTES as ENGINE_ROUTES;

/// The path of a window's first page, below the address that its host loads the pane from.
const START: &str = "/authorizations/{id}/start";
/// The most bytes of a request body. The API's bodies are a few hundred bytes.
const MAX_BODY_BYTES: usize = 16 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Latchkey endpoint",
        description = "Sessions, connections and sign-ins of panes, and tokens for sync engines. Errors are application/problem+json (RFC 9457) \
                       with a stable `code`."
    ),
    components(schemas(latchkey_wire::Problem, latchkey_wire::EngineProblem))
)]
struct OpenApiDocument;

fn interface() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(OpenApiDocument::openapi())
        .routes(routes!(sessions::begin))
        .routes(routes!(sessions::begin_by_sso))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::end_let_in))
        .routes(routes!(overview::installation))
        .routes(routes!(overview::overview))
        .routes(routes!(events::events))
        .routes(routes!(authorizations::begin, authorizations::show, authorizations::cancel))
        .routes(routes!(authorizations::key))
        .routes(routes!(authorizations::ask_without_key))
        .routes(routes!(authorizations::prove))
        .routes(routes!(authorizations::switch))
        .routes(routes!(authorizations::password))
        .routes(routes!(lookups::look_up))
        .routes(routes!(connections::check))
        .routes(routes!(connections::settings))
        .routes(routes!(engine::find))
        .routes(routes!(engine::token))
        .routes(routes!(engine::reject))
        .routes(routes!(operation::alive))
        .routes(routes!(operation::ready))
}

/// The OpenAPI document, generated from the handlers.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = interface().into_openapi();
    let bearer = || SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("session", bearer());
    components.add_security_scheme("engine", bearer());
    document
}

/// Everything that the endpoint serves.
pub fn router(app: App, pane: PaneFiles) -> Router {
    // The document is serialised once and shared, because axum may copy the state of a handler.
    let document = Bytes::from(openapi().to_json().expect("a document of strings and numbers always serialises"));
    let (interface, _) = interface().split_for_parts();
    let extension_origins = app.settings.extension_origins.clone();
    let starts = HOST_PAGES.iter().fold(Router::new(), |routes, host_page| {
        let path = format!("{}{START}", host_page.path.trim_end_matches('/'));
        routes.route(&path, get(windows::start).layer(Extension(host_page)))
    });
    let scripts = HOST_PAGES.iter().filter_map(|host_page| host_page.window_script).chain(pages::SCRIPTS);
    let scripts = scripts.fold(Router::new(), |routes, (path, text)| {
        routes.route(path, get(move || std::future::ready(pages::script(text))))
    });
    let router = interface
        .merge(starts)
        .merge(scripts)
        .route("/openapi.json", get(|| async move { ([(CONTENT_TYPE, "application/json")], document) }))
        .route("/authorizations/{id}/openings", post(openings::open))
        .route("/authorizations/{id}/leave", get(windows::leave))
        .route("/authorizations/{id}/window", get(windows::window))
        .route("/authorizations/{id}/returns", post(windows::returned))
        .route("/oauth/callback/{provider}", get(windows::callback))
        .route("/oauth/refused/{problem}/{reference}", get(windows::refused))
        .route(&format!("{}/{{outcome}}", windows::APPROVALS), get(windows::approval))
        .route("/repair/{token}", get(repairs::page).post(repairs::begin))
        .route(pages::STYLE_PATH, get(pages::style))
        .fallback(move |State(app): AppState, request: Request| std::future::ready(serve_pane(&app, &pane, &request)))
        .method_not_allowed_fallback(|| async { ApiError::new(ProblemCode::NotFound) })
        // From the outermost to the innermost, in one layer: each separate layer would cost every request some memory.
        .layer((
            middleware::from_fn_with_state(app.clone(), refusals::render),
            middleware::from_fn(forbid_caching),
            DefaultBodyLimit::max(MAX_BODY_BYTES),
        ))
        .with_state(app);
    cors::admit(router, &extension_origins)
}

fn serve_pane(app: &App, pane: &PaneFiles, request: &Request) -> Response {
    if request.method() != Method::GET {
        return ApiError::new(ProblemCode::NotFound).into_response();
    }
    if let Some(address) = other_name_of_this_machine(&app.public_url, request) {
        return Redirect::temporary(&address).into_response();
    }
    let found = pane.serve(request.uri().path(), request.headers());
    found.unwrap_or_else(|| ApiError::new(ProblemCode::NotFound).into_response())
}

/// Where a request belongs that came to this machine by another of its names, such as `127.0.0.1` in place of `localhost`. The
/// pane would load there and could not sign in. An address with another port may be that of a proxy and is left alone.
fn other_name_of_this_machine(public: &Url, request: &Request) -> Option<String> {
    let host = request.headers().get(header::HOST)?.to_str().ok()?;
    let asked = Url::parse(&format!("{}://{host}", public.scheme())).ok()?;
    let names = [asked.host_str()?, public.host_str()?];
    let is_other = names[0] != names[1] && names.into_iter().all(is_this_machine) && asked.port() == public.port();
    is_other.then(|| format!("{}{}", public.origin().ascii_serialization(), request.uri()))
}

/// Forbids caching of every response that does not say otherwise, because it may be personal.
async fn forbid_caching(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    response
}

type AppState = State<App>;
