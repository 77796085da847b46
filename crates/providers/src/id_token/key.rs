//! Converts a published key (JWK) to one that verifies signatures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::errors::Error;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};

/// The size of a coordinate on P-256.
const P256_BYTES: usize = 32;

/// Converts a key. RFC 7518, 6.2.1.2 requires coordinates in full length, but some servers drop leading zeros. Without the
/// padding here, every sign-in with such a key would fail.
pub(super) fn decoding_key(jwk: &Jwk) -> Result<DecodingKey, Error> {
    let mut jwk = jwk.clone();
    if let AlgorithmParameters::EllipticCurve(curve) = &mut jwk.algorithm
        && curve.curve == EllipticCurve::P256
    {
        curve.x = in_full_length(&curve.x);
        curve.y = in_full_length(&curve.y);
    }
    DecodingKey::from_jwk(&jwk)
}

fn in_full_length(coordinate: &str) -> String {
    match URL_SAFE_NO_PAD.decode(coordinate) {
        Ok(bytes) if bytes.len() < P256_BYTES => {
            let mut full = vec![0; P256_BYTES - bytes.len()];
            full.extend(bytes);
            URL_SAFE_NO_PAD.encode(full)
        }
        _ => coordinate.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_leading_zeros_come_back_and_nothing_else_changes() {
        let full = [&[0, 0][..], &[7; 30]].concat();
        let (short, full) = (URL_SAFE_NO_PAD.encode([7; 30]), URL_SAFE_NO_PAD.encode(full));
        assert_eq!(in_full_length(&short), full);
        assert_eq!(in_full_length(&full), full);
        let too_long = URL_SAFE_NO_PAD.encode([7; 33]);
        assert_eq!(in_full_length(&too_long), too_long);
        assert_eq!(in_full_length("not base64!"), "not base64!");
    }

    #[test]
    fn a_key_with_a_short_coordinate_can_be_used() {
        // Published by Glewlwyd 2.7.5.
        let published = r#"{"kty":"EC","x":"YxNsIPHdRQX7fCvtYIuGWt23BkgIGOdlI6T6ino58A",
            "y":"-OaV1waRT68B9jVqMGwIcE4NR3PR6M-nrsixk2lRPkE","crv":"P-256","kid":"k","alg":"ES256"}"#;
        let jwk: Jwk = serde_json::from_str(published).unwrap();
        assert_eq!(decoding_key(&jwk).unwrap().try_get_as_bytes().unwrap().len(), 1 + 2 * P256_BYTES);
    }
}
