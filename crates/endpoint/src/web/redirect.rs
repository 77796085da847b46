//! Redirects a browser to an address that contains nothing of the previous one.

use axum::http::header::{LOCATION, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::problem::ApiError;
use crate::web::opener_policy::{KEEPS_OPENER, OPENER_POLICY};

/// The fragment of an address that needs none.
pub(crate) const EMPTY_FRAGMENT: &str = "end";

/// A 303 redirect to an address with a fragment of its own. Without one, the new address would inherit the previous address's
/// fragment (RFC 9110, 10.2.2). A link that asks the provider for `response_mode=fragment` puts code and state there.
pub(crate) fn redirect_to(path: &str, fragment: &str) -> Result<Response, ApiError> {
    see_other(&format!("{path}#{fragment}"))
}

/// A 303 redirect, so that no browser sends a form again (RFC 9700, 4.12).
fn see_other(to: &str) -> Result<Response, ApiError> {
    let location = HeaderValue::from_str(to).map_err(ApiError::internal)?;
    let headers = [
        (LOCATION, location),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (OPENER_POLICY, HeaderValue::from_static(KEEPS_OPENER)),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
