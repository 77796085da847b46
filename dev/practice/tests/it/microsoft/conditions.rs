use insta::assert_json_snapshot;
use latchkey_practice::Condition;
use serde_json::Value;

use crate::session::{ANN, BEN, PracticeSession, text};
use latchkey_testkit::TestBrowser;

/// The parts of a refusal that a program can depend on.
fn essence(body: &Value) -> Value {
    let keys = ["error", "error_codes", "suberror", "claims"];
    keys.iter().filter_map(|&key| Some((key.to_owned(), body.get(key)?.clone()))).collect()
}

#[tokio::test]
async fn a_revoked_grant_is_refused_until_the_person_signs_in_again() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.clock.advance_s(60);
    session.microsoft().revoke(ANN);
    let answer = session.refresh(text(&tokens, "refresh_token"), &[]).await;
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
    assert_eq!(session.me(text(&tokens, "access_token")).await.status, 200, "access tokens live on");
    let again = session.connect(ANN).await;
    assert_eq!(session.refresh(text(&again, "refresh_token"), &[]).await.status, 200);
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.aadsts(), 50173);
}

#[tokio::test]
async fn revoking_one_person_leaves_the_others_alone() {
    let session = PracticeSession::start().await;
    let ben = session.connect(BEN).await;
    session.microsoft().revoke(ANN);
    assert_eq!(session.refresh(text(&ben, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn revoking_signs_the_person_out() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    session.sign_in(&mut browser, ANN, &[]).await;
    session.microsoft().revoke(ANN);
    assert_eq!(browser.open(&session.authorize_address(&[])).await.heading(), "Sign in");
}

#[tokio::test]
async fn every_condition_has_its_refusal_and_ends() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let mut refusals = Vec::new();
    for &condition in session.microsoft().conditions() {
        session.microsoft().impose(ANN, condition);
        let answer = session.refresh(text(&tokens, "refresh_token"), &[]).await;
        assert_eq!(answer.status, 400, "{condition:?}");
        refusals.push((condition, essence(&answer.json())));
        session.microsoft().lift(ANN, condition);
        assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200, "{condition:?}");
    }
    assert_json_snapshot!(refusals);
}

#[tokio::test]
async fn an_extra_check_is_passed_by_one_click() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.microsoft().impose(ANN, Condition::ExtraVerification);
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.button_names(), ["Verify", "Cancel"]);
    let page = browser.press(&page, "Verify", &[]).await;
    assert!(page.redirect_parameter("code").is_some());
    assert!(!session.microsoft().holds(ANN, Condition::ExtraVerification));
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_policy_leaves_the_person_on_a_page_that_leads_nowhere() {
    let session = PracticeSession::start().await;
    session.microsoft().impose(ANN, Condition::BlockedByPolicy);
    let page = session.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.header("location")), (400, None));
    assert!(page.says("AADSTS53003") && page.button_names().is_empty() && !page.says("<a "));
}

#[tokio::test]
async fn a_disabled_account_cannot_sign_in() {
    let session = PracticeSession::start().await;
    session.microsoft().impose(ANN, Condition::Disabled);
    let page = session.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.heading() == "Sign in" && page.says("is disabled"));
}

#[tokio::test]
async fn without_admin_approval_one_can_only_go_back() {
    let session = PracticeSession::start().await;
    session.microsoft().impose(ANN, Condition::AdminApproval);
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.button_names(), ["Return to Latchkey without access"]);
    let page = browser.press(&page, "Return to Latchkey without access", &[]).await;
    assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn an_expired_password_is_replaced_at_the_sign_in() {
    let session = PracticeSession::start().await;
    session.microsoft().impose(ANN, Condition::PasswordExpired);
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[]).await;
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
    let page = session.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.says("not right"), "the old password is over");
}

#[tokio::test]
async fn removed_consent_is_refused_until_it_is_given_again() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    session.microsoft().remove_consent(ANN);
    let answer = session.refresh(text(&tokens, "refresh_token"), &[]).await;
    assert_json_snapshot!(essence(&answer.json()), @r#"
    {
      "error": "invalid_grant",
      "error_codes": [
        65001
      ],
      "suberror": "consent_required"
    }
    "#);
    session.connect(ANN).await;
    assert_eq!(session.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_switch_for_nobody_is_noticed() {
    let session = PracticeSession::start().await;
    let attempt = tokio::spawn(async move { session.microsoft().revoke("unknown@contoso.example") });
    assert!(attempt.await.unwrap_err().is_panic());
}
