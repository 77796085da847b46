//! The program that signs people in at practice Salesforce.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_practice::{PracticeConfig, PracticeProvider};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::session::{CLIENT_ID, CLIENT_SECRET, HttpAnswer, PracticeSession, VERIFIER, answer, http, password_of};
use latchkey_testkit::{LoadedPage, TestBrowser};

/// Ann's user in the sandbox.
pub const ANN_DEV: &str = "ann@contoso.example.dev";

pub const REDIRECT: &str = "https://latchkey.example/oauth/callback/salesforce";
pub const SCOPES: &str = "openid id api refresh_token profile email";

pub struct SalesforceClient {
    pub session: PracticeSession,
}

impl SalesforceClient {
    pub async fn start() -> Self {
        Self::start_with(PracticeConfig::default()).await
    }

    pub async fn start_with(config: PracticeConfig) -> Self {
        let session = PracticeSession::start_with(config).await;
        session.practice.set_redirect_uris([REDIRECT]);
        Self { session }
    }

    pub fn salesforce(&self) -> &PracticeProvider {
        self.session.practice.salesforce()
    }

    /// The address that the program opens, with some parameters replaced, added, or (by an empty text) left out.
    pub fn authorize_address(&self, host: &str, changes: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let usual = [
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            ("scope", SCOPES),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut url: Url = format!("{}/{host}/services/oauth2/authorize", self.salesforce().url()).parse().unwrap();
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        url.query_pairs_mut().extend_pairs(kept).extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        url.into()
    }

    /// Opens the log-in page and types the right password.
    pub async fn log_in(
        &self,
        browser: &mut TestBrowser,
        host: &str,
        username: &str,
        changes: &[(&str, &str)],
    ) -> LoadedPage {
        let page = browser.open(&self.authorize_address(host, changes)).await;
        type_password(browser, &page, username).await
    }

    /// Logs in with a fresh browser, consents, and returns the code.
    pub async fn code(&self, host: &str, username: &str) -> String {
        let mut browser = TestBrowser::new();
        let page = self.log_in(&mut browser, host, username, &[]).await;
        allow(&mut browser, page).await.redirect_parameter("code").unwrap()
    }

    /// Asks the token endpoint with the usual fields of a code's exchange, some changed.
    pub async fn exchange(&self, host: &str, code: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.token(host, &usual, changes).await
    }

    /// Asks the token endpoint with the usual fields of a renewal, some changed.
    pub async fn refresh(&self, host: &str, refresh_token: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("refresh_token", refresh_token),
        ];
        self.token(host, &usual, changes).await
    }

    async fn token(&self, host: &str, usual: &[(&str, &str)], changes: &[(&str, &str)]) -> HttpAnswer {
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let fields: Vec<_> = kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).collect();
        let address = format!("{}/{host}/services/oauth2/token", self.salesforce().url());
        answer(http().post(address).form(&fields)).await
    }

    pub async fn revoke(&self, token: &str) -> HttpAnswer {
        let address = format!("{}/login/services/oauth2/revoke", self.salesforce().url());
        answer(http().post(address).form(&[("token", token)])).await
    }

    /// Logs in and exchanges the code for tokens.
    pub async fn connect(&self, host: &str, username: &str) -> Value {
        let code = self.code(host, username).await;
        let answer = self.exchange(host, &code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub async fn get(&self, address: &str, access_token: &str) -> HttpAnswer {
        answer(http().get(address).bearer_auth(access_token)).await
    }

    /// Queries the org.
    pub async fn query(&self, instance_url: &str, access_token: &str) -> HttpAnswer {
        let query = "/services/data/v62.0/query?q=SELECT+Id,IsSandbox+FROM+Organization";
        self.get(&format!("{instance_url}{query}"), access_token).await
    }
}

pub async fn type_password(browser: &mut TestBrowser, page: &LoadedPage, username: &str) -> LoadedPage {
    let password = password_of(username.trim_end_matches(".dev"));
    browser.press(page, "Log In", &[("email", username), ("password", &password)]).await
}

/// Allows on the approval page, if it is shown.
pub async fn allow(browser: &mut TestBrowser, page: LoadedPage) -> LoadedPage {
    if page.status.is_redirection() { page } else { browser.press(&page, "Allow", &[]).await }
}

/// `error` and `error_description` of a refusal.
pub fn refusal(answer: &HttpAnswer) -> (u16, String, String) {
    let body = answer.json();
    let word = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("not refused: {}", answer.body)).to_owned();
    (answer.status.as_u16(), word("error"), word("error_description"))
}
