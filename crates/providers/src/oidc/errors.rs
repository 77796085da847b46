//! Classifies refusals of any OpenID server, by the standard's error codes alone. An empty or unreadable refusal proves
//! nothing; the caller checks whether the server still knows the client before it asks a person to sign in.

use latchkey_domain::Failure;

use crate::oauth::{ErrorBody, TokenRefusal};
use crate::{NotRenewed, refusal};

pub(super) fn classify_renewal(refusal: TokenRefusal) -> NotRenewed {
    refusal::classify_renewal(refusal, classify_body)
}

pub(super) fn classify_code(refusal: TokenRefusal) -> Failure {
    refusal::classify_code(refusal, classify_body)
}

fn classify_body(body: &ErrorBody) -> Failure {
    match body.error.as_str() {
        "invalid_grant" => match refusal::classify_text(body.error_description.as_deref().unwrap_or_default()) {
            Some(code) => Failure::of(code).with_reference("invalid_grant"),
            None => refusal::classify_standard("invalid_grant"),
        },
        error => refusal::classify_standard(error),
    }
}
