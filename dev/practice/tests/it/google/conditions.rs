use latchkey_practice::Condition;
use latchkey_testkit::TestBrowser;

use super::{CALENDAR, over};
use crate::client::{Client, refusal};
use crate::session::{ANN, BEN, text};

#[tokio::test]
async fn access_that_is_taken_away_ends_at_once_and_for_good() {
    let client = Client::google().await;
    for take_away in [latchkey_practice::PracticeProvider::revoke, latchkey_practice::PracticeProvider::remove_consent]
    {
        let tokens = client.connect(ANN).await;
        let bens = client.connect(BEN).await;
        take_away(client.provider(), ANN);
        assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await), over());
        assert_eq!(client.api(text(&tokens, "access_token")).await.status, 401);
        assert_eq!(client.refresh(text(&bens, "refresh_token"), &[]).await.status, 200);
        let again = client.connect_with(ANN, &[]).await;
        assert_eq!(client.refresh(text(&again, "refresh_token"), &[]).await.status, 200, "it is a first time again");
        assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await), over());
    }
}

#[tokio::test]
async fn a_session_that_is_over_wants_the_password_once_more() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    client.provider().impose(ANN, Condition::ExtraVerification);
    let page = browser.open(&client.authorize_address(&[("login_hint", ANN)])).await;
    assert!(page.heading() == "Sign in" && page.says("verify that it is you"));
    let page = client.type_password(&mut browser, &page, ANN).await;
    assert!(page.redirect_parameter("code").is_some());
    assert!(!client.provider().holds(ANN, Condition::ExtraVerification));
    assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_changed_password_ends_what_concerns_mail_and_nothing_else() {
    let client = Client::google().await;
    let mail = client.connect(ANN).await;
    let calendar = client.connect_with(ANN, &[("scope", &format!("openid {CALENDAR}")), ("prompt", "consent")]).await;
    client.provider().impose(ANN, Condition::PasswordChanged);
    let refresh = async |tokens| client.refresh(text(tokens, "refresh_token"), &[]).await;
    assert_eq!(refusal(&refresh(&mail).await), over());
    assert_eq!(refresh(&calendar).await.status, 200);
    let renewed = client.connect(ANN).await;
    assert!(!client.provider().holds(ANN, Condition::PasswordChanged));
    assert_eq!(refusal(&refresh(&mail).await), over(), "the change can't be undone");
    assert_eq!(refresh(&renewed).await.status, 200);
    assert_eq!(refresh(&calendar).await.status, 200);
}

#[tokio::test]
async fn an_administrators_policy_leaves_the_person_on_a_page_that_leads_nowhere() {
    let client = Client::google().await;
    client.provider().impose(ANN, Condition::AdminApproval);
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    assert_eq!((page.status.as_u16(), page.header("location"), page.heading()), (400, None, "Access blocked"));
    assert!(page.says("Error 400: admin_policy_enforced") && page.says(ANN));
    assert!(page.button_names().is_empty() && !page.says("<a "));
}
