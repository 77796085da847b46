//! What Google's refusals mean (developers.google.com/identity/protocols/oauth2/web-server, "Errors").

use latchkey_domain::Failure;
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
    classify_admin_decision(refusal.error).unwrap_or_else(|| refusal::classify_standard_callback(refusal.error))
}

fn classify_body(body: &ErrorBody) -> Failure {
    if let Some(failure) = classify_admin_decision(&body.error) {
        return failure;
    }
    match (body.error.as_str(), body.error_subtype.as_deref()) {
        // A Workspace can require a new sign-in after a set number of hours (support.google.com/a/answer/9368756).
        ("invalid_grant", Some("invalid_rapt" | "rapt_required")) => {
            Failure::of(ReasonCode::SignInAgainPolicy).with_reference("invalid_rapt")
        }
        ("deleted_client" | "redirect_uri_mismatch", _) => Failure::of(ReasonCode::Misconfigured),
        ("rate_limit" | "rate_limit_exceeded" | "internal_failure", _) => Failure::of(ReasonCode::ProviderDown),
        ("invalid_grant", _) => match refusal::classify_text(body.error_description.as_deref().unwrap_or_default()) {
            Some(code) => Failure::of(code).with_reference("invalid_grant"),
            None => refusal::classify_standard("invalid_grant"),
        },
        (error, _) => refusal::classify_standard(error),
    }
}

/// Refusals by a decision of the Workspace's administrator.
fn classify_admin_decision(error: &str) -> Option<Failure> {
    let code = match error {
        "admin_policy_enforced" => ReasonCode::AdminApproval,
        "org_internal" | "access_not_configured" => ReasonCode::BlockedByPolicy,
        _ => return None,
    };
    Some(Failure::of(code).with_reference(error))
}

#[cfg(test)]
mod tests {
    use latchkey_domain::FailureClass::{self, NeedsAdmin, NeedsPerson, Operator, Transient, Unexplained};

    use super::*;
    use crate::oauth;

    fn refused(body: &str) -> (FailureClass, ReasonCode) {
        let failure = classify_renewal(oauth::refused(body)).failure;
        (failure.class, failure.reason.code)
    }

    #[test]
    fn each_known_refusal_names_its_cause_and_its_actor() {
        for (body, class, code) in [
            (
                r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
                NeedsPerson,
                ReasonCode::SignInEnded,
            ),
            (
                r#"{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}"#,
                NeedsPerson,
                ReasonCode::SignInAgainPolicy,
            ),
            (
                r#"{"error":"invalid_grant","error_description":"Account has been deleted"}"#,
                NeedsAdmin,
                ReasonCode::AccountDisabled,
            ),
            (r#"{"error":"admin_policy_enforced"}"#, NeedsAdmin, ReasonCode::AdminApproval),
            (r#"{"error":"org_internal"}"#, NeedsAdmin, ReasonCode::BlockedByPolicy),
            (r#"{"error":"invalid_client","error_description":"Unauthorized"}"#, Operator, ReasonCode::Misconfigured),
            (r#"{"error":"deleted_client"}"#, Operator, ReasonCode::Misconfigured),
            (r#"{"error":"internal_failure"}"#, Transient, ReasonCode::ProviderDown),
            (r#"{"error":"something_new"}"#, Unexplained, ReasonCode::RefusedUnexplained),
        ] {
            assert_eq!(refused(body), (class, code), "{body}");
        }
    }

    #[test]
    fn a_callback_tells_cancelling_from_being_refused() {
        let code = |error| classify_callback(CallbackRefusal { error, description: "" }).reason.code;
        assert_eq!(code("access_denied"), ReasonCode::CancelledAtProvider);
        assert_eq!(code("admin_policy_enforced"), ReasonCode::AdminApproval);
        assert_eq!(code("<script>"), ReasonCode::SignInNotFinished);
    }
}
