use insta::assert_json_snapshot;
use latchkey_testkit::TestBrowser;
use serde_json::Value;

use crate::client::{Client, MICROSOFT};
use crate::session::{ANN, VERIFIER, text};

#[tokio::test]
async fn a_refusal_has_everything_that_microsofts_have() {
    let client = Client::microsoft().await;
    let answer = client.exchange("invented", &[]).await;
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
    let client = Client::microsoft().await;
    let code = client.code(ANN, &[]).await;
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
        let answer = client.exchange(&code, &[change]).await;
        let seen = (answer.status.as_u16(), answer.json()["error"].clone(), answer.aadsts());
        assert_eq!(seen, (status, Value::from(error), number), "{change:?}");
    }
    assert_eq!(client.exchange(&code, &[]).await.status, 200, "the refusals have not used the code up");
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes_and_at_its_own_tenant() {
    let client = Client::microsoft().await;
    let code = client.code(ANN, &[]).await;
    assert_eq!(client.at("common").exchange(&code, &[]).await.aadsts(), 700_005);
    assert_eq!(client.at("nowhere.example").exchange(&code, &[]).await.aadsts(), 90002);
    client.session.clock.advance_s(600);
    assert_eq!(client.exchange(&code, &[]).await.aadsts(), 70008);
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    assert_eq!(client.exchange(&code, &[]).await.aadsts(), 501_481);
    assert_eq!(client.exchange(&code, &[("code_verifier", "")]).await.status, 200);
}

#[tokio::test]
async fn the_client_may_prove_itself_in_the_header() {
    let client = Client::microsoft().await;
    let code = client.code(ANN, &[]).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", MICROSOFT.redirect),
        ("code_verifier", VERIFIER),
        ("code", code.as_str()),
    ];
    assert_eq!(client.token(Some("another"), &fields).await.aadsts(), 7_000_215);
    assert_eq!(client.token(Some("practice%2Dclient-secret"), &fields).await.status, 200);
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token_and_without_openid_no_id_token() {
    let client = Client::microsoft().await;
    let mut browser = TestBrowser::new();
    let page = client.sign_in(&mut browser, ANN, &[("scope", "Mail.Read")]).await;
    let code = browser.press(&page, "Accept", &[]).await.redirect_parameter("code").unwrap();
    let tokens = client.exchange(&code, &[]).await.json();
    assert!(tokens.get("refresh_token").is_none() && tokens.get("id_token").is_none());
    assert_eq!(text(&tokens, "scope"), "Mail.Read");
}
