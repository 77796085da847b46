use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use insta::assert_json_snapshot;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use crate::session::{ANN, CLIENT_ID, CLIENT_SECRET, PracticeSession, REDIRECT, START, VERIFIER, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn a_code_becomes_tokens_once() {
    let session = PracticeSession::start().await;
    let code = session.code(ANN).await;
    let answer = session.exchange(&code, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let tokens = answer.json();
    assert_json_snapshot!(tokens, { ".access_token" => "…", ".refresh_token" => "…", ".id_token" => "…" }, @r#"
    {
      "token_type": "Bearer",
      "scope": "openid profile email https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read",
      "expires_in": 3600,
      "access_token": "…",
      "refresh_token": "…",
      "id_token": "…"
    }
    "#);
    let replayed = session.exchange(&code, &[]).await;
    assert_eq!((replayed.status.as_u16(), replayed.aadsts()), (400, 54005));
    let counters = session.microsoft().counters();
    assert_eq!((counters.code_exchanges, counters.code_exchanges_refused), (1, 1));
}

#[tokio::test]
async fn a_refusal_has_everything_that_microsofts_have() {
    let session = PracticeSession::start().await;
    let answer = session.exchange("invented", &[]).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    let (trace, correlation) = (text(&body, "trace_id"), text(&body, "correlation_id"));
    let description = format!(
        "AADSTS70000: There is no such code. Trace ID: {trace} Correlation ID: {correlation} \
         Timestamp: 2026-11-22 00:00:00Z"
    );
    assert_eq!(text(&body, "error_description"), description);
    assert!(text(&body, "error_uri").ends_with("/error?code=70000"));
    assert_json_snapshot!(body, {
        ".trace_id" => "…", ".correlation_id" => "…", ".error_description" => "…", ".error_uri" => "…",
    }, @r#"
    {
      "error": "invalid_grant",
      "error_description": "…",
      "error_codes": [
        70000
      ],
      "timestamp": "2026-11-22 00:00:00Z",
      "trace_id": "…",
      "correlation_id": "…",
      "error_uri": "…"
    }
    "#);
}

#[tokio::test]
async fn a_code_is_refused_when_anything_about_it_is_wrong() {
    let session = PracticeSession::start().await;
    let code = session.code(ANN).await;
    for (change, status, error, number) in [
        (("code_verifier", "another"), 400, "invalid_grant", 501_481),
        (("code_verifier", ""), 400, "invalid_grant", 501_481),
        (("redirect_uri", "https://latchkey.example/"), 400, "invalid_grant", 500_112),
        (("redirect_uri", ""), 400, "invalid_request", 900_144),
        (("grant_type", ""), 400, "invalid_request", 900_144),
        (("grant_type", "password"), 400, "unsupported_grant_type", 70003),
        (("client_id", "another"), 400, "unauthorized_client", 700_016),
        (("client_secret", "another"), 401, "invalid_client", 7_000_215),
        (("client_secret", ""), 401, "invalid_client", 7_000_218),
        (("scope", "openid Mail.Read https://outlook.office.com/SMTP.Send"), 400, "invalid_scope", 70011),
        (("scope", "openid Mail.Send"), 400, "invalid_grant", 65001),
    ] {
        let answer = session.exchange(&code, &[change]).await;
        let seen = (answer.status.as_u16(), answer.json()["error"].clone(), answer.aadsts());
        assert_eq!(seen, (status, Value::from(error), number), "{change:?}");
    }
    assert_eq!(session.exchange(&code, &[]).await.status, 200, "the refusals have not used the code up");
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes_and_at_its_own_tenant() {
    let session = PracticeSession::start().await;
    let code = session.code(ANN).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("code", &code),
    ];
    assert_eq!(session.token("common", &fields, &[]).await.aadsts(), 700_005);
    assert_eq!(session.token("nowhere.example", &fields, &[]).await.aadsts(), 90002);
    session.clock.advance_s(600);
    assert_eq!(session.exchange(&code, &[]).await.aadsts(), 70008);
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    assert_eq!(session.exchange(&code, &[]).await.aadsts(), 501_481);
    assert_eq!(session.exchange(&code, &[("code_verifier", "")]).await.status, 200);
}

#[tokio::test]
async fn the_client_may_prove_itself_in_the_header() {
    let session = PracticeSession::start().await;
    let code = session.code(ANN).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("code", code.as_str()),
    ];
    let basic = |secret: &str| format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{secret}")));
    assert_eq!(session.token_with_header(&basic("another"), &fields).await.aadsts(), 7_000_215);
    assert_eq!(session.token_with_header(&basic("practice%2Dclient-secret"), &fields).await.status, 200);
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token_and_without_openid_no_id_token() {
    let session = PracticeSession::start().await;
    let mut browser = TestBrowser::new();
    let page = session.sign_in(&mut browser, ANN, &[("scope", "Mail.Read")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = session.exchange(&code, &[]).await.json();
    assert!(tokens.get("refresh_token").is_none() && tokens.get("id_token").is_none());
    assert_eq!(text(&tokens, "scope"), "Mail.Read");
}

#[tokio::test]
async fn the_id_token_verifies_against_the_published_keys() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let id_token = text(&tokens, "id_token");
    let keys: JwkSet =
        serde_json::from_value(session.get("/microsoft/organizations/discovery/v2.0/keys").await.json()).unwrap();
    let kid = decode_header(id_token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[CLIENT_ID]);
    // The library would compare with the real time; the test checks these claims below.
    validation.validate_exp = false;
    let claims = decode::<Value>(id_token, &key, &validation).unwrap().claims;
    assert_eq!(claims["exp"], START + 3600);
    assert_json_snapshot!(claims, { ".iss" => "…" }, @r#"
    {
      "aud": "1a7c6bea-0000-4000-8000-000000001a7c",
      "iss": "…",
      "iat": 1795305600,
      "nbf": 1795305600,
      "exp": 1795309200,
      "sub": "FhPOdZ52UYNzOKsY2BO2oe5dbbeKJ3cxKlTQEr71d44",
      "oid": "00000000-0000-4000-8000-000000000001",
      "tid": "c0570500-0000-4000-8000-00000000c057",
      "ver": "2.0",
      "nonce": "the-nonce",
      "name": "Ann Able",
      "preferred_username": "ann@contoso.example",
      "email": "ann@contoso.example"
    }
    "#);
    let issuer = format!("{}/microsoft/c0570500-0000-4000-8000-00000000c057/v2.0", session.practice.url());
    assert_eq!(claims["iss"], issuer);
    let tampered = format!("{id_token}A");
    assert!(decode::<Value>(&tampered, &key, &validation).is_err());
}

#[tokio::test]
async fn every_secret_is_in_the_ledger() {
    let session = PracticeSession::start().await;
    let tokens = session.connect(ANN).await;
    let secrets = session.practice.secrets_issued();
    let issued = |secret: &str| secrets.iter().any(|entry| entry.text == secret);
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(issued(text(&tokens, name)), "{name}");
    }
    assert!(issued(CLIENT_SECRET) && issued(VERIFIER) && issued("Ann-practice-1"));
    assert!(!format!("{secrets:?}").contains(CLIENT_SECRET));
}
