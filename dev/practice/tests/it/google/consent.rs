use latchkey_practice::Quirk;
use latchkey_testkit::TestBrowser;

use super::{CALENDAR, CONTACTS, IDENTITY, MODIFY};
use crate::client::Client;
use crate::session::{ANN, text};

#[tokio::test]
async fn each_permission_has_a_box_that_is_ticked_at_first() {
    let client = Client::google().await;
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    for scope in [MODIFY, CALENDAR, CONTACTS] {
        assert!(page.says(&format!(r#"<input type="checkbox" name="scope" value="{scope}" checked>"#)), "{scope}");
    }
    assert_eq!(page.body.matches("checkbox").count(), 3, "who signs in is not asked about");
    assert!(page.says("Read, write and send mail from your Gmail account."));
}

#[tokio::test]
async fn what_is_not_ticked_is_not_granted_and_is_asked_for_again() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new().unticking("auth/calendar");
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    let page = browser.press(&page, "Continue", &[]).await;
    let granted = format!("{IDENTITY} {MODIFY} {CONTACTS}");
    assert_eq!(page.redirect_parameter("scope").as_deref(), Some(&*granted));
    let tokens = client.exchange(&page.redirect_parameter("code").unwrap(), &[]).await.json();
    assert_eq!(text(&tokens, "scope"), granted);
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(text(&renewed, "scope"), granted);
    let page = browser.open(&client.authorize_address(&[])).await;
    assert!(page.has_button("Continue"), "the calendar is still to be allowed");
}

#[tokio::test]
async fn somebody_may_allow_nothing_but_the_sign_in() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new().unticking("googleapis.com");
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    let page = browser.press(&page, "Continue", &[]).await;
    assert_eq!(page.redirect_parameter("scope").as_deref(), Some(IDENTITY));
    let mut browser = TestBrowser::new().unticking("googleapis.com");
    let page = client.sign_in(&mut browser, ANN, &[("scope", MODIFY)]).await;
    let page = browser.press(&page, "Continue", &[]).await;
    assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"), "a grant of nothing is none");
}

#[tokio::test]
async fn consent_is_remembered_unless_it_is_asked_for() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    let page = browser.open(&client.authorize_address(&[])).await;
    assert_eq!(page.redirect_parameter("prompt").as_deref(), Some("none"));
    let page = browser.open(&client.authorize_address(&[("prompt", "consent")])).await;
    assert!(page.has_button("Continue"));
}

#[tokio::test]
async fn earlier_permissions_come_along_if_they_are_asked_for() {
    let client = Client::google().await;
    client.connect(ANN).await;
    let less = [("scope", "openid"), ("include_granted_scopes", "false")];
    assert_eq!(text(&client.connect_with(ANN, &less).await, "scope"), "openid");
    let all = [("scope", "openid"), ("include_granted_scopes", "true")];
    assert!(text(&client.connect_with(ANN, &all).await, "scope").contains(CALENDAR));
}

#[tokio::test]
async fn the_older_page_says_allow() {
    let client = Client::google().await;
    client.provider().set_quirk(Quirk::OlderConsentPage, true);
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(page.button_names(), ["Allow", "Cancel"]);
    assert!(browser.press(&page, "Allow", &[]).await.redirect_parameter("code").is_some());
}
