//! The client's own key, which signs its assertions (RFC 7523).

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{self, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{
    KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PublicKeyData as _, SignatureAlgorithm,
};
use serde_json::{Value, json};

use crate::pem::pem;

/// A key pair of the client's.
pub struct ClientKey {
    /// The private key as PEM.
    pub private: String,
    /// The public key as the server knows it (RFC 7517).
    pub public: Value,
}

/// A key of every kind that the endpoint signs with: RSA, P-256, P-384, Ed25519.
pub fn of_every_kind() -> [ClientKey; 4] {
    [rsa(), elliptic(&PKCS_ECDSA_P256_SHA256, "P-256"), elliptic(&PKCS_ECDSA_P384_SHA384, "P-384"), edwards()]
}

fn rsa() -> ClientKey {
    let pair = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let number = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
    let (n, e) = (pair.public_key().modulus(), pair.public_key().exponent());
    let (n, e) = (number(n.big_endian_without_leading_zero()), number(e.big_endian_without_leading_zero()));
    ClientKey { private: pem("PRIVATE KEY", private.as_ref()), public: json!({ "kty": "RSA", "n": n, "e": e }) }
}

fn elliptic(algorithm: &'static SignatureAlgorithm, curve: &str) -> ClientKey {
    let pair = KeyPair::generate_for(algorithm).unwrap();
    // SEC 1, 2.3.3: a byte that says "not compressed", then both coordinates.
    let (x, y) = pair.der_bytes()[1..].split_at(pair.der_bytes().len() / 2);
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    ClientKey { private: pair.serialize_pem(), public: json!({ "kty": "EC", "crv": curve, "x": x, "y": y }) }
}

fn edwards() -> ClientKey {
    let pair = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let x = URL_SAFE_NO_PAD.encode(pair.der_bytes());
    ClientKey { private: pair.serialize_pem(), public: json!({ "kty": "OKP", "crv": "Ed25519", "x": x }) }
}
