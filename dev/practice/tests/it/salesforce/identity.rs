use insta::assert_json_snapshot;
use latchkey_testkit::TestBrowser;
use serde_json::json;

use crate::client::{ANN_DEV, Client};
use crate::session::{ANN, CLEO, text};

#[tokio::test]
async fn userinfo_says_who_the_user_is_and_where() {
    let client = Client::salesforce().await;
    let tokens = client.at("test").connect(ANN_DEV).await;
    let token = text(&tokens, "access_token");
    let address = format!("{}/services/oauth2/userinfo", text(&tokens, "instance_url"));
    let answer = client.get(&address, token).await;
    assert_json_snapshot!(answer.json(), { ".sub" => "…" }, @r#"
    {
      "sub": "…",
      "user_id": "005xx0000000004AAA",
      "organization_id": "00Dxx0000000003AAA",
      "preferred_username": "ann@contoso.example.dev",
      "nickname": "Ann",
      "name": "Ann Able",
      "given_name": "Ann",
      "family_name": "Able",
      "email": "ann@contoso.example",
      "email_verified": true,
      "user_type": "STANDARD",
      "language": "en_US",
      "locale": "en_US",
      "active": true
    }
    "#);
    let at_host = format!("{}/test/services/oauth2/userinfo", client.provider().url());
    assert_eq!(client.get(&at_host, token).await.json(), answer.json());
    let refused = client.get(&at_host, "invented").await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (403, "Bad_OAuth_Token"));
}

#[tokio::test]
async fn the_identity_address_is_its_users_alone() {
    let client = Client::salesforce().await;
    let ann = client.connect(ANN).await;
    let cleo = client.connect(CLEO).await;
    let identity = client.get(text(&ann, "id"), text(&ann, "access_token")).await.json();
    assert_eq!((&identity["id"], &identity["username"]), (&ann["id"], &json!(ANN)));
    assert_eq!(client.get(text(&ann, "id"), text(&cleo, "access_token")).await.status, 403);
}

#[tokio::test]
async fn the_org_says_whether_it_is_a_sandbox() {
    let client = Client::salesforce().await;
    for (host, username, id, sandbox) in [
        ("login", ANN, "00Dxx0000000001AAA", false),
        ("my/fabrikam", CLEO, "00Dxx0000000002AAA", false),
        ("test", ANN_DEV, "00Dxx0000000003AAA", true),
    ] {
        let tokens = client.at(host).connect(username).await;
        let answer = client.query(text(&tokens, "instance_url"), text(&tokens, "access_token")).await;
        let attributes =
            json!({ "type": "Organization", "url": format!("/services/data/v62.0/sobjects/Organization/{id}") });
        let record = json!({ "attributes": attributes, "Id": id, "IsSandbox": sandbox });
        assert_eq!(answer.json(), json!({ "totalSize": 1, "done": true, "records": [record] }));
    }
}

#[tokio::test]
async fn a_token_that_is_over_or_for_another_org_is_an_invalid_session() {
    let client = Client::salesforce().await;
    let ann = client.connect(ANN).await;
    let cleo = client.connect(CLEO).await;
    let invalid = json!([{ "message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID" }]);
    let instance = text(&ann, "instance_url");
    for token in ["invented", text(&cleo, "access_token")] {
        let answer = client.query(instance, token).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (401, invalid.clone()));
    }
    assert_eq!(client.query(instance, text(&ann, "access_token")).await.status, 200);
    client.provider().expire_access_tokens(ANN);
    assert_eq!(client.query(instance, text(&ann, "access_token")).await.json(), invalid);
    let renewed = client.refresh(text(&ann, "refresh_token"), &[]).await.json();
    assert_eq!(client.query(instance, text(&renewed, "access_token")).await.status, 200);
    client.session.clock.advance_s(3600);
    assert_eq!(client.query(instance, text(&renewed, "access_token")).await.status, 401);
}

#[tokio::test]
async fn without_its_scope_the_api_answers_nothing() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("scope", "id openid")]).await;
    let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    assert_eq!(client.query(text(&tokens, "instance_url"), text(&tokens, "access_token")).await.status, 403);
    let other = format!("{}/services/data/v62.0/query?q=SELECT+Id+FROM+Contact", text(&tokens, "instance_url"));
    let full = client.connect(ANN).await;
    let answer = client.get(&other, text(&full, "access_token")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()[0]["errorCode"]), (400, &json!("MALFORMED_QUERY")));
}
