use insta::assert_json_snapshot;

use crate::session::{ANN, PracticeSession, text};
use latchkey_practice::{DirectoryEntry, MailboxState};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn a_live_access_token_says_whose_it_is() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let me = session.me(text(&tokens, "access_token")).await.json();
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
    assert_eq!(session.microsoft().counters().api_calls, 1);
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    for token in ["", "invented", text(&tokens, "refresh_token"), text(&tokens, "id_token")] {
        let answer = session.me(token).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer "));
        assert_eq!(answer.json()["error"]["code"], "InvalidAuthenticationToken");
    }
    assert_eq!(session.get("/microsoft/graph/v1.0/me").await.status, 401);
}

#[tokio::test]
async fn an_access_token_ends_with_its_time_or_on_command() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.clock.advance_s(3599);
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 200);
    session.clock.advance_s(1);
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 401);

    let renewed = session.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    session.microsoft().expire_access_tokens(ANN);
    assert_eq!(session.me(text(&renewed, "access_token")).await.status, 401);
    assert_eq!(session.refresh(text(&renewed, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[("scope", "openid Mail.Read")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = session.exchange(&code, &[]).await.json();
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 403);
}

#[tokio::test]
async fn a_program_that_was_told_our_address_of_graph_asks_for_scopes_there() {
    let session = PracticeSession::start().await;
    let scopes = format!("openid offline_access {}/graph/User.Read", session.microsoft().url());
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[("scope", &scopes)]).await;
    assert!(page.says("Sign you in and read your profile"));
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = session.exchange(&code, &[]).await.json();
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 200);
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn proxy_addresses_come_to_whoever_names_them_and_a_mailbox_says_whether_it_is_there() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let token = text(&tokens, "access_token");
    let me = session.graph("me?$select=id,proxyAddresses", token).await.json();
    assert_eq!(me["proxyAddresses"], serde_json::json!([format!("SMTP:{ANN}")]));
    assert!(me["id"].is_string() && me.get("mail").is_none(), "{me}");
    assert_eq!(session.graph("me/mailFolders/inbox?$select=id", token).await.status, 200);
    for (mailbox, status, code) in [
        (MailboxState::Missing, 404, "MailboxNotEnabledForRESTAPI"),
        (MailboxState::GraphIsDown, 503, "ServiceUnavailable"),
    ] {
        let claims = Some("ceo@fabrikam.example".to_owned());
        let entry = DirectoryEntry { claims, mailbox, ..DirectoryEntry::default() };
        session.practice.write_directory_entry(ANN, entry);
        let answer = session.graph("me/mailFolders/inbox", token).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (status, &code.into()));
        let me = session.me(token).await.json();
        assert_eq!((&me["mail"], &me["userPrincipalName"]), (&"ceo@fabrikam.example".into(), &ANN.into()));
    }
}
