//! Seals secrets before they are written: XChaCha20-Poly1305 with a random 192-bit nonce for each seal, so nonces
//! never need to be counted. The location (table, row, column) is authenticated with the secret, so a sealed value that is
//! moved to another location does not open. This does not prevent that an older value is put back into its own location.
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

    /// 32 random bytes, to stand where a hash is expected and no value may match it.
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
mod tests {
    use latchkey_domain::SystemEntropy;
    use proptest::prelude::*;

    use super::*;

    const HERE: SealLocation<'_> = SealLocation { table: "grants", row: "one", column: "sealed" };

    fn key(id: &str, byte: u8) -> SealingKey {
        SealingKey { id: id.to_owned(), bytes: Zeroizing::new([byte; 32]) }
    }

    fn crypter(keys: Vec<SealingKey>) -> Crypter {
        Crypter::new(keys, Arc::new(SystemEntropy)).unwrap()
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_in_its_own_place_and_nowhere_else(plain: Vec<u8>, row in "[a-z]{0,9}") {
            let crypter = crypter(vec![key("new", 1), key("old", 2)]);
            let (id, sealed) = crypter.seal(HERE, &plain);
            prop_assert_eq!(&*id, "new");
            let opened = crypter.open(HERE, &id, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            prop_assert_eq!(crypter.open(SealLocation { row: &row, ..HERE }, &id, &sealed).is_ok(), row == HERE.row);
        }

        #[test]
        fn a_seal_with_any_byte_altered_does_not_open(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u32) {
            let crypter = crypter(vec![key("k", 1)]);
            let (id, mut sealed) = crypter.seal(HERE, &plain);
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert_eq!(crypter.open(HERE, &id, &sealed), Err(OpenError::Broken));
        }
    }

    #[test]
    fn an_older_key_still_opens_and_a_key_that_is_gone_is_named() {
        let (before, after, without) =
            (crypter(vec![key("old", 2)]), crypter(vec![key("new", 1), key("old", 2)]), crypter(vec![key("new", 1)]));
        let (id, sealed) = before.seal(HERE, b"secret");
        assert_eq!(after.open(HERE, &id, &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(without.open(HERE, &id, &sealed), Err(OpenError::KeyMissing));
    }

    #[test]
    fn another_table_another_column_and_another_key_of_the_same_name_do_not_open() {
        let (right, wrong) = (crypter(vec![key("k", 1)]), crypter(vec![key("k", 9)]));
        let (id, sealed) = right.seal(HERE, b"secret");
        assert_eq!(right.open(SealLocation { table: "authorizations", ..HERE }, &id, &sealed), Err(OpenError::Broken));
        assert_eq!(right.open(SealLocation { column: "pending", ..HERE }, &id, &sealed), Err(OpenError::Broken));
        assert_eq!(wrong.open(HERE, &id, &sealed), Err(OpenError::Broken));
        assert_eq!(right.open(HERE, &id, &[0; 5]), Err(OpenError::Broken));
    }

    #[test]
    fn parts_of_a_place_cannot_flow_into_each_other() {
        let crypter = crypter(vec![key("k", 1)]);
        let (id, sealed) = crypter.seal(SealLocation { table: "ab", row: "c", column: "d" }, b"secret");
        assert_eq!(
            crypter.open(SealLocation { table: "a", row: "bc", column: "d" }, &id, &sealed),
            Err(OpenError::Broken)
        );
    }

    #[test]
    fn a_list_without_keys_or_with_a_name_twice_is_refused() {
        assert!(matches!(Crypter::new(vec![], Arc::new(SystemEntropy)), Err(KeyError::None)));
        let twice = Crypter::new(vec![key("k", 1), key("k", 2)], Arc::new(SystemEntropy));
        assert!(matches!(twice, Err(KeyError::Twice(_))));
    }
}
