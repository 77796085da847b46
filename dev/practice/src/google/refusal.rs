//! Google's refusals: each cause with its status, its `error` and its description.
//! <https://developers.google.com/identity/protocols/oauth2/web-server#error-codes>
//!
//! Descriptions are short, and Google's own where a program or its operator would recognise the cause by them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::faults::Condition;
use crate::oauth::OAuthRefusal;

/// The description of causes that Google does not tell apart.
const BAD_REQUEST: &str = "Bad Request";

fn row(refusal: OAuthRefusal) -> (u16, &'static str, String) {
    use OAuthRefusal as R;
    let (status, error, description) = match refusal {
        R::ClientSecretMissing => (400, "invalid_request", "client_secret is missing."),
        R::MissingParameter(name) => return (400, "invalid_request", format!("Missing required parameter: {name}")),
        R::InvalidParameter(name) => return (400, "invalid_request", format!("Invalid parameter value for {name}")),
        R::ResponseTypeUnsupported => (400, "unsupported_response_type", "Only response_type=code is known."),
        R::ScopeUnknown => (400, "invalid_scope", "Some requested scopes don't exist."),
        R::ClientUnknown => (401, "invalid_client", "The OAuth client was not found."),
        R::ClientSecretWrong => (401, "invalid_client", "Unauthorized"),
        R::RedirectNotRegistered | R::RedirectNotTheCodes => (400, "redirect_uri_mismatch", BAD_REQUEST),
        R::GrantTypeUnsupported => (400, "unsupported_grant_type", "Invalid grant_type"),
        R::CodeUnknown => (400, "invalid_grant", "Malformed auth code."),
        R::VerifierMissing => (400, "invalid_grant", "Missing code verifier."),
        R::VerifierWrong => (400, "invalid_grant", "Invalid code verifier."),
        R::RefreshTokenUnused { .. } | R::Revoked { .. } | R::Condition(Condition::PasswordChanged) => {
            (400, "invalid_grant", "Token has been expired or revoked.")
        }
        // GAM-team/GAM #1171.
        R::Condition(Condition::AccountDeleted) => (400, "invalid_grant", "Account has been deleted"),
        R::Condition(Condition::ExtraVerification) => (400, "invalid_grant", "reauth related error (invalid_rapt)"),
        R::Condition(Condition::AdminApproval) => {
            (400, "admin_policy_enforced", "The organization's policy forbids a scope.")
        }
        R::TokenUnknown => (400, "invalid_token", "Token expired or revoked"),
        R::NoUserSignedIn => (400, "login_required", "No user is signed in."),
        R::ConsentDeclined => (403, "access_denied", "The person declined."),
        R::ServiceTrouble => (500, "internal_failure", "The service has trouble of its own."),
        R::TooManyRequests { .. } => (429, "rate_limit", "Too many requests."),
        // An old code, an unknown refresh token, a disabled account, and what can't happen here.
        _ => (400, "invalid_grant", BAD_REQUEST),
    };
    (status, error, description.to_owned())
}

/// The `error`, with the status that the error page prints before it.
pub(super) fn code(refusal: OAuthRefusal) -> (StatusCode, &'static str) {
    let (status, error, _) = row(refusal);
    (StatusCode::from_u16(status).expect("the table above has real statuses"), error)
}

pub(super) fn description(refusal: OAuthRefusal) -> String {
    row(refusal).2
}

/// The `error` of a redirect. It differs from the token endpoint's where a page would have to be shown.
pub(super) fn error_at_authorize(refusal: OAuthRefusal) -> &'static str {
    match refusal {
        OAuthRefusal::SeveralSignedIn | OAuthRefusal::ConsentMissing | OAuthRefusal::Condition(Condition::Disabled) => {
            "interaction_required"
        }
        other => code(other).1,
    }
}

/// The answer of an endpoint that programs call.
pub(super) fn respond(refusal: OAuthRefusal) -> Response {
    let (status, error) = code(refusal);
    let mut body = json!({ "error": error, "error_description": description(refusal) });
    if refusal == OAuthRefusal::Condition(Condition::ExtraVerification) {
        body["error_subtype"] = "invalid_rapt".into();
    }
    tracing::info!(error, cause = ?refusal, "refused");
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let OAuthRefusal::TooManyRequests { retry_after_s } = refusal {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    }
    response
}
