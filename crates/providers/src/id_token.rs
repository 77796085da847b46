//! ID tokens (OpenID Connect Core 3.1.3.7): signature by the provider's published keys, audience, nonce and time. The
//! provider checks the issuer, because some have one for each tenant.

mod claims;
mod key;
mod key_set;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jsonwebtoken::{Algorithm, Header, Validation};
use latchkey_domain::Nonce;
use latchkey_wire::UnixSeconds;
use url::Url;

use crate::Http;
use crate::oauth::documents;

pub(crate) use claims::{IdTokenClaims, OptionalClaim, ProfileClaims, TokenSubject, payload, subject};
use key_set::{CandidateKey, KeySet};

/// How far the provider's clock and the endpoint's may differ.
const LEEWAY_S: i64 = 300;
/// Keys are fetched at most this often, one request at a time: an attacker's tokens with invented key ids must not cause many
/// requests.
const MIN_REFETCH_S: i64 = 60;
/// Without any keys no sign-in works, so they are asked for sooner.
const RETRY_AFTER_S: i64 = 5;
/// Keys are fetched again after this time, so that a key that the provider has taken out is not trusted for ever.
const REFETCH_AFTER_S: i64 = 24 * 3600;
/// Keys that could not be fetched again are used until this time: a provider's outage ends no sign-in at once.
const MAX_AGE_S: i64 = 3 * REFETCH_AFTER_S;
/// Every asymmetric algorithm that the library checks. A token that is "signed" with the client secret, or not at all, is
/// refused.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Why an ID token was not accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum IdTokenError {
    /// The keys could not be fetched; nothing is known about the token.
    NoKeys,
    /// The token is signed in a way that is not checked, with this algorithm: no other sign-in there can be finished, either.
    Algorithm(String),
    /// The token is not valid.
    Refused,
}

/// Verifies the ID tokens of one provider.
pub(crate) struct IdTokenVerifier {
    keys_at: Vec<Url>,
    audience: String,
    is_key_of: IsKeyOf,
    cache: Mutex<KeyCache>,
    /// Held while the keys are fetched.
    fetching: tokio::sync::Mutex<()>,
}

/// Whether a key that names this issuer may have signed these claims.
type IsKeyOf = fn(&str, &IdTokenClaims) -> bool;

#[derive(Default)]
struct KeyCache {
    keys: Option<CachedKeys>,
    /// When they were last asked for, with success or without.
    asked_at: Option<UnixSeconds>,
}

#[derive(Clone)]
struct CachedKeys {
    keys: KeySet,
    fetched_at: UnixSeconds,
}

impl KeyCache {
    fn younger_than(&self, age_s: i64, now: UnixSeconds) -> Option<KeySet> {
        let young = self.keys.as_ref().filter(|cached| (0..age_s).contains(&(now - cached.fetched_at)));
        young.map(|cached| cached.keys.clone())
    }

    /// Whether it is too early to ask again. A request that waited for another one's answer may carry an earlier time.
    fn was_just_asked(&self, now: UnixSeconds) -> bool {
        let pause_s = if self.younger_than(MAX_AGE_S, now).is_some() { MIN_REFETCH_S } else { RETRY_AFTER_S };
        self.asked_at.is_some_and(|at| (-MIN_REFETCH_S..pause_s).contains(&(now - at)))
    }
}

impl IdTokenVerifier {
    /// `keys_at` are the addresses of the key sets, whose keys count together.
    pub(crate) fn new(keys_at: Vec<Url>, audience: String) -> Self {
        Self {
            keys_at,
            audience,
            is_key_of: |_, _| true,
            cache: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
        }
    }

    /// Trusts a key that names an issuer only for the tokens of that issuer, by this rule.
    pub(crate) fn comparing_key_issuers(self, is_key_of: IsKeyOf) -> Self {
        Self { is_key_of, ..self }
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
        let is_of_this_sign_in = claims.nonce.only_text() == Some(nonce.expose());
        // OpenID Connect Core, 3.1.3.7, 4: a token that names its recipient names us. Several audiences need no such name.
        let is_for_us = claims.azp.texts().all(|party| party == self.audience);
        if is_of_this_sign_in && is_for_us { Ok(claims) } else { Err(IdTokenError::Refused) }
    }

    /// Verifies a token without a nonce from the endpoint, so parties other than its bearer may have seen the token.
    /// Signature, audience and time are checked; the caller decides what the token may be used for.
    pub(crate) async fn check_signed(
        &self,
        http: &dyn Http,
        token: &str,
        now: UnixSeconds,
    ) -> Result<IdTokenClaims, IdTokenError> {
        let token = token.trim();
        let header = jsonwebtoken::decode_header(token).ok().filter(|header| ALGORITHMS.contains(&header.alg));
        let header =
            header.ok_or_else(|| claims::algorithm(token).map_or(IdTokenError::Refused, IdTokenError::Algorithm))?;
        let known = self.keys(http, now, REFETCH_AFTER_S).await?;
        let claims = if let Some(claims) = self.verify(token, &header, &known) {
            claims
        } else {
            // The provider may have replaced its keys, perhaps under the same id.
            let fresh = self.keys(http, now, MIN_REFETCH_S).await?;
            self.verify(token, &header, &fresh).ok_or(IdTokenError::Refused)?
        };
        let in_time = now <= claims.exp.saturating_add(LEEWAY_S)
            && claims.nbf.is_none_or(|start| now >= start.saturating_sub(LEEWAY_S));
        if in_time { Ok(claims) } else { Err(IdTokenError::Refused) }
    }

    fn verify(&self, token: &str, header: &Header, keys: &KeySet) -> Option<IdTokenClaims> {
        let mut validation = Validation::new(header.alg);
        validation.set_audience(&[&self.audience]);
        validation.required_spec_claims = ["aud".to_owned()].into();
        // Time is compared by the caller, with the clock that is passed in.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let checked = |candidate: CandidateKey| {
            let claims = jsonwebtoken::decode::<IdTokenClaims>(token, &candidate.key, &validation).ok()?.claims;
            candidate.issuer.is_none_or(|issuer| (self.is_key_of)(&issuer, &claims)).then_some(claims)
        };
        keys.candidates(header).into_iter().find_map(checked)
    }

    /// The keys, which are not older than `age_s`, unless they can't be fetched.
    async fn keys(&self, http: &dyn Http, now: UnixSeconds, age_s: i64) -> Result<KeySet, IdTokenError> {
        if let Some(young) = self.cache().younger_than(age_s, now) {
            return Ok(young);
        }
        let _one_at_a_time = self.fetching.lock().await;
        let usable = |cache: &KeyCache| cache.younger_than(MAX_AGE_S, now).ok_or(IdTokenError::NoKeys);
        {
            let cache = self.cache();
            if let Some(young) = cache.younger_than(age_s, now) {
                return Ok(young);
            }
            if cache.was_just_asked(now) {
                return usable(&cache);
            }
        }
        let fetched = self.fetch(http).await;
        let mut cache = self.cache();
        cache.asked_at = Some(now);
        if let Some(keys) = fetched {
            cache.keys = Some(CachedKeys { keys, fetched_at: now });
        }
        usable(&cache)
    }

    fn cache(&self) -> MutexGuard<'_, KeyCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys of all addresses together. `None` if no address has a key.
    async fn fetch(&self, http: &dyn Http) -> Option<KeySet> {
        let mut all = KeySet::default();
        for at in &self.keys_at {
            if let Ok(body) = documents::fetch(http, at).await {
                all.extend(KeySet::read(&body).unwrap_or_default());
            }
        }
        Some(all).filter(|keys| !keys.is_empty())
    }
}

#[cfg(test)]
mod tests;
