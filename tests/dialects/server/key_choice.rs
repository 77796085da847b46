//! The keys that sign ID tokens, and the key set that the server publishes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

/// How ID tokens are signed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Signing {
    #[default]
    Es256,
    Es384,
    EdDsa,
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps512,
    /// With the client's secret.
    Hs256,
    /// With the public key, as if it were a secret.
    Hs256ByPublicKey,
    /// Not at all.
    None,
}

/// The keys, and how they are published.
#[derive(Clone, Debug)]
pub struct KeyChoice {
    pub signing: Signing,
    /// Which key of this kind: after a rotation another one.
    pub number: usize,
    /// The key id in the token's header.
    pub kid: Option<&'static str>,
    /// The published set, as JSON. `{x}`, `{y}` and `{n}` stand for the signing key's numbers, `{n of 7}` for those of key 7.
    /// `{n=}` is padded, `{n/}` in plain Base64, `{n,}` padded with commas, and `{n0}` has a zero byte before it.
    pub set: &'static str,
    pub at: KeysAt,
}

/// Where the set is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum KeysAt {
    #[default]
    Usual,
    /// Only where the address names the client (`?appid=`). Elsewhere it is another set.
    ForAppId,
    /// Nowhere: 503.
    Down,
    /// Behind a redirect at the same host.
    Moved,
}

impl Default for KeyChoice {
    fn default() -> Self {
        Self { signing: Signing::Es256, number: 0, kid: Some("1"), set: "", at: KeysAt::Usual }
    }
}

#[derive(Clone, Copy, Eq, Hash, PartialEq)]
enum Family {
    P256,
    P384,
    Ed25519,
    Rsa,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// Keys are made once in a process: RSA keys take long.
static PAIRS: Mutex<Option<HashMap<(Family, usize), &'static Pair>>> = Mutex::new(None);

fn pair(family: Family, number: usize) -> &'static Pair {
    let mut pairs = PAIRS.lock().unwrap_or_else(PoisonError::into_inner);
    pairs.get_or_insert_default().entry((family, number)).or_insert_with(|| {
        Box::leak(Box::new(match family {
            Family::P256 => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()),
            Family::P384 => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap()),
            Family::Ed25519 => Pair::Ed(Ed25519KeyPair::generate().unwrap()),
            Family::Rsa => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()),
        }))
    })
}

impl Signing {
    fn family(self) -> Family {
        match self {
            Self::Es384 => Family::P384,
            Self::EdDsa => Family::Ed25519,
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps512 => Family::Rsa,
            Self::Es256 | Self::Hs256 | Self::Hs256ByPublicKey | Self::None => Family::P256,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps512 => "PS512",
            Self::Hs256 | Self::Hs256ByPublicKey => "HS256",
            Self::None => "none",
        }
    }

    /// The usual form of this kind of key in a set, without the other members.
    fn published(self) -> &'static str {
        match self.family() {
            Family::P256 => r#""kty":"EC","crv":"P-256","x":"{x}","y":"{y}""#,
            Family::P384 => r#""kty":"EC","crv":"P-384","x":"{x}","y":"{y}""#,
            Family::Ed25519 => r#""kty":"OKP","crv":"Ed25519","x":"{x}""#,
            Family::Rsa => r#""kty":"RSA","n":"{n}","e":"AQAB""#,
        }
    }
}

impl KeyChoice {
    /// A token with these claims.
    pub(super) fn sign(&self, claims: &serde_json::Value, secret: &str) -> String {
        let mut header = serde_json::json!({ "alg": self.signing.name(), "typ": "JWT" });
        if let Some(kid) = self.kid {
            header["kid"] = kid.into();
        }
        let segment = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", segment(&header), segment(claims));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.signature(signed.as_bytes(), secret)))
    }

    fn signature(&self, signed: &[u8], secret: &str) -> Vec<u8> {
        let by = |key: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), signed).as_ref().to_vec();
        let encoding: &dyn RsaEncoding = match self.signing {
            Signing::Hs256 => return by(secret.as_bytes()),
            Signing::Hs256ByPublicKey => return by(self.number_of("x", self.number).as_slice()),
            Signing::None => return Vec::new(),
            Signing::Rs384 => &RSA_PKCS1_SHA384,
            Signing::Rs512 => &RSA_PKCS1_SHA512,
            Signing::Ps256 => &RSA_PSS_SHA256,
            Signing::Ps512 => &RSA_PSS_SHA512,
            _ => &RSA_PKCS1_SHA256,
        };
        match pair(self.signing.family(), self.number) {
            Pair::Ec(key) => key.sign(&SystemRandom::new(), signed).unwrap().as_ref().to_vec(),
            Pair::Ed(key) => key.sign(signed).as_ref().to_vec(),
            Pair::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(encoding, &SystemRandom::new(), signed, &mut signature).unwrap();
                signature
            }
        }
    }

    /// The published set.
    pub(super) fn published(&self) -> String {
        if !self.set.is_empty() {
            return self.fill(self.set);
        }
        let kid = self.kid.unwrap_or("1");
        let (alg, key) = (self.signing.name(), self.signing.published());
        self.fill(&format!(r#"{{"keys":[{{{key},"alg":"{alg}","use":"sig","kid":"{kid}"}}]}}"#))
    }

    /// A set that holds another key alone.
    pub(super) fn another_set(&self) -> String {
        Self { number: self.number + 90, set: "", ..self.clone() }.published()
    }

    fn fill(&self, text: &str) -> String {
        let mut filled = text.replace("{key}", self.signing.published());
        for name in ["n", "x", "y"] {
            while let Some(at) = filled.find(&format!("{{{name}")) {
                let end = at + filled[at..].find('}').unwrap();
                let form = &filled[at + 2..end];
                let number = form.strip_prefix(" of ").map_or(self.number, |number| number.parse().unwrap());
                let bytes = self.number_of(name, number);
                let written = match form {
                    "=" => URL_SAFE.encode(&bytes),
                    "/" => STANDARD.encode(&bytes),
                    "," => format!("{},,", URL_SAFE_NO_PAD.encode(&bytes)),
                    "0" => URL_SAFE_NO_PAD.encode([&[0], bytes.as_slice()].concat()),
                    _ => URL_SAFE_NO_PAD.encode(&bytes),
                };
                filled.replace_range(at..=end, &written);
            }
        }
        filled
    }

    /// A number of a public key.
    fn number_of(&self, name: &str, number: usize) -> Vec<u8> {
        match pair(self.signing.family(), number) {
            Pair::Rsa(key) => key.public_key().modulus().big_endian_without_leading_zero().to_vec(),
            Pair::Ed(key) => key.public_key().as_ref().to_vec(),
            Pair::Ec(key) => {
                let point = &key.public_key().as_ref()[1..];
                let half = point.len() / 2;
                if name == "y" { point[half..].to_vec() } else { point[..half].to_vec() }
            }
        }
    }
}
