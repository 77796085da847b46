//! What Gmail's refusals mean (developers.google.com/workspace/gmail/api/guides/handle-errors).

use latchkey_wire::ReasonCode;
use serde::Deserialize;

use crate::access::{AccessCheck, fails, names_licence};
use crate::oauth::documents::ApiRefusal;

#[derive(Deserialize)]
struct GoogleRefusal {
    error: GoogleError,
}

#[derive(Deserialize)]
struct GoogleError {
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Vec<GoogleErrorItem>,
    #[serde(default)]
    details: Vec<GoogleErrorItem>,
}

#[derive(Deserialize)]
struct GoogleErrorItem {
    reason: Option<String>,
}

pub(super) fn classify(refusal: &ApiRefusal) -> Option<AccessCheck> {
    let error = serde_json::from_slice::<GoogleRefusal>(&refusal.body).ok()?.error;
    let mut reasons = error.errors.iter().chain(&error.details).filter_map(|item| item.reason.as_deref());
    reasons.find_map(|reason| of_reason(reason, &error.message))
}

fn of_reason(reason: &str, message: &str) -> Option<AccessCheck> {
    let code = match reason {
        _ if names_licence(message) => ReasonCode::LicenceEnded,
        // "Mail service not enabled": the account has no Gmail, or the service is switched off for it.
        "failedPrecondition" => ReasonCode::MailboxMissing,
        // The API is switched off in the project of the registration.
        "accessNotConfigured" | "SERVICE_DISABLED" => ReasonCode::Misconfigured,
        "domainPolicy" | "domainCannotUseApis" => ReasonCode::ApiDisabled,
        "insufficientPermissions" | "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => ReasonCode::PermissionsNotGranted,
        // A limit applies to tokens that are good.
        "rateLimitExceeded" | "userRateLimitExceeded" | "dailyLimitExceeded" | "quotaExceeded" => {
            return Some(AccessCheck::Works);
        }
        _ => return None,
    };
    Some(fails(code, reason))
}
