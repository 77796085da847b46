//! How the installation authenticates at a token endpoint (RFC 6749, 2.3; OpenID Connect Core, 9; RFC 7523, 2.2), and which of
//! several ways works. Servers list ways that they do not accept, and accept ways that they do not list.
//!
//! # To add a way to authenticate
//! Add a variant to [`ClientAuth`], and to the order in which [`super::super::oidc`] tries them.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use latchkey_domain::{ClientSecret, Failure, FailureClass};
use latchkey_wire::ReasonCode;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::{ClientAssertion, ClientCredential};

/// The type of a signed assertion (RFC 7523, 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// One way to authenticate.
#[derive(Clone, Debug)]
pub(crate) enum ClientAuth {
    /// The secret in the form (`client_secret_post`).
    Body(ClientSecret),
    /// The secret in the header, encoded as the standard says (`client_secret_basic`).
    Header(ClientSecret),
    /// The same without the encoding, for servers that do not decode.
    PlainHeader(ClientSecret),
    /// A signed assertion (`private_key_jwt`).
    Assertion(Arc<dyn ClientAssertion>),
}

/// What authenticates one request.
pub(super) struct ClientAuthParts {
    /// The `Authorization` header.
    pub(super) header: Option<String>,
    /// Fields of the form, besides the client's id.
    pub(super) fields: Vec<(&'static str, String)>,
}

/// The installation can't make its own assertion: no grant is to blame.
pub(super) fn not_made() -> Failure {
    Failure::of(ReasonCode::Misconfigured).with_reference("client assertion").of_class(FailureClass::KeepTrying)
}

impl ClientAuth {
    /// A secret goes into the body.
    pub(crate) fn in_body(credential: &ClientCredential) -> Self {
        match credential {
            ClientCredential::Secret(secret) => Self::Body(secret.clone()),
            ClientCredential::Assertion(assertion) => Self::Assertion(Arc::clone(assertion)),
        }
    }

    /// `None` if no assertion can be made.
    pub(super) async fn authenticate(&self, client_id: &str, at: &Url) -> Option<ClientAuthParts> {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let basic = |id: &str, secret: &str| Some(format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
        Some(match self {
            Self::Body(secret) => {
                ClientAuthParts { header: None, fields: vec![("client_secret", secret.expose().to_owned())] }
            }
            Self::Header(secret) => {
                let header = basic(&encoded(client_id), &encoded(secret.expose()));
                ClientAuthParts { header, fields: Vec::new() }
            }
            Self::PlainHeader(secret) => {
                ClientAuthParts { header: basic(client_id, secret.expose()), fields: Vec::new() }
            }
            Self::Assertion(assertion) => {
                let assertion = assertion.make(at).await?;
                let fields =
                    vec![("client_assertion_type", ASSERTION_TYPE.to_owned()), ("client_assertion", assertion)];
                ClientAuthParts { header: None, fields }
            }
        })
    }
}

impl ClientAuthParts {
    /// A form with this authentication, for an endpoint other than the token endpoint.
    pub(super) fn form(
        &self,
        at: &Url,
        client_id: &str,
        fields: &[(&str, &str)],
    ) -> http::Result<http::Request<Vec<u8>>> {
        let mut body = Serializer::new(String::new());
        body.extend_pairs(fields);
        if self.header.is_none() {
            body.append_pair("client_id", client_id);
        }
        body.extend_pairs(&self.fields);
        let mut request = http::Request::post(at.as_str()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(header) = &self.header {
            request = request.header(AUTHORIZATION, header);
        }
        request.body(body.finish().into_bytes())
    }
}

/// The ways to authenticate of one registration, and the one in use.
#[derive(Debug)]
pub(crate) struct ClientAuthChoice {
    ways: Vec<ClientAuth>,
    state: Mutex<ChoiceState>,
}

#[derive(Clone, Copy, Debug, Default)]
struct ChoiceState {
    current: usize,
    /// An invented code has been tried.
    is_settled: bool,
    /// The server has issued tokens to the way in use.
    has_worked: bool,
    /// How often the server has answered the way in use in a way that says nothing.
    unclear_answers: u32,
}

/// Of so many answers that say nothing, one makes the endpoint try the other ways.
const UNCLEAR_ANSWERS: u32 = 8;

impl ClientAuthChoice {
    /// The first way is used until another one turns out to work. Nothing is tried if there is only one.
    pub(crate) fn new(ways: Vec<ClientAuth>) -> Arc<Self> {
        let state = ChoiceState { is_settled: ways.len() < 2, ..ChoiceState::default() };
        Arc::new(Self { ways, state: Mutex::new(state) })
    }

    pub(super) fn way(&self, index: usize) -> &ClientAuth {
        &self.ways[index]
    }

    pub(super) fn current(&self) -> usize {
        self.state().current
    }

    pub(super) fn is_settled(&self) -> bool {
        self.state().is_settled
    }

    /// The ways other than this one, in their order.
    pub(super) fn others(&self, than: usize) -> Vec<usize> {
        (0..self.ways.len()).filter(|way| *way != than).collect()
    }

    /// Counts an answer that says nothing. Whether it is the first one, or one of [`UNCLEAR_ANSWERS`].
    pub(super) fn tries_others_when_unclear(&self) -> bool {
        let mut tries = false;
        self.change(|state| {
            tries = state.unclear_answers.is_multiple_of(UNCLEAR_ANSWERS);
            state.unclear_answers = state.unclear_answers.wrapping_add(1);
        });
        tries
    }

    pub(super) fn settle(&self) {
        self.change(|state| state.is_settled = true);
    }

    pub(super) fn use_from_now_on(&self, way: usize) {
        self.change(|state| {
            if state.current != way {
                *state = ChoiceState { current: way, is_settled: true, ..ChoiceState::default() };
            }
            state.is_settled = true;
        });
    }

    pub(super) fn worked(&self, way: usize) {
        self.change(|state| {
            *state = ChoiceState { current: way, is_settled: true, has_worked: true, ..ChoiceState::default() };
        });
    }

    pub(super) fn has_worked(&self, way: usize) -> bool {
        let state = self.state();
        state.current == way && state.has_worked
    }

    fn state(&self) -> ChoiceState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut ChoiceState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
