use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use latchkey_practice::SpeaksLike;
use serde_json::Value;

use crate::client::Client;
use crate::session::{ANN, CLIENT_ID, text};

async fn keys(client: &Client) -> Vec<Value> {
    client.get("/keys", "").await.json()["keys"].as_array().unwrap().clone()
}

/// Whether a key is the one that a token was signed with.
fn fits(key: &Value, token: &str) -> bool {
    let Ok(key) = serde_json::from_value::<Jwk>(key.clone()) else { return false };
    let mut validation = Validation::new(decode_header(token).unwrap().alg);
    validation.set_audience(&[CLIENT_ID]);
    validation.validate_exp = false;
    DecodingKey::from_jwk(&key).is_ok_and(|key| decode::<Value>(token, &key, &validation).is_ok())
}

#[tokio::test]
async fn keycloak_shows_a_key_for_encryption_and_odd_ones_before_the_one_that_signs() {
    let client = Client::openid().await;
    client.provider().set_speaks_like(SpeaksLike::Keycloak);
    let keys = keys(&client).await;
    assert_eq!((&keys[0]["use"], &keys[0]["alg"]), (&"enc".into(), &"RSA-OAEP".into()));
    let tokens = client.connect(ANN).await;
    assert_eq!(keys.iter().position(|key| fits(key, text(&tokens, "id_token"))), Some(keys.len() - 1));
}

#[tokio::test]
async fn logto_signs_on_a_curve() {
    let client = Client::openid().await;
    client.provider().set_speaks_like(SpeaksLike::Logto);
    let tokens = client.connect_with(ANN, &[("prompt", "consent")]).await;
    assert!(fits(&keys(&client).await[0], text(&tokens, "id_token")));
    let document = client.get(client.site.discovery, "").await.json();
    assert_eq!(document["id_token_signing_alg_values_supported"], serde_json::json!(["ES384"]));
}

#[tokio::test]
async fn keys_can_do_without_ids() {
    let client = Client::openid().await;
    client.provider().set_speaks_like(SpeaksLike::NoKeyId);
    let (keys, tokens) = (keys(&client).await, client.connect(ANN).await);
    assert!(keys[0].get("kid").is_none() && decode_header(text(&tokens, "id_token")).unwrap().kid.is_none());
    assert!(fits(&keys[0], text(&tokens, "id_token")));
}

#[tokio::test]
async fn another_key_can_come_under_the_same_id() {
    let client = Client::openid().await;
    let before = keys(&client).await;
    client.provider().set_speaks_like(SpeaksLike::SameKeyId);
    let (after, tokens) = (keys(&client).await, client.connect(ANN).await);
    assert_eq!(before[0]["kid"], after[0]["kid"]);
    let token = text(&tokens, "id_token");
    assert!(!fits(&before[0], token) && fits(&after[0], token));
}
