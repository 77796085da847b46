use latchkey_testkit::TestBrowser;

use crate::client::Client;
use crate::session::ANN;

#[tokio::test]
async fn a_person_signs_in_continues_and_is_sent_back_with_a_code() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&client.authorize_address(&[])).await;
    assert_eq!((page.status.as_u16(), page.heading()), (200, "Sign in"));
    assert_eq!(page.button_names(), ["Sign in", "Cancel"]);
    let page = client.type_password(&mut browser, &page, ANN).await;
    assert_eq!(page.heading(), "Latchkey wants access to your Google Account");
    assert_eq!(page.button_names(), ["Continue", "Cancel"]);
    let page = browser.press(&page, "Continue", &[]).await;
    assert_eq!(page.status, 303);
    assert!(page.redirect().as_str().starts_with("https://latchkey.example/oauth/callback/google?code=4%2F0A"));
    for (name, value) in [("state", "the-state"), ("authuser", "0"), ("hd", "contoso.example"), ("prompt", "consent")] {
        assert_eq!(page.redirect_parameter(name).as_deref(), Some(value));
    }
    assert!(page.redirect_parameter("scope").unwrap().contains("userinfo.email"));
    assert_eq!(client.provider().counters().authorizations, 1);
}

#[tokio::test]
async fn whatever_is_wrong_with_a_request_stays_on_a_page() {
    let client = Client::google().await;
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
    let client = Client::google().await;
    let mut browser = TestBrowser::new();
    let silent = client.authorize_address(&[("prompt", "none")]);
    let error = async |browser: &mut TestBrowser| browser.open(&silent).await.redirect_parameter("error");
    assert_eq!(error(&mut browser).await.as_deref(), Some("login_required"));
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    assert_eq!(error(&mut browser).await.as_deref(), Some("interaction_required"), "consent is missing");
    browser.press(&page, "Continue", &[]).await;
    assert!(browser.open(&silent).await.redirect_parameter("code").is_some());
}
