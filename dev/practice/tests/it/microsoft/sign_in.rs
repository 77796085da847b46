use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::{ANN, BEN, CLEO};

#[tokio::test]
async fn a_login_hint_fills_in_the_email() {
    let client = Client::microsoft().await;
    let page = TestBrowser::new().open(&client.authorize_address(&[("login_hint", ANN)])).await;
    assert!(page.says(&format!(r#"value="{ANN}""#)));
}

#[tokio::test]
async fn cancel_tells_the_program() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let at_sign_in = browser.open(&client.authorize_address(&[])).await;
    let at_sign_in = browser.press(&at_sign_in, "Cancel", &[]).await;
    let at_consent = client.sign_in(&mut browser, ANN, &[]).await;
    let at_consent = browser.press(&at_consent, "Cancel", &[]).await;
    for page in [&at_sign_in, &at_consent] {
        assert_eq!(page.status, 303);
        assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"));
        assert_eq!(page.redirect_parameter("error_subcode").as_deref(), Some("cancel"));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
    assert!(at_consent.redirect_parameter("error_description").unwrap().starts_with("AADSTS65004"));
}

#[tokio::test]
async fn a_second_sign_in_asks_nothing() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    browser.press(&page, "Accept", &[]).await;
    let page = browser.open(&client.authorize_address(&[])).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn a_prompt_asks_again_for_what_it_names() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    browser.press(&page, "Accept", &[]).await;
    for (prompt, heading) in
        [("login", "Sign in"), ("consent", "Permissions requested"), ("select_account", "Pick an account")]
    {
        let page = browser.open(&client.authorize_address(&[("prompt", prompt)])).await;
        assert_eq!(page.heading(), heading);
    }
    let page = browser.open(&client.authorize_address(&[("prompt", "none")])).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn accepting_again_on_demand_ends_in_a_code() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("prompt", "consent")]).await;
    let page = browser.press(&page, "Accept", &[]).await;
    assert!(page.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn of_several_accounts_one_is_picked() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    client.sign_in(&mut browser, ANN, &[]).await;
    client.sign_in(&mut browser, BEN, &[("prompt", "login")]).await;
    let chooser = browser.open(&client.authorize_address(&[])).await;
    assert_eq!(
        chooser.button_names(),
        ["Ann Able ann@contoso.example", "Ben Baker ben@contoso.example", "Use another account", "Cancel"]
    );
    let page = browser.press(&chooser, "Ben Baker ben@contoso.example", &[]).await;
    assert!(page.says(BEN) && page.heading() == "Permissions requested");
    let page = browser.press(&chooser, "Use another account", &[]).await;
    assert_eq!(page.heading(), "Sign in");
}

#[tokio::test]
async fn nobody_can_be_picked_who_is_not_signed_in() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    client.sign_in(&mut browser, ANN, &[]).await;
    let mut chooser = browser.open(&client.authorize_address(&[("prompt", "select_account")])).await;
    let people = latchkey_practice::practice_people();
    chooser.body = chooser.body.replace(&people[0].id, &people[1].id);
    let page = browser.press(&chooser, "Ann Able ann@contoso.example", &[]).await;
    assert_eq!(page.heading(), "Sign in");
}

#[tokio::test]
async fn a_hint_picks_among_the_signed_in() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    client.sign_in(&mut browser, ANN, &[]).await;
    client.sign_in(&mut browser, BEN, &[("prompt", "login")]).await;
    let page = browser.open(&client.authorize_address(&[("login_hint", BEN)])).await;
    assert!(page.heading() == "Permissions requested" && page.says(BEN));
    let page = browser.open(&client.authorize_address(&[("login_hint", CLEO)])).await;
    assert!(page.heading() == "Sign in" && page.says(CLEO));
}

#[tokio::test]
async fn people_of_another_organisation_stay_outside() {
    let client = Client::microsoft().await;
    for (tenant, email, heading) in [
        ("contoso.example", ANN, "Permissions requested"),
        ("contoso.example", CLEO, "Sign in"),
        ("common", CLEO, "Permissions requested"),
        ("consumers", ANN, "Sign in"),
    ] {
        let mut browser = TestBrowser::new();
        let page = browser.open(&client.at(tenant).authorize_address(&[])).await;
        let fields = [("email", email), ("password", &*crate::session::password_of(email))];
        let page = browser.press(&page, "Sign in", &fields).await;
        assert_eq!(page.heading(), heading, "{email} at {tenant}");
    }
}
