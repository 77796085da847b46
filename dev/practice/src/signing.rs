//! The key that signs ID tokens, and what is published of it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::error::{KeyRejected, Unspecified};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde::Serialize;
use serde_json::{Value, json};

/// Borrowed keys that were given back. To make a key takes longer than most tests.
static UNUSED: Mutex<Vec<Arc<KeyPair>>> = Mutex::new(Vec::new());

/// An RSA key of 2048 bits, for RS256 (RFC 7518, 3.3).
pub(crate) struct IdTokenKey {
    pair: Arc<KeyPair>,
    public: Jwk,
    id: String,
    is_borrowed: bool,
}

/// The key can't be made or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdTokenKeyError {
    /// The text is not base64.
    #[error("the signing key is not base64")]
    NotBase64(#[from] base64::DecodeError),
    /// The bytes are not an RSA key.
    #[error("the signing key is not an RSA key in PKCS #8")]
    NotAKey(#[from] KeyRejected),
    /// The library gave up.
    #[error("the signing key could not be made")]
    NotMade(#[from] Unspecified),
    /// The public half could not be expressed as a JWK.
    #[error("the signing key could not be published")]
    NotPublished(#[from] jsonwebtoken::errors::Error),
}

impl IdTokenKey {
    /// A new key, for a server that stores it.
    pub(crate) fn generate() -> Result<Self, IdTokenKeyError> {
        Self::new(Arc::new(KeyPair::generate(KeySize::Rsa2048)?))
    }

    /// A key for a server that stores none: one that an earlier server of this process gave back when it ended, else a
    /// new one. No two servers have it at the same time.
    pub(crate) fn borrow() -> Result<Self, IdTokenKeyError> {
        let unused = UNUSED.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut key = unused.map_or_else(Self::generate, Self::new)?;
        key.is_borrowed = true;
        Ok(key)
    }

    /// Reads what [`Self::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> Result<Self, IdTokenKeyError> {
        Self::new(Arc::new(KeyPair::from_pkcs8(&STANDARD.decode(text)?)?))
    }

    /// The private key, for the state file: PKCS #8 in base64.
    pub(crate) fn to_text(&self) -> Result<String, IdTokenKeyError> {
        Ok(STANDARD.encode(self.pair.as_der()?.as_ref()))
    }

    fn new(pair: Arc<KeyPair>) -> Result<Self, IdTokenKeyError> {
        let decoding = DecodingKey::from_rsa_der(pair.public_key().as_ref());
        let mut public = Jwk::from_decoding_key(&decoding, Some(Algorithm::RS256))?;
        let id = public.thumbprint(ThumbprintHash::SHA256)?;
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_id = Some(id.clone());
        Ok(Self { pair, public, id, is_borrowed: false })
    }

    /// The public half, with its `kid`.
    pub(crate) fn public(&self) -> &Jwk {
        &self.public
    }

    /// Its `kid`.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// A signed token with these claims (RFC 7519).
    pub(crate) fn sign(&self, claims: &impl Serialize) -> String {
        self.sign_as(Some(&self.id), claims)
    }

    /// The same, with another `kid` or none.
    pub(crate) fn sign_as(&self, kid: Option<&str>, claims: &impl Serialize) -> String {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::RS256) };
        let signed = format!("{}.{}", segment(&header), segment(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .expect("a key of 2048 bits has room for a SHA-256 signature");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A key that signs nothing, or signs in place of another one. One for the whole process is enough.
pub(crate) fn another_key() -> &'static IdTokenKey {
    static ANOTHER: OnceLock<IdTokenKey> = OnceLock::new();
    ANOTHER.get_or_init(|| IdTokenKey::generate().expect("a key can be made"))
}

/// A key set with [`another_key`] alone.
pub(crate) fn another_key_set() -> Value {
    json!({ "keys": [another_key().public()] })
}

impl Drop for IdTokenKey {
    fn drop(&mut self) {
        if self.is_borrowed {
            UNUSED.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&self.pair));
        }
    }
}

fn segment(content: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(content).expect("headers and claims are plain JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_kept_is_the_same_key() {
        let key = IdTokenKey::generate().unwrap();
        let again = IdTokenKey::from_text(&key.to_text().unwrap()).unwrap();
        assert_eq!(key.public(), again.public());
    }

    #[test]
    fn two_servers_at_a_time_have_two_keys() {
        // One is given back, so that there is one to borrow.
        drop(IdTokenKey::borrow().unwrap());
        let (one, other) = (IdTokenKey::borrow().unwrap(), IdTokenKey::borrow().unwrap());
        assert_ne!(one.public(), other.public());
    }

    #[test]
    fn text_that_is_no_key_is_refused() {
        assert!(matches!(IdTokenKey::from_text("bm90IGEga2V5"), Err(IdTokenKeyError::NotAKey(_))));
        assert!(matches!(IdTokenKey::from_text("*"), Err(IdTokenKeyError::NotBase64(_))));
    }
}
