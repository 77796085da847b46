//! The parts of a token request that all providers share: form fields, client authentication, a PKCE verifier (RFC 6749, 2.3.1
//! and 4.1.3; RFC 7636). Each provider words its own errors.

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

/// A request's form fields. Empty ones count as left out (RFC 6749, 3.2).
pub(crate) struct Fields(HashMap<String, String>);

/// A field that is needed and not there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Missing(pub(crate) &'static str);

impl Fields {
    pub(crate) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(crate) fn require(&self, name: &'static str) -> Result<&str, Missing> {
        self.get(name).ok_or(Missing(name))
    }

    /// The client's id, and its secret if it sent one: from the header or from the body.
    pub(crate) fn client(&self, headers: &HeaderMap) -> Result<(String, Option<String>), Missing> {
        match basic(headers) {
            Some((id, secret)) => Ok((id, Some(secret))),
            None => Ok((self.require("client_id")?.to_owned(), self.get("client_secret").map(str::to_owned))),
        }
    }
}

/// HTTP Basic with both halves form-encoded (RFC 6749, 2.3.1).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, encoded) = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic"))?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let decode = |half: &str| form_urlencoded::parse(format!("={half}").as_bytes()).next().map(|(_, text)| text.into());
    Some((decode(id)?, decode(secret)?))
}

/// The token in an `Authorization: Bearer` header (RFC 6750, 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, token) = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))?;
    Some(token.trim())
}

/// Whether a verifier belongs to a challenge, method S256. A verifier without a challenge means that an attacker removed
/// the challenge on the way (RFC 9700, 4.8.2).
pub(crate) fn verifier_fits(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match challenge {
        None => verifier.is_none(),
        Some(challenge) => {
            verifier.is_some_and(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge)
        }
    }
}
