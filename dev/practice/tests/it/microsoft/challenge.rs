//! Claims challenges.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_practice::Condition;
use serde_json::Value;

use crate::client::Client;
use crate::session::{ANN, text};

#[tokio::test]
async fn api_and_renewal_ask_for_a_sign_in_with_the_claims_and_are_content_with_it() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.provider().impose(ANN, Condition::ClaimsChallenge);
    let answer = client.graph("me/mailFolders/inbox", text(&tokens, "access_token")).await;
    let header = answer.header("www-authenticate").unwrap();
    assert!(answer.status == 401 && header.contains("authorization_uri=http") && header.contains(r#"client_id=""#));
    let encoded = header.split(r#"claims=""#).nth(1).unwrap().split('"').next().unwrap();
    let claims = String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap();
    let refused = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!((&refused["error"], &refused["claims"]), (&"interaction_required".into(), &claims.as_str().into()));
    let again = client.connect(ANN).await;
    assert_eq!(client.refresh(text(&again, "refresh_token"), &[]).await.status, 400, "it did not carry the claims");
    let mut merged: Value = serde_json::from_str(&claims).unwrap();
    merged["access_token"]["xms_cc"] = serde_json::json!({ "values": ["cp1"] });
    let carried = client.connect_with(ANN, &[("claims", &merged.to_string())]).await;
    assert_eq!(client.graph("me/mailFolders/inbox", text(&carried, "access_token")).await.status, 200);
    assert_eq!(client.refresh(text(&carried, "refresh_token"), &[]).await.status, 200);
    client.provider().lift(ANN, Condition::ClaimsChallenge);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}
