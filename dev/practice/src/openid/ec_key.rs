//! A key on the curve P-384, for ES384 (RFC 7518, 3.4). One for the whole process: no test needs two.

use std::sync::OnceLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Its `kid`.
const ID: &str = "practice-p384";
/// The length of a coordinate.
const COORDINATE_BYTES: usize = 48;

fn pair() -> &'static EcdsaKeyPair {
    static PAIR: OnceLock<EcdsaKeyPair> = OnceLock::new();
    PAIR.get_or_init(|| EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).expect("a key can be made"))
}

/// The public half. The library writes a point as a byte 4 and the two coordinates.
pub(super) fn public() -> Value {
    let point = pair().public_key().as_ref();
    let (x, y) = point.get(1..).unwrap_or_default().split_at(COORDINATE_BYTES);
    let [x, y] = [x, y].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
    json!({ "kty": "EC", "crv": "P-384", "use": "sig", "alg": "ES384", "kid": ID, "x": x, "y": y })
}

/// A signed token with these claims.
pub(super) fn sign(claims: &Value) -> String {
    let segment = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", segment(&json!({ "alg": "ES384", "typ": "JWT", "kid": ID })), segment(claims));
    let signature = pair().sign(&SystemRandom::new(), signed.as_bytes()).expect("a key on P-384 signs");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
