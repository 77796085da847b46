//! How the server wants the client to authenticate at the token endpoint.

use std::collections::HashMap;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{CLIENT_ID, CLIENT_SECRET};

/// What the server accepts, and how it refuses.
#[derive(Clone, Debug)]
pub struct ClientChoice {
    pub rule: ClientRule,
    pub secret: &'static str,
    /// The status and the error code for a client that it does not accept.
    pub refusal: (u16, &'static str),
    /// The code or token is looked at before the client.
    pub looks_at_grant_first: bool,
    /// Every request is answered with 503.
    pub is_down: bool,
}

/// Where the server looks for the client's credential.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ClientRule {
    Post,
    /// RFC 6749, 2.3.1.
    Basic,
    /// The header without decoding.
    PlainBasic,
    Either,
    /// A signed assertion: the public key, and the only audience.
    Signed {
        key: Vec<u8>,
        audience: String,
    },
    /// An assertion of exactly this text.
    Text(&'static str),
}

impl Default for ClientChoice {
    fn default() -> Self {
        Self {
            rule: ClientRule::Post,
            secret: CLIENT_SECRET,
            refusal: (401, "invalid_client"),
            looks_at_grant_first: false,
            is_down: false,
        }
    }
}

impl ClientChoice {
    /// The status and the error code if the client is refused.
    pub(super) fn refuses(
        &self,
        headers: &HeaderMap,
        form: &HashMap<String, String>,
    ) -> Option<(StatusCode, &'static str)> {
        let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Basic "));
        let field = |name: &str| form.get(name).map(String::as_str);
        // RFC 6749, 2.3: not more than one method in each request.
        if basic.is_some() && field("client_secret").is_some() {
            return Some((StatusCode::BAD_REQUEST, "invalid_request"));
        }
        let posted = field("client_id") == Some(CLIENT_ID) && field("client_secret") == Some(self.secret);
        let accepted = match &self.rule {
            ClientRule::Post => posted,
            ClientRule::Basic => basic.is_some_and(|basic| self.is_client(basic, decoded)),
            ClientRule::PlainBasic => basic.is_some_and(|basic| self.is_client(basic, str::to_owned)),
            ClientRule::Either => posted || basic.is_some_and(|basic| self.is_client(basic, decoded)),
            ClientRule::Text(text) => field("client_assertion") == Some(text),
            ClientRule::Signed { key, audience } => {
                field("client_assertion").is_some_and(|assertion| is_signed(assertion, key, audience))
            }
        };
        let (status, word) = self.refusal;
        (!accepted).then(|| (StatusCode::from_u16(status).unwrap(), word))
    }

    fn is_client(&self, basic: &str, read: fn(&str) -> String) -> bool {
        let text = STANDARD.decode(basic).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        text.split_once(':').is_some_and(|(id, secret)| read(id) == CLIENT_ID && read(secret) == self.secret)
    }
}

/// As a form's value.
fn decoded(text: &str) -> String {
    url::form_urlencoded::parse(format!("v={text}").as_bytes()).next().map_or(String::new(), |(_, value)| value.into())
}

fn is_signed(assertion: &str, key: &[u8], audience: &str) -> bool {
    let Some((signed, signature)) = assertion.rsplit_once('.') else { return false };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    let claims = signed.split_once('.').and_then(|(_, claims)| URL_SAFE_NO_PAD.decode(claims).ok()).unwrap_or_default();
    let claims: Value = serde_json::from_slice(&claims).unwrap_or_default();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(signed.as_bytes(), &signature).is_ok()
        // One audience, as text (navikt/mock-oauth2-server PR #847).
        && claims["aud"] == audience
        && claims["iss"] == CLIENT_ID
        && claims["sub"] == CLIENT_ID
        && claims["jti"].as_str().is_some_and(|id| !id.is_empty())
}
