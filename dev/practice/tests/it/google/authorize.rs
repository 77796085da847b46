use latchkey_practice::{Coop, Faults};
use latchkey_testkit::TestBrowser;

use super::client::{GoogleClient, type_password};
use crate::session::ANN;

#[tokio::test]
async fn a_person_signs_in_continues_and_is_sent_back_with_a_code() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[])).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Sign in"));
    assert_eq!(page.button_names(), ["Sign in", "Cancel"]);
    let page = type_password(&mut browser, &page, ANN).await;
    assert_eq!(page.heading(), "Latchkey wants access to your Google Account");
    assert_eq!(page.button_names(), ["Continue", "Cancel"]);
    let page = browser.press(&page, "Continue", &[]).await;
    assert_eq!(page.status, 303);
    assert!(page.redirect().as_str().starts_with("https://latchkey.example/oauth/callback/google?code=4%2F0A"));
    for (name, value) in [("state", "the-state"), ("authuser", "0"), ("hd", "contoso.example"), ("prompt", "consent")] {
        assert_eq!(page.redirect_parameter(name).as_deref(), Some(value));
    }
    assert!(page.redirect_parameter("scope").unwrap().contains("userinfo.email"));
    assert_eq!(client.google().counters().authorizations, 1);
}

#[tokio::test]
async fn whatever_is_wrong_with_a_request_stays_on_a_page() {
    let client = GoogleClient::start().await;
    for (changes, error) in [
        ([("client_id", "another")], "Error 401: invalid_client"),
        ([("client_id", "")], "Error 400: invalid_request"),
        ([("redirect_uri", "https://evil.example/")], "Error 400: redirect_uri_mismatch"),
        ([("redirect_uri", "not an address")], "Error 400: redirect_uri_mismatch"),
        ([("response_type", "token")], "Error 400: unsupported_response_type"),
        ([("response_mode", "form_post")], "Error 400: invalid_request"),
        ([("scope", "")], "Error 400: invalid_request"),
        ([("scope", "openid offline_access")], "Error 400: invalid_scope"),
        ([("code_challenge_method", "plain")], "Error 400: invalid_request"),
        ([("access_type", "unknown")], "Error 400: invalid_request"),
        ([("prompt", "login")], "Error 400: invalid_request"),
        ([("prompt", "none consent")], "Error 400: invalid_request"),
    ] {
        let page = TestBrowser::new().open(&client.authorize_address(&changes)).await;
        assert!(page.header("location").is_none() && page.says(error), "{changes:?}: {}", page.body);
        assert!(!page.says("evil") && page.button_names().is_empty());
    }
}

#[tokio::test]
async fn without_pages_nothing_is_shown() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let silent = client.authorize_address(&[("prompt", "none")]);
    let error = async |browser: &mut TestBrowser| browser.open(&silent).await.redirect_parameter("error");
    assert_eq!(error(&mut browser).await.as_deref(), Some("login_required"));
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(error(&mut browser).await.as_deref(), Some("interaction_required"), "consent is missing");
    browser.press(&page, "Continue", &[]).await;
    assert!(browser.open(&silent).await.redirect_parameter("code").is_some());
}

#[tokio::test]
async fn the_opener_is_cut_off_unless_that_is_switched_off() {
    let client = GoogleClient::start().await;
    let silent = client.authorize_address(&[("prompt", "none")]);
    for address in [&client.authorize_address(&[]), &silent] {
        let page = TestBrowser::new().open(address).await;
        assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
    }
    client.google().set_coop(Coop::Off);
    assert_eq!(TestBrowser::new().open(&silent).await.header("cross-origin-opener-policy"), None);
}

#[tokio::test]
async fn pages_run_nothing_load_nothing_and_let_forms_lead_only_to_the_callback() {
    let client = GoogleClient::start().await;
    let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.ends_with("form-action 'self' https://latchkey.example"), "{policy}");
    assert!(!page.says("<script") && !page.says("style="));
}

#[tokio::test]
async fn somebody_can_be_left_on_an_error_page() {
    let client = GoogleClient::start().await;
    let mut browser = TestBrowser::new();
    let consent_page = client.sign_in(&mut browser, ANN, &[]).await;
    client.google().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    for page in
        [browser.open(&client.authorize_address(&[])).await, browser.press(&consent_page, "Continue", &[]).await]
    {
        assert_eq!((page.status.as_u16(), page.header("location")), (500, None));
        assert!(page.heading() == "Something went wrong" && page.button_names().is_empty());
    }
}
