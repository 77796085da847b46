//! Microsoft's refusals: each cause with its AADSTS number, its OAuth error, and its `suberror`.
//!
//! The numbers are those of <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>. The sentences
//! are ours: no program may depend on Microsoft's wording, and a program that does so fails here.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use latchkey_wire::UnixSeconds;
use serde::Serialize;

use crate::context::PracticeContext;
use crate::token_request::Missing;

/// The cause of a refusal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum OAuthRefusal {
    MissingParameter(&'static str),
    InvalidParameter(&'static str),
    TenantUnknown,
    ClientUnknown,
    ClientSecretMissing,
    ClientSecretWrong,
    RedirectNotRegistered,
    RedirectNotTheCodes,
    GrantTypeUnsupported,
    ResponseTypeUnsupported,
    ScopeUnknown,
    SeveralResources,
    CodeUnknown,
    CodeExpired,
    CodeRedeemed,
    CodeOfOtherTenant,
    VerifierWrong,
    RefreshTokenUnknown,
    RefreshTokenUnused { issued_at: UnixSeconds },
    Revoked { granted_at: UnixSeconds, revoked_at: UnixSeconds },
    ExtraVerification,
    BlockedByPolicy,
    AccountDisabled,
    AdminApproval,
    PasswordExpired,
    ConsentMissing,
    ConsentDeclined,
    NoUserSignedIn,
    SeveralSignedIn,
    ServiceTrouble,
    TooManyRequests { retry_after_s: u32 },
}

impl From<Missing> for OAuthRefusal {
    fn from(Missing(name): Missing) -> Self {
        Self::MissingParameter(name)
    }
}

/// How a refusal is written.
struct OAuthRefusalRow {
    number: u32,
    error: &'static str,
    suberror: Option<&'static str>,
    text: String,
}

fn row(number: u32, error: &'static str, text: impl Into<String>) -> OAuthRefusalRow {
    OAuthRefusalRow { number, error, suberror: None, text: text.into() }
}

impl OAuthRefusalRow {
    fn suberror(self, suberror: &'static str) -> Self {
        Self { suberror: Some(suberror), ..self }
    }
}

impl OAuthRefusal {
    fn row(&self) -> OAuthRefusalRow {
        match self {
            Self::MissingParameter(name) => row(900_144, "invalid_request", format!("'{name}' is missing.")),
            Self::InvalidParameter(name) => row(90_013, "invalid_request", format!("'{name}' can't be used.")),
            Self::TenantUnknown => row(90_002, "invalid_request", "There is no such tenant."),
            Self::ClientUnknown => row(700_016, "unauthorized_client", "No application has this client_id."),
            Self::ClientSecretMissing => row(7_000_218, "invalid_client", "'client_secret' is missing."),
            Self::ClientSecretWrong => row(7_000_215, "invalid_client", "The client secret is wrong."),
            Self::RedirectNotRegistered => {
                row(50_011, "invalid_request", "The redirect_uri is not among the application's registered ones.")
            }
            Self::RedirectNotTheCodes => {
                row(500_112, "invalid_grant", "The redirect_uri is not the one that the code was asked for with.")
            }
            Self::GrantTypeUnsupported => row(70_003, "unsupported_grant_type", "This grant_type is not supported."),
            Self::ResponseTypeUnsupported => {
                row(700_054, "unsupported_response_type", "This response_type is not enabled for the application.")
            }
            Self::ScopeUnknown => row(650_053, "invalid_client", "A scope was asked for that the API doesn't have."),
            Self::SeveralResources => row(70_011, "invalid_scope", "The scopes belong to more than one API."),
            Self::CodeUnknown => row(70_000, "invalid_grant", "There is no such code."),
            Self::CodeExpired => row(70_008, "invalid_grant", "The code has expired."),
            Self::CodeRedeemed => row(54_005, "invalid_grant", "The code was redeemed already."),
            Self::CodeOfOtherTenant => row(700_005, "invalid_grant", "The code is for use at another tenant."),
            Self::VerifierWrong => row(501_481, "invalid_grant", "The code_verifier doesn't fit the code_challenge."),
            Self::RefreshTokenUnknown => row(70_000, "invalid_grant", "There is no such refresh token."),
            Self::RefreshTokenUnused { issued_at } => row(
                700_082,
                "invalid_grant",
                format!("The refresh token was not used for 90 days. It was issued on {}.", precise(*issued_at)),
            ),
            Self::Revoked { granted_at, revoked_at } => row(
                50_173,
                "invalid_grant",
                format!("The grant of {} was revoked on {}.", precise(*granted_at), precise(*revoked_at)),
            )
            .suberror("bad_token"),
            Self::ExtraVerification => {
                row(50_076, "interaction_required", "The organization asks for multi-factor authentication.")
                    .suberror("basic_action")
            }
            Self::BlockedByPolicy => {
                row(53_003, "invalid_grant", "Conditional Access policies don't let this token be issued.")
                    .suberror("message_only")
            }
            Self::AccountDisabled => row(50_057, "invalid_grant", "The user account is disabled."),
            Self::AdminApproval => row(90_094, "invalid_grant", "An administrator must approve the application."),
            Self::PasswordExpired => {
                row(50_055, "invalid_grant", "The password has expired.").suberror("user_password_expired")
            }
            Self::ConsentMissing => {
                row(65_001, "invalid_grant", "Neither the user nor an administrator has consented to the application.")
                    .suberror("consent_required")
            }
            Self::ConsentDeclined => row(65_004, "access_denied", "The user declined to consent to the application."),
            Self::NoUserSignedIn => row(50_058, "login_required", "No user is signed in."),
            Self::SeveralSignedIn => row(16_000, "interaction_required", "More than one account is signed in."),
            Self::ServiceTrouble => row(90_033, "temporarily_unavailable", "The service has trouble of its own."),
            Self::TooManyRequests { .. } => row(90_055, "temporarily_unavailable", "Too many requests."),
        }
    }

    /// The AADSTS number.
    pub(super) fn number(&self) -> u32 {
        self.row().number
    }

    /// The claims challenge of a policy that a new sign-in can meet.
    fn claims(&self) -> Option<String> {
        let policy = match self {
            Self::ExtraVerification => "0e7a0000-0000-4000-8000-000000050076",
            Self::BlockedByPolicy => "b10c0000-0000-4000-8000-000000053003",
            _ => return None,
        };
        let capolids = serde_json::json!({ "essential": true, "values": [policy] });
        Some(serde_json::json!({ "access_token": { "capolids": capolids } }).to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::ClientSecretMissing | Self::ClientSecretWrong => StatusCode::UNAUTHORIZED,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The `error` of a redirect. It differs from the token endpoint's where a sign-in page could help.
    pub(super) fn error_at_authorize(&self) -> &'static str {
        match self {
            Self::ConsentMissing => "consent_required",
            Self::ExtraVerification | Self::PasswordExpired => "interaction_required",
            Self::BlockedByPolicy | Self::AccountDisabled | Self::AdminApproval => "access_denied",
            other => other.row().error,
        }
    }

    /// The sentence with everything that support would ask for.
    pub(super) fn describe(&self, reference: &Reference) -> String {
        let OAuthRefusalRow { number, text, .. } = self.row();
        let Reference { trace_id, correlation_id, timestamp } = reference;
        format!("AADSTS{number}: {text} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}")
    }

    /// The sentence on an error page.
    pub(super) fn text(&self) -> String {
        self.row().text
    }

    /// The token endpoint's answer.
    pub(super) fn respond(&self, context: &PracticeContext) -> Response {
        let reference = Reference::new(context);
        let OAuthRefusalRow { number, error, suberror, .. } = self.row();
        let body = RefusalBody {
            error,
            error_description: self.describe(&reference),
            error_codes: [number],
            timestamp: reference.timestamp,
            trace_id: reference.trace_id,
            correlation_id: reference.correlation_id,
            error_uri: format!("{}/microsoft/error?code={number}", context.origin()),
            suberror,
            claims: self.claims(),
        };
        tracing::info!(aadsts = number, error, "refused");
        let mut response = (self.status(), [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
        if let Self::TooManyRequests { retry_after_s } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_s));
        }
        response
    }
}

/// The ids of one refusal, for Microsoft's support.
pub(super) struct Reference {
    pub(super) trace_id: String,
    pub(super) correlation_id: String,
    pub(super) timestamp: String,
}

impl Reference {
    pub(super) fn new(context: &PracticeContext) -> Self {
        Self {
            trace_id: context.entropy.uuid(),
            correlation_id: context.entropy.uuid(),
            timestamp: format(context.now(), "%Y-%m-%d %H:%M:%SZ"),
        }
    }
}

/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response-1>
#[derive(Serialize)]
struct RefusalBody {
    error: &'static str,
    error_description: String,
    error_codes: [u32; 1],
    timestamp: String,
    trace_id: String,
    correlation_id: String,
    error_uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suberror: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<String>,
}

fn precise(time: UnixSeconds) -> String {
    format(time, "%Y-%m-%dT%H:%M:%S.0000000Z")
}

fn format(time: UnixSeconds, pattern: &str) -> String {
    Timestamp::from_second(time).unwrap_or_default().strftime(pattern).to_string()
}
