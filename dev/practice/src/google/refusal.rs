//! Google's refusals: each cause with its status, its `error` and its description.
//! <https://developers.google.com/identity/protocols/oauth2/web-server#error-codes>
//!
//! Descriptions are short, and Google's own where a program or its operator would recognise the cause by them.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::token_request::Missing;

/// The cause of a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OAuthRefusal {
    MissingParameter(&'static str),
    InvalidParameter(&'static str),
    ResponseTypeUnsupported,
    ScopeUnknown,
    ClientUnknown,
    ClientSecretMissing,
    ClientSecretWrong,
    RedirectNotRegistered,
    GrantTypeUnsupported,
    CodeUnknown,
    CodeOver,
    VerifierMissing,
    VerifierWrong,
    RefreshTokenUnknown,
    RefreshTokenOver,
    AccountDisabled,
    /// The organisation's session policy asks for a new sign-in.
    SessionOver,
    /// The organisation's administrator has restricted a scope.
    PolicyEnforced,
    /// The token of a request to revoke is unknown.
    TokenUnknown,
    NoUserSignedIn,
    PageNeeded,
    Declined,
    ServiceTrouble,
    TooManyRequests {
        retry_after_s: u32,
    },
}

impl From<Missing> for OAuthRefusal {
    fn from(Missing(name): Missing) -> Self {
        Self::MissingParameter(name)
    }
}

/// How a refusal is written.
struct OAuthRefusalRow {
    status: u16,
    error: &'static str,
    description: String,
}

fn row(status: u16, error: &'static str, description: impl Into<String>) -> OAuthRefusalRow {
    OAuthRefusalRow { status, error, description: description.into() }
}

/// The description of causes that Google does not tell apart.
const BAD_REQUEST: &str = "Bad Request";

impl OAuthRefusal {
    fn row(self) -> OAuthRefusalRow {
        match self {
            Self::MissingParameter(name) => row(400, "invalid_request", format!("Missing required parameter: {name}")),
            Self::InvalidParameter(name) => row(400, "invalid_request", format!("Invalid parameter value for {name}")),
            Self::ResponseTypeUnsupported => row(400, "unsupported_response_type", "Only response_type=code is known."),
            Self::ScopeUnknown => row(400, "invalid_scope", "Some requested scopes don't exist."),
            Self::ClientUnknown => row(401, "invalid_client", "The OAuth client was not found."),
            Self::ClientSecretMissing => row(400, "invalid_request", "client_secret is missing."),
            Self::ClientSecretWrong => row(401, "invalid_client", "Unauthorized"),
            Self::RedirectNotRegistered => row(400, "redirect_uri_mismatch", BAD_REQUEST),
            Self::GrantTypeUnsupported => row(400, "unsupported_grant_type", "Invalid grant_type"),
            Self::CodeUnknown => row(400, "invalid_grant", "Malformed auth code."),
            Self::VerifierMissing => row(400, "invalid_grant", "Missing code verifier."),
            Self::VerifierWrong => row(400, "invalid_grant", "Invalid code verifier."),
            Self::CodeOver | Self::RefreshTokenUnknown | Self::AccountDisabled => {
                row(400, "invalid_grant", BAD_REQUEST)
            }
            Self::RefreshTokenOver => row(400, "invalid_grant", "Token has been expired or revoked."),
            Self::SessionOver => row(400, "invalid_grant", "reauth related error (invalid_rapt)"),
            Self::PolicyEnforced => row(400, "admin_policy_enforced", "The organization's policy forbids a scope."),
            Self::TokenUnknown => row(400, "invalid_token", "Token expired or revoked"),
            Self::NoUserSignedIn => row(400, "login_required", "No user is signed in."),
            Self::PageNeeded => row(400, "interaction_required", "A page would have to be shown."),
            Self::Declined => row(403, "access_denied", "The person declined."),
            Self::ServiceTrouble => row(500, "internal_failure", "The service has trouble of its own."),
            Self::TooManyRequests { .. } => row(429, "rate_limit", "Too many requests."),
        }
    }

    /// The `error`, with the status that the error page prints before it.
    pub(super) fn code(self) -> (StatusCode, &'static str) {
        let OAuthRefusalRow { status, error, .. } = self.row();
        (StatusCode::from_u16(status).expect("the table above has real statuses"), error)
    }

    /// The description.
    pub(super) fn text(self) -> String {
        self.row().description
    }

    /// The answer of an endpoint that programs call.
    pub(super) fn respond(self) -> Response {
        let (status, error) = self.code();
        let error_subtype = (self == Self::SessionOver).then_some("invalid_rapt");
        let body = RefusalBody { error, error_description: self.text(), error_subtype };
        tracing::info!(error, cause = ?self, "refused");
        let mut response = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
        if let Self::TooManyRequests { retry_after_s } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}

#[derive(Serialize)]
struct RefusalBody {
    error: &'static str,
    error_description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_subtype: Option<&'static str>,
}
