use latchkey_practice::Quirk;
use latchkey_testkit::TestBrowser;

use crate::client::{Client, refusal};
use crate::session::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, answer, http, text};

#[tokio::test]
async fn a_code_is_refused_when_anything_about_it_is_wrong() {
    let client = Client::salesforce().await;
    let code = client.code(ANN, &[]).await;
    for (change, error) in [
        (("code_verifier", "another"), "invalid_grant"),
        (("code_verifier", ""), "invalid_grant"),
        (("redirect_uri", "https://latchkey.example/"), "redirect_uri_mismatch"),
        (("redirect_uri", ""), "invalid_request"),
        (("grant_type", ""), "invalid_request"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("client_id", "another"), "invalid_client_id"),
        (("client_secret", "another"), "invalid_client"),
        (("client_secret", ""), "invalid_client"),
        (("code", "invented"), "invalid_grant"),
        (("code", ""), "invalid_request"),
    ] {
        let (status, seen, _) = refusal(&client.exchange(&code, &[change]).await);
        assert_eq!((status, seen.as_str()), (400, error), "{change:?}");
    }
    assert_eq!(client.exchange(&code, &[]).await.status, 200, "the refusals have not used the code up");
}

#[tokio::test]
async fn the_client_may_prove_itself_in_the_header() {
    let client = Client::salesforce().await;
    let tokens = client.connect(ANN).await;
    let address = format!("{}/login/services/oauth2/token", client.provider().url());
    for (secret, status) in [("another", 400), (CLIENT_SECRET, 200)] {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
        let request = http().post(&address).basic_auth(CLIENT_ID, Some(secret)).form(&fields);
        assert_eq!(answer(request).await.status, status);
    }
}

#[tokio::test]
async fn a_scope_that_was_not_asked_for_has_no_token() {
    let client = Client::salesforce().await;
    for (scope, refresh_token, id_token) in
        [("api", false, false), ("api offline_access", true, false), ("id openid", false, true)]
    {
        let mut browser = TestBrowser::new();
        let page = client.sign_in(&mut browser, ANN, &[("scope", scope)]).await;
        let code = client.accept(&mut browser, page).await.redirect_parameter("code").unwrap();
        let tokens = client.exchange(&code, &[]).await.json();
        let has = |name: &str| tokens.get(name).is_some();
        assert_eq!((has("refresh_token"), has("id_token")), (refresh_token, id_token), "{scope}");
        assert_eq!(tokens["scope"], scope);
    }
}

#[tokio::test]
async fn the_sixth_sign_in_ends_the_first_silently() {
    let client = Client::salesforce().await;
    let ben = client.connect(BEN).await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(client.connect(ANN).await);
        client.session.clock.advance_s(1);
    }
    let dead = client.refresh(text(&all[0], "refresh_token"), &[]).await;
    assert_eq!(refusal(&dead), (400, "invalid_grant".into(), "expired access/refresh token".into()));
    for tokens in all[1..].iter().chain([&ben]) {
        assert_eq!(client.refresh(text(tokens, "refresh_token"), &[]).await.status, 200);
    }
}

#[tokio::test]
async fn whoever_gives_a_token_back_makes_room() {
    let client = Client::salesforce().await;
    let first = client.connect(ANN).await;
    for _ in 0..4 {
        let tokens = client.connect(ANN).await;
        assert_eq!(client.revoke(text(&tokens, "refresh_token")).await.status, 200);
    }
    for _ in 0..4 {
        client.connect(ANN).await;
    }
    assert_eq!(client.refresh(text(&first, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_hostile_api_address_can_be_rehearsed() {
    let client = Client::salesforce().await;
    client.provider().set_quirk(Quirk::HostileApiAddress, true);
    let tokens = client.connect(ANN).await;
    assert_eq!(tokens["instance_url"], "https://evil.example");
    let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["instance_url"], "https://evil.example");
}
