//! A scripted provider for tests: it gives the prepared response for an address, and records the requests.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use latchkey_domain::{ClientSecret, Identity, Nonce, PkceVerifier, StateToken};
use url::Url;

use crate::{ClientRegistration, Http, HttpError, SignInRequest};

/// Responses by address without its query; an address without a response can't be reached.
#[derive(Default)]
pub(crate) struct ScriptedHttp {
    answers: HashMap<String, (u16, String)>,
    asked: Mutex<Vec<http::Request<Vec<u8>>>>,
}

impl ScriptedHttp {
    pub(crate) fn answering(mut self, address: &str, status: u16, body: &str) -> Self {
        self.answers.insert(address.to_owned(), (status, body.to_owned()));
        self
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
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let address = address.split('?').next().unwrap_or_default();
        let (status, body) = self.answers.get(address).ok_or(HttpError::Unreachable)?;
        Ok(http::Response::builder().status(*status).body(body.clone().into_bytes()).unwrap())
    }
}

/// An account whose grant is renewed.
pub(crate) fn of() -> Identity {
    Identity { issuer: "https://accounts.google.com".into(), subject: "1".into() }
}

/// A client registration for tests.
pub(crate) fn registration() -> ClientRegistration {
    ClientRegistration {
        client_id: "the id".into(),
        client_secret: ClientSecret::new("the+secret"),
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
