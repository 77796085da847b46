use std::collections::BTreeSet;

use latchkey_practice::Quirk;
use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::ANN;

#[tokio::test]
async fn a_person_logs_in_allows_and_is_sent_back_with_a_code() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[])).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Log In"));
    assert_eq!(page.button_names(), ["Log In"]);
    assert!(page.says("login.salesforce.com"));

    let page = browser.press(&page, "Log In", &[("email", ANN), ("password", "Ann-practice-1")]).await;
    assert_eq!(page.heading(), "Allow Access?");
    assert_eq!(page.button_names(), ["Allow", "Deny"]);
    assert!(page.says("<strong>Latchkey</strong> asks to:") && page.says("Read and change your data"));

    let page = browser.press(&page, "Allow", &[]).await;
    assert_eq!(page.status, 303);
    assert!(page.redirect().as_str().starts_with("https://latchkey.example/oauth/callback/salesforce?code=aPrx"));
    assert!(page.redirect_parameter("code").unwrap().ends_with("=="));
    assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
    assert_eq!(client.provider().counters().authorizations, 1);
}

#[tokio::test]
async fn whoever_denies_is_sent_back_with_either_spelling() {
    let client = Client::salesforce().await;
    for (quirk, error) in [(false, "access_denied"), (true, "access-denied")] {
        client.provider().set_quirk(Quirk::HyphenatedDenial, quirk);
        let mut browser = TestBrowser::new();
        let page = client.sign_in(&mut browser, ANN, &[]).await;
        let page = browser.press(&page, "Deny", &[]).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
}

#[tokio::test]
async fn an_unknown_program_or_address_never_gets_the_browser() {
    let client = Client::salesforce().await;
    for (change, error) in [
        (("client_id", "another"), "invalid_client_id"),
        (("client_id", ""), "invalid_request"),
        (("redirect_uri", "https://evil.example/"), "redirect_uri_mismatch"),
        (("redirect_uri", "https://latchkey.example/oauth/callback/salesforce/"), "redirect_uri_mismatch"),
        (("redirect_uri", ""), "invalid_request"),
    ] {
        let page = TestBrowser::new().open(&client.authorize_address(&[change])).await;
        assert_eq!((page.status.as_u16(), page.heading()), (400, "OAuth Error"));
        assert!(page.header("location").is_none() && page.says(error) && !page.says("evil"), "{}", page.body);
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_met_is_sent_back_with_its_error() {
    let client = Client::salesforce().await;
    for (change, error, description) in [
        (("response_type", "token"), "unsupported_response_type", "response type not supported"),
        (("response_type", ""), "invalid_request", "missing required parameter: response_type"),
        (("scope", "openid everything"), "invalid_scope", "the requested scope is not allowed"),
        (("code_challenge", ""), "invalid_request", "missing required code challenge"),
        (("code_challenge", "short"), "invalid_request", "invalid code challenge"),
        (("code_challenge_method", "plain"), "invalid_request", "invalid code challenge"),
        (("prompt", "unknown"), "invalid_request", "invalid prompt"),
        (("prompt", "none"), "immediate_unsuccessful", "the user must log in or approve first"),
    ] {
        let page = TestBrowser::new().open(&client.authorize_address(&[change])).await;
        assert_eq!(page.redirect_parameter("error").as_deref(), Some(error), "{change:?}");
        assert_eq!(page.redirect_parameter("error_description").as_deref(), Some(description), "{change:?}");
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert_eq!(page.redirect_parameter("code"), None);
    }
}

#[tokio::test]
async fn without_a_scope_the_program_gets_what_it_is_registered_for() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("scope", "")]).await;
    let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    assert_eq!(tokens["scope"], "api refresh_token openid id");
}

#[tokio::test]
async fn forms_lead_only_to_the_callback() {
    let client = Client::salesforce().await;
    let page = TestBrowser::new().open(&client.authorize_address(&[])).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.ends_with("form-action 'self' https://latchkey.example"), "{policy}");
    let cookie = page.header("set-cookie").unwrap();
    let attributes: BTreeSet<_> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, BTreeSet::from(["HttpOnly", "Path=/salesforce", "SameSite=Lax"]), "{cookie}");
}
