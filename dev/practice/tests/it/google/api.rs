use insta::assert_json_snapshot;

use super::client::{CALENDAR, GoogleClient};
use crate::session::{ANN, text};

#[tokio::test]
async fn a_live_access_token_says_whose_mailbox_it_is() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    let mailbox = client.mailbox(text(&tokens, "access_token")).await.json();
    assert_eq!(mailbox["emailAddress"], ANN);
    let person = client.get("/v1/userinfo", text(&tokens, "access_token")).await.json();
    assert_json_snapshot!(person);
    assert_eq!(client.google().counters().api_calls, 2);
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    for token in ["", "invented", text(&tokens, "refresh_token"), text(&tokens, "id_token")] {
        let answer = client.mailbox(token).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer "));
        assert_eq!(answer.json()["error"]["status"], "UNAUTHENTICATED");
    }
    assert_eq!(client.session.get("/google/v1/userinfo").await.status, 401);
}

#[tokio::test]
async fn an_access_token_ends_with_its_time_or_on_command() {
    let client = GoogleClient::start().await;
    let tokens = client.connect(ANN).await;
    client.session.clock.advance_s(3600);
    assert_eq!(client.mailbox(text(&tokens, "access_token")).await.status, 401);
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(client.mailbox(text(&renewed, "access_token")).await.status, 200);
    client.google().expire_access_tokens(ANN);
    assert_eq!(client.mailbox(text(&renewed, "access_token")).await.status, 401);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let client = GoogleClient::start().await;
    let tokens = client.connect_with(ANN, &[("scope", CALENDAR)]).await;
    assert!(tokens.get("id_token").is_none(), "the scope openid was not requested");
    for path in ["/gmail/v1/users/me/profile", "/v1/userinfo"] {
        let answer = client.get(path, text(&tokens, "access_token")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["status"]), (403, &"PERMISSION_DENIED".into()));
    }
}
