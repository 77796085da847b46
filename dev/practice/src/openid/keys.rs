//! The key set (RFC 7517, 5), and who signs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::{PracticeOpenId, ec_key};
use crate::secret_log::SecretKind;
use crate::signing::another_key;
use crate::speaks_like::SpeaksLike;

pub(super) async fn keys(State(openid): State<Arc<PracticeOpenId>>) -> Response {
    Json(json!({ "keys": openid.published() })).into_response()
}

impl PracticeOpenId {
    fn published(&self) -> Vec<Value> {
        let own = json!(self.context.signing_key.public());
        match self.speaks_like() {
            SpeaksLike::Logto => vec![ec_key::public()],
            SpeaksLike::NoKeyId => vec![without_id(own)],
            SpeaksLike::SameKeyId => {
                let mut other = json!(another_key().public());
                other["kid"] = own["kid"].clone();
                vec![other]
            }
            SpeaksLike::Keycloak => {
                let mut for_encryption = json!(another_key().public());
                for_encryption["use"] = "enc".into();
                for_encryption["alg"] = "RSA-OAEP".into();
                let mut keys = vec![for_encryption];
                keys.extend(odd_keys());
                keys.push(own);
                keys
            }
            _ => vec![own],
        }
    }

    /// A signed token with these claims.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let own = &self.context.signing_key;
        let token = match self.speaks_like() {
            SpeaksLike::Logto => ec_key::sign(claims),
            SpeaksLike::NoKeyId => own.sign_as(None, claims),
            SpeaksLike::SameKeyId => another_key().sign_as(Some(own.id()), claims),
            _ => own.sign(claims),
        };
        self.context.issue(SecretKind::IdToken, token)
    }
}

fn without_id(mut key: Value) -> Value {
    if let Some(key) = key.as_object_mut() {
        key.remove("kid");
    }
    key
}

/// Keys of kinds that many programs do not know, and one that lacks a half (go-jose #277, huskarl-rs/huskarl #139).
fn odd_keys() -> [Value; 3] {
    [
        json!({ "kty": "AKP", "alg": "ML-DSA-44", "kid": "post-quantum", "pub": "AA" }),
        json!({ "kty": "OKP", "crv": "X25519", "kid": "exchange", "use": "enc", "x": "AA" }),
        json!({ "kty": "EC", "crv": "P-256", "kid": "broken", "x": "AA" }),
    ]
}
