//! What refusals have in common at all providers. Each provider brings its own table of error bodies.

use latchkey_domain::{Failure, FailureClass, Identity};
use latchkey_wire::{Permission, Reason, ReasonCode};

use crate::id_token::{IdTokenError, Named};
use crate::oauth::{Answer, ErrorBody, Refusal};
use crate::{NotRenewed, Tokens};

/// A refused renewal, or one whose answer can't be used.
pub(crate) fn of_refresh(refusal: Refusal, table: impl Fn(&ErrorBody) -> Failure) -> NotRenewed {
    match refusal {
        Refusal::Outage(failure) => failure.into(),
        Refusal::Unreadable => Failure::unexplained().into(),
        Refusal::Answered(body) => table(&body).into(),
        Refusal::Unusable { field, refresh } => NotRenewed { failure: unusable(field), successor: refresh },
    }
}

/// A success that lacks something. The reference names it: only the operator can find out why.
fn unusable(field: &'static str) -> Failure {
    Failure::of(ReasonCode::AnswerUnusable).with_reference(field)
}

/// Refuses a renewal's answer that is about somebody else: nothing of it is kept. Most answers name nobody.
pub(crate) fn require_same(
    answer: &Answer,
    of: &Identity,
    renamed: impl Fn(Named) -> Option<Identity>,
) -> Result<(), NotRenewed> {
    let named = answer.id_token.as_deref().and_then(Named::unchecked).and_then(renamed);
    match named {
        Some(named) if !is_one(&named, of) => Err(unusable("id_token").into()),
        Some(_) | None => Ok(()),
    }
}

fn is_one(named: &Identity, of: &Identity) -> bool {
    // A slash at the end is written now and then, and names nobody else.
    let issuer = |identity: &Identity| identity.issuer.trim_end_matches('/').to_owned();
    named.subject == of.subject && issuer(named) == issuer(of)
}

/// The tokens of a renewal, if everything needed is still granted. What is not granted is no reason to lose the successor.
pub(crate) fn all_granted(tokens: Tokens, missing: Vec<Permission>) -> Result<Tokens, NotRenewed> {
    if missing.is_empty() {
        Ok(tokens)
    } else {
        Err(NotRenewed { failure: not_granted(missing), successor: tokens.refresh })
    }
}

/// A refused code. A code that is not accepted says nothing about the person: it was late, or used before.
pub(crate) fn of_code(refusal: Refusal, table: impl Fn(&ErrorBody) -> Failure) -> Failure {
    match refusal {
        // There was nothing yet that could be lost.
        Refusal::Outage(failure) if failure.reason.code == ReasonCode::AnswerLost => {
            Failure::of(ReasonCode::ProviderUnreachable)
        }
        Refusal::Outage(failure) => failure,
        Refusal::Unreadable => Failure::of(ReasonCode::SignInNotFinished),
        Refusal::Unusable { field, .. } => unusable(field),
        Refusal::Answered(body) => {
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

/// The standard's own words (RFC 6749, 5.2; OpenID Connect Core, 3.1.2.6), for whatever a provider's table leaves open.
pub(crate) fn standard(error: &str) -> Failure {
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

/// The standard's words in a callback (RFC 6749, 4.1.2.1).
pub(crate) fn standard_callback(error: &str) -> Failure {
    match error {
        "access_denied" => Failure::of(ReasonCode::CancelledAtProvider),
        _ => match standard(error) {
            failure if failure.class == FailureClass::Unexplained => Failure::of(ReasonCode::SignInNotFinished),
            failure if failure.reason.code == ReasonCode::SignInEnded => Failure::of(ReasonCode::SignInNotFinished),
            failure => failure,
        },
    }
}

/// An ID token that is not believed, or cannot be checked just now.
pub(crate) fn of_id_token(error: IdTokenError) -> Failure {
    match error {
        IdTokenError::NoKeys => Failure::of(ReasonCode::ProviderUnreachable),
        IdTokenError::Refused => Failure::of(ReasonCode::SignInNotFinished),
    }
}

/// The person signed in and left something out.
pub(crate) fn not_granted(missing: Vec<Permission>) -> Failure {
    let failure = Failure::of(ReasonCode::PermissionsNotGranted);
    Failure { reason: Reason { missing, ..failure.reason }, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_code_keeps_the_reference_and_never_says_that_the_sign_in_ended() {
        let table = |_: &ErrorBody| Failure::of(ReasonCode::SignInEnded).with_reference("X1");
        let failure = of_code(Refusal::Answered(Box::default()), table);
        assert_eq!(failure.reason.code, ReasonCode::SignInNotFinished);
        assert_eq!(failure.reason.reference.as_deref(), Some("X1"));
    }

    #[test]
    fn a_word_that_nobody_knows_is_never_fatal() {
        assert_eq!(standard("brand_new").class, FailureClass::Unexplained);
        assert_eq!(standard("").class, FailureClass::Unexplained);
        assert_eq!(standard_callback("brand_new").reason.code, ReasonCode::SignInNotFinished);
    }
}
