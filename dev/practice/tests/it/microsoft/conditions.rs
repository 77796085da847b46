use insta::assert_json_snapshot;
use latchkey_practice::Condition;
use latchkey_testkit::TestBrowser;
use serde_json::Value;

use crate::client::Client;
use crate::session::{ANN, text};

/// The parts of a refusal that a program can depend on.
fn essence(body: &Value) -> Value {
    let keys = ["error", "error_codes", "suberror", "claims"];
    keys.iter().filter_map(|&key| Some((key.to_owned(), body.get(key)?.clone()))).collect()
}

#[tokio::test]
async fn a_revoked_grant_is_refused_until_the_person_signs_in_again() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.session.clock.advance_s(60);
    client.provider().revoke(ANN);
    let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(answer.status, 400);
    let body = answer.json();
    assert!(text(&body, "error_description").contains("2026-11-22T00:01:00.0000000Z"), "{}", answer.body);
    assert_json_snapshot!(essence(&body), @r#"
    {
      "error": "invalid_grant",
      "error_codes": [
        50173
      ],
      "suberror": "bad_token"
    }
    "#);
    assert_eq!(client.api(text(&tokens, "access_token")).await.status, 200, "access tokens live on");
    let again = client.connect(ANN).await;
    assert_eq!(client.refresh(text(&again, "refresh_token"), &[]).await.status, 200);
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 50173);
}

#[tokio::test]
async fn revoking_signs_the_person_out() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    client.sign_in(&mut browser, ANN, &[]).await;
    client.provider().revoke(ANN);
    assert_eq!(browser.open(&client.authorize_address(&[])).await.heading(), "Sign in");
}

#[tokio::test]
async fn an_extra_check_is_passed_by_one_click() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.provider().impose(ANN, Condition::ExtraVerification);
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.button_names(), ["Verify", "Cancel"]);
    let page = browser.press(&page, "Verify", &[]).await;
    assert!(page.redirect_parameter("code").is_some());
    assert!(!client.provider().holds(ANN, Condition::ExtraVerification));
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_policy_leaves_the_person_on_a_page_that_leads_nowhere() {
    let client = Client::microsoft().await;
    client.provider().impose(ANN, Condition::BlockedByPolicy);
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.header("location")), (400, None));
    assert!(page.says("AADSTS53003") && page.button_names().is_empty() && !page.says("<a "));
}

#[tokio::test]
async fn without_admin_approval_one_can_only_go_back() {
    let client = Client::microsoft().await;
    client.provider().impose(ANN, Condition::AdminApproval);
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.button_names(), ["Return to Latchkey without access"]);
    let page = browser.press(&page, "Return to Latchkey without access", &[]).await;
    assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn an_expired_password_is_replaced_at_the_sign_in() {
    let client = Client::microsoft().await;
    client.provider().impose(ANN, Condition::PasswordExpired);
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.heading(), "Change your password");
    for (password, confirmation, problem) in [
        ("a-new-password", "another-password", "not the same"),
        ("short", "short", "at least 8 characters"),
        ("Ann-practice-1", "Ann-practice-1", "must not be the old one"),
    ] {
        let fields = [("password", password), ("confirmation", confirmation)];
        assert!(browser.press(&page, "Change password", &fields).await.says(problem), "{problem}");
    }
    let fields = [("password", "a-new-password"), ("confirmation", "a-new-password")];
    let page = browser.press(&page, "Change password", &fields).await;
    assert_eq!(page.heading(), "Permissions requested");
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.says("not right"), "the old password is over");
}

#[tokio::test]
async fn removed_consent_is_refused_until_it_is_given_again() {
    let client = Client::microsoft().await;
    let tokens = client.connect(ANN).await;
    client.provider().remove_consent(ANN);
    let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_json_snapshot!(essence(&answer.json()), @r#"
    {
      "error": "invalid_grant",
      "error_codes": [
        65001
      ],
      "suberror": "consent_required"
    }
    "#);
    client.connect(ANN).await;
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_switch_for_nobody_is_noticed() {
    let client = Client::microsoft().await;
    let attempt = tokio::spawn(async move { client.provider().revoke("unknown@contoso.example") });
    assert!(attempt.await.unwrap_err().is_panic());
}
