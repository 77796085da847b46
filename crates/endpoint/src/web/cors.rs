//! Lets browser extensions of other origins call the API if they have no host permission for this endpoint: those whose
//! endpoint an administrator sets by policy (`docs/chrome.md`).
//!
//! Each extension is admitted by its whole origin, and only to `/v1/`. The browser adds no credentials: cookies have no
//! effect there, and only the pane itself knows its session's token. Without such origins in the configuration, no CORS
//! header is sent.

use std::time::Duration;

use axum::Router;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The paths that extensions may call.
const API_PREFIX: &str = "/v1/";
/// How long a browser may cache the answer to a preflight request. This is Chromium's own maximum.
const MAX_AGE: Duration = Duration::from_hours(2);

/// Adds CORS around all other layers, so that extensions can read refusals, too.
pub(crate) fn admit(router: Router, origins: &[HeaderValue]) -> Router {
    if origins.is_empty() {
        return router;
    }
    let origins = origins.to_vec();
    let admitted = move |origin: &HeaderValue, request: &Parts| {
        request.uri.path().starts_with(API_PREFIX) && origins.contains(origin)
    };
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(admitted))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .max_age(MAX_AGE);
    router.layer(layer)
}
