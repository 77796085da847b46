//! Salesforce's refusals. Nearly everything at its token endpoint is a 400, also what elsewhere is a 401 or
//! a 429, and one `error` has several causes that only the description tells apart.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm>

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::token_request::Missing;

/// The cause of a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OAuthRefusal {
    MissingParameter(&'static str),
    ClientUnknown,
    ClientSecretWrong,
    RedirectNotRegistered,
    GrantTypeUnsupported,
    ResponseTypeUnsupported,
    ScopeUnknown,
    ChallengeMissing,
    ChallengeInvalid,
    PromptUnknown,
    CodeUnknown,
    CodeExpired,
    VerifierWrong,
    /// Revoked, used up, unknown: Salesforce makes no difference.
    TokenExpired,
    TokenUnknown,
    NotApproved,
    AddressRestricted,
    UserInactive,
    OrgInactive,
    AppNotInstalled,
    AppBlocked,
    AppAccessDenied,
    PersonDenied,
    /// [`Self::PersonDenied`] as Salesforce's help spells it.
    PersonDeniedWithHyphen,
    NotWithoutAPage,
    AlreadyProcessed,
    TooManyRequests,
    /// An outage that looks like a refusal.
    Unavailable,
}

impl From<Missing> for OAuthRefusal {
    fn from(Missing(name): Missing) -> Self {
        Self::MissingParameter(name)
    }
}

impl OAuthRefusal {
    /// `error` and `error_description`.
    pub(super) fn error_and_description(self) -> (&'static str, String) {
        let (error, description) = match self {
            Self::MissingParameter(name) => return ("invalid_request", format!("missing required parameter: {name}")),
            Self::ClientUnknown => ("invalid_client_id", "client identifier invalid"),
            Self::ClientSecretWrong => ("invalid_client", "invalid client credentials"),
            Self::RedirectNotRegistered => ("redirect_uri_mismatch", "redirect_uri must match configuration"),
            Self::GrantTypeUnsupported => ("unsupported_grant_type", "grant type not supported"),
            Self::ResponseTypeUnsupported => ("unsupported_response_type", "response type not supported"),
            Self::ScopeUnknown => ("invalid_scope", "the requested scope is not allowed"),
            Self::ChallengeMissing => ("invalid_request", "missing required code challenge"),
            Self::ChallengeInvalid => ("invalid_request", "invalid code challenge"),
            Self::PromptUnknown => ("invalid_request", "invalid prompt"),
            Self::CodeUnknown => ("invalid_grant", "invalid authorization code"),
            Self::CodeExpired => ("invalid_grant", "expired authorization code"),
            Self::VerifierWrong => ("invalid_grant", "invalid code verifier"),
            Self::TokenExpired | Self::Unavailable => ("invalid_grant", "expired access/refresh token"),
            Self::TokenUnknown => ("invalid_token", "invalid token"),
            Self::NotApproved => ("invalid_grant", "user hasn't approved this consumer"),
            Self::AddressRestricted => ("invalid_grant", "ip restricted"),
            Self::UserInactive => ("inactive_user", "user is inactive"),
            Self::OrgInactive => ("inactive_org", "organization is inactive"),
            Self::AppNotInstalled => ("invalid_client", "app must be installed into org"),
            Self::AppBlocked => ("OAUTH_APP_BLOCKED", "this app is blocked by admin"),
            Self::AppAccessDenied => ("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"),
            Self::PersonDenied => ("access_denied", "end-user denied authorization"),
            Self::PersonDeniedWithHyphen => ("access-denied", "end-user denied authorization"),
            Self::NotWithoutAPage => ("immediate_unsuccessful", "the user must log in or approve first"),
            Self::AlreadyProcessed => ("invalid_request", "token request is already being processed"),
            Self::TooManyRequests => ("rate_limit_exceeded", "number of login attempts exceeded"),
        };
        (error, description.to_owned())
    }

    /// The token endpoint's answer.
    pub(super) fn respond(self) -> Response {
        let (error, error_description) = self.error_and_description();
        let status = if self == Self::Unavailable { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_REQUEST };
        tracing::info!(error, error_description, "refused");
        let body = json!({ "error": error, "error_description": error_description });
        (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}
