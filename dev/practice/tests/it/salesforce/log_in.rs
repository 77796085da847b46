use super::client::{ANN_DEV, SalesforceClient, allow, type_password};
use crate::session::{ANN, BEN, CLEO};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn a_wrong_password_is_said_and_nothing_is_lost() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address("login", &[])).await;
    let page = browser.press(&page, "Log In", &[("email", ANN), ("password", "wrong")]).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Log In"));
    assert!(page.says(r#"role="alert""#) && page.says("Check the username and the password"));
    assert!(page.says(&format!(r#"value="{ANN}""#)) && !page.says("wrong"));
    let page = type_password(&mut browser, &page, ANN).await;
    assert_eq!(page.heading(), "Allow Access?");
}

#[tokio::test]
async fn a_second_sign_in_asks_nothing_but_what_it_must() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    allow(&mut browser, page).await;
    for prompt in ["", "none"] {
        let page = browser.open(&client.authorize_address("login", &[("prompt", prompt)])).await;
        assert!(page.redirect_parameter("code").is_some());
    }
    for (prompt, heading) in
        [("login", "Log In"), ("select_account", "Log In"), ("login consent", "Log In"), ("consent", "Allow Access?")]
    {
        let page = browser.open(&client.authorize_address("login", &[("prompt", prompt)])).await;
        assert_eq!(page.heading(), heading, "{prompt}");
    }
}

#[tokio::test]
async fn allowing_again_on_demand_ends_in_a_code() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    allow(&mut browser, page).await;
    let page = client.log_in(&mut browser, "login", ANN, &[("prompt", "login consent")]).await;
    let page = browser.press(&page, "Allow", &[]).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn a_saved_username_is_filled_in_and_still_needs_its_password() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    for username in [ANN, BEN] {
        client.log_in(&mut browser, "login", username, &[("prompt", "login")]).await;
    }
    let page = browser.open(&client.authorize_address("login", &[("prompt", "select_account")])).await;
    assert_eq!(page.button_names(), ["Log In", ANN, BEN]);
    let page = browser.press(&page, ANN, &[]).await;
    assert_eq!(page.heading(), "Log In");
    assert!(page.says(&format!(r#"value="{ANN}""#)));
    let page = type_password(&mut browser, &page, ANN).await;
    assert!(page.heading() == "Allow Access?" && page.says(ANN));

    let page = browser.open(&client.authorize_address("my/contoso", &[])).await;
    assert_eq!(page.button_names(), ["Log In"], "each host saves its own");
    let page = TestBrowser::new().open(&client.authorize_address("login", &[])).await;
    assert_eq!(page.button_names(), ["Log In"], "and each browser");
}

#[tokio::test]
async fn one_host_has_one_session_and_logging_out_leaves_the_names() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    for username in [ANN, BEN] {
        let page = client.log_in(&mut browser, "login", username, &[("prompt", "login")]).await;
        allow(&mut browser, page).await;
    }
    let page = browser.open(&client.authorize_address("login", &[("prompt", "consent")])).await;
    assert!(page.says(BEN) && !page.says(ANN));
    browser.open(&format!("{}/login/secur/logout.jsp", client.salesforce().url())).await;
    let page = browser.open(&client.authorize_address("login", &[])).await;
    assert_eq!(page.button_names(), ["Log In", ANN, BEN]);
}

#[tokio::test]
async fn a_hint_fills_the_username_in_and_ends_nobodys_session() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    allow(&mut browser, page).await;
    let page = browser.open(&client.authorize_address("login", &[("login_hint", BEN)])).await;
    assert!(page.heading() == "Log In" && page.says(&format!(r#"value="{BEN}""#)));
    let page = browser.open(&client.authorize_address("login", &[("login_hint", ANN)])).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn another_browser_or_host_cannot_go_on_with_a_sign_in() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let mut page = client.log_in(&mut browser, "login", ANN, &[]).await;
    let mut other = TestBrowser::new();
    other.open(&client.authorize_address("login", &[])).await;
    assert_eq!(other.press(&page, "Allow", &[]).await.heading(), "Please start again");
    page.body = page.body.replace("/salesforce/login/", "/salesforce/test/");
    assert_eq!(browser.press(&page, "Allow", &[]).await.heading(), "Please start again");
}

#[tokio::test]
async fn a_sign_in_that_ended_cannot_be_ended_again() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    browser.press(&page, "Allow", &[]).await;
    assert_eq!(browser.press(&page, "Allow", &[]).await.heading(), "Please start again");
}

#[tokio::test]
async fn revoking_signs_the_person_out() {
    let client = SalesforceClient::start().await;
    let mut browser = TestBrowser::new();
    let page = client.log_in(&mut browser, "login", ANN, &[]).await;
    allow(&mut browser, page).await;
    client.salesforce().revoke(ANN);
    assert_eq!(browser.open(&client.authorize_address("login", &[])).await.heading(), "Log In");
}

#[tokio::test]
async fn anns_sandbox_user_is_somebody_at_salesforce_only() {
    let client = SalesforceClient::start().await;
    let names = |provider: &latchkey_practice::PracticeProvider| -> Vec<String> {
        provider.people().iter().map(|person| person.email.clone()).collect()
    };
    assert_eq!(names(client.salesforce()), [ANN, BEN, CLEO, ANN_DEV]);
    assert_eq!(names(client.session.microsoft()), [ANN, BEN, CLEO]);
}
