//! A running practice server whose clock only the test moves.

use std::sync::Arc;

use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer, RegisteredClient, practice_people};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::client::SITES;

pub const ANN: &str = "ann@contoso.example";
pub const BEN: &str = "ben@contoso.example";
pub const CLEO: &str = "cleo@fabrikam.example";

/// 2026-11-22T00:00:00Z.
pub const START: i64 = 1_795_305_600;

pub const CLIENT_ID: &str = "1a7c6bea-0000-4000-8000-000000001a7c";
pub const CLIENT_SECRET: &str = "practice-client-secret";
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
    pub async fn start_with(config: PracticeConfig) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let client = RegisteredClient {
            redirect_uris: SITES.map(|site| site.redirect.to_owned()).to_vec(),
            ..RegisteredClient::default()
        };
        let config = PracticeConfig { client, ..config };
        let entropy = Arc::new(SeededEntropy::new(1));
        let practice = PracticeServer::start(config, Arc::<ManualClock>::clone(&clock), entropy).await.unwrap();
        Self { practice, clock, http: http() }
    }

    pub async fn get(&self, path: &str) -> HttpAnswer {
        answer(self.http.get(format!("{}{path}", self.practice.url()))).await
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
