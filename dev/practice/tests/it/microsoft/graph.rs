use insta::assert_json_snapshot;
use latchkey_practice::{Condition, DirectoryEntry, MailboxState};
use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::{ANN, text};

#[tokio::test]
async fn a_live_access_token_says_whose_it_is() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    let me = client.api(text(&tokens, "access_token")).await.json();
    assert_json_snapshot!(me, { "[\"@odata.context\"]" => "…" }, @r#"
    {
      "@odata.context": "…",
      "businessPhones": [],
      "displayName": "Ann Able",
      "givenName": "Ann",
      "jobTitle": null,
      "mail": "ann@contoso.example",
      "mobilePhone": null,
      "officeLocation": null,
      "preferredLanguage": null,
      "surname": "Able",
      "userPrincipalName": "ann@contoso.example",
      "id": "00000000-0000-4000-8000-000000000001"
    }
    "#);
    assert_eq!(client.provider().counters().api_calls, 1);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("scope", "openid Mail.Read")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    assert_eq!(client.api(text(&tokens, "access_token")).await.status, 403);
}

#[tokio::test]
async fn a_program_that_was_told_our_address_of_graph_asks_for_scopes_there() {
    let client = Client::microsoft().await;
    let scopes = format!("openid offline_access {}/graph/User.Read", client.provider().url());
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("scope", &scopes)]).await;
    assert!(page.says("Sign you in and read your profile"));
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    assert_eq!(client.api(text(&tokens, "access_token")).await.status, 200);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn proxy_addresses_come_to_whoever_names_them_and_a_mailbox_says_whether_it_is_there() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    let token = text(&tokens, "access_token");
    let me = client.graph("me?$select=id,proxyAddresses", token).await.json();
    assert_eq!(me["proxyAddresses"], serde_json::json!([format!("SMTP:{ANN}")]));
    assert!(me["id"].is_string() && me.get("mail").is_none(), "{me}");
    assert_eq!(client.graph("me/mailFolders/inbox?$select=id", token).await.status, 200);
    for (mailbox, status, code) in [
        (MailboxState::Missing, 404, "MailboxNotEnabledForRESTAPI"),
        (MailboxState::GraphIsDown, 503, "ServiceUnavailable"),
    ] {
        let claims = Some("ceo@fabrikam.example".to_owned());
        let entry = DirectoryEntry { claims, mailbox, ..DirectoryEntry::default() };
        client.session.practice.write_directory_entry(ANN, entry);
        let answer = client.graph("me/mailFolders/inbox", token).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (status, &code.into()));
        let me = client.api(token).await.json();
        assert_eq!((&me["mail"], &me["userPrincipalName"]), (&"ceo@fabrikam.example".into(), &ANN.into()));
    }
}

#[tokio::test]
async fn a_mailbox_fails_on_its_own_while_renewals_succeed() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    for (condition, status, code) in [
        (Condition::MailboxMissing, 404, "MailboxNotEnabledForRESTAPI"),
        (Condition::LicenceEnded, 404, "MailboxNotEnabledForRESTAPI"),
        (Condition::ApiForbidden, 403, "ErrorAccessDenied"),
        (Condition::ApiLimitReached, 429, "ApplicationThrottled"),
    ] {
        client.provider().impose(ANN, condition);
        let answer = client.graph("me/mailFolders/inbox", text(&tokens, "access_token")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (status, &code.into()), "{condition:?}");
        assert_eq!(answer.header("retry-after"), (status == 429).then_some("10"));
        assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
        client.provider().lift(ANN, condition);
    }
    assert_eq!(client.graph("me/mailFolders/inbox", text(&tokens, "access_token")).await.status, 200);
}
