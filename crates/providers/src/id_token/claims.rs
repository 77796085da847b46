//! The claims of a token. What decides is typed: `iss`, `sub`, `aud`, `exp`, `nonce`. Everything else may have any type, because
//! servers send lists for texts, texts for numbers and empty texts for nothing, and none of that makes a token invalid.
//!
//! # To read one more claim
//! Add a field of type [`OptionalClaim`].

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The claims of a verified token.
#[derive(Debug, Deserialize)]
pub(crate) struct IdTokenClaims {
    pub(crate) iss: String,
    #[serde(deserialize_with = "subject")]
    pub(crate) sub: String,
    #[serde(deserialize_with = "time")]
    pub(super) exp: i64,
    #[serde(default, deserialize_with = "optional_time")]
    pub(super) nbf: Option<i64>,
    #[serde(default)]
    pub(super) nonce: OptionalClaim,
    /// The party that the token was issued to (OpenID Connect Core, 2).
    #[serde(default)]
    pub(super) azp: OptionalClaim,
    /// Scopes, separated by blanks: in access tokens only.
    #[serde(default)]
    pub(crate) scp: OptionalClaim,
    #[serde(default)]
    pub(crate) tid: OptionalClaim,
    #[serde(default)]
    pub(crate) oid: OptionalClaim,
    #[serde(flatten)]
    pub(crate) profile: ProfileClaims,
    /// Whether Microsoft verified the owner of the domain of `email`; no other provider sends it.
    #[serde(default)]
    pub(crate) xms_edov: OptionalClaim,
}

/// What a server says of the person, in an ID token or at userinfo (OpenID Connect Core, 5.1).
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ProfileClaims {
    #[serde(default)]
    pub(crate) email: OptionalClaim,
    /// See [`crate::verified`].
    #[serde(default)]
    pub(crate) email_verified: OptionalClaim,
    #[serde(default)]
    pub(crate) preferred_username: OptionalClaim,
    /// The sign-in name at AD FS (learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-concepts).
    #[serde(default)]
    pub(crate) upn: OptionalClaim,
    #[serde(default)]
    pub(crate) name: OptionalClaim,
}

impl ProfileClaims {
    /// The name that the person signs in with.
    pub(crate) fn sign_in_name(&self) -> Option<&str> {
        self.preferred_username.text().or_else(|| self.upn.text())
    }
}

/// An optional claim, as the server sent it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct OptionalClaim(Value);

impl OptionalClaim {
    /// The claim as a text. Of a list it is the first text. An empty text is none, as is any other type.
    pub(crate) fn text(&self) -> Option<&str> {
        self.texts().next()
    }

    /// The claim as an e-mail address: of a list, the first text with an `@`.
    pub(crate) fn address(&self) -> Option<&str> {
        self.texts().find(|text| text.contains('@')).or_else(|| self.text())
    }

    /// The claim as a text, if it is one and no list. A server that vouches for "the address" vouches for one.
    pub(crate) fn only_text(&self) -> Option<&str> {
        self.0.as_str().and(self.text())
    }

    /// Every text of the claim that is not empty.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let list = self.0.as_array().map(Vec::as_slice).unwrap_or_default();
        let texts = self.0.as_str().into_iter().chain(list.iter().filter_map(Value::as_str));
        texts.map(str::trim).filter(|text| !text.is_empty())
    }

    /// The claim as it was sent; `None` if it was not.
    pub(crate) fn value(&self) -> Option<&Value> {
        Some(&self.0).filter(|value| !value.is_null())
    }
}

/// The account that a token names.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenSubject {
    pub(crate) iss: String,
    #[serde(deserialize_with = "subject")]
    pub(crate) sub: String,
    #[serde(default)]
    pub(crate) oid: OptionalClaim,
}

impl TokenSubject {
    /// Parses the claims without verifying the token: only for a response that came directly from the provider, to see
    /// whether it names another account. `None` if they can't be parsed.
    pub(crate) fn unchecked(token: &str) -> Option<Self> {
        serde_json::from_slice(&payload(token)?).ok()
    }
}

/// The payload of a token (RFC 7515, 7.1), which is not verified.
pub(crate) fn payload(token: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(token.trim().split('.').nth(1)?.trim_end_matches('=')).ok()
}

/// The algorithm that a token's header names, if it looks like the name of one (RFC 7515, 4.1.1).
pub(super) fn algorithm(token: &str) -> Option<String> {
    /// Longer than the name of any registered algorithm.
    const MAX_BYTES: usize = 24;
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next()?.trim_end_matches('=')).ok()?;
    let header: Value = serde_json::from_slice(&header).ok()?;
    let name = header["alg"].as_str()?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+_".contains(&byte));
    (is_name && (1..=MAX_BYTES).contains(&name.len())).then(|| name.to_owned())
}

/// The longest subject, in bytes. The standard allows 255 (OpenID Connect Core, 2); the store looks subjects up by an index.
const MAX_SUBJECT_BYTES: usize = 1000;

/// `sub` as a text. Some servers send a number, and a text at another address; both are the same subject.
pub(crate) fn subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) if is_subject(&text) => Ok(text),
        Value::Number(number) if !number.is_f64() => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("the subject is no text")),
    }
}

fn is_subject(text: &str) -> bool {
    (1..=MAX_SUBJECT_BYTES).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// A time as a number, which may have a fraction (RFC 7519, 2), or as a number in a text.
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    seconds(&Value::deserialize(deserializer)?).ok_or_else(|| serde::de::Error::custom("the time is no number"))
}

/// The same, where a time may be missing. One that can't be read is an error: it may forbid the use of the token.
fn optional_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => seconds(&value).map(Some).ok_or_else(|| serde::de::Error::custom("the time is no number")),
    }
}

fn seconds(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<f64>().ok().filter(|number| number.is_finite())?,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and what follows the point is dropped")]
    let whole = number as i64;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(changes: &Value) -> Option<IdTokenClaims> {
        let mut claims = json!({ "iss": "https://idp.example", "sub": "1", "exp": 1000 });
        let all = claims.as_object_mut().unwrap();
        all.extend(changes.as_object().unwrap().clone());
        serde_json::from_value(claims).ok()
    }

    #[test]
    fn no_type_of_an_optional_claim_makes_a_token_unreadable() {
        let odd = [json!(null), json!(7), json!(true), json!({ "a": 1 }), json!([1, null, {}]), json!(""), json!(" ")];
        for name in
            ["email", "email_verified", "preferred_username", "name", "upn", "azp", "nonce", "oid", "tid", "scp"]
        {
            for value in &odd {
                let claims = read(&json!({ name: value })).unwrap_or_else(|| panic!("{name}: {value}"));
                assert_eq!((claims.profile.email.text(), claims.profile.name.text()), (None, None), "{name}: {value}");
            }
        }
    }

    #[test]
    fn of_a_list_the_first_usable_text_counts_and_is_no_single_one() {
        let claims =
            read(&json!({ "email": [null, "", "ann", "ann@contoso.example", "ben@contoso.example"] })).unwrap();
        assert_eq!(claims.profile.email.address(), Some("ann@contoso.example"));
        assert_eq!((claims.profile.email.text(), claims.profile.email.only_text()), (Some("ann"), None));
        assert_eq!(read(&json!({ "email": [] })).unwrap().profile.email.address(), None);
    }

    #[test]
    fn a_subject_may_be_a_whole_number_and_nothing_else() {
        assert_eq!(read(&json!({ "sub": 12_345_678_901_234_567_890_u64 })).unwrap().sub, "12345678901234567890");
        let long = "a".repeat(MAX_SUBJECT_BYTES + 1);
        for value in [
            json!(""),
            json!(1.5),
            json!(["1"]),
            json!({ "a": 1 }),
            json!(null),
            json!(true),
            json!(long),
            json!("a\0"),
        ] {
            assert!(read(&json!({ "sub": value })).is_none(), "{value}");
        }
    }

    #[test]
    fn a_time_may_have_a_fraction_or_be_a_text_and_is_never_for_ever() {
        for (value, seconds) in [(json!(1000.9), 1000), (json!("1000"), 1000), (json!(" 1000.5 "), 1000)] {
            assert_eq!(read(&json!({ "exp": value })).unwrap().exp, seconds);
        }
        for value in [json!("never"), json!("inf"), json!(null), json!(true), json!([1000])] {
            assert!(read(&json!({ "exp": value })).is_none(), "{value}");
        }
        assert_eq!(read(&json!({ "nbf": null })).unwrap().nbf, None);
        assert!(read(&json!({ "nbf": "later" })).is_none());
    }
}
