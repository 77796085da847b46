//! The classification of refusals that all providers share. Each provider adds a table of its own error bodies.

use latchkey_domain::{Failure, FailureClass, Identity};
use latchkey_wire::{Permission, Reason, ReasonCode};

use crate::id_token::{IdTokenError, TokenSubject};
use crate::oauth::{ErrorBody, TokenRefusal, TokenResponse};
use crate::{NotRenewed, Tokens};

/// Classifies a refused renewal, or one whose response can't be used.
pub(crate) fn classify_renewal(refusal: TokenRefusal, table: impl Fn(&ErrorBody) -> Failure) -> NotRenewed {
    match refusal {
        TokenRefusal::Outage(failure) => failure.into(),
        TokenRefusal::Unreadable { retry_after_s, .. } => Failure { retry_after_s, ..Failure::unexplained() }.into(),
        TokenRefusal::Answered(body) => {
            let failure = table(&body);
            Failure { retry_after_s: failure.retry_after_s.or(body.retry_after_s), ..failure }.into()
        }
        TokenRefusal::Unusable { field, refresh } => NotRenewed { failure: unusable(field), successor: refresh },
    }
}

/// A success without a needed member. The reference names the member, because only the installation's administrator can
/// find out why it is missing.
fn unusable(field: &'static str) -> Failure {
    Failure::of(ReasonCode::AnswerUnusable).with_reference(field)
}

/// Refuses a renewal's response that names another account, and keeps nothing of it. Most responses name no account.
pub(crate) fn require_same(
    answer: &TokenResponse,
    of: &Identity,
    renamed: impl Fn(TokenSubject) -> Option<Identity>,
) -> Result<(), NotRenewed> {
    let named = answer.id_token.as_deref().and_then(TokenSubject::unchecked).and_then(renamed);
    match named {
        Some(named) if named != *of => Err(unusable("id_token").into()),
        Some(_) | None => Ok(()),
    }
}

/// Returns the tokens of a renewal if none of the permissions that were asked for is withdrawn. Otherwise the failure still
/// carries the new refresh token.
pub(crate) fn all_granted(tokens: Tokens, withdrawn: Vec<Permission>, asked: &[String]) -> Result<Tokens, NotRenewed> {
    if withdrawn.is_empty() {
        Ok(tokens)
    } else {
        Err(NotRenewed { failure: not_granted(withdrawn, asked, &tokens), successor: tokens.refresh })
    }
}

/// Classifies a refused code. It says nothing about the person: the code was used before, or came too late.
pub(crate) fn classify_code(refusal: TokenRefusal, table: impl Fn(&ErrorBody) -> Failure) -> Failure {
    match refusal {
        // At a sign-in there is no grant that could be lost.
        TokenRefusal::Outage(failure) if failure.reason.code == ReasonCode::AnswerLost => {
            Failure::of(ReasonCode::ProviderUnreachable)
        }
        TokenRefusal::Outage(failure) => failure,
        TokenRefusal::Unreadable { .. } => Failure::of(ReasonCode::SignInNotFinished),
        TokenRefusal::Unusable { field, .. } => unusable(field),
        TokenRefusal::Answered(body) => {
            let failure = table(&body);
            let about_the_code =
                failure.reason.code == ReasonCode::SignInEnded || matches!(failure.class, FailureClass::Unexplained);
            if about_the_code {
                let reason = Reason { code: ReasonCode::SignInNotFinished, ..failure.reason };
                Failure { reason, ..Failure::of(ReasonCode::SignInNotFinished) }
            } else {
                failure
            }
        }
    }
}

/// Who has to act where `invalid_grant` is explained by its text: an account that was disabled, deleted or locked. Signing in
/// helps only when an administrator has acted. The words are those that servers are known to use.
pub(crate) fn classify_text(text: &str) -> Option<ReasonCode> {
    const DISABLED: [&str; 9] = [
        // Salesforce (restforce/restforce #303, calcom/cal.com #11508).
        "inactive user",
        "inactive organization",
        "inactive_user",
        "inactive_org",
        "user is inactive",
        "organization is inactive",
        // Google (GAM-team/GAM PR #1171).
        "account has been deleted",
        "account has been disabled",
        // Keycloak.
        "user disabled",
    ];
    let text = text.to_ascii_lowercase();
    if DISABLED.iter().any(|known| text.contains(known)) {
        return Some(ReasonCode::AccountDisabled);
    }
    (text.contains("user is locked") || text.contains("account is locked")).then_some(ReasonCode::AccountLocked)
}

/// Classifies the standard's error codes (RFC 6749, 5.2; OpenID Connect Core, 3.1.2.6), if the provider's table has no
/// entry.
pub(crate) fn classify_standard(error: &str) -> Failure {
    match error {
        "invalid_grant" | "login_required" => Failure::of(ReasonCode::SignInEnded),
        "interaction_required" | "account_selection_required" => Failure::of(ReasonCode::ExtraVerification),
        "consent_required" => Failure::of(ReasonCode::ConsentMissing),
        "invalid_client" | "unauthorized_client" | "invalid_request" | "invalid_scope" | "unsupported_grant_type" => {
            Failure::of(ReasonCode::Misconfigured)
        }
        "temporarily_unavailable" | "server_error" => Failure::of(ReasonCode::ProviderDown),
        _ => Failure::unexplained(),
    }
}

/// Classifies the standard's error codes in a callback (RFC 6749, 4.1.2.1).
pub(crate) fn classify_standard_callback(error: &str) -> Failure {
    match error {
        // A sign-in page is always shown, so consent can only be missing because the person refused it.
        "access_denied" | "consent_required" => Failure::of(ReasonCode::CancelledAtProvider),
        _ => match classify_standard(error) {
            failure if failure.class == FailureClass::Unexplained => Failure::of(ReasonCode::SignInNotFinished),
            failure if failure.reason.code == ReasonCode::SignInEnded => Failure::of(ReasonCode::SignInNotFinished),
            failure => failure,
        },
    }
}

/// Classifies an ID token that is not valid, or can't be verified at the moment.
pub(crate) fn classify_id_token(error: IdTokenError) -> Failure {
    match error {
        IdTokenError::NoKeys => Failure::of(ReasonCode::ProviderUnreachable),
        IdTokenError::Algorithm(name) => {
            Failure::of(ReasonCode::AnswerUnusable).with_reference(format!("id_token {name}"))
        }
        IdTokenError::Refused => Failure::of(ReasonCode::SignInNotFinished),
    }
}

/// The person or the provider did not grant every permission that was asked for.
pub(crate) fn not_granted(missing: Vec<Permission>, asked: &[String], answer: &Tokens) -> Failure {
    let refresh = if answer.refresh.is_some() { "a" } else { "no" };
    let granted = answer.scopes.as_ref().map_or("what it does not say".to_owned(), |granted| granted.join(" "));
    let cause =
        format!("asked for {}; the provider granted {granted} and sent {refresh} refresh token", asked.join(" "));
    let failure = Failure::of(ReasonCode::PermissionsNotGranted).because(cause);
    Failure { reason: Reason { missing, ..failure.reason }, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_code_keeps_the_reference_and_never_says_that_the_sign_in_ended() {
        let table = |_: &ErrorBody| Failure::of(ReasonCode::SignInEnded).with_reference("X1");
        let failure = classify_code(TokenRefusal::Answered(Box::default()), table);
        assert_eq!(failure.reason.code, ReasonCode::SignInNotFinished);
        assert_eq!(failure.reason.reference.as_deref(), Some("X1"));
    }

    #[test]
    fn an_unknown_error_code_is_never_fatal() {
        assert_eq!(classify_standard("brand_new").class, FailureClass::Unexplained);
        assert_eq!(classify_standard("").class, FailureClass::Unexplained);
        assert_eq!(classify_standard_callback("brand_new").reason.code, ReasonCode::SignInNotFinished);
    }
}
