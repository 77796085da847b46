//! The key pair that an instance signs with (ECDSA on P-256).

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

use crate::pem::pem;

/// More pairs than it takes to find one in 128.
const MAX_PAIRS: usize = 10_000;

/// A key pair, both keys as PEM.
pub struct PemKeyPair {
    /// PKCS #8.
    pub private: String,
    /// X.509's form of a public key.
    pub public: String,
}

/// A new pair.
pub fn pair() -> PemKeyPair {
    of(&generated())
}

/// A pair whose public key has a coordinate that begins with a zero byte.
pub fn pair_with_a_leading_zero() -> PemKeyPair {
    let mut pairs = std::iter::repeat_with(generated).take(MAX_PAIRS);
    // SEC 1, 2.3.3: a byte that says "not compressed", then both coordinates.
    let found = pairs.find(|pair| pair.public_key().as_ref()[1] == 0 || pair.public_key().as_ref()[33] == 0);
    of(&found.unwrap())
}

fn generated() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

fn of(pair: &EcdsaKeyPair) -> PemKeyPair {
    let private = pair.to_pkcs8v1().unwrap();
    let public = pair.public_key().as_der().unwrap();
    PemKeyPair { private: pem("PRIVATE KEY", private.as_ref()), public: pem("PUBLIC KEY", public.as_ref()) }
}
