//! Salesforce's refusals. Nearly everything at its token endpoint is a 400, also what elsewhere is a 401 or
//! a 429, and one `error` has several causes that only the description tells apart.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm>

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::faults::Condition;
use crate::oauth::OAuthRefusal;

/// `error` and `error_description`.
pub(super) fn error_and_description(refusal: OAuthRefusal) -> (&'static str, String) {
    use OAuthRefusal as R;
    let (error, description) = match refusal {
        R::MissingParameter("code_challenge") => ("invalid_request", "missing required code challenge"),
        R::MissingParameter(name) => return ("invalid_request", format!("missing required parameter: {name}")),
        R::InvalidParameter("code_challenge" | "code_challenge_method") => {
            ("invalid_request", "invalid code challenge")
        }
        R::InvalidParameter(name) => return ("invalid_request", format!("invalid {name}")),
        R::ClientUnknown => ("invalid_client_id", "client identifier invalid"),
        R::ClientSecretMissing | R::ClientSecretWrong => ("invalid_client", "invalid client credentials"),
        R::RedirectNotRegistered | R::RedirectNotTheCodes => {
            ("redirect_uri_mismatch", "redirect_uri must match configuration")
        }
        R::GrantTypeUnsupported => ("unsupported_grant_type", "grant type not supported"),
        R::ResponseTypeUnsupported => ("unsupported_response_type", "response type not supported"),
        R::ScopeUnknown => ("invalid_scope", "the requested scope is not allowed"),
        R::CodeUnknown | R::CodeRedeemed | R::CodeOfOtherRealm => ("invalid_grant", "invalid authorization code"),
        R::CodeExpired => ("invalid_grant", "expired authorization code"),
        R::VerifierMissing | R::VerifierWrong => ("invalid_grant", "invalid code verifier"),
        R::TokenUnknown => ("invalid_token", "invalid token"),
        R::Condition(Condition::AdminApproval) => ("invalid_grant", "user hasn't approved this consumer"),
        R::Condition(Condition::AddressRestricted) => ("invalid_grant", "ip restricted"),
        R::Condition(Condition::Disabled) => ("inactive_user", "user is inactive"),
        R::Condition(Condition::OrganisationInactive) => ("inactive_org", "organization is inactive"),
        R::Condition(Condition::AppNotInstalled) => ("invalid_client", "app must be installed into org"),
        R::ConsentDeclined => ("access_denied", "end-user denied authorization"),
        R::AlreadyProcessed => ("invalid_request", "token request is already being processed"),
        R::TooManyRequests { .. } => ("rate_limit_exceeded", "number of login attempts exceeded"),
        // Revoked, replaced, unknown, blocked: Salesforce makes no difference. And what can't happen here.
        _ => ("invalid_grant", "expired access/refresh token"),
    };
    (error, description.to_owned())
}

/// `error` and `error_description` of a redirect, where they differ from the token endpoint's.
pub(super) fn at_authorize(refusal: OAuthRefusal) -> (&'static str, String) {
    use OAuthRefusal as R;
    let (error, description) = match refusal {
        R::Condition(Condition::BlockedByPolicy) => ("OAUTH_APP_BLOCKED", "this app is blocked by admin"),
        R::Condition(Condition::AdminApproval) => {
            ("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app")
        }
        // These would have to show a page.
        R::NoUserSignedIn | R::SeveralSignedIn | R::ConsentMissing | R::Condition(Condition::Disabled) => {
            ("immediate_unsuccessful", "the user must log in or approve first")
        }
        other => return error_and_description(other),
    };
    (error, description.to_owned())
}

/// The answer of an endpoint that programs call.
pub(super) fn respond(refusal: OAuthRefusal) -> Response {
    respond_in(refusal, false)
}

/// The same. `plain`: an inactive user or org is an `invalid_grant`, as restforce #303 and cal.com #11508 show it.
pub(super) fn respond_in(refusal: OAuthRefusal, plain: bool) -> Response {
    let (error, error_description) = match refusal {
        OAuthRefusal::Condition(Condition::Disabled) if plain => ("invalid_grant", "inactive user".to_owned()),
        OAuthRefusal::Condition(Condition::OrganisationInactive) if plain => {
            ("invalid_grant", "inactive organization".to_owned())
        }
        other => error_and_description(other),
    };
    let is_outage = refusal == OAuthRefusal::Unavailable;
    let status = if is_outage { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_REQUEST };
    tracing::info!(error, error_description, "refused");
    let body = json!({ "error": error, "error_description": error_description });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
