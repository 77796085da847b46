//! Discovery, and servers whose responses contain little.

mod client_auth;
mod moved;

use latchkey_domain::{FailureClass, ManualClock};

use super::*;
use crate::scripted_http::{ScriptedHttp, SignInRequestFixture, of, parameter, registration, renewal};

const ISSUER: &str = "https://id.contoso.example/realm";
const NOW: i64 = 1_800_000_000;
const TOKEN: &str = "https://id.contoso.example/token";
const DOCUMENT: &str = "https://id.contoso.example/realm/.well-known/openid-configuration";

fn settings() -> OidcSettings {
    OidcSettings {
        label: "Contoso".into(),
        access_type: "Contoso".into(),
        purpose: Purpose::Mailbox,
        registration: registration(),
        issuer: ISSUER.into(),
        scopes: vec!["mail".into()],
        idle_limit_s: None,
        domains: vec!["contoso.example".into()],
        client_auth: None,
        offline_access: None,
    }
}

fn oidc() -> Oidc {
    Oidc::new(settings(), Arc::new(ManualClock::at(NOW)))
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
async fn offline_access_is_asked_for_together_with_consent_where_it_is_listed() {
    let asking = SignInRequestFixture::new();
    let http = server(r#","scopes_supported":["openid","offline_access"]"#);
    let page = oidc().sign_in_url(&http, &asking.request(Some("ann@contoso.example"))).await.unwrap();
    assert!(page.as_str().starts_with("https://id.contoso.example/auth?"));
    assert_eq!(parameter(&page, "scope").as_deref(), Some("openid profile email offline_access mail"));
    assert_eq!(parameter(&page, "prompt").as_deref(), Some("consent"));
}

#[tokio::test]
async fn each_scope_is_asked_for_once() {
    let scopes = ["openid", "mail", "mail", "email"].map(str::to_owned).to_vec();
    let oidc = Oidc::new(OidcSettings { scopes, ..settings() }, Arc::new(ManualClock::at(NOW)));
    let page = oidc.sign_in_url(&server(""), &SignInRequestFixture::new().request(None)).await.unwrap();
    assert_eq!(parameter(&page, "scope").as_deref(), Some("openid profile email mail"));
}

#[tokio::test]
async fn offline_access_that_is_not_listed_is_asked_for_by_setting_alone() {
    let asking = SignInRequestFixture::new();
    for (listed, set, asked) in [
        ("", None, false),
        ("", Some(true), true),
        (r#","scopes_supported":null"#, None, false),
        (r#","scopes_supported":"openid offline_access""#, None, true),
        (r#","scopes_supported":["offline_access"]"#, Some(false), false),
    ] {
        let oidc = Oidc::new(OidcSettings { offline_access: set, ..settings() }, Arc::new(ManualClock::at(NOW)));
        let page = oidc.sign_in_url(&server(listed), &asking.request(None)).await.unwrap();
        assert_eq!(parameter(&page, "scope").unwrap().contains(OFFLINE_SCOPE), asked, "{listed} {set:?}");
        assert_eq!(parameter(&page, "prompt").as_deref(), Some("login consent"));
    }
}

#[tokio::test]
async fn no_person_is_blamed_for_lasting_access_that_was_not_asked_for() {
    for (listed, set, scopes, code) in [
        ("", None, vec!["mail"], ReasonCode::Misconfigured),
        (r#","scopes_supported":["offline_access"]"#, Some(false), vec!["mail"], ReasonCode::Misconfigured),
        (r#","scopes_supported":["offline_access"]"#, None, vec!["mail"], ReasonCode::PermissionsNotGranted),
        ("", Some(true), vec!["mail"], ReasonCode::PermissionsNotGranted),
        ("", None, vec!["mail", "offline_access"], ReasonCode::PermissionsNotGranted),
    ] {
        let scopes = scopes.into_iter().map(str::to_owned).collect();
        let settings = OidcSettings { offline_access: set, scopes, ..settings() };
        let http = server(listed).answering(TOKEN, 200, r#"{"access_token":"a","token_type":"Bearer","id_token":"i"}"#);
        let oidc = Oidc::new(settings, Arc::new(ManualClock::at(NOW)));
        let (verifier, nonce) = (PkceVerifier::new("v"), Nonce::new("n"));
        let failure = oidc.exchange_code(&http, "code", &verifier, &nonce, NOW).await.unwrap_err();
        assert_eq!(failure.reason.code, code, "{listed} {set:?}");
        let is_told = |cause: &str| cause.contains("asked for mail") && cause.contains("sent no refresh token");
        assert_eq!(failure.cause.as_deref().is_some_and(is_told), code == ReasonCode::PermissionsNotGranted);
        if code == ReasonCode::Misconfigured {
            assert_eq!(failure.reason.reference.as_deref(), Some(OFFLINE_SCOPE));
        }
    }
}

#[tokio::test]
async fn a_prompt_that_the_document_does_not_list_is_not_sent() {
    let asking = SignInRequestFixture::new();
    let http = server(r#","prompt_values_supported":["none","login"]"#);
    let page = oidc().sign_in_url(&http, &asking.request(None)).await.unwrap();
    assert_eq!(parameter(&page, "prompt").as_deref(), Some("login"));
    let page = oidc().sign_in_url(&http, &asking.request(Some("ann"))).await.unwrap();
    assert_eq!(parameter(&page, "prompt"), None);
}

#[tokio::test]
async fn optional_members_of_an_odd_type_count_as_absent() {
    let odd = r#","userinfo_endpoint":"","introspection_endpoint":7,"revocation_endpoint":null,"token_endpoint_auth_methods_supported":{},"prompt_values_supported":true"#;
    let page = oidc().sign_in_url(&server(odd), &SignInRequestFixture::new().request(None)).await;
    assert!(page.is_ok(), "{page:?}");
}

#[tokio::test]
async fn no_token_goes_to_an_address_that_is_less_protected_than_the_issuer() {
    let http = server(
        r#","userinfo_endpoint":"http://id.contoso.example/me","introspection_endpoint":"http://id.contoso.example/about","revocation_endpoint":"http://id.contoso.example/revoke""#,
    );
    for at in ["me", "about", "revoke"] {
        http.answer(&format!("http://id.contoso.example/{at}"), 200, r#"{"sub":"1","active":true,"exp":1800000900}"#);
    }
    let (oidc, access) = (oidc(), AccessToken::new("a"));
    let account = KnownAccount { identity: &of(), address: "ann@contoso.example", access: &access, api_url: None };
    assert_eq!(oidc.verify_address(&http, &account).await, Verified::No);
    assert_eq!(oidc.access_life_s(&http, &access, NOW).await, None);
    oidc.revoke(&http, &RefreshToken::new("r")).await.unwrap();
    for at in ["me", "about", "revoke"] {
        assert_eq!(http.count(&format!("http://id.contoso.example/{at}")), 0, "{at}");
    }
}

#[tokio::test]
async fn a_life_that_is_not_stated_is_asked_for() {
    let http = server(r#","introspection_endpoint":"https://id.contoso.example/about""#);
    for (answer, life_s) in [
        (r#"{"active":true,"exp":1800000900}"#, Some(900)),
        (r#"{"active":true,"exp":"1800000900"}"#, Some(900)),
        (r#"{"active":true}"#, None),
        (r#"{"active":false,"exp":1800000900}"#, None),
        (r#"{"active":true,"exp":1799999999}"#, None),
        (r#"{"active":true,"exp":1800000900000}"#, None),
        (r#"{"active":true,"exp":9223372036854775807}"#, None),
        ("<html>", None),
    ] {
        http.answer("https://id.contoso.example/about", 200, answer);
        assert_eq!(oidc().access_life_s(&http, &AccessToken::new("a"), NOW).await, life_s, "{answer}");
    }
    http.answer("https://id.contoso.example/about", 401, "");
    assert_eq!(oidc().access_life_s(&http, &AccessToken::new("a"), NOW).await, None);
}

#[tokio::test]
async fn a_document_of_another_issuer_or_without_tls_is_not_used() {
    for (document, cause) in [
        (
            document("https://evil.example", "https://id.contoso.example", ""),
            "issuer is https://evil.example, the setting is",
        ),
        (document(ISSUER, "http://id.contoso.example", ""), "no usable token_endpoint"),
        ("{}".to_owned(), "names no issuer"),
        ("<html>".to_owned(), "no JSON object"),
    ] {
        let http = ScriptedHttp::default().answering(DOCUMENT, 200, &document);
        let failure = oidc().sign_in_url(&http, &SignInRequestFixture::new().request(None)).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::Operator, "{document}");
        assert!(failure.cause.as_deref().is_some_and(|told| told.contains(cause)), "{failure:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_again_after_some_seconds() {
    let clock = Arc::new(ManualClock::at(NOW));
    let (oidc, asking) = (Oidc::new(settings(), clock.clone()), SignInRequestFixture::new());
    let failure = oidc.sign_in_url(&ScriptedHttp::default(), &asking.request(None)).await.unwrap_err();
    assert_eq!(failure.reason.code, ReasonCode::ProviderUnreachable);
    let http = server("");
    assert_eq!(oidc.sign_in_url(&http, &asking.request(None)).await.unwrap_err(), failure);
    assert_eq!(http.count(DOCUMENT), 0, "requests in quick succession cause no others");
    clock.advance_s(5);
    assert!(oidc.sign_in_url(&http, &asking.request(None)).await.is_ok());
}

#[tokio::test]
async fn plain_http_stays_on_this_machine_even_if_the_issuer_is_here() {
    let issuer = "http://127.0.0.1:5210/realm";
    let elsewhere = "http://192.0.2.2:5210";
    for (name, at, is_accepted) in [
        ("token_endpoint", format!("{elsewhere}/token"), false),
        ("jwks_uri", format!("{elsewhere}/keys"), false),
        ("authorization_endpoint", format!("{elsewhere}/auth"), false),
        ("token_endpoint", "http://:password@127.0.0.1:5210/token".to_owned(), false),
        ("token_endpoint", "http://127.0.0.1:5210/token#part".to_owned(), false),
        ("token_endpoint", "http://localhost:5211/token".to_owned(), true),
        ("token_endpoint", "https://id.contoso.example/token".to_owned(), true),
    ] {
        let mut document: serde_json::Value =
            serde_json::from_str(&document(issuer, "http://127.0.0.1:5210", "")).unwrap();
        document[name] = at.as_str().into();
        let http = ScriptedHttp::default().answering(
            &format!("{issuer}/.well-known/openid-configuration"),
            200,
            &document.to_string(),
        );
        let here = OidcSettings { issuer: issuer.to_owned(), ..settings() };
        let oidc = Oidc::new(here, Arc::new(ManualClock::at(NOW)));
        let page = oidc.sign_in_url(&http, &SignInRequestFixture::new().request(None)).await;
        assert_eq!(page.is_ok(), is_accepted, "{name} {at}");
    }
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
    let failure = oidc().refresh(&http, &renewal(&[])).await.unwrap_err().failure;
    assert_eq!(failure.class, FailureClass::Unexplained);
    let body = r#"{"access_token":"a","token_type":"bearer","expires_in":60,"iat":1,"scope":"mail"}"#;
    let http = server("").answering("https://id.contoso.example/token", 200, body);
    assert_eq!(oidc().refresh(&http, &renewal(&[])).await.unwrap().access_life_s, Some(60));
}
