use latchkey_practice::Faults;
use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::ANN;

#[tokio::test]
async fn an_unregistered_redirect_address_never_gets_the_browser() {
    let client = Client::microsoft().await;
    for address in [
        "https://evil.example/",
        "https://latchkey.example/oauth/callback/microsoft/",
        "https://latchkey.example/oauth/callback/microsoft?x=1",
        "not an address",
    ] {
        let page = TestBrowser::new().open(&client.authorize_address(&[("redirect_uri", address)])).await;
        assert_eq!(page.status, 400);
        assert!(page.header("location").is_none());
        assert!(page.says("AADSTS50011") && !page.says("evil"), "{}", page.body);
    }
}

#[tokio::test]
async fn an_unknown_client_or_tenant_never_gets_the_browser() {
    let client = Client::microsoft().await;
    let page = TestBrowser::new().open(&client.authorize_address(&[("client_id", "another")])).await;
    assert!(page.header("location").is_none() && page.says("AADSTS700016"));
    let page = TestBrowser::new().open(&client.at("nowhere.example").authorize_address(&[])).await;
    assert!(page.header("location").is_none() && page.says("AADSTS90002"));
}

#[tokio::test]
async fn a_request_that_cannot_be_met_is_sent_back_with_its_error() {
    let client = Client::microsoft().await;
    for (changes, error, number) in [
        ([("response_type", "token")], "unsupported_response_type", "AADSTS700054"),
        ([("scope", "")], "invalid_request", "AADSTS900144"),
        ([("scope", "openid Mail.Reed")], "invalid_client", "AADSTS650053"),
        ([("code_challenge_method", "plain")], "invalid_request", "AADSTS90013"),
        ([("response_mode", "fragment")], "invalid_request", "AADSTS90013"),
        ([("prompt", "unknown")], "invalid_request", "AADSTS90013"),
        ([("prompt", "none")], "login_required", "AADSTS50058"),
    ] {
        let page = TestBrowser::new().open(&client.authorize_address(&changes)).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error), "{changes:?}");
        assert!(page.redirect_parameter("error_description").unwrap().starts_with(number), "{changes:?}");
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
}

#[tokio::test]
async fn somebody_can_be_left_on_an_error_page() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let consent_page = client.sign_in(&mut browser, ANN, &[]).await;
    client.provider().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    for page in [browser.open(&client.authorize_address(&[])).await, browser.press(&consent_page, "Accept", &[]).await]
    {
        assert_eq!((page.status.as_u16(), page.header("location")), (400, None));
        assert!(page.says("AADSTS90033"));
    }
}
