//! What the refusals of Salesforce's REST API mean (developer.salesforce.com, "Status Codes and Error Responses" and "Exception
//! Codes"). They come as a list.

use latchkey_wire::ReasonCode;
use serde::Deserialize;

use crate::access::{AccessCheck, fails, names_licence};
use crate::oauth::documents::ApiRefusal;

#[derive(Deserialize)]
struct RestError {
    #[serde(rename = "errorCode", default)]
    code: String,
    #[serde(default)]
    message: String,
}

pub(super) fn classify(refusal: &ApiRefusal) -> Option<AccessCheck> {
    let errors: Vec<RestError> = serde_json::from_slice(&refusal.body).ok()?;
    errors.into_iter().find_map(|error| of_error(&error))
}

fn of_error(RestError { code, message }: &RestError) -> Option<AccessCheck> {
    let reason = match code.as_str() {
        "API_DISABLED_FOR_ORG" | "API_CURRENTLY_DISABLED" | "FUNCTIONALITY_NOT_ENABLED" => ReasonCode::ApiDisabled,
        // A session of the right person that the API does not take: the permission "API Enabled" or the app's scope is missing.
        "INVALID_SESSION_ID" if message.contains("REST API") => ReasonCode::ApiDisabled,
        "INVALID_SESSION_ID" => ReasonCode::AccessRejected,
        "REQUEST_LIMIT_EXCEEDED" => ReasonCode::ApiLimitReached,
        "LOGIN_DURING_RESTRICTED_TIME" => ReasonCode::OutsideAllowedHours,
        "LOGIN_DURING_RESTRICTED_DOMAIN" | "RESTRICTED_DOMAIN" => ReasonCode::NetworkNotAllowed,
        "INACTIVE_OWNER_OR_USER" | "USER_INACTIVE" | "ORG_LOCKED" | "INACTIVE_ORG" => ReasonCode::AccountDisabled,
        "PASSWORD_LOCKOUT" => ReasonCode::AccountLocked,
        "TRIAL_EXPIRED" => ReasonCode::LicenceEnded,
        _ if names_licence(code) || names_licence(message) => ReasonCode::LicenceEnded,
        "INSUFFICIENT_ACCESS" => ReasonCode::BlockedByPolicy,
        _ => return None,
    };
    Some(fails(reason, code))
}
