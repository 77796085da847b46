use insta::assert_json_snapshot;

use crate::rehearsal::{ANN, Rehearsal, text};
use latchkey_testkit::Browser;

#[tokio::test]
async fn a_live_access_token_says_whose_it_is() {
    let rehearsal = Rehearsal::start().await;
    let tokens = rehearsal.connect(ANN).await;
    let me = rehearsal.me(text(&tokens, "access_token")).await.json();
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
    assert_eq!(rehearsal.microsoft().counters().api_calls, 1);
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let rehearsal = Rehearsal::start().await;
    let tokens = rehearsal.connect(ANN).await;
    for token in ["", "invented", text(&tokens, "refresh_token"), text(&tokens, "id_token")] {
        let answer = rehearsal.me(token).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer "));
        assert_eq!(answer.json()["error"]["code"], "InvalidAuthenticationToken");
    }
    assert_eq!(rehearsal.get("/microsoft/graph/v1.0/me").await.status, 401);
}

#[tokio::test]
async fn an_access_token_ends_with_its_time_or_on_command() {
    let rehearsal = Rehearsal::start().await;
    let tokens = rehearsal.connect(ANN).await;
    rehearsal.clock.advance_s(3599);
    assert_eq!(rehearsal.me(text(&tokens, "access_token")).await.status, 200);
    rehearsal.clock.advance_s(1);
    assert_eq!(rehearsal.me(text(&tokens, "access_token")).await.status, 401);

    let renewed = rehearsal.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    rehearsal.microsoft().expire_access_tokens(ANN);
    assert_eq!(rehearsal.me(text(&renewed, "access_token")).await.status, 401);
    assert_eq!(rehearsal.refresh(text(&renewed, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let rehearsal = Rehearsal::start().await;
    let mut browser = Browser::new();
    let page = rehearsal.sign_in(&mut browser, ANN, &[("scope", "openid Mail.Read")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = rehearsal.exchange(&code, &[]).await.json();
    assert_eq!(rehearsal.me(text(&tokens, "access_token")).await.status, 403);
}

#[tokio::test]
async fn a_program_that_was_told_our_address_of_graph_asks_for_scopes_there() {
    let rehearsal = Rehearsal::start().await;
    let scopes = format!("openid offline_access {}/graph/User.Read", rehearsal.microsoft().url());
    let mut browser = Browser::new();
    let page = rehearsal.sign_in(&mut browser, ANN, &[("scope", &scopes)]).await;
    assert!(page.says("Sign you in and read your profile"));
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = rehearsal.exchange(&code, &[]).await.json();
    assert_eq!(rehearsal.me(text(&tokens, "access_token")).await.status, 200);
    assert_eq!(rehearsal.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}
