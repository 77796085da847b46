//! A conversation with one server: first requests without a password, then exactly one request with the password.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;

use crate::connector::{Connector, ServerAddress, ServerConnection};
use crate::credentials::{Credentials, SingleUseCredentials};
use crate::error::{ExchangeError, ExchangeRefusal};
use crate::mailbox_address::MailboxAddress;
use crate::schemes::{self, AcceptedSchemes, AuthScheme};
use crate::{ntlm, refusal};

/// The request that a sign-in is for.
pub(crate) struct XmlRequest<'a> {
    /// Path and query.
    pub(crate) path: &'a str,
    /// An XML document.
    pub(crate) body: Vec<u8>,
    /// The mailbox that the request is about; servers route by it.
    pub(crate) mailbox: &'a MailboxAddress,
}

impl XmlRequest<'_> {
    fn request(&self, authorization: Option<HeaderValue>, body: Vec<u8>) -> Result<Request<Vec<u8>>, ExchangeError> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.path)
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header(ACCEPT, "text/xml");
        // An address that is not ASCII can't stand in a header. The header is an optional hint.
        if let Ok(anchor) = HeaderValue::from_str(self.mailbox.address()) {
            request = request.header("x-anchormailbox", anchor);
        }
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        request.body(body).map_err(|_| ExchangeError::NotAnEwsAddress)
    }

    /// The same request without a body: its response shows whether a password is wanted, and which schemes are offered.
    pub(crate) fn probe_request(&self) -> Result<Request<Vec<u8>>, ExchangeError> {
        self.request(None, Vec::new())
    }
}

/// A server and the open connection to it.
pub(crate) struct Conversation<'a> {
    connector: &'a dyn Connector,
    server: &'a ServerAddress,
    connection: Box<dyn ServerConnection>,
    state: ConversationState,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum ConversationState {
    Fresh,
    Used,
    /// The server announced that it closes the connection.
    Closing,
}

impl<'a> Conversation<'a> {
    pub(crate) async fn open(connector: &'a dyn Connector, server: &'a ServerAddress) -> Result<Self, ExchangeError> {
        Ok(Self { connector, server, connection: connector.connect(server).await?, state: ConversationState::Fresh })
    }

    async fn reconnect(&mut self) -> Result<(), ExchangeError> {
        self.connection = self.connector.connect(self.server).await?;
        self.state = ConversationState::Fresh;
        Ok(())
    }

    /// Sends a request that holds no password. Servers close idle connections, so a connection that was used before is
    /// replaced once if it breaks.
    pub(crate) async fn send_unauthenticated(
        &mut self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, ExchangeError> {
        if self.state == ConversationState::Closing {
            self.reconnect().await?;
        }
        let response = match self.connection.send(request.clone()).await {
            Err(crate::ConnectionError::Broken) if self.state == ConversationState::Used => {
                self.reconnect().await?;
                self.connection.send(request).await?
            }
            other => other?,
        };
        self.state = if is_closing(response.headers()) { ConversationState::Closing } else { ConversationState::Used };
        Ok(response)
    }

    /// Asks the server which schemes it offers, without a password, and chooses one.
    pub(crate) async fn probe(
        &mut self,
        question: &XmlRequest<'_>,
        accept: AcceptedSchemes,
    ) -> Result<AuthScheme, ExchangeError> {
        let probed = self.send_unauthenticated(question.probe_request()?).await?;
        if probed.status() != StatusCode::UNAUTHORIZED {
            return Err(refusal::classify_probe(&probed));
        }
        schemes::choose(probed.headers(), accept)
    }

    /// Sends the request with the password. It is never sent again, not even after an error.
    async fn send_with_password(mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ExchangeRefusal> {
        self.connection.send(request).await.map_err(|error| match error {
            crate::ConnectionError::Unreadable => ExchangeRefusal::after_password(ExchangeError::Unreadable),
            crate::ConnectionError::Broken | crate::ConnectionError::TimedOut => {
                ExchangeRefusal::after_password(ExchangeError::Interrupted)
            }
        })
    }
}

fn is_closing(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    values.any(|value| value.split(',').any(|option| option.trim().eq_ignore_ascii_case("close")))
}

/// What a sign-in needs beside the server and the request.
pub(crate) struct SignInParameters<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) accept: AcceptedSchemes,
    pub(crate) entropy: &'a dyn Entropy,
    pub(crate) now: UnixSeconds,
}

/// Chooses a scheme, authenticates once, and returns the response, of any status.
pub(crate) async fn send_signed_in(
    connector: &dyn Connector,
    server: &ServerAddress,
    question: XmlRequest<'_>,
    party: &SignInParameters<'_>,
) -> Result<(Response<Vec<u8>>, AuthScheme), ExchangeRefusal> {
    let credentials = SingleUseCredentials::with(party.credentials)?;
    let mut conversation = Conversation::open(connector, server).await?;
    let scheme = conversation.probe(&question, party.accept).await?;
    let authorization = match scheme {
        AuthScheme::Basic => {
            if conversation.state == ConversationState::Closing {
                conversation.reconnect().await?;
            }
            credentials.basic()?
        }
        AuthScheme::Ntlm => {
            let challenge = request_challenge(&mut conversation, &question).await?;
            let binding = conversation.connection.channel_binding();
            credentials.ntlm(&challenge, &server.host, binding.as_deref(), party.entropy, party.now)?
        }
    };
    let request = question.request(Some(authorization), question.body.clone())?;
    Ok((conversation.send_with_password(request).await?, scheme))
}

/// Exchanges the first two NTLM messages. The third must follow on the same connection, so NTLM fails if the server, or a
/// proxy before it, closes the connection here.
async fn request_challenge(
    conversation: &mut Conversation<'_>,
    question: &XmlRequest<'_>,
) -> Result<ntlm::NtlmChallenge, ExchangeError> {
    let hello = format!("NTLM {}", STANDARD.encode(ntlm::negotiate_message()));
    let hello = HeaderValue::try_from(hello).map_err(|_| ExchangeError::NoUsableScheme)?;
    let answer = conversation.send_unauthenticated(question.request(Some(hello), Vec::new())?).await?;
    if answer.status() != StatusCode::UNAUTHORIZED {
        return Err(refusal::classify_probe(&answer));
    }
    if conversation.state == ConversationState::Closing {
        return Err(ExchangeError::NoUsableScheme);
    }
    let message = schemes::ntlm_message(answer.headers()).ok_or(ExchangeError::NoUsableScheme)?;
    ntlm::NtlmChallenge::read(&message).ok_or(ExchangeError::NoUsableScheme)
}
