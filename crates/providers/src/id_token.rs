//! ID tokens (OpenID Connect Core 3.1.3.7): signature by the provider's published keys, audience, nonce and time. The
//! provider checks the issuer, because some have one for each tenant.

mod key;

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use latchkey_domain::Nonce;
use latchkey_wire::{Account, UnixSeconds};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{Http, HttpError};

/// How far the provider's clock and the endpoint's may differ.
const LEEWAY_S: i64 = 300;
/// Keys are fetched at most this often: an attacker's tokens with invented key ids must not cause many requests.
const MIN_REFETCH_S: i64 = 60;
/// Asymmetric algorithms only. A token that is "signed" with the client secret, or not at all, is refused.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];

/// The claims of a verified ID token.
#[derive(Debug, Deserialize)]
pub(crate) struct IdTokenClaims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    nonce: Option<String>,
    /// Scopes, separated by blanks: in access tokens only.
    #[serde(default)]
    pub(crate) scp: Option<String>,
    #[serde(default)]
    pub(crate) tid: Option<String>,
    #[serde(default)]
    pub(crate) oid: Option<String>,
    #[serde(default)]
    pub(crate) preferred_username: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// The type is open, because an unexpected value must not break a sign-in. See [`crate::verified`].
    #[serde(default)]
    pub(crate) email_verified: Option<Value>,
    /// Whether Microsoft verified the owner of the domain of `email`; no other provider sends it.
    #[serde(default)]
    pub(crate) xms_edov: Option<Value>,
    #[serde(default)]
    pub(crate) name: Option<String>,
}

impl IdTokenClaims {
    /// The account's address and name, if the token has them.
    pub(crate) fn account(&self) -> Option<Account> {
        let address = self.email.as_ref().or(self.preferred_username.as_ref())?;
        Some(Account { address: address.clone(), name: self.name.clone() })
    }
}

/// The account that a token names.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenSubject {
    pub(crate) iss: String,
    pub(crate) sub: String,
    #[serde(default)]
    pub(crate) oid: Option<String>,
}

impl TokenSubject {
    /// Parses the claims without verifying the token: only for a response that came directly from the provider, to see
    /// whether it names another account. `None` if they can't be parsed.
    pub(crate) fn unchecked(token: &str) -> Option<Self> {
        let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

/// Why an ID token was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum IdTokenError {
    /// The keys could not be fetched; nothing is known about the token.
    NoKeys,
    /// The token is not valid.
    Refused,
}

impl From<HttpError> for IdTokenError {
    fn from(_: HttpError) -> Self {
        Self::NoKeys
    }
}

/// Verifies the ID tokens of one provider.
pub(crate) struct IdTokenVerifier {
    keys_at: Url,
    audience: String,
    cache: Mutex<Option<Cached>>,
}

#[derive(Clone)]
struct Cached {
    keys: JwkSet,
    fetched_at: UnixSeconds,
}

impl IdTokenVerifier {
    pub(crate) fn new(keys_at: Url, audience: String) -> Self {
        Self { keys_at, audience, cache: Mutex::new(None) }
    }

    /// Verifies the ID token of a sign-in. The caller checks the issuer.
    pub(crate) async fn check(
        &self,
        http: &dyn Http,
        token: &str,
        nonce: &Nonce,
        now: UnixSeconds,
    ) -> Result<IdTokenClaims, IdTokenError> {
        let claims = self.check_signed(http, token, now).await?;
        if claims.nonce.as_deref() == Some(nonce.expose()) { Ok(claims) } else { Err(IdTokenError::Refused) }
    }

    /// Verifies a token without a nonce from the endpoint, so parties other than its bearer may have seen the token.
    /// Signature, audience and time are checked; the caller decides what the token may be used for.
    pub(crate) async fn check_signed(
        &self,
        http: &dyn Http,
        token: &str,
        now: UnixSeconds,
    ) -> Result<IdTokenClaims, IdTokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| IdTokenError::Refused)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(IdTokenError::Refused);
        }
        let key = self.key(http, &header.kid.ok_or(IdTokenError::Refused)?, now).await?;
        let mut validation = Validation::new(header.alg);
        validation.set_audience(&[&self.audience]);
        validation.required_spec_claims = ["aud".to_owned()].into();
        // Time is compared below, with the clock that the caller passes in.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims =
            jsonwebtoken::decode::<IdTokenClaims>(token, &key, &validation).map_err(|_| IdTokenError::Refused)?.claims;
        let in_time = now <= claims.exp + LEEWAY_S && claims.nbf.is_none_or(|start| now >= start - LEEWAY_S);
        if in_time { Ok(claims) } else { Err(IdTokenError::Refused) }
    }

    async fn key(&self, http: &dyn Http, kid: &str, now: UnixSeconds) -> Result<DecodingKey, IdTokenError> {
        let cached = self.cache.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let found = cached.as_ref().and_then(|cached| cached.keys.find(kid));
        if let Some(key) = found {
            return key::decoding_key(key).map_err(|_| IdTokenError::Refused);
        }
        if cached.is_some_and(|cached| (0..MIN_REFETCH_S).contains(&(now - cached.fetched_at))) {
            return Err(IdTokenError::Refused);
        }
        let request = http::Request::get(self.keys_at.as_str()).body(Vec::new()).map_err(|_| IdTokenError::NoKeys)?;
        let response = http.send(request).await?;
        let keys: JwkSet = serde_json::from_slice(response.body()).map_err(|_| IdTokenError::NoKeys)?;
        let key = keys.find(kid).and_then(|key| key::decoding_key(key).ok());
        *self.cache.lock().unwrap_or_else(PoisonError::into_inner) = Some(Cached { keys, fetched_at: now });
        key.ok_or(IdTokenError::Refused)
    }
}
