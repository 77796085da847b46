use crate::client::{Client, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn a_refresh_token_ends_with_its_access_tokens_and_nothing_else_does() {
    let client = Client::salesforce().await;
    let first = client.connect(ANN).await;
    let second = client.connect(ANN).await;
    let answer = client.revoke(text(&first, "refresh_token")).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    let dead = client.refresh(text(&first, "refresh_token"), &[]).await;
    assert_eq!(refusal(&dead), (400, "invalid_grant".into(), "expired access/refresh token".into()));
    let instance = text(&first, "instance_url");
    assert_eq!(client.query(instance, text(&first, "access_token")).await.status, 401);
    assert_eq!(client.query(instance, text(&second, "access_token")).await.status, 200);
    assert_eq!(client.refresh(text(&second, "refresh_token"), &[]).await.status, 200);
    assert_eq!(client.provider().counters().revocations, 1);
}

#[tokio::test]
async fn an_access_token_ends_alone() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    assert_eq!(client.revoke(text(&tokens, "access_token")).await.status, 200);
    assert_eq!(client.query(text(&tokens, "instance_url"), text(&tokens, "access_token")).await.status, 401);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let client = Client::salesforce().await;
    assert_eq!(refusal(&client.revoke("invented").await), (400, "invalid_token".into(), "invalid token".into()));
    assert_eq!(refusal(&client.revoke("").await).1, "invalid_request");
    assert_eq!(client.provider().counters().revocations, 0);
}
