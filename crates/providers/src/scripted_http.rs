//! A scripted provider for tests: it gives the prepared response for an address, and records the requests.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use async_trait::async_trait;
use latchkey_domain::{ClientSecret, Identity, Nonce, PkceVerifier, RefreshToken, StateToken};
use url::Url;

use crate::{ClientCredential, ClientRegistration, Http, HttpError, RenewalRequest, SignInRequest};

/// Decides by the request what is answered: a status and a body.
type ScriptedAnswer = Box<dyn Fn(&http::Request<Vec<u8>>) -> (u16, String) + Send + Sync>;

/// Responses by address, with its query or without; an address without a response can't be reached. Responses may be replaced
/// between requests.
#[derive(Default)]
pub(crate) struct ScriptedHttp {
    answers: Mutex<HashMap<String, ScriptedAnswer>>,
    asked: Mutex<Vec<http::Request<Vec<u8>>>>,
}

impl ScriptedHttp {
    pub(crate) fn answering(self, address: &str, status: u16, body: &str) -> Self {
        self.answer(address, status, body);
        self
    }

    /// The same, while the provider is in use.
    pub(crate) fn answer(&self, address: &str, status: u16, body: &str) {
        let body = body.to_owned();
        self.answer_by(address, move |_| (status, body.clone()));
    }

    /// Answers as the request deserves.
    pub(crate) fn answer_by(
        &self,
        address: &str,
        answer: impl Fn(&http::Request<Vec<u8>>) -> (u16, String) + Send + Sync + 'static,
    ) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(address.to_owned(), Box::new(answer));
    }

    /// The bodies that an address was sent, as text.
    pub(crate) fn bodies(&self, address: &str) -> Vec<String> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = asked.iter().filter(|request| request.uri().to_string().split('?').next() == Some(address));
        sent.map(|request| String::from_utf8_lossy(request.body()).into_owned()).collect()
    }

    /// How often an address was asked, with any query.
    pub(crate) fn count(&self, address: &str) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|request| request.uri().to_string().split('?').next() == Some(address)).count()
    }

    /// The body of the last request, as text.
    pub(crate) fn last_body(&self) -> String {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(asked.last().unwrap().body().clone()).unwrap()
    }

    /// A header of the last request.
    pub(crate) fn last_header(&self, name: &str) -> Option<String> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.last().unwrap().headers().get(name).map(|value| value.to_str().unwrap().to_owned())
    }
}

#[async_trait]
impl Http for ScriptedHttp {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError> {
        let address = request.uri().to_string();
        let (status, body) = {
            let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            let whole = answers.get(&address).or_else(|| answers.get(address.split('?').next()?));
            whole.ok_or(HttpError::Unreachable)?(&request)
        };
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let mut response = http::Response::builder().status(status);
        if (300..400).contains(&status) {
            // The body of a redirect is the address.
            response = response.header("location", body.clone());
        }
        Ok(response.body(body.into_bytes()).unwrap())
    }
}

/// An account whose grant is renewed.
pub(crate) fn of() -> Identity {
    Identity { issuer: "https://accounts.google.com".into(), subject: "1".into() }
}

/// What renews the grant of [`of`], with the scopes that were granted before.
pub(crate) fn renewal(scopes: &[String]) -> RenewalRequest<'_> {
    static OF: LazyLock<Identity> = LazyLock::new(of);
    static TOKEN: LazyLock<RefreshToken> = LazyLock::new(|| RefreshToken::new("r"));
    RenewalRequest { token: &TOKEN, identity: &OF, scopes, challenge: None }
}

/// A client registration for tests.
pub(crate) fn registration() -> ClientRegistration {
    ClientRegistration {
        client_id: "the id".into(),
        credentials: vec![ClientCredential::Secret(ClientSecret::new("the+secret"))],
        redirect_uri: Url::parse("https://latchkey.example/oauth/callback/one").unwrap(),
    }
}

/// Owns the values that a [`SignInRequest`] borrows.
pub(crate) struct SignInRequestFixture {
    state: StateToken,
    nonce: Nonce,
    verifier: PkceVerifier,
}

impl SignInRequestFixture {
    pub(crate) fn new() -> Self {
        let verifier = PkceVerifier::new("a-verifier-of-at-least-forty-three-letters-0");
        Self { state: StateToken::new("the state"), nonce: Nonce::new("the nonce"), verifier }
    }

    pub(crate) fn request<'a>(&'a self, login_hint: Option<&'a str>) -> SignInRequest<'a> {
        let Self { state, nonce, verifier } = self;
        SignInRequest { state, nonce, verifier, login_hint, challenge: None, lost_because: None }
    }
}

/// A parameter of an address.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
