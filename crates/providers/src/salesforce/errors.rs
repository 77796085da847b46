//! What Salesforce's refusals mean (help.salesforce.com, "OAuth 2.0 Error Codes and Messages"). Some reasons appear only
//! in `error_description`; the texts listed here decide who has to act. If the text is another one, `error` alone
//! decides.

use latchkey_domain::{Failure, FailureClass};
use latchkey_wire::ReasonCode;

use crate::oauth::{ErrorBody, TokenRefusal};
use crate::{CallbackRefusal, NotRenewed, refusal};

pub(super) fn classify_renewal(refusal: TokenRefusal) -> NotRenewed {
    refusal::classify_renewal(refusal, classify_body)
}

pub(super) fn classify_code(refusal: TokenRefusal) -> Failure {
    refusal::classify_code(refusal, classify_body)
}

pub(super) fn classify_callback(refusal: CallbackRefusal<'_>) -> Failure {
    // The standard's spelling, and the spelling on Salesforce's help page.
    if matches!(refusal.error, "access_denied" | "access-denied") {
        return classify_description(refusal.description)
            .unwrap_or_else(|| Failure::of(ReasonCode::CancelledAtProvider));
    }
    classify_description(refusal.description)
        .or_else(|| classify_own_code(refusal.error))
        .unwrap_or_else(|| refusal::classify_standard_callback(refusal.error))
}

fn classify_body(body: &ErrorBody) -> Failure {
    let text = body.error_description.as_deref().unwrap_or_default();
    classify_description(text)
        .or_else(|| classify_own_code(&body.error))
        .unwrap_or_else(|| refusal::classify_standard(&body.error))
}

/// Classifies the error codes that Salesforce adds to the standard's.
fn classify_own_code(error: &str) -> Option<Failure> {
    Some(match error {
        "inactive_user" | "inactive_org" => Failure::of(ReasonCode::AccountDisabled).with_reference(error),
        "invalid_client_id" | "invalid_client_credentials" | "redirect_uri_mismatch" | "redirect_uri_missing" => {
            Failure::of(ReasonCode::Misconfigured).with_reference(error)
        }
        "rate_limit_exceeded" => Failure::of(ReasonCode::ProviderDown),
        // Too many log-ins of this one person.
        "login_rate_exceeded" => Failure::of(ReasonCode::ProviderDown).of_class(FailureClass::KeepTrying),
        "OAUTH_APP_BLOCKED" => Failure::of(ReasonCode::BlockedByPolicy).with_reference(error),
        "OAUTH_APP_ACCESS_DENIED" => Failure::of(ReasonCode::AdminApproval).with_reference(error),
        "OAUTH_APPROVAL_ERROR_GENERIC" => Failure::of(ReasonCode::AppNotInstalled).with_reference(error),
        _ => return None,
    })
}

/// Classifies the text of `error_description`.
fn classify_description(text: &str) -> Option<Failure> {
    let text = text.to_ascii_lowercase();
    let code = match text.as_str() {
        text if text.contains("app must be installed") => ReasonCode::AppNotInstalled,
        text if text.contains("hasn't approved this consumer") => ReasonCode::AdminApproval,
        text if text.contains("ip restricted") => ReasonCode::NetworkNotAllowed,
        text if text.contains("login hours") => ReasonCode::OutsideAllowedHours,
        text if text.contains("login rate exceeded") => {
            return Some(Failure::of(ReasonCode::ProviderDown).of_class(FailureClass::KeepTrying));
        }
        text if text.contains("invalid client credentials") || text.contains("redirect uri does not match") => {
            ReasonCode::Misconfigured
        }
        text if text.contains("already being processed") => ReasonCode::ProviderDown,
        text => refusal::classify_text(text)?,
    };
    Some(Failure::of(code))
}

#[cfg(test)]
mod tests {
    use latchkey_domain::FailureClass::{self, KeepTrying, NeedsAdmin, NeedsPerson, Operator, Transient, Unexplained};

    use super::*;

    fn refused(error: &str, description: &str) -> (FailureClass, ReasonCode) {
        let error_description = Some(description.into());
        let body = ErrorBody { error: error.into(), error_description, ..ErrorBody::default() };
        let failure = classify_renewal(TokenRefusal::Answered(Box::new(body))).failure;
        (failure.class, failure.reason.code)
    }

    #[test]
    fn each_known_refusal_names_its_cause_and_its_actor() {
        for (error, description, class, code) in [
            ("invalid_grant", "expired access/refresh token", NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", "authentication failure", NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", "user hasn't approved this consumer", NeedsAdmin, ReasonCode::AdminApproval),
            ("invalid_grant", "ip restricted or invalid login hours", NeedsAdmin, ReasonCode::NetworkNotAllowed),
            ("invalid_grant", "invalid login hours", NeedsAdmin, ReasonCode::OutsideAllowedHours),
            ("invalid_grant", "inactive user", NeedsAdmin, ReasonCode::AccountDisabled),
            ("invalid_grant", "inactive organization", NeedsAdmin, ReasonCode::AccountDisabled),
            ("invalid_grant", "Login Rate Exceeded", KeepTrying, ReasonCode::ProviderDown),
            ("invalid_grant", "user is locked", NeedsAdmin, ReasonCode::AccountLocked),
            ("inactive_user", "user is inactive", NeedsAdmin, ReasonCode::AccountDisabled),
            ("inactive_org", "organization is inactive", NeedsAdmin, ReasonCode::AccountDisabled),
            ("invalid_client", "invalid client credentials", Operator, ReasonCode::Misconfigured),
            ("invalid_client_id", "client identifier invalid", Operator, ReasonCode::Misconfigured),
            ("invalid_client", "app must be installed into org", NeedsAdmin, ReasonCode::AppNotInstalled),
            ("rate_limit_exceeded", "", Transient, ReasonCode::ProviderDown),
            ("invalid_request", "token request is already being processed", Transient, ReasonCode::ProviderDown),
            ("something_new", "", Unexplained, ReasonCode::RefusedUnexplained),
        ] {
            assert_eq!(refused(error, description), (class, code), "{error}: {description}");
        }
    }

    #[test]
    fn a_callback_tells_cancelling_from_being_refused() {
        let code = |error, description| classify_callback(CallbackRefusal { error, description }).reason.code;
        assert_eq!(code("access_denied", "end-user denied authorization"), ReasonCode::CancelledAtProvider);
        assert_eq!(code("access-denied", ""), ReasonCode::CancelledAtProvider);
        assert_eq!(code("access_denied", "user hasn't approved this consumer"), ReasonCode::AdminApproval);
        assert_eq!(code("OAUTH_APPROVAL_ERROR_GENERIC", ""), ReasonCode::AppNotInstalled);
        assert_eq!(code("OAUTH_APP_BLOCKED", "this app is blocked by admin"), ReasonCode::BlockedByPolicy);
        assert_eq!(code("OAUTH_APP_ACCESS_DENIED", ""), ReasonCode::AdminApproval);
        assert_eq!(code("invalid_client", "app must be installed into org"), ReasonCode::AppNotInstalled);
        assert_eq!(code("<script>", ""), ReasonCode::SignInNotFinished);
    }
}
