//! A conversation with one server: questions without a password first, then one with it, and never a second one with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;

use crate::connector::{Connector, ServerAddress, ServerConnection};
use crate::credentials::{Credentials, OneTry};
use crate::error::{ExchangeError, Refused};
use crate::mailbox_address::Mailbox;
use crate::schemes::{self, Accept, Scheme};
use crate::{ntlm, refusal};

/// The request that is to be answered in the end.
pub(crate) struct Question<'a> {
    /// Path and query.
    pub(crate) path: &'a str,
    /// An XML document.
    pub(crate) body: Vec<u8>,
    /// Whose mailbox it is about: servers route by it.
    pub(crate) mailbox: &'a Mailbox,
}

impl Question<'_> {
    fn request(&self, authorization: Option<HeaderValue>, body: Vec<u8>) -> Result<Request<Vec<u8>>, ExchangeError> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.path)
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header(ACCEPT, "text/xml");
        // Addresses in other alphabets have no place in a header; the hint is not needed.
        if let Ok(anchor) = HeaderValue::from_str(self.mailbox.address()) {
            request = request.header("x-anchormailbox", anchor);
        }
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        request.body(body).map_err(|_| ExchangeError::NotAnEwsAddress)
    }

    /// The same place, asked for nothing: to see whether a password is wanted there, and how.
    pub(crate) fn probe(&self) -> Result<Request<Vec<u8>>, ExchangeError> {
        self.request(None, Vec::new())
    }
}

/// One server, and the connection to it that is open just now.
pub(crate) struct Conversation<'a> {
    connector: &'a dyn Connector,
    server: &'a ServerAddress,
    connection: Box<dyn ServerConnection>,
    state: State,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    Fresh,
    Used,
    /// The server said that it closes.
    Closing,
}

impl<'a> Conversation<'a> {
    pub(crate) async fn open(connector: &'a dyn Connector, server: &'a ServerAddress) -> Result<Self, ExchangeError> {
        Ok(Self { connector, server, connection: connector.connect(server).await?, state: State::Fresh })
    }

    async fn reopen(&mut self) -> Result<(), ExchangeError> {
        self.connection = self.connector.connect(self.server).await?;
        self.state = State::Fresh;
        Ok(())
    }

    /// Asks something that holds no password. Servers close connections that they have answered on, so a connection that
    /// breaks is replaced, once.
    pub(crate) async fn ask(&mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ExchangeError> {
        if self.state == State::Closing {
            self.reopen().await?;
        }
        let response = match self.connection.send(request.clone()).await {
            Err(crate::ConnectionError::Broken) if self.state == State::Used => {
                self.reopen().await?;
                self.connection.send(request).await?
            }
            other => other?,
        };
        self.state = if closes(response.headers()) { State::Closing } else { State::Used };
        Ok(response)
    }

    /// Looks whether a password is wanted, and chooses how to prove it.
    pub(crate) async fn look(&mut self, question: &Question<'_>, accept: Accept) -> Result<Scheme, ExchangeError> {
        let probed = self.ask(question.probe()?).await?;
        if probed.status() != StatusCode::UNAUTHORIZED {
            return Err(refusal::of_probe(&probed));
        }
        schemes::choose(probed.headers(), accept)
    }

    /// Asks with the password. Whatever goes wrong from here on, it is not asked again.
    async fn ask_once(mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Refused> {
        self.connection.send(request).await.map_err(|error| match error {
            crate::ConnectionError::Unreadable => Refused::after(ExchangeError::Unreadable),
            crate::ConnectionError::Broken | crate::ConnectionError::TimedOut => {
                Refused::after(ExchangeError::Interrupted)
            }
        })
    }
}

fn closes(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    values.any(|value| value.split(',').any(|option| option.trim().eq_ignore_ascii_case("close")))
}

/// Who signs in, and with what.
pub(crate) struct Party<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) accept: Accept,
    pub(crate) entropy: &'a dyn Entropy,
    pub(crate) now: UnixSeconds,
}

/// Looks whether a password is wanted, chooses how to prove it, proves it once, and brings the answer, whatever its status.
pub(crate) async fn ask_signed_in(
    connector: &dyn Connector,
    server: &ServerAddress,
    question: Question<'_>,
    party: &Party<'_>,
) -> Result<(Response<Vec<u8>>, Scheme), Refused> {
    let one_try = OneTry::with(party.credentials)?;
    let mut conversation = Conversation::open(connector, server).await?;
    let scheme = conversation.look(&question, party.accept).await?;
    let authorization = match scheme {
        Scheme::Basic => {
            if conversation.state == State::Closing {
                conversation.reopen().await?;
            }
            one_try.basic()?
        }
        Scheme::Ntlm => {
            let challenge = challenge(&mut conversation, &question).await?;
            let binding = conversation.connection.channel_binding();
            one_try.ntlm(&challenge, &server.host, binding.as_deref(), party.entropy, party.now)?
        }
    };
    let request = question.request(Some(authorization), question.body.clone())?;
    Ok((conversation.ask_once(request).await?, scheme))
}

/// The first two messages. The third must follow on the very same connection, so a server (or a proxy before it) that
/// closes it here cannot be signed in to in this way.
async fn challenge(
    conversation: &mut Conversation<'_>,
    question: &Question<'_>,
) -> Result<ntlm::Challenge, ExchangeError> {
    let hello = format!("NTLM {}", STANDARD.encode(ntlm::negotiate()));
    let hello = HeaderValue::try_from(hello).map_err(|_| ExchangeError::NoUsableScheme)?;
    let answer = conversation.ask(question.request(Some(hello), Vec::new())?).await?;
    if answer.status() != StatusCode::UNAUTHORIZED {
        return Err(refusal::of_probe(&answer));
    }
    if conversation.state == State::Closing {
        return Err(ExchangeError::NoUsableScheme);
    }
    let message = schemes::ntlm_message(answer.headers()).ok_or(ExchangeError::NoUsableScheme)?;
    ntlm::Challenge::read(&message).ok_or(ExchangeError::NoUsableScheme)
}
