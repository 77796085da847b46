//! What stands before all routes of a provider: late answers, no answers.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};

use crate::faults::{Faults, MAX_DELAY_S};

/// A gateway's page, not the provider's: no program should expect JSON while a provider is down.
const DOWN_PAGE: &str = "<!doctype html><html lang=en><title>Service unavailable</title>\
    <h1>Service unavailable</h1><p>Practice: this provider was taken down at the control page.</html>\n";

/// Lets a request pass as the faults of this moment allow. They are asked again after the delay, so that switching
/// one off helps whoever is waiting.
pub(crate) async fn pass(faults: impl Fn() -> Faults, request: Request, next: Next) -> Response {
    let delay_s = faults().delay_s.min(MAX_DELAY_S);
    if delay_s > 0 {
        tokio::time::sleep(Duration::from_secs(delay_s.into())).await;
    }
    if faults().down {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], Html(DOWN_PAGE))
            .into_response();
    }
    next.run(request).await
}
