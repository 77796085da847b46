//! What Salesforce's refusals mean (help.salesforce.com, "OAuth 2.0 Error Codes and Messages"). It says much in
//! `error_description` that no code tells: the texts here choose between people who can act, and whatever is not among
//! them goes by `error` alone.

use latchkey_domain::Failure;
use latchkey_wire::ReasonCode;

use crate::oauth::{ErrorBody, Refusal};
use crate::{CallbackRefusal, NotRenewed, refusal};

pub(super) fn of_refresh(refusal: Refusal) -> NotRenewed {
    refusal::of_refresh(refusal, of_body)
}

pub(super) fn of_code(refusal: Refusal) -> Failure {
    refusal::of_code(refusal, of_body)
}

pub(super) fn of_callback(refusal: CallbackRefusal<'_>) -> Failure {
    // The standard's spelling, and the one of Salesforce's own help page.
    if matches!(refusal.error, "access_denied" | "access-denied") {
        return said(refusal.description).unwrap_or_else(|| Failure::of(ReasonCode::CancelledAtProvider));
    }
    said(refusal.description)
        .or_else(|| own(refusal.error))
        .unwrap_or_else(|| refusal::standard_callback(refusal.error))
}

fn of_body(body: &ErrorBody) -> Failure {
    let text = body.error_description.as_deref().unwrap_or_default();
    said(text).or_else(|| own(&body.error)).unwrap_or_else(|| refusal::standard(&body.error))
}

/// By the words that Salesforce adds to the standard's.
fn own(error: &str) -> Option<Failure> {
    Some(match error {
        "inactive_user" | "inactive_org" => Failure::of(ReasonCode::AccountDisabled).with_reference(error),
        "invalid_client_id" | "invalid_client_credentials" | "redirect_uri_mismatch" | "redirect_uri_missing" => {
            Failure::of(ReasonCode::Misconfigured).with_reference(error)
        }
        "rate_limit_exceeded" => Failure::of(ReasonCode::ProviderDown),
        "OAUTH_APP_BLOCKED" => Failure::of(ReasonCode::BlockedByPolicy).with_reference(error),
        "OAUTH_APP_ACCESS_DENIED" => Failure::of(ReasonCode::AdminApproval).with_reference(error),
        "OAUTH_APPROVAL_ERROR_GENERIC" => Failure::of(ReasonCode::AppNotInstalled).with_reference(error),
        _ => return None,
    })
}

/// By what it says.
fn said(text: &str) -> Option<Failure> {
    let text = text.to_ascii_lowercase();
    let code = match text.as_str() {
        text if text.contains("app must be installed") => ReasonCode::AppNotInstalled,
        text if text.contains("hasn't approved this consumer") => ReasonCode::AdminApproval,
        text if text.contains("ip restricted") || text.contains("login hours") => ReasonCode::BlockedByPolicy,
        text if text.contains("user is locked") => ReasonCode::AccountLocked,
        text if text.contains("already being processed") => ReasonCode::ProviderDown,
        _ => return None,
    };
    Some(Failure::of(code))
}

#[cfg(test)]
mod tests {
    use latchkey_domain::FailureClass::{self, NeedsAdmin, NeedsPerson, Operator, Transient, Unexplained};

    use super::*;

    fn refused(error: &str, description: &str) -> (FailureClass, ReasonCode) {
        let error_description = Some(description.into());
        let body = ErrorBody { error: error.into(), error_description, ..ErrorBody::default() };
        let failure = of_refresh(Refusal::Answered(Box::new(body))).failure;
        (failure.class, failure.reason.code)
    }

    #[test]
    fn each_known_refusal_names_its_cause_and_its_actor() {
        for (error, description, class, code) in [
            ("invalid_grant", "expired access/refresh token", NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", "authentication failure", NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", "user hasn't approved this consumer", NeedsAdmin, ReasonCode::AdminApproval),
            ("invalid_grant", "ip restricted or invalid login hours", NeedsAdmin, ReasonCode::BlockedByPolicy),
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
        let code = |error, description| of_callback(CallbackRefusal { error, description }).reason.code;
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
