//! Seals secrets before they are written: XChaCha20-Poly1305 with a random 192-bit nonce for each seal, so nonces never need
//! to be counted. The location (table, row, column) is authenticated with the secret, so a sealed value that is moved to
//! another location does not open. An older value that is put back into its own location is not detected.
//!
//! The first key seals, every key opens. Each sealed value names its key, so a key can be removed when no value names it.

use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use latchkey_domain::Entropy;
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// An encryption key, with its id in rows and in the configuration.
pub struct SealingKey {
    /// The key's id, which is stored beside each sealed value.
    pub id: String,
    /// The key itself: 256 random bits.
    pub bytes: Zeroizing<[u8; 32]>,
}

/// What is wrong with a list of keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The list is empty.
    #[error("no encryption key is configured")]
    None,
    /// Two keys have this id.
    #[error("the encryption key id {0:?} is used twice")]
    Twice(String),
}

/// Where a sealed value is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealLocation<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a str,
    pub(crate) column: &'static str,
}

impl SealLocation<'_> {
    /// The associated data of the encryption. It is unambiguous, because each part is preceded by its length.
    fn associated_data(self) -> Vec<u8> {
        [self.table, self.row, self.column]
            .iter()
            .flat_map(|part| (part.len() as u64).to_be_bytes().into_iter().chain(part.bytes()))
            .collect()
    }
}

/// Why a sealed value can't be opened.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum OpenError {
    KeyMissing,
    Broken,
}

/// A valid list of keys: not empty, without duplicate ids.
#[derive(Clone)]
pub(crate) struct SealingKeyRing(Arc<[(Arc<str>, XChaCha20Poly1305)]>);

impl SealingKeyRing {
    pub(crate) fn new(keys: Vec<SealingKey>) -> Result<Self, KeyError> {
        if keys.is_empty() {
            return Err(KeyError::None);
        }
        for (index, key) in keys.iter().enumerate() {
            if keys[..index].iter().any(|other| other.id == key.id) {
                return Err(KeyError::Twice(key.id.clone()));
            }
        }
        Ok(Self(keys.into_iter().map(|key| (key.id.into(), XChaCha20Poly1305::new((&*key.bytes).into()))).collect()))
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.iter().map(|(id, _)| id.as_ref().to_owned()).collect()
    }
}

/// Seals and opens values. Clones share their keys, so that a new list reaches all of them.
#[derive(Clone)]
pub struct Crypter {
    keys: Arc<RwLock<SealingKeyRing>>,
    entropy: Arc<dyn Entropy>,
}

impl Crypter {
    /// Creates a crypter. The first key seals, every key opens.
    pub fn new(keys: Vec<SealingKey>, entropy: Arc<dyn Entropy>) -> Result<Self, KeyError> {
        Ok(Self { keys: Arc::new(RwLock::new(SealingKeyRing::new(keys)?)), entropy })
    }

    /// Replaces the list of keys, in all clones.
    pub(crate) fn replace_keys(&self, keys: SealingKeyRing) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// The ids of the keys, the one that seals first.
    pub(crate) fn key_ids(&self) -> Vec<String> {
        self.ring().ids()
    }

    fn ring(&self) -> SealingKeyRing {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The sealed value and the id of the key it is sealed under.
    pub(crate) fn seal(&self, place: SealLocation<'_>, plain: &[u8]) -> (Arc<str>, Vec<u8>) {
        let ring = self.ring();
        let (id, cipher) = ring.0.first().expect("only a list with keys is used to seal");
        let mut nonce = [0; NONCE_BYTES];
        self.entropy.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &place.associated_data() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("a grant is far below the cipher's 256 GiB");
        (Arc::clone(id), nonce.into_iter().chain(sealed).collect())
    }

    /// 32 random bytes for a place where a hash is expected that no value may match.
    pub(crate) fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes);
        bytes
    }

    pub(crate) fn open(
        &self,
        place: SealLocation<'_>,
        key_id: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let ring = self.ring();
        let (_, cipher) = ring.0.iter().find(|(id, _)| **id == *key_id).ok_or(OpenError::KeyMissing)?;
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or(OpenError::Broken)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| OpenError::Broken)?;
        let payload = Payload { msg: body, aad: &place.associated_data() };
        cipher.decrypt(&nonce, payload).map(Zeroizing::new).map_err(|_| OpenError::Broken)
    }
}

#[cfg(test)]
mod tests;
