//! A running practice server whose clock only the test moves, and the client program that signs people in with it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_practice::{PracticeConfig, PracticeProvider, PracticeServer, RegisteredClient, practice_people};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use latchkey_testkit::{LoadedPage, TestBrowser};

pub const ANN: &str = "ann@contoso.example";
pub const BEN: &str = "ben@contoso.example";
pub const CLEO: &str = "cleo@fabrikam.example";

/// 2026-11-22T00:00:00Z.
pub const START: i64 = 1_795_305_600;

pub const CLIENT_ID: &str = "1a7c6bea-0000-4000-8000-000000001a7c";
pub const CLIENT_SECRET: &str = "practice-client-secret";
pub const REDIRECT: &str = "https://latchkey.example/oauth/callback/microsoft";
pub const SCOPES: &str =
    "openid profile email offline_access https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read";
pub const VERIFIER: &str = "a-verifier-that-is-long-enough-for-rfc-7636-to-like";

pub struct PracticeSession {
    pub practice: PracticeServer,
    pub clock: Arc<ManualClock>,
    http: reqwest::Client,
}

/// An answer of the token endpoint or of Graph.
pub struct HttpAnswer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

#[expect(clippy::disallowed_methods, reason = "the tests stand outside of the product")]
pub fn http() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).tls_certs_only([]).build().unwrap()
}

pub fn password_of(email: &str) -> String {
    practice_people().into_iter().find(|person| person.email == email).unwrap().password
}

impl PracticeSession {
    pub async fn start() -> Self {
        Self::start_with(PracticeConfig::default()).await
    }

    pub async fn start_with(config: PracticeConfig) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let client = RegisteredClient { redirect_uris: vec![REDIRECT.to_owned()], ..RegisteredClient::default() };
        let config = PracticeConfig { client, ..config };
        let entropy = Arc::new(SeededEntropy::new(1));
        let practice = PracticeServer::start(config, Arc::<ManualClock>::clone(&clock), entropy).await.unwrap();
        Self { practice, clock, http: http() }
    }

    pub fn microsoft(&self) -> &PracticeProvider {
        self.practice.microsoft()
    }

    /// The address that the program opens, with some parameters replaced, added, or (by an empty text) left out.
    pub fn authorize_address(&self, changes: &[(&str, &str)]) -> String {
        self.authorize_address_at("organizations", changes)
    }

    pub fn authorize_address_at(&self, tenant: &str, changes: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let usual = [
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            ("response_mode", "query"),
            ("scope", SCOPES),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut url: Url = format!("{}/{tenant}/oauth2/v2.0/authorize", self.microsoft().url()).parse().unwrap();
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        url.query_pairs_mut().extend_pairs(kept).extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        url.into()
    }

    /// Opens the sign-in page and types the right password.
    pub async fn sign_in(&self, browser: &mut TestBrowser, email: &str, changes: &[(&str, &str)]) -> LoadedPage {
        let page = browser.open(&self.authorize_address(changes)).await;
        browser.press(&page, "Sign in", &[("email", email), ("password", &password_of(email))]).await
    }

    /// Signs in with a fresh browser, consents, and returns the code.
    pub async fn code(&self, email: &str) -> String {
        let mut browser = TestBrowser::new();
        let mut page = self.sign_in(&mut browser, email, &[]).await;
        if page.status.is_success() {
            page = browser.press(&page, "Accept", &[]).await;
        }
        page.redirect_parameter("code").unwrap()
    }

    /// Asks the token endpoint with the usual fields of a code's exchange, some changed.
    pub async fn exchange(&self, code: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.token("organizations", &usual, changes).await
    }

    /// Asks the token endpoint with the usual fields of a renewal, some changed.
    pub async fn refresh(&self, refresh_token: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("refresh_token", refresh_token),
        ];
        self.token("organizations", &usual, changes).await
    }

    pub async fn token(&self, tenant: &str, usual: &[(&str, &str)], changes: &[(&str, &str)]) -> HttpAnswer {
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let fields: Vec<_> = kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).collect();
        let address = format!("{}/{tenant}/oauth2/v2.0/token", self.microsoft().url());
        answer(self.http.post(address).form(&fields)).await
    }

    pub async fn token_with_header(&self, authorization: &str, fields: &[(&str, &str)]) -> HttpAnswer {
        let address = format!("{}/organizations/oauth2/v2.0/token", self.microsoft().url());
        answer(self.http.post(address).header("authorization", authorization).form(fields)).await
    }

    /// Signs in and exchanges the code for tokens.
    pub async fn connect(&self, email: &str) -> Value {
        let code = self.code(email).await;
        let answer = self.exchange(&code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub async fn get(&self, path: &str) -> HttpAnswer {
        answer(self.http.get(format!("{}{path}", self.practice.url()))).await
    }

    pub async fn me(&self, access_token: &str) -> HttpAnswer {
        self.graph("me", access_token).await
    }

    pub async fn graph(&self, path: &str, access_token: &str) -> HttpAnswer {
        let address = format!("{}/graph/v1.0/{path}", self.microsoft().url());
        answer(self.http.get(address).bearer_auth(access_token)).await
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> HttpAnswer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    HttpAnswer { status, headers, body: response.text().await.unwrap() }
}

impl HttpAnswer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The AADSTS number of a refusal.
    pub fn aadsts(&self) -> u64 {
        self.json()["error_codes"][0].as_u64().unwrap_or_else(|| panic!("not refused: {}", self.body))
    }
}

/// The text of a field.
pub fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap_or_else(|| panic!("no {name}"))
}
