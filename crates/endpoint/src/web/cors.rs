//! Lets browser extensions call the interface that are of another origin and have no permission of their own for this
//! endpoint: those whose endpoint an administrator named by policy (`docs/chrome.md`).
//!
//! Each is admitted by its whole origin, to `/v1/` alone, and with nothing that the browser would add by itself: no cookie
//! counts there, and a session's token is known to its own pane only. Without such origins in the configuration nothing here
//! exists.

use std::time::Duration;

use axum::Router;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What may be called from elsewhere.
const INTERFACE: &str = "/v1/";
/// For how long a browser need not ask again what it may do. Chromium's own bound.
const ASKED_AGAIN_AFTER: Duration = Duration::from_hours(2);

/// Around everything else, so that refusals can be read, too.
pub(crate) fn admit(router: Router, origins: &[HeaderValue]) -> Router {
    if origins.is_empty() {
        return router;
    }
    let origins = origins.to_vec();
    let admitted = move |origin: &HeaderValue, request: &Parts| {
        request.uri.path().starts_with(INTERFACE) && origins.contains(origin)
    };
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(admitted))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .max_age(ASKED_AGAIN_AFTER);
    router.layer(layer)
}
