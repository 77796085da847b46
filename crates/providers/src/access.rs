//! Whether a token opens what it is for: what a mailbox or a CRM says when it is asked ([`crate::Provider::check_access`]). A
//! refusal is decided by its code. What is not known decides nothing, because an API may fail in ways that say nothing of the
//! account.
//!
//! # To explain one more refusal
//! Add its code to the provider's table (`<provider>/access.rs`), with where it is documented.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use latchkey_domain::Failure;
use latchkey_wire::ReasonCode;
use serde_json::{Value, json};

use crate::oauth::documents::{ApiRefusal, GetError};

/// The longest text with a claims challenge that is read, in bytes.
const MAX_CHALLENGE_BYTES: usize = 8 * 1024;
/// The longest claims that are kept, in bytes: they become a part of a page's address.
const MAX_CLAIMS_BYTES: usize = 2 * 1024;
/// The member with what an access token has to have (OpenID Connect Core, 5.5, names two others).
const OF_ACCESS: &str = "access_token";

/// What came of a question to the mailbox or the CRM itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AccessCheck {
    /// It answers this token.
    Works,
    /// There is nothing to ask, or the scopes do not allow it.
    Unasked,
    /// It did not answer, or answered in a way that explains nothing.
    Unclear,
    /// It refuses this token for a reason that is known.
    Fails(Failure),
}

/// Decides what an answer means. The table says what a provider's refusal means.
pub(crate) fn check<T>(answer: Result<T, GetError>, table: impl Fn(&ApiRefusal) -> Option<AccessCheck>) -> AccessCheck {
    let refusal = match answer {
        Ok(_) => return AccessCheck::Works,
        Err(GetError::Outage(_) | GetError::Unreadable) => return AccessCheck::Unclear,
        Err(GetError::Refused(refusal)) => refusal,
    };
    if let Some(challenge) = refusal.challenges.iter().find_map(|challenge| claims_challenge(challenge)) {
        let failure = Failure::of(ReasonCode::ExtraVerification);
        return AccessCheck::Fails(Failure { challenge: Some(challenge.into()), ..failure });
    }
    match table(&refusal) {
        Some(known) => known,
        None if refusal.status == 401 => fails(ReasonCode::AccessRejected, "401"),
        None => AccessCheck::Unclear,
    }
}

/// A refusal with this reason. The reference is the provider's code, which an administrator can look up.
pub(crate) fn fails(code: ReasonCode, reference: &str) -> AccessCheck {
    AccessCheck::Fails(Failure::of(code).with_reference(reference))
}

/// Whether a text speaks of a licence, in either spelling.
pub(crate) fn names_licence(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("license") || text.contains("licence")
}

/// The claims challenge in a `WWW-Authenticate` header (learn.microsoft.com/entra/identity-platform/claims-challenge), or one that
/// was taken out of the header, as JSON. The header's members may be quoted or not, in any order; the claims are JSON in Base64.
/// Only what they say of the access token is kept: nothing else can mend it.
pub fn claims_challenge(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > MAX_CHALLENGE_BYTES {
        return None;
    }
    let own = read_claims(text);
    own.or_else(|| {
        members(text).into_iter().find(|(name, _)| name == "claims").and_then(|(_, value)| read_claims(&value))
    })
}

/// Claims as JSON, which must be an object, as they are or in Base64 of either alphabet.
fn read_claims(text: &str) -> Option<String> {
    let object = |json: &str| {
        let claims = serde_json::from_str::<Value>(json).ok()?;
        let of_access = claims.get(OF_ACCESS).filter(|of_access| of_access.is_object())?;
        let kept = json!({ OF_ACCESS: of_access }).to_string();
        (kept.len() <= MAX_CLAIMS_BYTES).then_some(kept)
    };
    if let Some(claims) = object(text) {
        return Some(claims);
    }
    let bare = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    let padded = format!("{bare}{}", "=".repeat((4 - bare.len() % 4) % 4));
    let bytes = STANDARD.decode(&padded).or_else(|_| URL_SAFE.decode(&padded)).ok()?;
    object(std::str::from_utf8(&bytes).ok()?)
}

/// The members of a challenge (RFC 9110, 11.2), names in small letters. Values without quotes may hold any character but blanks
/// and commas.
fn members(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        let name = before.rsplit([' ', ',', '\t']).find(|part| !part.is_empty()).unwrap_or_default();
        let value = after.trim_start();
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find([' ', ',']).unwrap_or(value.len())),
        };
        found.push((name.to_ascii_lowercase(), value.to_owned()));
        rest = left;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1657834417"}}}"#;

    #[test]
    fn a_challenge_is_found_in_any_header_that_has_one() {
        let encoded = STANDARD.encode(CLAIMS);
        let bare = encoded.trim_end_matches('=');
        for header in [
            format!(
                "Bearer realm=\"\", authorization_uri=https://login.example/authorize, error=\"insufficient_claims\", claims=\"{encoded}\", errorDescription=\"Continuous access, evaluated\""
            ),
            format!("Bearer claims={bare}, error=insufficient_claims"),
            format!("bearer Claims=\"{}\"", bare.replace('+', "-").replace('/', "_")),
            format!("PoP x=\"1\", Bearer error=\"insufficient_claims\" , claims = \"{encoded}\""),
            encoded.clone(),
            CLAIMS.to_owned(),
        ] {
            let found = claims_challenge(&header).unwrap_or_else(|| panic!("{header}"));
            assert_eq!(serde_json::from_str::<Value>(&found).unwrap(), serde_json::from_str::<Value>(CLAIMS).unwrap());
        }
    }

    #[test]
    fn other_headers_hold_no_challenge() {
        for header in [
            "",
            "Bearer",
            "Bearer error=\"invalid_token\"",
            "Bearer claims=\"\"",
            "Bearer claims=\"bm8=\"",
            "Bearer claims=\"WzFd\"",
            "claims",
            "=\"=,",
            "Bearer claims=\"{",
        ] {
            assert_eq!(claims_challenge(header), None, "{header}");
        }
        assert_eq!(claims_challenge(&"x".repeat(MAX_CHALLENGE_BYTES + 1)), None);
    }

    #[test]
    fn only_what_concerns_the_access_token_is_kept_and_no_more_than_fits_into_an_address() {
        let more = r#"{"id_token":{"email":null},"access_token":{"acrs":{"value":"c1"}},"userinfo":7}"#;
        assert_eq!(claims_challenge(more).as_deref(), Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#));
        let long = format!(r#"{{"access_token":{{"a":"{}"}}}}"#, "a".repeat(MAX_CLAIMS_BYTES));
        for none in [r#"{"access_token":7}"#, r#"{"access_token":["a"]}"#, r#"{"id_token":{}}"#, &long] {
            assert_eq!(claims_challenge(none), None, "{none}");
        }
    }
}
