//! The program that signs people in at practice Google.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_practice::{PracticeConfig, PracticeProvider};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::session::{CLIENT_ID, CLIENT_SECRET, HttpAnswer, PracticeSession, VERIFIER, answer, http, password_of};
use latchkey_testkit::{LoadedPage, TestBrowser};

pub const REDIRECT: &str = "https://latchkey.example/oauth/callback/google";
pub const MODIFY: &str = "https://www.googleapis.com/auth/gmail.modify";
pub const CALENDAR: &str = "https://www.googleapis.com/auth/calendar";
pub const CONTACTS: &str = "https://www.googleapis.com/auth/contacts";
/// The requested scopes.
pub const SCOPES: &str = "openid email profile https://www.googleapis.com/auth/gmail.modify \
    https://www.googleapis.com/auth/calendar https://www.googleapis.com/auth/contacts";
/// The scopes of the identity, as answers spell them.
pub const IDENTITY: &str =
    "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile";

pub struct GoogleClient {
    pub session: PracticeSession,
}

impl GoogleClient {
    pub async fn start() -> Self {
        Self::start_with(PracticeConfig::default()).await
    }

    pub async fn start_with(config: PracticeConfig) -> Self {
        let session = PracticeSession::start_with(config).await;
        session.practice.set_redirect_uris([REDIRECT]);
        Self { session }
    }

    pub fn google(&self) -> &PracticeProvider {
        self.session.practice.google()
    }

    /// The address that the program opens, with some parameters replaced, added, or (by an empty text) left out.
    pub fn authorize_address(&self, changes: &[(&str, &str)]) -> String {
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
            ("access_type", "offline"),
        ];
        let mut url: Url = format!("{}/o/oauth2/v2/auth", self.google().url()).parse().unwrap();
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        url.query_pairs_mut().extend_pairs(kept).extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        url.into()
    }

    /// Opens the sign-in page and types the right password.
    pub async fn sign_in(&self, browser: &mut TestBrowser, email: &str, changes: &[(&str, &str)]) -> LoadedPage {
        let page = browser.open(&self.authorize_address(changes)).await;
        type_password(browser, &page, email).await
    }

    /// Signs in with a fresh browser, consents, and returns the code.
    pub async fn code(&self, email: &str, changes: &[(&str, &str)]) -> String {
        let mut browser = TestBrowser::new();
        let page = self.sign_in(&mut browser, email, changes).await;
        allow(&mut browser, page).await.redirect_parameter("code").unwrap()
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
        self.token(&usual, changes).await
    }

    /// Asks the token endpoint with the usual fields of a renewal, some changed.
    pub async fn refresh(&self, refresh_token: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("refresh_token", refresh_token),
        ];
        self.token(&usual, changes).await
    }

    async fn token(&self, usual: &[(&str, &str)], changes: &[(&str, &str)]) -> HttpAnswer {
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let fields: Vec<_> = kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).collect();
        answer(http().post(format!("{}/token", self.google().url())).form(&fields)).await
    }

    pub async fn revoke(&self, token: &str) -> HttpAnswer {
        answer(http().post(format!("{}/revoke", self.google().url())).form(&[("token", token)])).await
    }

    /// Signs in, allows on the consent page, and exchanges the code for tokens.
    pub async fn connect(&self, email: &str) -> Value {
        self.connect_with(email, &[("prompt", "consent")]).await
    }

    /// Signs in and exchanges the code for tokens.
    pub async fn connect_with(&self, email: &str, changes: &[(&str, &str)]) -> Value {
        let code = self.code(email, changes).await;
        let answer = self.exchange(&code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub async fn get(&self, path: &str, access_token: &str) -> HttpAnswer {
        answer(http().get(format!("{}{path}", self.google().url())).bearer_auth(access_token)).await
    }

    /// Reads the profile of the mailbox.
    pub async fn mailbox(&self, access_token: &str) -> HttpAnswer {
        self.get("/gmail/v1/users/me/profile", access_token).await
    }
}

pub async fn type_password(browser: &mut TestBrowser, page: &LoadedPage, email: &str) -> LoadedPage {
    browser.press(page, "Sign in", &[("email", email), ("password", &password_of(email))]).await
}

/// Allows on the consent page, if it is shown.
pub async fn allow(browser: &mut TestBrowser, page: LoadedPage) -> LoadedPage {
    if page.status.is_redirection() { page } else { browser.press(&page, "Continue", &[]).await }
}

/// Status, `error` and `error_description` of a refusal.
pub fn refusal(answer: &HttpAnswer) -> (u16, String, String) {
    let body = answer.json();
    let word = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("not refused: {}", answer.body)).to_owned();
    (answer.status.as_u16(), word("error"), word("error_description"))
}

/// Google's refusal of every refresh token that was once valid.
pub fn over() -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), "Token has been expired or revoked.".to_owned())
}
