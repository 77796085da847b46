use latchkey_testkit::TestBrowser;

use crate::client::{ANN_DEV, Client};
use crate::session::{ANN, BEN, CLEO};

#[tokio::test]
async fn a_second_sign_in_asks_nothing_but_what_it_must() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    for prompt in ["", "none"] {
        let page = browser.open(&client.authorize_address(&[("prompt", prompt)])).await;
        assert!(page.redirect_parameter("code").is_some());
    }
    for (prompt, heading) in
        [("login", "Log In"), ("select_account", "Log In"), ("login consent", "Log In"), ("consent", "Allow Access?")]
    {
        let page = browser.open(&client.authorize_address(&[("prompt", prompt)])).await;
        assert_eq!(page.heading(), heading, "{prompt}");
    }
}

#[tokio::test]
async fn allowing_again_on_demand_ends_in_a_code() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    let page = client.sign_in(&mut browser, ANN, &[("prompt", "login consent")]).await;
    let page = browser.press(&page, "Allow", &[]).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn a_saved_username_is_filled_in_and_still_needs_its_password() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    for username in [ANN, BEN] {
        client.sign_in(&mut browser, username, &[("prompt", "login")]).await;
    }
    let page = browser.open(&client.authorize_address(&[("prompt", "select_account")])).await;
    assert_eq!(page.button_names(), ["Log In", ANN, BEN]);
    let page = browser.press(&page, ANN, &[]).await;
    assert_eq!(page.heading(), "Log In");
    assert!(page.says(&format!(r#"value="{ANN}""#)));
    let page = client.type_password(&mut browser, &page, ANN).await;
    assert!(page.heading() == "Allow Access?" && page.says(ANN));

    let page = browser.open(&client.at("my/contoso").authorize_address(&[])).await;
    assert_eq!(page.button_names(), ["Log In"], "each host saves its own");
    let page = TestBrowser::new().open(&client.authorize_address(&[])).await;
    assert_eq!(page.button_names(), ["Log In"], "and each browser");
}

#[tokio::test]
async fn one_host_has_one_session_and_logging_out_leaves_the_names() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    for username in [ANN, BEN] {
        let page = client.sign_in(&mut browser, username, &[("prompt", "login")]).await;
        client.accept(&mut browser, page).await;
    }
    let page = browser.open(&client.authorize_address(&[("prompt", "consent")])).await;
    assert!(page.says(BEN) && !page.says(ANN));
    browser.open(&format!("{}/login/secur/logout.jsp", client.provider().url())).await;
    let page = browser.open(&client.authorize_address(&[])).await;
    assert_eq!(page.button_names(), ["Log In", ANN, BEN]);
}

#[tokio::test]
async fn a_hint_fills_the_username_in_and_ends_nobodys_session() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    let page = browser.open(&client.authorize_address(&[("login_hint", BEN)])).await;
    assert!(page.heading() == "Log In" && page.says(&format!(r#"value="{BEN}""#)));
    let page = browser.open(&client.authorize_address(&[("login_hint", ANN)])).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn another_browser_or_host_cannot_go_on_with_a_sign_in() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let mut page = client.sign_in(&mut browser, ANN, &[]).await;
    let mut other = TestBrowser::new();
    other.open(&client.authorize_address(&[])).await;
    assert_eq!(other.press(&page, "Allow", &[]).await.heading(), "Please start again");
    page.body = page.body.replace("/salesforce/login/", "/salesforce/test/");
    assert_eq!(browser.press(&page, "Allow", &[]).await.heading(), "Please start again");
}

#[tokio::test]
async fn revoking_signs_the_person_out() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    client.provider().revoke(ANN);
    assert_eq!(browser.open(&client.authorize_address(&[])).await.heading(), "Log In");
}

#[tokio::test]
async fn anns_sandbox_user_is_somebody_at_salesforce_only() {
    let client = Client::salesforce().await;
    let names = |provider: &latchkey_practice::PracticeProvider| -> Vec<String> {
        provider.people().iter().map(|person| person.email.clone()).collect()
    };
    assert_eq!(names(client.provider()), [ANN, BEN, CLEO, ANN_DEV]);
    assert_eq!(names(client.session.practice.google()), [ANN, BEN, CLEO]);
}
