//! A client of the practice Exchange: it trusts the authority and keeps one connection.

use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_practice::{ExchangeSwitches, PracticeConfig, PracticeExchange};
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, ClientBuilder};
use sha2::{Digest as _, Sha256, Sha384};

use super::ntlm_client::{Login, binding, negotiate};
use crate::session::{ANN, HttpAnswer, PracticeSession};

const MESSAGES: &str = "http://schemas.microsoft.com/exchange/services/2006/messages";

/// A practice Exchange and a client of it.
pub struct ExchangeSession {
    pub session: PracticeSession,
    caller: ExchangeClient,
}

/// A client, with mostly one connection.
pub struct ExchangeClient {
    http: reqwest::Client,
    url: String,
}

/// How a request authenticates.
#[derive(Clone, Copy)]
pub enum As<'a> {
    Anonymous,
    Basic(&'a str, &'a str),
    Ntlm(Login<'a>),
}

/// Ann, with her password and a client that doesn't look at certificates.
pub const ANN_LOGIN: Login<'static> =
    Login { domain: "CONTOSO", user: "ann", password: "Ann-practice-1", binding: None, tampered: false };

pub const ANN_NTLM: As<'static> = As::Ntlm(ANN_LOGIN);
pub const ANN_BASIC: As<'static> = As::Basic(ANN, "Ann-practice-1");

impl Deref for ExchangeSession {
    type Target = ExchangeClient;

    fn deref(&self) -> &ExchangeClient {
        &self.caller
    }
}

impl ExchangeSession {
    pub async fn start() -> Self {
        Self::start_with(PracticeConfig::default()).await
    }

    pub async fn start_with(config: PracticeConfig) -> Self {
        let session = PracticeSession::start_with(config).await;
        let exchange = session.practice.exchange();
        let caller =
            ExchangeClient { http: client(exchange.ca_pem(), |builder| builder), url: exchange.url().to_owned() };
        Self { session, caller }
    }

    pub fn exchange(&self) -> &PracticeExchange {
        self.session.practice.exchange()
    }

    pub fn switch(&self, change: impl FnOnce(&mut ExchangeSwitches)) {
        let mut switches = self.exchange().switches();
        change(&mut switches);
        self.exchange().set_switches(switches);
    }

    /// Opens another connection to the same server.
    pub fn reconnect(&mut self) {
        self.caller = self.trusting(self.exchange().ca_pem());
    }

    /// A client that trusts this authority.
    pub fn trusting(&self, authority: &str) -> ExchangeClient {
        ExchangeClient { http: client(authority, |builder| builder), url: self.exchange().url().to_owned() }
    }

    /// A client that calls the server by another of its names.
    pub fn at(&self, host: &str) -> ExchangeClient {
        let port = self.exchange().url().rsplit_once(':').unwrap().1;
        let address = format!("127.0.0.1:{port}").parse().unwrap();
        let http = client(self.exchange().ca_pem(), |builder| builder.resolve(host, address));
        ExchangeClient { http, url: format!("https://{host}:{port}") }
    }
}

impl ExchangeClient {
    /// Asks EWS for the inbox of the signed-in person.
    pub async fn inbox(&self, who: As<'_>) -> HttpAnswer {
        self.try_inbox(who).await.unwrap()
    }

    pub async fn try_inbox(&self, who: As<'_>) -> reqwest::Result<HttpAnswer> {
        self.try_post("/EWS/Exchange.asmx", who, &get_folder("inbox", None)).await
    }

    pub async fn post(&self, path: &str, who: As<'_>, body: &str) -> HttpAnswer {
        self.try_post(path, who, body).await.unwrap()
    }

    async fn try_post(&self, path: &str, who: As<'_>, body: &str) -> reqwest::Result<HttpAnswer> {
        let authorization = match who {
            As::Anonymous => None,
            As::Basic(user, password) => Some(format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))),
            As::Ntlm(login) => Some(ntlm_header(&login.authenticate(&self.challenge(path).await))),
        };
        self.try_send(path, authorization, body).await
    }

    /// Starts an NTLM handshake and returns the challenge.
    pub async fn challenge(&self, path: &str) -> Vec<u8> {
        let first = self.send(path, Some(ntlm_header(&negotiate())), "").await;
        assert_eq!(first.status, 401, "{}", first.body);
        let challenge = first.header("www-authenticate").and_then(|value| value.strip_prefix("NTLM "));
        STANDARD.decode(challenge.unwrap()).unwrap()
    }

    pub async fn send(&self, path: &str, authorization: Option<String>, body: &str) -> HttpAnswer {
        self.try_send(path, authorization, body).await.unwrap()
    }

    pub async fn try_send(&self, path: &str, authorization: Option<String>, body: &str) -> reqwest::Result<HttpAnswer> {
        let request = self.http.post(format!("{}{path}", self.url)).body(body.to_owned());
        let request = match authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        };
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(HttpAnswer { status, headers, body: response.text().await? })
    }

    pub async fn get(&self, path: &str) -> HttpAnswer {
        crate::session::answer(self.http.get(format!("{}{path}", self.url))).await
    }

    /// The channel binding of the connection's certificate, for one that is signed with SHA-256.
    pub async fn binding(&self) -> [u8; 16] {
        binding(&Sha256::digest(self.certificate().await))
    }

    pub async fn binding_with_sha384(&self) -> [u8; 16] {
        binding(&Sha384::digest(self.certificate().await))
    }

    async fn certificate(&self) -> Vec<u8> {
        let response = self.http.get(&self.url).send().await.unwrap();
        response.extensions().get::<TlsInfo>().unwrap().peer_certificate().unwrap().to_vec()
    }
}

impl HttpAnswer {
    /// The ways to sign in that a refusal names.
    pub fn ways(&self) -> Vec<&str> {
        self.headers.get_all("www-authenticate").iter().map(|way| way.to_str().unwrap()).collect()
    }

    /// The first response code.
    pub fn code(&self) -> &str {
        let (_, rest) = self.body.split_once("ResponseCode").unwrap_or_else(|| panic!("no code: {}", self.body));
        rest.split(['<', '>']).nth(1).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests stand outside of the product")]
fn client(authority: &str, more: impl FnOnce(ClientBuilder) -> ClientBuilder) -> reqwest::Client {
    let authority = Certificate::from_pem(authority.as_bytes()).unwrap();
    let builder = reqwest::Client::builder().tls_certs_only([authority]).tls_info(true).http1_only();
    more(builder.redirect(reqwest::redirect::Policy::none())).build().unwrap()
}

pub fn ntlm_header(message: &[u8]) -> String {
    format!("NTLM {}", STANDARD.encode(message))
}

/// A `GetFolder` request, possibly for a named mailbox.
pub fn get_folder(folder: &str, mailbox: Option<&str>) -> String {
    let mailbox = mailbox.map_or_else(String::new, |address| {
        format!("<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>")
    });
    operation(&format!(
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>\
         <t:DistinguishedFolderId Id=\"{folder}\">{mailbox}</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>"
    ))
}

pub fn operation(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:m=\"{MESSAGES}\" \
         xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\"><s:Header>\
         <t:RequestServerVersion Version=\"Exchange2013\"/></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
}
