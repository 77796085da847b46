//! The refusals of the standard (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core, 3.1.2.6), and what the servers make of them.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use latchkey_wire::UnixSeconds;
use serde_json::json;

use crate::faults::Condition;
use crate::oauth::OAuthRefusal;
use crate::speaks_like::SpeaksLike;

fn row(refusal: OAuthRefusal) -> (u16, &'static str, String) {
    use OAuthRefusal as R;
    let (status, error, description) = match refusal {
        R::MissingParameter(name) => return (400, "invalid_request", format!("{name} is missing")),
        R::InvalidParameter(name) => return (400, "invalid_request", format!("{name} can't be used")),
        R::ClientUnknown | R::ClientSecretMissing | R::ClientSecretWrong => {
            (401, "invalid_client", "client authentication failed")
        }
        R::RedirectNotRegistered => (400, "invalid_request", "redirect_uri is not registered"),
        R::GrantTypeUnsupported => (400, "unsupported_grant_type", "this grant_type is not supported"),
        R::ResponseTypeUnsupported => (400, "unsupported_response_type", "only code is supported"),
        R::ScopeUnknown => {
            (400, "invalid_scope", "One or more scopes are not configured for the authorization server resource.")
        }
        R::TooManyRequests { .. } => (429, "temporarily_unavailable", "too many requests"),
        R::ServiceTrouble => (500, "server_error", "the server has trouble of its own"),
        R::RefreshTokenUnknown | R::RefreshTokenReplaced | R::Revoked { .. } => {
            (400, "invalid_grant", "the refresh token is not valid")
        }
        _ => (400, "invalid_grant", "the grant is not valid"),
    };
    (status, error, description.to_owned())
}

/// `error` and `error_description` of a redirect.
pub(super) fn at_authorize(refusal: OAuthRefusal) -> (&'static str, String) {
    use OAuthRefusal as R;
    let (error, description) = match refusal {
        R::ConsentDeclined => ("access_denied", "the person declined"),
        R::Condition(Condition::BlockedByPolicy) => ("access_denied", "a policy forbids it"),
        R::NoUserSignedIn | R::Condition(_) => ("login_required", "the person must sign in"),
        R::SeveralSignedIn => ("account_selection_required", "the person must choose an account"),
        R::ConsentMissing => ("consent_required", "the person must consent"),
        other => {
            let (_, error, description) = row(other);
            return (error, description);
        }
    };
    (error, description.to_owned())
}

/// The sentence on an error page.
pub(super) fn text(refusal: OAuthRefusal) -> String {
    row(refusal).2
}

/// The answer of an endpoint that programs call.
pub(super) fn respond(refusal: OAuthRefusal, like: SpeaksLike, now: UnixSeconds) -> Response {
    let (status, mut error, mut description) = row(refusal);
    let is_dead = matches!(
        refusal,
        OAuthRefusal::RefreshTokenUnknown | OAuthRefusal::RefreshTokenReplaced | OAuthRefusal::Revoked { .. }
    );
    if is_dead && like == SpeaksLike::Dex {
        error = "invalid_request";
        "Refresh token is invalid or has already been claimed by another client.".clone_into(&mut description);
    }
    tracing::info!(error, cause = ?refusal, "refused");
    let status = StatusCode::from_u16(status).expect("the table above has real statuses");
    let body = json!({ "error": error, "error_description": description });
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
    }
    if let OAuthRefusal::TooManyRequests { retry_after_s } = refusal {
        if like == SpeaksLike::Okta {
            let name = HeaderName::from_static("x-rate-limit-reset");
            headers.insert(name, HeaderValue::from(now + i64::from(retry_after_s)));
        } else {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
    }
    response
}
