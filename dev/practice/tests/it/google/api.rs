use insta::assert_json_snapshot;
use latchkey_practice::{Condition, Quirk};

use super::CALENDAR;
use crate::client::Client;
use crate::session::{ANN, text};

#[tokio::test]
async fn a_live_access_token_says_whose_mailbox_it_is() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    let mailbox = client.api(text(&tokens, "access_token")).await.json();
    assert_eq!(mailbox["emailAddress"], ANN);
    let person = client.get("/v1/userinfo", text(&tokens, "access_token")).await.json();
    assert_json_snapshot!(person);
    assert_eq!(client.provider().counters().api_calls, 2);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let client = Client::google().await;
    let tokens = client.connect_with(ANN, &[("scope", CALENDAR)]).await;
    assert!(tokens.get("id_token").is_none(), "the scope openid was not requested");
    for path in ["/gmail/v1/users/me/profile", "/v1/userinfo"] {
        let answer = client.get(path, text(&tokens, "access_token")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["status"]), (403, &"PERMISSION_DENIED".into()));
    }
}

#[tokio::test]
async fn gmail_fails_on_its_own_while_renewals_succeed() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    let fails = async |status: u16, reason: &str| {
        let answer = client.api(text(&tokens, "access_token")).await;
        let error = answer.json()["error"].take();
        assert_eq!((answer.status.as_u16(), &error["errors"][0]["reason"]), (status, &reason.into()));
        assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
    };
    for (condition, status, reason) in [
        (Condition::MailboxMissing, 400, "failedPrecondition"),
        (Condition::ApiForbidden, 403, "domainPolicy"),
        (Condition::ApiLimitReached, 403, "rateLimitExceeded"),
    ] {
        client.provider().impose(ANN, condition);
        fails(status, reason).await;
        client.provider().lift(ANN, condition);
    }
    client.provider().set_quirk(Quirk::ApiNotEnabled, true);
    fails(403, "accessNotConfigured").await;
}
