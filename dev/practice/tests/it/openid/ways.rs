use latchkey_practice::{Faults, SpeaksLike, TokenAnswers};
use latchkey_testkit::TestBrowser;
use serde_json::json;

use crate::client::{Client, refusal};
use crate::session::{ANN, START, text};

async fn speaking_like(like: SpeaksLike) -> Client {
    let client = Client::openid().await;
    client.provider().set_speaks_like(like);
    client
}

#[tokio::test]
async fn ad_fs_has_a_list_of_addresses_and_a_slash_behind_its_issuer() {
    let client = speaking_like(SpeaksLike::AdFs).await;
    let tokens = client.connect(ANN).await;
    let claims = Client::claims(&tokens);
    assert_eq!((&claims["email"], &claims["upn"]), (&json!([ANN]), &json!(ANN)));
    assert!(claims.get("preferred_username").is_none());
    let issuer = format!("{}/", client.provider().url());
    let document = client.get(client.site.discovery, "").await.json();
    assert_eq!((text(&claims, "iss"), text(&document, "issuer")), (issuer.as_str(), issuer.as_str()));
    assert_eq!(client.api(text(&tokens, "access_token")).await.json(), json!({ "sub": claims["sub"] }));
}

#[tokio::test]
async fn dex_refuses_a_token_that_was_spent_as_an_invalid_request() {
    let client = speaking_like(SpeaksLike::Dex).await;
    let tokens = client.connect(ANN).await;
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
    assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await).1, "invalid_request");
    assert_eq!(refusal(&client.exchange("invented", &[]).await).1, "invalid_grant");
}

#[tokio::test]
async fn logto_drops_offline_access_unless_the_person_is_asked_again() {
    let client = speaking_like(SpeaksLike::Logto).await;
    let tokens = client.connect(ANN).await;
    assert!(tokens.get("refresh_token").is_none() && !text(&tokens, "scope").contains("offline_access"));
    let tokens = client.connect_with(ANN, &[("prompt", "consent")]).await;
    assert!(tokens.get("refresh_token").is_some() && text(&tokens, "scope").contains("offline_access"));
}

#[tokio::test]
async fn okta_refuses_all_for_one_scope_that_it_does_not_know() {
    let client = speaking_like(SpeaksLike::Okta).await;
    let document = client.get(client.site.discovery, "").await.json();
    assert_eq!(document["scopes_supported"], json!(["openid", "profile", "email"]));
    let page = TestBrowser::new().open(&client.authorize_address(&[])).await;
    assert_eq!(page.redirect_parameter("error").as_deref(), Some("invalid_scope"));
    let tokens = client.connect_with(ANN, &[("scope", "openid profile email")]).await;
    assert!(tokens.get("refresh_token").is_some());
    let token_answers = TokenAnswers::TooManyRequests { retry_after_s: 17 };
    client.provider().set_faults(Faults { token_answers, ..Faults::default() });
    let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
    let reset = (START + 17).to_string();
    assert_eq!((answer.header("x-rate-limit-reset"), answer.header("retry-after")), (Some(reset.as_str()), None));
}

#[tokio::test]
async fn a_server_that_moved_is_only_where_its_document_says() {
    let client = Client::openid().await;
    let tokens = client.connect(ANN).await;
    client.provider().set_speaks_like(SpeaksLike::MovedEndpoints);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 404);
    let document = client.get(client.site.discovery, "").await.json();
    let userinfo = text(&document, "userinfo_endpoint");
    assert!(userinfo.ends_with("/openid/v2/userinfo"));
    assert_eq!(client.get(userinfo, text(&tokens, "access_token")).await.status, 200);
    client.provider().set_speaks_like(SpeaksLike::Standard);
    assert_eq!(client.get(userinfo, text(&tokens, "access_token")).await.status, 404);
}

#[tokio::test]
async fn userinfo_can_be_named_without_tls_or_answer_with_a_token() {
    let client = speaking_like(SpeaksLike::PlainUserinfo).await;
    let document = client.get(client.site.discovery, "").await.json();
    assert_eq!(document["userinfo_endpoint"], "http://openid.contoso.example/userinfo");
    client.provider().set_speaks_like(SpeaksLike::SignedUserinfo);
    let tokens = client.connect(ANN).await;
    assert!(Client::claims(&tokens).get("email").is_none(), "userinfo is what matters");
    let answer = client.api(text(&tokens, "access_token")).await;
    assert_eq!((answer.header("content-type"), answer.body.split('.').count()), (Some("application/jwt"), 3));
    assert_eq!(Client::claims(&json!({ "id_token": answer.body }))["email"], ANN);
}
