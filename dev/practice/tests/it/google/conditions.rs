use insta::assert_json_snapshot;
use latchkey_practice::Condition;
use latchkey_testkit::TestBrowser;

use super::program::{CALENDAR, Program, allow, over, refusal, type_password};
use crate::rehearsal::{ANN, BEN, text};

#[tokio::test]
async fn access_that_is_taken_away_ends_at_once_and_for_good() {
    let program = Program::start().await;
    for take_away in [latchkey_practice::PracticeProvider::revoke, latchkey_practice::PracticeProvider::remove_consent] {
        let tokens = program.connect(ANN).await;
        let bens = program.connect(BEN).await;
        take_away(program.google(), ANN);
        assert_eq!(refusal(&program.refresh(text(&tokens, "refresh_token"), &[]).await), over());
        assert_eq!(program.mailbox(text(&tokens, "access_token")).await.status, 401);
        assert_eq!(program.refresh(text(&bens, "refresh_token"), &[]).await.status, 200);
        let again = program.connect_with(ANN, &[]).await;
        assert_eq!(program.refresh(text(&again, "refresh_token"), &[]).await.status, 200, "it is a first time again");
        assert_eq!(refusal(&program.refresh(text(&tokens, "refresh_token"), &[]).await), over());
    }
}

#[tokio::test]
async fn every_condition_has_its_refusal_and_ends() {
    let program = Program::start().await;
    let tokens = program.connect(ANN).await;
    let mut refusals = Vec::new();
    for &condition in program.google().conditions() {
        program.google().impose(ANN, condition);
        let answer = program.refresh(text(&tokens, "refresh_token"), &[]).await;
        assert_eq!(answer.status, 400, "{condition:?}");
        refusals.push((condition, answer.json()));
        program.google().lift(ANN, condition);
        assert_eq!(program.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200, "{condition:?}");
    }
    assert_json_snapshot!(refusals);
}

#[tokio::test]
async fn a_session_that_is_over_wants_the_password_once_more() {
    let program = Program::start().await;
    let mut browser = TestBrowser::new();
    let page = program.sign_in(&mut browser, ANN, &[]).await;
    let code = allow(&mut browser, page).await.redirect_parameter("code").unwrap();
    let tokens = program.exchange(&code, &[]).await.json();
    program.google().impose(ANN, Condition::ExtraVerification);
    let page = browser.open(&program.authorize_address(&[("login_hint", ANN)])).await;
    assert!(page.heading() == "Sign in" && page.says("verify that it is you"));
    let page = type_password(&mut browser, &page, ANN).await;
    assert!(page.redirect_parameter("code").is_some());
    assert!(!program.google().holds(ANN, Condition::ExtraVerification));
    assert_eq!(program.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_changed_password_ends_what_concerns_mail_and_nothing_else() {
    let program = Program::start().await;
    let mail = program.connect(ANN).await;
    let calendar = program.connect_with(ANN, &[("scope", &format!("openid {CALENDAR}")), ("prompt", "consent")]).await;
    program.google().impose(ANN, Condition::PasswordChanged);
    let refresh = async |tokens| program.refresh(text(tokens, "refresh_token"), &[]).await;
    assert_eq!(refusal(&refresh(&mail).await), over());
    assert_eq!(refresh(&calendar).await.status, 200);
    let renewed = program.connect(ANN).await;
    assert!(!program.google().holds(ANN, Condition::PasswordChanged));
    assert_eq!(refusal(&refresh(&mail).await), over(), "the change can't be undone");
    assert_eq!(refresh(&renewed).await.status, 200);
    assert_eq!(refresh(&calendar).await.status, 200);
}

#[tokio::test]
async fn an_administrators_policy_leaves_the_person_on_a_page_that_leads_nowhere() {
    let program = Program::start().await;
    program.google().impose(ANN, Condition::AdminApproval);
    let page = program.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.header("location"), page.heading()), (400, None, "Access blocked"));
    assert!(page.says("Error 400: admin_policy_enforced") && page.says(ANN));
    assert!(page.button_names().is_empty() && !page.says("<a "));
}

#[tokio::test]
async fn a_disabled_account_cannot_sign_in() {
    let program = Program::start().await;
    program.google().impose(ANN, Condition::Disabled);
    let page = program.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert!(page.heading() == "Sign in" && page.says("is disabled"));
}
