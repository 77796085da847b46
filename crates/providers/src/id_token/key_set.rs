//! A published key set (RFC 7517). Each key is read by itself, so that one of an unknown kind does not hide the others
//! (section 5).

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::key;

/// The most keys that are tried on one token: a set without key ids has a handful.
const MAX_TRIED: usize = 8;
/// The members of a key that are used. Others may have any type.
const MEMBERS: [&str; 7] = ["kty", "kid", "crv", "n", "e", "x", "y"];

/// The keys of a provider.
#[derive(Clone, Debug, Default)]
pub(super) struct KeySet {
    keys: Vec<PublishedKey>,
}

#[derive(Clone, Debug)]
struct PublishedKey {
    jwk: Jwk,
    /// The algorithm that the key is published for, as text: it may be one that the library does not know.
    algorithm: Option<String>,
    usage: Option<String>,
    /// The issuer that alone signs with it, where a server publishes keys of several. No standard member.
    issuer: Option<String>,
}

/// A key that may have signed a token.
pub(super) struct CandidateKey {
    pub(super) key: DecodingKey,
    pub(super) issuer: Option<String>,
}

#[derive(Deserialize)]
struct PublishedKeys {
    keys: Vec<Map<String, Value>>,
}

impl KeySet {
    /// Parses a set. `None` if it is none; a set without a key that can be read is an empty one.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let published: PublishedKeys = serde_json::from_slice(body).ok()?;
        Some(Self { keys: published.keys.into_iter().filter_map(|key| read_key(&key)).collect() })
    }

    /// Adds the keys of another set.
    pub(super) fn extend(&mut self, other: Self) {
        self.keys.extend(other.keys);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys that may have signed a token with this header: those with its key id, or else those without any
    /// (OpenID Connect Core, 10.1). A token without a key id may be signed by any key of its algorithm.
    pub(super) fn candidates(&self, header: &Header) -> Vec<CandidateKey> {
        let of = |kid: Option<&str>| -> Vec<&PublishedKey> {
            let fits = self.keys.iter().filter(|key| key.fits(header.alg));
            fits.filter(|key| key.jwk.common.key_id.as_deref() == kid).collect()
        };
        let named = match header.kid.as_deref() {
            None => self.keys.iter().filter(|key| key.fits(header.alg)).collect(),
            Some(kid) => match of(Some(kid)) {
                none if none.is_empty() => of(None),
                named => named,
            },
        };
        let candidate = |key: &PublishedKey| {
            Some(CandidateKey { key: key::decoding_key(&key.jwk).ok()?, issuer: key.issuer.clone() })
        };
        named.into_iter().take(MAX_TRIED).filter_map(candidate).collect()
    }
}

impl PublishedKey {
    /// Whether the key verifies signatures of this algorithm: by its type, its curve, and what it is published for.
    fn fits(&self, algorithm: Algorithm) -> bool {
        use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
        let type_fits = match (&self.jwk.algorithm, algorithm) {
            (AlgorithmParameters::RSA(_), RS256 | RS384 | RS512 | PS256 | PS384 | PS512) => true,
            (AlgorithmParameters::EllipticCurve(curve), ES256) => curve.curve == EllipticCurve::P256,
            (AlgorithmParameters::EllipticCurve(curve), ES384) => curve.curve == EllipticCurve::P384,
            (AlgorithmParameters::OctetKeyPair(pair), EdDSA) => pair.curve == EllipticCurve::Ed25519,
            _ => false,
        };
        let named = self.algorithm.as_deref().is_none_or(|named| named == format!("{algorithm:?}"));
        type_fits && named && self.usage.as_deref().is_none_or(|usage| usage == "sig")
    }
}

fn read_key(published: &Map<String, Value>) -> Option<PublishedKey> {
    let text = |name: &str| published.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let [algorithm, usage, issuer] = ["alg", "use", "issuer"].map(|name| text(name).map(str::to_owned));
    let members = MEMBERS.iter().filter_map(|name| Some(((*name).to_owned(), member(name, text(name)?).into())));
    let members = members.collect();
    let jwk = serde_json::from_value(Value::Object(members)).ok()?;
    Some(PublishedKey { jwk, algorithm, usage, issuer })
}

/// Numbers are base64url without padding or leading zeros (RFC 7518, 2). Some servers write plain base64, padding, or a leading
/// zero byte.
fn member(name: &str, text: &str) -> String {
    match name {
        "n" | "e" | "x" | "y" => key::plain_number(text, matches!(name, "n" | "e")),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"kty":"EC","crv":"P-256","kid":"1","x":"YxNsIPHdRQX7fCvtYIuGWt23BkgIGOdlI6T6ino58A","y":"-OaV1waRT68B9jVqMGwIcE4NR3PR6M-nrsixk2lRPkE"}"#;

    fn candidates(keys: &str, algorithm: Algorithm, kid: Option<&str>) -> usize {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
        KeySet::read(format!("{{\"keys\":[{keys}]}}").as_bytes()).unwrap().candidates(&header).len()
    }

    #[test]
    fn keys_of_unknown_kinds_hide_no_other() {
        let strange = r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"},{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"},
            {"kty":"EC","crv":"P-256","x":"AA"},{"kty":"oct","k":"AA"},{"kty":7},{},{"kty":"OKP","crv":"X25519","x":"AA"}"#;
        let odd_members = GOOD.replace(r#""kid""#, r#""x5c":7,"key_ops":{},"alg":["ES256"],"use":null,"kid""#);
        assert_eq!(candidates(&format!("{strange},{odd_members}"), Algorithm::ES256, Some("1")), 1);
    }

    #[test]
    fn the_key_id_chooses_and_without_one_what_fits() {
        let without = GOOD.replace(r#""kid":"1","#, "");
        assert_eq!(candidates(GOOD, Algorithm::ES256, Some("2")), 0);
        assert_eq!(candidates(GOOD, Algorithm::ES256, None), 1);
        assert_eq!(candidates(&without, Algorithm::ES256, Some("2")), 1);
        assert_eq!(candidates(&format!("{GOOD},{without}"), Algorithm::ES256, Some("1")), 1);
        assert_eq!(candidates(GOOD, Algorithm::RS256, Some("1")), 0);
        assert_eq!(candidates(GOOD, Algorithm::HS256, Some("1")), 0, "a public key is no secret");
    }

    #[test]
    fn a_key_for_encryption_or_another_algorithm_does_not_verify() {
        for purpose in [r#""use":"enc","#, r#""alg":"ECDH-ES","#, r#""alg":"ES384","#, r#""use":"jwt-svid","#] {
            let key = GOOD.replace(r#""kid""#, &format!("{purpose}\"kid\""));
            assert_eq!(candidates(&key, Algorithm::ES256, Some("1")), 0, "{purpose}");
        }
        let named = GOOD.replace(r#""kid""#, r#""alg":"ES256","use":"sig","kid""#);
        assert_eq!(candidates(&named, Algorithm::ES256, Some("1")), 1);
    }

    #[test]
    fn a_set_is_a_list_of_objects() {
        for none in ["", "<html>", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[1]}"#] {
            assert!(KeySet::read(none.as_bytes()).is_none(), "{none}");
        }
        assert!(KeySet::read(br#"{"keys":[]}"#).unwrap().is_empty());
    }
}
