//! Which way to authenticate is used, and how it is found out.

use latchkey_domain::ClientSecret;

use super::*;
use crate::ClientCredential;

/// What a token endpoint takes.
#[derive(Clone, Copy, PartialEq)]
enum AcceptedAuth {
    Basic,
    PlainBasic,
    Post,
    Nothing,
}

const BOTH: &str = r#","token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]"#;
const TOKENS: &str = r#"{"access_token":"a","refresh_token":"r2","scope":"mail"}"#;

/// A token endpoint that takes this one way, and knows one refresh token.
fn token_endpoint(
    takes: AcceptedAuth,
    secret: &'static str,
) -> impl Fn(&http::Request<Vec<u8>>) -> (u16, String) + Send + Sync {
    move |request| {
        let header = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let form: Vec<_> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let basic = |text: String| {
            Some(format!("Basic {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text)))
        };
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let is_known = match takes {
            AcceptedAuth::Basic => header == basic(format!("{}:{}", encoded("the id"), encoded(secret))),
            AcceptedAuth::PlainBasic => header == basic(format!("the id:{secret}")),
            AcceptedAuth::Post => header.is_none() && field("client_secret").as_deref() == Some(secret),
            AcceptedAuth::Nothing => false,
        };
        match (is_known, field("refresh_token").as_deref()) {
            (false, _) => (401, r#"{"error":"invalid_client"}"#.to_owned()),
            (true, Some("r")) => (200, TOKENS.to_owned()),
            (true, _) => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
        }
    }
}

async fn renews(oidc: &Oidc, http: &ScriptedHttp) -> bool {
    oidc.refresh(http, &renewal(&[])).await.is_ok()
}

/// How often the refresh token was presented.
fn presented(http: &ScriptedHttp) -> usize {
    http.bodies(TOKEN).iter().filter(|body| body.contains("refresh_token")).count()
}

#[tokio::test]
async fn the_one_way_that_works_is_found_with_an_invented_code_and_remembered() {
    for listed in [
        BOTH,
        "",
        r#","token_endpoint_auth_methods_supported":["client_secret_post"]"#,
        r#","token_endpoint_auth_methods_supported":[]"#,
    ] {
        for takes in [AcceptedAuth::Basic, AcceptedAuth::Post, AcceptedAuth::PlainBasic] {
            let (oidc, http) = (oidc(), server(listed));
            http.answer_by(TOKEN, token_endpoint(takes, "the+secret"));
            assert!(renews(&oidc, &http).await, "{listed}");
            assert_eq!(presented(&http), 1, "no refresh token is used to find out");
            let asked = http.count(TOKEN);
            assert!(renews(&oidc, &http).await);
            assert_eq!(http.count(TOKEN), asked + 1, "{listed}: nothing is left to find out");
        }
    }
}

#[tokio::test]
async fn what_the_administrator_sets_is_not_tried_out() {
    for (set, takes) in [
        (ClientAuthSetting::Basic, AcceptedAuth::Basic),
        (ClientAuthSetting::PlainBasic, AcceptedAuth::PlainBasic),
        (ClientAuthSetting::Post, AcceptedAuth::Post),
    ] {
        let oidc = Oidc::new(OidcSettings { client_auth: Some(set), ..settings() }, Arc::new(ManualClock::at(NOW)));
        let http = server(BOTH);
        http.answer_by(TOKEN, token_endpoint(takes, "the+secret"));
        assert!(renews(&oidc, &http).await);
        assert_eq!(http.count(TOKEN), 1);
    }
}

#[tokio::test]
async fn an_outage_changes_no_way_and_settles_none() {
    let (oidc, http) = (oidc(), server(BOTH));
    http.answer(TOKEN, 503, r#"{"error":"invalid_client"}"#);
    assert!(!renews(&oidc, &http).await);
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Basic, "the+secret"));
    assert!(renews(&oidc, &http).await);
    http.answer(TOKEN, 500, r#"{"error":"invalid_client"}"#);
    assert!(!renews(&oidc, &http).await);
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Basic, "the+secret"));
    let asked = http.count(TOKEN);
    assert!(renews(&oidc, &http).await);
    assert_eq!(http.count(TOKEN), asked + 1);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_rarely_asked_in_more_than_one_way_and_the_right_one_is_found_afterwards() {
    let (oidc, http) = (oidc(), server(BOTH));
    http.answer(TOKEN, 400, "");
    let mut asked = Vec::new();
    for _ in 0..9 {
        let before = http.count(TOKEN);
        assert_eq!(oidc.check_client(&http).await, ClientAnswer::Unclear);
        asked.push(http.count(TOKEN) - before);
    }
    assert!(asked[0] > 1 && asked[8] > 1, "{asked:?}");
    assert_eq!(asked[1..8], [1; 7]);
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Post, "the+secret"));
    assert!(renews(&oidc, &http).await);
}

#[tokio::test]
async fn a_client_that_is_refused_in_every_way_is_the_installations_fault() {
    let (oidc, http) = (oidc(), server(BOTH));
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Nothing, ""));
    assert_eq!(oidc.check_client(&http).await, ClientAnswer::Refused);
    let refused = oidc.refresh(&http, &renewal(&[])).await.unwrap_err();
    assert_eq!(refused.failure.class, FailureClass::Operator);
}

#[tokio::test]
async fn the_second_secret_is_used_when_the_first_is_refused_and_no_grant_is_lost() {
    let registration = ClientRegistration {
        credentials: ["old", "new"].map(|secret| ClientCredential::Secret(ClientSecret::new(secret))).to_vec(),
        ..registration()
    };
    let oidc = Oidc::new(OidcSettings { registration, ..settings() }, Arc::new(ManualClock::at(NOW)));
    let http = server(BOTH);
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Basic, "old"));
    assert!(renews(&oidc, &http).await);
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Basic, "new"));
    assert!(renews(&oidc, &http).await, "the server has confirmed that it no longer knows the first");
    assert_eq!(oidc.check_client(&http).await, ClientAnswer::Accepted);
}

#[tokio::test]
async fn a_dead_token_that_is_refused_as_the_client_is_presented_once() {
    let (oidc, http) = (oidc(), server(BOTH));
    http.answer_by(TOKEN, token_endpoint(AcceptedAuth::Basic, "the+secret"));
    assert!(renews(&oidc, &http).await);
    let before = presented(&http);
    http.answer_by(TOKEN, |request| {
        let is_code = String::from_utf8_lossy(request.body()).contains("authorization_code");
        let error = if is_code { "invalid_grant" } else { "invalid_client" };
        (400, format!(r#"{{"error":"{error}"}}"#))
    });
    assert!(!renews(&oidc, &http).await);
    assert_eq!(presented(&http), before + 1);
}

#[tokio::test]
async fn an_assertion_is_made_for_each_request_and_replaced_by_nothing_weaker() {
    #[derive(Debug)]
    struct Numbered(std::sync::atomic::AtomicU32);
    #[async_trait]
    impl crate::ClientAssertion for Numbered {
        async fn make(&self, token_endpoint: &Url) -> Option<String> {
            assert_eq!(token_endpoint.as_str(), TOKEN);
            Some(format!("assertion-{}", self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst)))
        }
    }
    let credentials = vec![ClientCredential::Assertion(Arc::new(Numbered(0.into())))];
    let registration = ClientRegistration { credentials, ..registration() };
    let oidc = Oidc::new(OidcSettings { registration, ..settings() }, Arc::new(ManualClock::at(NOW)));
    let http = server(BOTH).answering(TOKEN, 401, r#"{"error":"invalid_client"}"#);
    for number in 0..2 {
        assert!(!renews(&oidc, &http).await);
        let body = http.last_body();
        assert!(body.contains(&format!("client_assertion=assertion-{number}")), "{body}");
        assert!(
            body.contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")
        );
        assert!(!body.contains("client_secret") && http.last_header("authorization").is_none());
    }
}
