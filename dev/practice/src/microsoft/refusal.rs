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

use super::challenge;
use crate::context::PracticeContext;
use crate::faults::Condition;
use crate::oauth::OAuthRefusal;

/// How a refusal is written.
struct Row {
    number: u32,
    error: &'static str,
    suberror: Option<&'static str>,
    text: String,
}

fn say(number: u32, error: &'static str, text: impl Into<String>) -> Row {
    Row { number, error, suberror: None, text: text.into() }
}

impl Row {
    fn suberror(self, suberror: &'static str) -> Self {
        Self { suberror: Some(suberror), ..self }
    }
}

/// Numbers that the control page suggests. Any other one can be typed, too.
pub(super) const SELECTABLE: [u32; 14] = [
    70_000, 53_004, 53_010, 53_011, 530_034, 500_021, 500_212, 80_012, 80_001, 50_196, 90_072, 700_084, 7_000_222,
    7_000_112,
];

/// The `error` of a number. Microsoft's page does not tell it for each.
fn error_of(number: u32) -> &'static str {
    match number {
        700_024 | 700_025 | 700_027 | 700_030 | 7_000_215 | 7_000_218 | 7_000_222 => "invalid_client",
        700_011 | 700_016 | 7_000_112 => "unauthorized_client",
        500_011 | 650_052 | 650_054 => "invalid_resource",
        16_000 | 50_058 | 50_072 | 50_076 | 50_079 | 50_125 | 50_158 | 53_004 => "interaction_required",
        70_012 | 90_033 | 90_055 => "temporarily_unavailable",
        _ => "invalid_grant",
    }
}

fn row(refusal: OAuthRefusal) -> Row {
    use OAuthRefusal as R;
    match refusal {
        R::MissingParameter(name) => say(900_144, "invalid_request", format!("'{name}' is missing.")),
        R::InvalidParameter(name) => say(90_013, "invalid_request", format!("'{name}' can't be used.")),
        R::RealmUnknown => say(90_002, "invalid_request", "There is no such tenant."),
        R::ClientUnknown => say(700_016, "unauthorized_client", "No application has this client_id."),
        R::ClientSecretMissing => say(7_000_218, "invalid_client", "'client_secret' is missing."),
        R::ClientSecretWrong => say(7_000_215, "invalid_client", "The client secret is wrong."),
        R::RedirectNotRegistered => {
            say(50_011, "invalid_request", "The redirect_uri is not among the application's registered ones.")
        }
        R::RedirectNotTheCodes => {
            say(500_112, "invalid_grant", "The redirect_uri is not the one that the code was asked for with.")
        }
        R::GrantTypeUnsupported => say(70_003, "unsupported_grant_type", "This grant_type is not supported."),
        R::ResponseTypeUnsupported => {
            say(700_054, "unsupported_response_type", "This response_type is not enabled for the application.")
        }
        R::ScopeUnknown => say(650_053, "invalid_client", "A scope was asked for that the API doesn't have."),
        R::SeveralResources => say(70_011, "invalid_scope", "The scopes belong to more than one API."),
        R::CodeUnknown => say(70_000, "invalid_grant", "There is no such code."),
        R::CodeExpired => say(70_008, "invalid_grant", "The code has expired."),
        R::CodeRedeemed => say(54_005, "invalid_grant", "The code was redeemed already."),
        R::CodeOfOtherRealm => say(700_005, "invalid_grant", "The code is for use at another tenant."),
        R::VerifierMissing | R::VerifierWrong => {
            say(501_481, "invalid_grant", "The code_verifier doesn't fit the code_challenge.")
        }
        R::RefreshTokenUnused { issued_at } => say(
            700_082,
            "invalid_grant",
            format!("The refresh token was not used for 90 days. It was issued on {}.", precise(issued_at)),
        ),
        R::Revoked { granted_at, revoked_at } => say(
            50_173,
            "invalid_grant",
            format!("The grant of {} was revoked on {}.", precise(granted_at), precise(revoked_at)),
        )
        .suberror("bad_token"),
        R::Condition(Condition::ExtraVerification) => {
            say(50_076, "interaction_required", "The organization asks for multi-factor authentication.")
                .suberror("basic_action")
        }
        R::Condition(Condition::ClaimsChallenge) => {
            say(50_158, "interaction_required", "A security requirement outside of this directory was not met.")
                .suberror("basic_action")
        }
        R::Condition(Condition::BlockedByPolicy) => {
            say(53_003, "invalid_grant", "Conditional Access policies don't let this token be issued.")
                .suberror("message_only")
        }
        R::Condition(Condition::Disabled) => say(50_057, "invalid_grant", "The user account is disabled."),
        R::Condition(Condition::AdminApproval) => {
            say(90_094, "invalid_grant", "An administrator must approve the application.")
        }
        R::Condition(Condition::PasswordExpired) => {
            say(50_055, "invalid_grant", "The password has expired.").suberror("user_password_expired")
        }
        R::Numbered(number) => say(number, error_of(number), "Practice was told to refuse with this number."),
        R::ConsentMissing => {
            say(65_001, "invalid_grant", "Neither the user nor an administrator has consented to the application.")
                .suberror("consent_required")
        }
        R::ConsentDeclined => say(65_004, "access_denied", "The user declined to consent to the application."),
        R::NoUserSignedIn => say(50_058, "login_required", "No user is signed in."),
        R::SeveralSignedIn => say(16_000, "interaction_required", "More than one account is signed in."),
        R::ServiceTrouble => say(90_033, "temporarily_unavailable", "The service has trouble of its own."),
        R::TooManyRequests { .. } => say(90_055, "temporarily_unavailable", "Too many requests."),
        // An unknown refresh token, and what can't happen here.
        _ => say(70_000, "invalid_grant", "There is no such refresh token."),
    }
}

/// The AADSTS number.
pub(super) fn number(refusal: OAuthRefusal) -> u32 {
    row(refusal).number
}

/// The claims challenge of a policy that a new sign-in can meet.
fn claims(refusal: OAuthRefusal) -> Option<String> {
    let policy = match refusal {
        OAuthRefusal::Condition(Condition::ExtraVerification) => "0e7a0000-0000-4000-8000-000000050076",
        OAuthRefusal::Condition(Condition::BlockedByPolicy) => "b10c0000-0000-4000-8000-000000053003",
        OAuthRefusal::Condition(Condition::ClaimsChallenge) => return Some(challenge::claims()),
        _ => return None,
    };
    let capolids = serde_json::json!({ "essential": true, "values": [policy] });
    Some(serde_json::json!({ "access_token": { "capolids": capolids } }).to_string())
}

fn status(refusal: OAuthRefusal) -> StatusCode {
    match refusal {
        OAuthRefusal::ClientSecretMissing | OAuthRefusal::ClientSecretWrong => StatusCode::UNAUTHORIZED,
        OAuthRefusal::Numbered(number) if error_of(number) == "invalid_client" => StatusCode::UNAUTHORIZED,
        OAuthRefusal::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The `error` of a redirect. It differs from the token endpoint's where a sign-in page could help.
pub(super) fn error_at_authorize(refusal: OAuthRefusal) -> &'static str {
    match refusal {
        OAuthRefusal::ConsentMissing => "consent_required",
        OAuthRefusal::Condition(Condition::ExtraVerification | Condition::PasswordExpired) => "interaction_required",
        OAuthRefusal::Condition(_) => "access_denied",
        other => row(other).error,
    }
}

/// The sentence with everything that support would ask for.
pub(super) fn describe(refusal: OAuthRefusal, context: &PracticeContext) -> String {
    describe_with(refusal, &Reference::new(context))
}

fn describe_with(refusal: OAuthRefusal, reference: &Reference) -> String {
    let Row { number, text, .. } = row(refusal);
    let Reference { trace_id, correlation_id, timestamp } = reference;
    format!("AADSTS{number}: {text} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}")
}

/// The sentence on an error page.
pub(super) fn text(refusal: OAuthRefusal) -> String {
    row(refusal).text
}

/// The token endpoint's answer.
pub(super) fn respond(refusal: OAuthRefusal, context: &PracticeContext) -> Response {
    let reference = Reference::new(context);
    let Row { number, error, suberror, .. } = row(refusal);
    let body = RefusalBody {
        error,
        error_description: describe_with(refusal, &reference),
        error_codes: [number],
        timestamp: reference.timestamp,
        trace_id: reference.trace_id,
        correlation_id: reference.correlation_id,
        error_uri: format!("{}/microsoft/error?code={number}", context.origin()),
        suberror,
        claims: claims(refusal),
    };
    tracing::info!(aadsts = number, error, "refused");
    let mut response = (status(refusal), [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let OAuthRefusal::TooManyRequests { retry_after_s } = refusal {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    }
    response
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
