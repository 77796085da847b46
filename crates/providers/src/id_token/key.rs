//! Converts a published key (JWK) to one that verifies signatures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::errors::Error;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};

/// Converts a key. RFC 7518, 6.2.1.2 requires coordinates in full length, but some servers drop leading zeros. Without the
/// padding here, every sign-in with such a key would fail.
pub(super) fn decoding_key(jwk: &Jwk) -> Result<DecodingKey, Error> {
    let mut jwk = jwk.clone();
    if let AlgorithmParameters::EllipticCurve(curve) = &mut jwk.algorithm {
        let bytes = if curve.curve == EllipticCurve::P384 { 48 } else { 32 };
        curve.x = in_full_length(&curve.x, bytes);
        curve.y = in_full_length(&curve.y, bytes);
    }
    DecodingKey::from_jwk(&jwk)
}

fn in_full_length(coordinate: &str, length: usize) -> String {
    match URL_SAFE_NO_PAD.decode(coordinate) {
        Ok(bytes) if bytes.len() < length => {
            let mut full = vec![0; length - bytes.len()];
            full.extend(bytes);
            URL_SAFE_NO_PAD.encode(full)
        }
        _ => coordinate.to_owned(),
    }
}

/// A number as RFC 7518, 2 wants it, from plain base64 or with padding. `without_zeros` also removes leading zero bytes.
pub(super) fn plain_number(text: &str, without_zeros: bool) -> String {
    let text = text.trim_end_matches(['=', ',']).replace('+', "-").replace('/', "_");
    match URL_SAFE_NO_PAD.decode(&text) {
        Ok(bytes) if without_zeros => {
            let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(0);
            URL_SAFE_NO_PAD.encode(&bytes[first..])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_leading_zeros_come_back_and_nothing_else_changes() {
        let full = [&[0, 0][..], &[7; 30]].concat();
        let (short, full) = (URL_SAFE_NO_PAD.encode([7; 30]), URL_SAFE_NO_PAD.encode(full));
        assert_eq!(in_full_length(&short, 32), full);
        assert_eq!(in_full_length(&full, 32), full);
        let too_long = URL_SAFE_NO_PAD.encode([7; 33]);
        assert_eq!(in_full_length(&too_long, 32), too_long);
        assert_eq!(in_full_length("not base64!", 32), "not base64!");
    }

    #[test]
    fn a_key_with_a_short_coordinate_can_be_used() {
        // Published by Glewlwyd 2.7.5.
        let published = r#"{"kty":"EC","x":"YxNsIPHdRQX7fCvtYIuGWt23BkgIGOdlI6T6ino58A",
            "y":"-OaV1waRT68B9jVqMGwIcE4NR3PR6M-nrsixk2lRPkE","crv":"P-256","kid":"k","alg":"ES256"}"#;
        let jwk: Jwk = serde_json::from_str(published).unwrap();
        assert_eq!(decoding_key(&jwk).unwrap().try_get_as_bytes().unwrap().len(), 1 + 2 * 32);
    }

    #[test]
    fn a_number_is_one_in_either_alphabet_with_padding_or_a_leading_zero() {
        let bytes = [0xfb, 0xef, 0xff, 0x01];
        let plain = URL_SAFE_NO_PAD.encode(bytes);
        assert_eq!(plain, "--__AQ");
        for odd in ["--__AQ==", "++//AQ==", "++//AQ,,", "APvv_wE", "APvv/wE="] {
            assert_eq!(plain_number(odd, true), plain, "{odd}");
        }
        assert_eq!(plain_number("APvv_wE", false), "APvv_wE", "a coordinate has its full length");
    }
}
