use latchkey_testkit::TestBrowser;

use super::over;
use crate::client::{Client, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn a_refresh_token_comes_only_with_offline_access_and_a_consent_page() {
    let client = Client::google().await;
    let refresh_token = async |changes: &[(&str, &str)]| {
        let tokens = client.connect_with(ANN, changes).await;
        tokens.get("refresh_token").is_some()
    };
    assert!(!refresh_token(&[("access_type", "online")]).await);
    client.provider().remove_consent(ANN);
    assert!(refresh_token(&[]).await, "the first time");
    assert!(!refresh_token(&[]).await, "no consent page was shown");
    assert!(refresh_token(&[("prompt", "consent")]).await);
    assert!(!refresh_token(&[("prompt", "consent"), ("access_type", "")]).await);
}

#[tokio::test]
async fn a_code_needs_everything_that_it_was_asked_for_with() {
    let client = Client::google().await;
    let code = client.code(ANN, &[]).await;
    let words = |(status, error, description): (u16, &str, &str)| (status, error.to_owned(), description.to_owned());
    for (changes, expected) in [
        ([("code", "invented")], (400, "invalid_grant", "Malformed auth code.")),
        ([("code", "")], (400, "invalid_request", "Missing required parameter: code")),
        ([("code_verifier", "")], (400, "invalid_grant", "Missing code verifier.")),
        ([("code_verifier", "another")], (400, "invalid_grant", "Invalid code verifier.")),
        ([("redirect_uri", "https://evil.example/")], (400, "redirect_uri_mismatch", "Bad Request")),
        ([("client_secret", "wrong")], (401, "invalid_client", "Unauthorized")),
        ([("client_secret", "")], (400, "invalid_request", "client_secret is missing.")),
        ([("client_id", "another")], (401, "invalid_client", "The OAuth client was not found.")),
        ([("grant_type", "password")], (400, "unsupported_grant_type", "Invalid grant_type")),
        ([("grant_type", "")], (400, "invalid_request", "Missing required parameter: grant_type")),
    ] {
        assert_eq!(refusal(&client.exchange(&code, &changes).await), words(expected), "{changes:?}");
    }
    assert_eq!(client.exchange(&code, &[]).await.status, 200, "a refused exchange uses nothing up");
    let code = client.code(ANN, &[]).await;
    client.session.clock.advance_s(600);
    assert_eq!(refusal(&client.exchange(&code, &[]).await), words((400, "invalid_grant", "Bad Request")));
}

#[tokio::test]
async fn the_hundred_and_first_refresh_token_ends_the_first_without_a_word() {
    let client = Client::google().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[]).await;
    client.accept(&mut browser, page).await;
    let mut refresh_tokens = Vec::new();
    for _ in 0..101 {
        let page = browser.open(&client.authorize_address(&[("prompt", "consent")])).await;
        let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();
        let tokens = client.exchange(&code, &[]).await.json();
        refresh_tokens.push(text(&tokens, "refresh_token").to_owned());
    }
    assert_eq!(refusal(&client.refresh(&refresh_tokens[0], &[]).await), over());
    for kept in [&refresh_tokens[1], &refresh_tokens[100]] {
        assert_eq!(client.refresh(kept, &[]).await.status, 200);
    }
}
