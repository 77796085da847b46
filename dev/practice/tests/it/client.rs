//! The program that signs people in at a practice provider, and what differs between the providers.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_practice::{PracticeConfig, PracticeProvider, PracticeServer};
use latchkey_testkit::{LoadedPage, TestBrowser};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::session::{CLIENT_ID, CLIENT_SECRET, HttpAnswer, PracticeSession, VERIFIER, answer, http};

/// Ann's user in the sandbox.
pub const ANN_DEV: &str = "ann@contoso.example.dev";

/// What differs between the providers. Addresses are below the provider's; `*` stands for the place in them: a tenant of
/// Microsoft, a host of Salesforce.
pub struct Site {
    pub name: &'static str,
    provider: fn(&PracticeServer) -> &PracticeProvider,
    pub place: &'static str,
    authorize: &'static str,
    token: &'static str,
    /// Empty where tokens can't be given back.
    pub revoke: &'static str,
    pub discovery: &'static str,
    pub log_out: &'static str,
    /// Any resource that an access token opens.
    api: &'static str,
    /// The word in the API's refusal of a token.
    pub api_refusal: &'static str,
    pub redirect: &'static str,
    scopes: &'static str,
    /// What an authorization request has besides.
    usual: &'static [(&'static str, &'static str)],
    /// What makes a sign-in give a refresh token each time.
    pub connect: &'static [(&'static str, &'static str)],
    /// The button of the sign-in page.
    pub sign_in: &'static str,
    /// The heading of the sign-in page.
    pub sign_in_heading: &'static str,
    pub consent_heading: &'static str,
    pub accept: &'static str,
    pub deny: &'static str,
    pub wrong_password: &'static str,
    pub disabled: &'static str,
    /// The page on which people are left by the fault of that name.
    pub error_page: (u16, &'static str),
    /// Status and `error` for a client whose secret was replaced.
    pub rotated_secret: (u16, &'static str),
    /// Status and `error` for too many requests.
    pub too_many: (u16, &'static str),
}

pub const MICROSOFT: Site = Site {
    name: "microsoft",
    provider: PracticeServer::microsoft,
    place: "organizations",
    authorize: "/*/oauth2/v2.0/authorize",
    token: "/*/oauth2/v2.0/token",
    revoke: "",
    discovery: "/*/v2.0/.well-known/openid-configuration",
    log_out: "/*/oauth2/v2.0/logout",
    api: "/graph/v1.0/me",
    api_refusal: "InvalidAuthenticationToken",
    redirect: "https://latchkey.example/oauth/callback/microsoft",
    scopes: "openid profile email offline_access https://graph.microsoft.com/User.Read \
             https://graph.microsoft.com/Mail.Read",
    usual: &[("response_mode", "query")],
    connect: &[],
    sign_in: "Sign in",
    sign_in_heading: "Sign in",
    consent_heading: "Permissions requested",
    accept: "Accept",
    deny: "Cancel",
    wrong_password: "The email or the password is not right",
    disabled: "is disabled",
    error_page: (400, "AADSTS90033"),
    rotated_secret: (401, "invalid_client"),
    too_many: (429, "temporarily_unavailable"),
};

pub const GOOGLE: Site = Site {
    name: "google",
    provider: PracticeServer::google,
    place: "",
    authorize: "/o/oauth2/v2/auth",
    token: "/token",
    revoke: "/revoke",
    discovery: "/.well-known/openid-configuration",
    log_out: "/Logout",
    api: "/gmail/v1/users/me/profile",
    api_refusal: "UNAUTHENTICATED",
    redirect: "https://latchkey.example/oauth/callback/google",
    scopes: "openid email profile https://www.googleapis.com/auth/gmail.modify \
             https://www.googleapis.com/auth/calendar https://www.googleapis.com/auth/contacts",
    usual: &[("access_type", "offline")],
    connect: &[("prompt", "consent")],
    sign_in: "Sign in",
    sign_in_heading: "Sign in",
    consent_heading: "Latchkey wants access to your Google Account",
    accept: "Continue",
    deny: "Cancel",
    wrong_password: "The email or the password is not right",
    disabled: "is disabled",
    error_page: (500, "Something went wrong"),
    rotated_secret: (401, "invalid_client"),
    too_many: (429, "rate_limit"),
};

pub const SALESFORCE: Site = Site {
    name: "salesforce",
    provider: PracticeServer::salesforce,
    place: "login",
    authorize: "/*/services/oauth2/authorize",
    token: "/*/services/oauth2/token",
    revoke: "/*/services/oauth2/revoke",
    discovery: "/*/.well-known/openid-configuration",
    log_out: "/*/secur/logout.jsp",
    api: "/instance/contoso/services/data/v62.0/query?q=SELECT+Id,IsSandbox+FROM+Organization",
    api_refusal: "INVALID_SESSION_ID",
    redirect: "https://latchkey.example/oauth/callback/salesforce",
    scopes: "openid id api refresh_token profile email",
    usual: &[],
    connect: &[],
    sign_in: "Log In",
    sign_in_heading: "Log In",
    consent_heading: "Allow Access?",
    accept: "Allow",
    deny: "Deny",
    wrong_password: "Check the username and the password",
    disabled: "ask your administrator",
    error_page: (400, "app must be installed into org"),
    rotated_secret: (400, "invalid_client"),
    too_many: (400, "rate_limit_exceeded"),
};

pub const OPENID: Site = Site {
    name: "openid",
    provider: PracticeServer::openid,
    place: "",
    authorize: "/authorize",
    token: "/token",
    revoke: "/revoke",
    discovery: "/.well-known/openid-configuration",
    log_out: "/logout",
    api: "/userinfo",
    api_refusal: "invalid_token",
    redirect: "https://latchkey.example/oauth/callback/openid",
    scopes: "openid profile email offline_access",
    usual: &[],
    connect: &[],
    sign_in: "Sign in",
    sign_in_heading: "Sign in",
    consent_heading: "Permissions requested",
    accept: "Accept",
    deny: "Cancel",
    wrong_password: "The email or the password is not right",
    disabled: "is disabled",
    error_page: (400, "the server has trouble"),
    rotated_secret: (401, "invalid_client"),
    too_many: (429, "temporarily_unavailable"),
};

pub const SITES: [&Site; 4] = [&MICROSOFT, &GOOGLE, &SALESFORCE, &OPENID];

/// The program at one place of one provider.
#[derive(Clone)]
pub struct Client {
    pub session: Arc<PracticeSession>,
    pub site: &'static Site,
    pub place: &'static str,
}

impl Client {
    pub async fn start(site: &'static Site) -> Self {
        Self::start_with(site, PracticeConfig::default()).await
    }

    pub async fn start_with(site: &'static Site, config: PracticeConfig) -> Self {
        Self { session: Arc::new(PracticeSession::start_with(config).await), site, place: site.place }
    }

    pub async fn microsoft() -> Self {
        Self::start(&MICROSOFT).await
    }

    pub async fn google() -> Self {
        Self::start(&GOOGLE).await
    }

    pub async fn salesforce() -> Self {
        Self::start(&SALESFORCE).await
    }

    pub async fn openid() -> Self {
        Self::start(&OPENID).await
    }

    /// Stops the server. The program must be its only user.
    pub async fn shut_down(self) {
        let session = Arc::into_inner(self.session).expect("another program uses the server");
        session.practice.shutdown().await;
    }

    /// The same program at another place.
    pub fn at(&self, place: &'static str) -> Self {
        Self { place, ..self.clone() }
    }

    pub fn provider(&self) -> &PracticeProvider {
        (self.site.provider)(&self.session.practice)
    }

    /// An address of the provider.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}", self.provider().url(), path.replace('*', self.place))
    }

    /// The address that the program opens, with some parameters replaced, added, or (by an empty text) left out.
    pub fn authorize_address(&self, changes: &[(&str, &str)]) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let usual = [
            ("client_id", CLIENT_ID),
            ("response_type", "code"),
            ("redirect_uri", self.site.redirect),
            ("scope", self.site.scopes),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let usual = [&usual, self.site.usual].concat();
        let mut url: Url = self.address(self.site.authorize).parse().unwrap();
        url.query_pairs_mut().extend_pairs(changed(&usual, changes));
        url.into()
    }

    /// Opens the sign-in page and types the right password.
    pub async fn sign_in(&self, browser: &mut TestBrowser, email: &str, changes: &[(&str, &str)]) -> LoadedPage {
        let page = browser.open(&self.authorize_address(changes)).await;
        self.type_password(browser, &page, email).await
    }

    pub async fn type_password(&self, browser: &mut TestBrowser, page: &LoadedPage, email: &str) -> LoadedPage {
        let person = self.provider().people().iter().find(|person| person.email == email).unwrap();
        let password = person.password.clone();
        browser.press(page, self.site.sign_in, &[("email", email), ("password", &password)]).await
    }

    /// Accepts on the consent page, if it is shown.
    pub async fn accept(&self, browser: &mut TestBrowser, page: LoadedPage) -> LoadedPage {
        if page.status.is_redirection() { page } else { browser.press(&page, self.site.accept, &[]).await }
    }

    /// Signs in with a fresh browser, accepts, and returns the code.
    pub async fn code(&self, email: &str, changes: &[(&str, &str)]) -> String {
        let mut browser = TestBrowser::new();
        let page = self.sign_in(&mut browser, email, changes).await;
        self.accept(&mut browser, page).await.redirect_parameter("code").unwrap()
    }

    /// Asks the token endpoint with the usual fields of a code's exchange, some changed.
    pub async fn exchange(&self, code: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("redirect_uri", self.site.redirect),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.token(None, &changed(&usual, changes)).await
    }

    /// Asks the token endpoint with the usual fields of a renewal, some changed.
    pub async fn refresh(&self, refresh_token: &str, changes: &[(&str, &str)]) -> HttpAnswer {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("refresh_token", refresh_token),
        ];
        self.token(None, &changed(&usual, changes)).await
    }

    /// Asks the token endpoint. The secret, if given, goes into the header.
    pub async fn token(&self, secret: Option<&str>, fields: &[(&str, &str)]) -> HttpAnswer {
        let request = http().post(self.address(self.site.token)).form(fields);
        answer(match secret {
            Some(secret) => request.basic_auth(CLIENT_ID, Some(secret)),
            None => request,
        })
        .await
    }

    pub async fn revoke(&self, token: &str) -> HttpAnswer {
        answer(http().post(self.address(self.site.revoke)).form(&[("token", token)])).await
    }

    /// Signs in and exchanges the code for tokens, among them a refresh token.
    pub async fn connect(&self, email: &str) -> Value {
        self.connect_with(email, self.site.connect).await
    }

    /// Signs in and exchanges the code for tokens.
    pub async fn connect_with(&self, email: &str, changes: &[(&str, &str)]) -> Value {
        let code = self.code(email, changes).await;
        let answer = self.exchange(&code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// Reads an address of the provider, or any other one.
    pub async fn get(&self, path: &str, access_token: &str) -> HttpAnswer {
        let address = if path.starts_with("http") { path.to_owned() } else { self.address(path) };
        answer(http().get(address).bearer_auth(access_token)).await
    }

    /// Reads a resource with an access token.
    pub async fn api(&self, access_token: &str) -> HttpAnswer {
        self.get(self.site.api, access_token).await
    }

    pub async fn graph(&self, path: &str, access_token: &str) -> HttpAnswer {
        self.get(&format!("/graph/v1.0/{path}"), access_token).await
    }

    /// The claims of an ID token, unverified.
    pub fn claims(tokens: &Value) -> Value {
        let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }

    /// Queries an org of Salesforce.
    pub async fn query(&self, instance_url: &str, access_token: &str) -> HttpAnswer {
        let query = "/services/data/v62.0/query?q=SELECT+Id,IsSandbox+FROM+Organization";
        self.get(&format!("{instance_url}{query}"), access_token).await
    }
}

/// The usual fields, some replaced, added, or (by an empty text) left out.
fn changed<'a>(usual: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}

/// Status, `error` and `error_description` of a refusal.
pub fn refusal(answer: &HttpAnswer) -> (u16, String, String) {
    let body = answer.json();
    let word = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("not refused: {}", answer.body)).to_owned();
    (answer.status.as_u16(), word("error"), word("error_description"))
}
