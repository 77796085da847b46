//! A self-signed certificate for tests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertifiedKey, PublicKeyData as _, generate_simple_self_signed};
use sha2::{Digest as _, Sha256};

/// A certificate with its key.
#[derive(Clone)]
pub struct Certificate {
    /// In PEM.
    pub pem: String,
    /// Its key, in PEM.
    pub key_pem: String,
    /// The digest of its public key (SHA-256 of the `SubjectPublicKeyInfo`, in base64), by which browsers can be told to
    /// trust it.
    pub pin: String,
}

impl Certificate {
    /// For these names, signed by itself.
    pub fn for_names(names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        let pin = STANDARD.encode(Sha256::digest(signing_key.subject_public_key_info()));
        Self { pem: cert.pem(), key_pem: signing_key.serialize_pem(), pin }
    }
}
