//! ID tokens, signed before the measurement, by RS256 like those of the large providers.

use anyhow::anyhow;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey};
use latchkey_domain::{Clock as _, SystemClock};
use latchkey_testkit::sample::subject;
use serde_json::{Value, json};

use super::{CLIENT_ID, NONCE};

const KEY_ID: &str = "bench";
/// Longer than any run.
const LIFE_S: i64 = 24 * 3600;

/// One token for each subject, and the public key.
pub(super) struct SignedIdTokens {
    tokens: Vec<String>,
    public: String,
}

impl SignedIdTokens {
    pub(super) fn sign(issuer: &str, subjects: usize) -> anyhow::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("no key could be made"))?;
        let decoding = DecodingKey::from_rsa_der(pair.public_key().as_ref());
        let mut public = Jwk::from_decoding_key(&decoding, Some(Algorithm::RS256))?;
        public.common.key_id = Some(KEY_ID.to_owned());
        let now = SystemClock.now();
        let claims = |number| {
            let name = subject(number);
            json!({
                "iss": issuer, "aud": CLIENT_ID, "sub": name, "nonce": NONCE, "iat": now, "exp": now + LIFE_S,
                "email": format!("{name}@sample.example"),
            })
        };
        let tokens = (0..subjects).map(|number| sign(&pair, &claims(number))).collect::<Result<_, _>>()?;
        Ok(Self { tokens, public: serde_json::to_string(&JwkSet { keys: vec![public] })? })
    }

    pub(super) fn public(&self) -> &str {
        &self.public
    }

    pub(super) fn of(&self, number: usize) -> &str {
        &self.tokens[number % self.tokens.len()]
    }
}

fn sign(pair: &KeyPair, claims: &Value) -> anyhow::Result<String> {
    let segment = |content: &Value| URL_SAFE_NO_PAD.encode(content.to_string());
    let signed = format!("{}.{}", segment(&json!({ "alg": "RS256", "kid": KEY_ID })), segment(claims));
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .map_err(|_| anyhow!("nothing could be signed"))?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
