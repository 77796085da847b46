//! Discovery, and servers whose responses contain little.

use latchkey_domain::FailureClass;

use super::*;
use crate::scripted_http::{ScriptedHttp, SignInRequestFixture, of, parameter, registration};

const ISSUER: &str = "https://id.contoso.example/realm";
const DOCUMENT: &str = "https://id.contoso.example/realm/.well-known/openid-configuration";

fn oidc() -> Oidc {
    Oidc::new(OidcSettings {
        label: "Contoso".into(),
        access_type: "Contoso".into(),
        purpose: Purpose::Mailbox,
        registration: registration(),
        issuer: ISSUER.into(),
        scopes: vec!["mail".into()],
        idle_limit_s: None,
        domains: vec!["contoso.example".into()],
    })
}

fn document(issuer: &str, token_host: &str, more: &str) -> String {
    format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"https://id.contoso.example/auth",
            "token_endpoint":"{token_host}/token","jwks_uri":"https://id.contoso.example/keys",
            "revocation_endpoint":"https://id.contoso.example/revoke"{more}}}"#
    )
}

fn server(more: &str) -> ScriptedHttp {
    ScriptedHttp::default().answering(DOCUMENT, 200, &document(ISSUER, "https://id.contoso.example", more))
}

#[tokio::test]
async fn offline_access_is_asked_for_together_with_consent() {
    let (asking, http) = (SignInRequestFixture::new(), server(""));
    let page = oidc().sign_in_url(&http, &asking.request(Some("ann@contoso.example"))).await.unwrap();
    assert!(page.as_str().starts_with("https://id.contoso.example/auth?"));
    assert_eq!(parameter(&page, "scope").as_deref(), Some("openid profile email offline_access mail"));
    assert_eq!(parameter(&page, "prompt").as_deref(), Some("consent"));
}

#[tokio::test]
async fn a_document_of_another_issuer_or_without_tls_is_not_used() {
    for document in [
        document("https://evil.example", "https://id.contoso.example", ""),
        document(ISSUER, "http://id.contoso.example", ""),
        "{}".to_owned(),
    ] {
        let http = ScriptedHttp::default().answering(DOCUMENT, 200, &document);
        let failure = oidc().sign_in_url(&http, &SignInRequestFixture::new().request(None)).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::Operator, "{document}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_again_the_next_time() {
    let (oidc, asking) = (oidc(), SignInRequestFixture::new());
    let failure = oidc.sign_in_url(&ScriptedHttp::default(), &asking.request(None)).await.unwrap_err();
    assert_eq!(failure.reason.code, ReasonCode::ProviderUnreachable);
    assert!(oidc.sign_in_url(&server(""), &asking.request(None)).await.is_ok());
}

#[tokio::test]
async fn the_secret_goes_where_the_server_takes_it() {
    let token = RefreshToken::new("r");
    let http = server("").answering("https://id.contoso.example/revoke", 200, "");
    oidc().revoke(&http, &token).await.unwrap();
    // "the+id:the%2Bsecret", as RFC 6749, 2.3.1 and appendix B want it.
    assert_eq!(http.last_header("authorization").as_deref(), Some("Basic dGhlK2lkOnRoZSUyQnNlY3JldA=="));
    assert!(!http.last_body().contains("secret"));
    let http = server(r#","token_endpoint_auth_methods_supported":["client_secret_post"]"#);
    let http = http.answering("https://id.contoso.example/revoke", 200, "");
    oidc().revoke(&http, &token).await.unwrap();
    assert_eq!(http.last_header("authorization"), None);
    assert!(http.last_body().ends_with("&client_id=the+id&client_secret=the%2Bsecret"));
}

#[tokio::test]
async fn a_bare_refusal_explains_nothing_and_a_token_type_in_small_letters_is_fine() {
    let http = server("").answering("https://id.contoso.example/token", 400, "");
    let failure = oidc().refresh(&http, &RefreshToken::new("r"), &of()).await.unwrap_err().failure;
    assert_eq!(failure.class, FailureClass::Unexplained);
    let body = r#"{"access_token":"a","token_type":"bearer","expires_in":60,"iat":1,"scope":"mail"}"#;
    let http = server("").answering("https://id.contoso.example/token", 200, body);
    assert_eq!(oidc().refresh(&http, &RefreshToken::new("r"), &of()).await.unwrap().access_life_s, Some(60));
}
