//! Tokens signed with real keys, by providers that publish them in many ways.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PublicKeyData as _};
use serde_json::{Value, json};

use super::*;
use crate::scripted_http::ScriptedHttp;

const NOW: i64 = 1_800_000_000;
const KEYS: &str = "https://idp.example/keys";
const CLIENT: &str = "latchkey";

struct TestKey {
    pair: KeyPair,
    algorithm: Algorithm,
}

impl TestKey {
    fn new(algorithm: Algorithm) -> Self {
        let kind = match algorithm {
            Algorithm::ES384 => &PKCS_ECDSA_P384_SHA384,
            Algorithm::EdDSA => &PKCS_ED25519,
            _ => &PKCS_ECDSA_P256_SHA256,
        };
        Self { pair: KeyPair::generate_for(kind).unwrap(), algorithm }
    }

    /// As it is published, with this key id.
    fn published(&self, kid: Option<&str>) -> Value {
        let public = self.pair.der_bytes();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&public[range]);
        let mut key = match self.algorithm {
            Algorithm::EdDSA => json!({ "kty": "OKP", "crv": "Ed25519", "x": part(0..32) }),
            Algorithm::ES384 => json!({ "kty": "EC", "crv": "P-384", "x": part(1..49), "y": part(49..97) }),
            _ => json!({ "kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65) }),
        };
        if let Some(kid) = kid {
            key["kid"] = kid.into();
        }
        key
    }

    fn signs(&self, kid: Option<&str>, changes: &Value) -> String {
        let mut claims =
            json!({ "iss": "https://idp.example", "sub": "1", "aud": CLIENT, "exp": NOW + 60, "nonce": "n" });
        claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let pem = self.pair.serialize_pem();
        let key = match self.algorithm {
            Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
            _ => EncodingKey::from_ec_pem(pem.as_bytes()),
        };
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(self.algorithm) };
        jsonwebtoken::encode(&header, &claims, &key.unwrap()).unwrap()
    }
}

fn publishing(keys: &[Value]) -> ScriptedHttp {
    ScriptedHttp::default().answering(KEYS, 200, &json!({ "keys": keys }).to_string())
}

fn verifier() -> IdTokenVerifier {
    IdTokenVerifier::new(vec![Url::parse(KEYS).unwrap()], CLIENT.to_owned())
}

async fn accepts(verifier: &IdTokenVerifier, http: &ScriptedHttp, token: &str, now: i64) -> bool {
    verifier.check(http, token, &Nonce::new("n"), now).await.is_ok()
}

#[tokio::test]
async fn every_algorithm_that_the_library_checks_is_accepted() {
    for algorithm in [Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA] {
        let key = TestKey::new(algorithm);
        let http = publishing(&[key.published(Some("1"))]);
        assert!(accepts(&verifier(), &http, &key.signs(Some("1"), &json!({})), NOW).await, "{algorithm:?}");
        let other = TestKey::new(algorithm);
        assert!(!accepts(&verifier(), &http, &other.signs(Some("1"), &json!({})), NOW).await, "{algorithm:?}");
    }
}

#[tokio::test]
async fn a_token_or_a_key_without_an_id_is_checked_with_what_fits() {
    let (key, other) = (TestKey::new(Algorithm::ES256), TestKey::new(Algorithm::ES256));
    let token = key.signs(None, &json!({}));
    for keys in [
        vec![key.published(None)],
        vec![key.published(Some("1"))],
        vec![other.published(Some("1")), key.published(Some("2"))],
        vec![TestKey::new(Algorithm::EdDSA).published(None), key.published(None)],
    ] {
        assert!(accepts(&verifier(), &publishing(&keys), &token, NOW).await, "{keys:?}");
    }
    let named = key.signs(Some("7"), &json!({}));
    assert!(accepts(&verifier(), &publishing(&[key.published(None)]), &named, NOW).await);
    assert!(!accepts(&verifier(), &publishing(&[other.published(None)]), &token, NOW).await);
}

#[tokio::test]
async fn a_key_replaced_under_the_same_id_is_fetched_again_and_not_for_each_token() {
    let (old, new) = (TestKey::new(Algorithm::ES256), TestKey::new(Algorithm::ES256));
    let (verifier, http) = (verifier(), publishing(&[old.published(Some("1"))]));
    assert!(accepts(&verifier, &http, &old.signs(Some("1"), &json!({})), NOW).await);
    http.answer(KEYS, 200, &json!({ "keys": [new.published(Some("1"))] }).to_string());
    assert!(accepts(&verifier, &http, &new.signs(Some("1"), &json!({})), NOW + MIN_REFETCH_S).await);
    assert_eq!(http.count(KEYS), 2);
    let forger = TestKey::new(Algorithm::ES256);
    for kid in 0..20 {
        let forged = forger.signs(Some(&kid.to_string()), &json!({}));
        assert!(!accepts(&verifier, &http, &forged, NOW + MIN_REFETCH_S + kid).await);
    }
    assert_eq!(http.count(KEYS), 2, "invented tokens cause no requests");
}

#[tokio::test]
async fn a_key_that_was_taken_out_is_not_trusted_for_longer_than_a_day() {
    let (out, kept) = (TestKey::new(Algorithm::ES256), TestKey::new(Algorithm::ES256));
    let later = json!({ "exp": NOW + 10 * REFETCH_AFTER_S });
    let (verifier, http) = (verifier(), publishing(&[out.published(Some("1")), kept.published(Some("2"))]));
    let token = out.signs(Some("1"), &later);
    assert!(accepts(&verifier, &http, &token, NOW).await);
    http.answer(KEYS, 200, &json!({ "keys": [kept.published(Some("2"))] }).to_string());
    assert!(accepts(&verifier, &http, &token, NOW + REFETCH_AFTER_S - 1).await);
    assert!(!accepts(&verifier, &http, &token, NOW + REFETCH_AFTER_S).await);
    assert!(accepts(&verifier, &http, &kept.signs(Some("2"), &later), NOW + REFETCH_AFTER_S).await);
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_again_are_used_for_some_days_and_no_longer() {
    let key = TestKey::new(Algorithm::ES256);
    let (verifier, http) = (verifier(), publishing(&[key.published(Some("1"))]));
    let token = key.signs(Some("1"), &json!({ "exp": NOW + 10 * REFETCH_AFTER_S }));
    assert!(accepts(&verifier, &http, &token, NOW).await);
    for (status, body) in [(503, ""), (200, r#"{"keys":[]}"#), (200, "<html>")] {
        http.answer(KEYS, status, body);
        assert!(accepts(&verifier, &http, &token, NOW + MAX_AGE_S - 1).await, "{status} {body}");
        let refused = verifier.check(&http, &token, &Nonce::new("n"), NOW + MAX_AGE_S).await.unwrap_err();
        assert_eq!(refused, IdTokenError::NoKeys);
    }
}

#[tokio::test]
async fn keys_of_several_addresses_count_together() {
    let (own, common) = (TestKey::new(Algorithm::ES256), TestKey::new(Algorithm::ES256));
    let addresses = [format!("{KEYS}?appid={CLIENT}"), KEYS.to_owned()].map(|at| Url::parse(&at).unwrap());
    let verifier = IdTokenVerifier::new(addresses.to_vec(), CLIENT.to_owned());
    let http = publishing(&[common.published(Some("1"))]);
    http.answer(addresses[0].as_str(), 200, &json!({ "keys": [own.published(Some("2"))] }).to_string());
    assert!(accepts(&verifier, &http, &common.signs(Some("1"), &json!({})), NOW).await);
    assert!(accepts(&verifier, &http, &own.signs(Some("2"), &json!({})), NOW).await);
}

#[tokio::test]
async fn a_token_for_others_or_of_another_sign_in_or_out_of_time_is_refused() {
    let key = TestKey::new(Algorithm::ES256);
    let http = publishing(&[key.published(Some("1"))]);
    for right in [
        json!({}),
        json!({ "aud": [CLIENT, "https://vendor.example/"] }),
        json!({ "aud": ["other", CLIENT], "azp": CLIENT }),
        json!({ "azp": "" }),
        json!({ "azp": null }),
        json!({ "azp": 7 }),
        json!({ "exp": NOW - LEEWAY_S }),
        json!({ "nbf": NOW + LEEWAY_S }),
        json!({ "exp": (NOW + 60).to_string() }),
    ] {
        assert!(accepts(&verifier(), &http, &key.signs(Some("1"), &right), NOW).await, "{right}");
    }
    for wrong in [
        json!({ "aud": "other" }),
        json!({ "aud": ["other"], "azp": CLIENT }),
        json!({ "azp": "other" }),
        json!({ "azp": ["other", CLIENT] }),
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "nonce": ["n"] }),
        json!({ "exp": NOW - LEEWAY_S - 1 }),
        json!({ "exp": "never" }),
        json!({ "nbf": NOW + LEEWAY_S + 1 }),
        json!({ "sub": ["1"] }),
    ] {
        assert!(!accepts(&verifier(), &http, &key.signs(Some("1"), &wrong), NOW).await, "{wrong}");
    }
}

#[tokio::test]
async fn a_token_without_a_signature_or_signed_with_a_shared_secret_is_refused() {
    let key = TestKey::new(Algorithm::ES256);
    let http = publishing(&[key.published(Some("1")), json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "2" })]);
    let claims = json!({ "iss": "https://idp.example", "sub": "1", "aud": CLIENT, "exp": NOW + 60, "nonce": "n" });
    let header = Header { kid: Some("2".to_owned()), ..Header::new(Algorithm::HS256) };
    let shared = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(b"secret").unwrap()).unwrap();
    let segment = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let bare = format!("{}.{}.", segment(&json!({ "alg": "none" })), segment(&claims));
    let newer = format!("{}.{}.AA", segment(&json!({ "alg": "ES512", "kid": "1" })), segment(&claims));
    let odd = format!("{}.{}.AA", segment(&json!({ "alg": "<b>" })), segment(&claims));
    for (token, error) in [
        (shared, IdTokenError::Algorithm("HS256".into())),
        (bare, IdTokenError::Algorithm("none".into())),
        (newer, IdTokenError::Algorithm("ES512".into())),
        (odd, IdTokenError::Refused),
        (String::new(), IdTokenError::Refused),
        ("a.b.c".to_owned(), IdTokenError::Refused),
    ] {
        assert_eq!(verifier().check(&http, &token, &Nonce::new("n"), NOW).await.unwrap_err(), error, "{token}");
    }
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_are_asked_for_again_after_some_seconds() {
    let key = TestKey::new(Algorithm::ES256);
    let (verifier, http) = (verifier(), ScriptedHttp::default().answering(KEYS, 503, ""));
    let token = key.signs(Some("1"), &json!({}));
    for at in NOW..NOW + RETRY_AFTER_S {
        assert!(!accepts(&verifier, &http, &token, at).await);
    }
    assert_eq!(http.count(KEYS), 1);
    http.answer(KEYS, 200, &json!({ "keys": [key.published(Some("1"))] }).to_string());
    assert!(accepts(&verifier, &http, &token, NOW + RETRY_AFTER_S).await);
}

#[tokio::test]
async fn a_key_that_names_its_issuer_signs_for_no_other() {
    let key = TestKey::new(Algorithm::ES256);
    let mut published = key.published(Some("1"));
    let http = |published: &Value| publishing(std::slice::from_ref(published));
    let comparing = || verifier().comparing_key_issuers(|issuer, claims| issuer == claims.iss);
    let token = key.signs(Some("1"), &json!({}));
    assert!(accepts(&comparing(), &http(&published), &token, NOW).await, "the key names none");
    published["issuer"] = "https://idp.example".into();
    assert!(accepts(&comparing(), &http(&published), &token, NOW).await);
    published["issuer"] = "https://evil.example".into();
    assert!(!accepts(&comparing(), &http(&published), &token, NOW).await);
    assert!(accepts(&verifier(), &http(&published), &token, NOW).await, "elsewhere the member has no meaning");
}
