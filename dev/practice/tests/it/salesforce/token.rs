use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use insta::assert_json_snapshot;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use latchkey_practice::Quirk;
use serde_json::Value;

use super::client::{SalesforceClient, allow, refusal};
use crate::session::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, START, VERIFIER, answer, http, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn a_code_becomes_tokens_once() {
    let client = SalesforceClient::start().await;
    let code = client.code("login", ANN).await;
    let answer = client.exchange("login", &code, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let body = answer.body.replace(client.session.practice.url(), "https://practice.example");
    let tokens: Value = serde_json::from_str(&body).unwrap();
    assert_json_snapshot!(tokens, {
        ".access_token" => "…", ".refresh_token" => "…", ".id_token" => "…", ".signature" => "…",
    }, @r#"
    {
      "access_token": "…",
      "refresh_token": "…",
      "signature": "…",
      "scope": "openid id api refresh_token profile email",
      "id_token": "…",
      "instance_url": "https://practice.example/salesforce/instance/contoso",
      "id": "https://practice.example/salesforce/login/id/00Dxx0000000001AAA/005xx0000000001AAA",
      "token_type": "Bearer",
      "issued_at": "1795305600000"
    }
    "#);
    assert!(text(&tokens, "access_token").starts_with("00Dxx0000000001!"));
    assert_eq!(STANDARD.decode(text(&tokens, "signature")).unwrap().len(), 32);
    let replayed = client.exchange("login", &code, &[]).await;
    assert_eq!(refusal(&replayed), (400, "invalid_grant".into(), "invalid authorization code".into()));
    let counters = client.salesforce().counters();
    assert_eq!((counters.code_exchanges, counters.code_exchanges_refused), (1, 1));
}

#[tokio::test]
async fn a_code_is_refused_when_anything_about_it_is_wrong() {
    let client = SalesforceClient::start().await;
    let code = client.code("login", ANN).await;
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
        let (status, seen, _) = refusal(&client.exchange("login", &code, &[change]).await);
        assert_eq!((status, seen.as_str()), (400, error), "{change:?}");
    }
    assert_eq!(client.exchange("login", &code, &[]).await.status, 200, "the refusals have not used the code up");
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    let client = SalesforceClient::start().await;
    let code = client.code("login", ANN).await;
    client.session.clock.advance_s(600);
    let answer = client.exchange("login", &code, &[]).await;
    assert_eq!(refusal(&answer), (400, "invalid_grant".into(), "expired authorization code".into()));
}

#[tokio::test]
async fn the_client_may_prove_itself_in_the_header() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("login", ANN).await;
    let address = format!("{}/login/services/oauth2/token", client.salesforce().url());
    for (secret, status) in [("another", 400), (CLIENT_SECRET, 200)] {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
        let request = http().post(&address).basic_auth(CLIENT_ID, Some(secret)).form(&fields);
        assert_eq!(answer(request).await.status, status);
    }
}

#[tokio::test]
async fn a_scope_that_was_not_asked_for_has_no_token() {
    let client = SalesforceClient::start().await;
    for (scope, refresh_token, id_token) in
        [("api", false, false), ("api offline_access", true, false), ("id openid", false, true)]
    {
        let mut browser = TestBrowser::new();
        let page = client.log_in(&mut browser, "login", ANN, &[("scope", scope)]).await;
        let code = allow(&mut browser, page).await.redirect_parameter("code").unwrap();
        let tokens = client.exchange("login", &code, &[]).await.json();
        let has = |name: &str| tokens.get(name).is_some();
        assert_eq!((has("refresh_token"), has("id_token")), (refresh_token, id_token), "{scope}");
        assert_eq!(tokens["scope"], scope);
    }
}

#[tokio::test]
async fn the_id_token_verifies_against_the_published_keys() {
    let client = SalesforceClient::start().await;
    let tokens = client.connect("my/contoso", ANN).await;
    let id_token = text(&tokens, "id_token");
    let keys: JwkSet =
        serde_json::from_value(client.session.get("/salesforce/my/contoso/id/keys").await.json()).unwrap();
    let kid = decode_header(id_token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[CLIENT_ID]);
    // The library would compare with the real time; the test checks these claims below.
    validation.validate_exp = false;
    let claims = decode::<Value>(id_token, &key, &validation).unwrap().claims;
    let here = format!("{}/my/contoso", client.salesforce().url());
    assert_eq!(claims["iss"], here);
    assert_eq!(claims["sub"], tokens["id"]);
    assert_eq!(claims["sub"], format!("{here}/id/00Dxx0000000001AAA/005xx0000000001AAA"));
    assert_eq!((&claims["iat"], &claims["exp"]), (&Value::from(START), &Value::from(START + 120)));
    assert_eq!((&claims["nonce"], &claims["preferred_username"]), (&"the-nonce".into(), &ANN.into()));
}

#[tokio::test]
async fn the_sixth_sign_in_ends_the_first_silently() {
    let client = SalesforceClient::start().await;
    let ben = client.connect("login", BEN).await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(client.connect("login", ANN).await);
        client.session.clock.advance_s(1);
    }
    let dead = client.refresh("login", text(&all[0], "refresh_token"), &[]).await;
    assert_eq!(refusal(&dead), (400, "invalid_grant".into(), "expired access/refresh token".into()));
    for tokens in all[1..].iter().chain([&ben]) {
        assert_eq!(client.refresh("login", text(tokens, "refresh_token"), &[]).await.status, 200);
    }
}

#[tokio::test]
async fn whoever_gives_a_token_back_makes_room() {
    let client = SalesforceClient::start().await;
    let first = client.connect("login", ANN).await;
    for _ in 0..4 {
        let tokens = client.connect("login", ANN).await;
        assert_eq!(client.revoke(text(&tokens, "refresh_token")).await.status, 200);
    }
    for _ in 0..4 {
        client.connect("login", ANN).await;
    }
    assert_eq!(client.refresh("login", text(&first, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_hostile_api_address_can_be_rehearsed() {
    let client = SalesforceClient::start().await;
    client.salesforce().set_quirk(Quirk::HostileApiAddress, true);
    let tokens = client.connect("login", ANN).await;
    assert_eq!(tokens["instance_url"], "https://evil.example");
    let renewed = client.refresh("login", text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(renewed["instance_url"], "https://evil.example");
}

#[tokio::test]
async fn every_secret_is_in_the_ledger() {
    let client = SalesforceClient::start().await;
    let code = client.code("login", ANN).await;
    let tokens = client.exchange("login", &code, &[]).await.json();
    let secrets = client.session.practice.secrets_issued();
    let issued = |secret: &str| secrets.iter().any(|entry| entry.text == secret);
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(issued(text(&tokens, name)), "{name}");
    }
    assert!(issued(&code) && issued(VERIFIER) && issued("Ann-practice-1"));
}
