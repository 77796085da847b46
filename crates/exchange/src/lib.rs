//! Exchange by password: finding a mailbox's server (Autodiscover), signing in to it (NTLM or Basic), and proving that
//! the mailbox can be opened (EWS `GetFolder`). The crate opens no sockets: the caller passes in the connector
//! ([`Connector`]), the randomness and the time.
//!
//! Three rules hold everywhere, because passwords are at stake:
//! * **One attempt.** A call sends the password once. It does not retry after a refusal, or after a connection that broke
//!   while the password was being sent: servers count failed attempts and lock the account after too many. For that
//!   reason the methods of `SingleUseCredentials` consume the value.
//! * **No password to a guessed server.** [`find_server`] works without a password. The person confirms the server that
//!   it finds before a password is sent there.
//! * **Responses are untrusted.** Every response becomes a typed value or an [`ExchangeError`]. No text from a server is
//!   passed on to people or logs.
//!
//! # To learn a new refusal
//! A `ResponseCode` of EWS goes into the table in `soap.rs`, a status or a header into `refusal.rs`; add a test beside the
//! others there. If people need a new message for it, add a variant to [`ExchangeError`].

mod autodiscover;
pub mod channel_binding;
mod connector;
mod conversation;
mod credentials;
mod error;
mod ews_url;
mod mailbox_address;
mod ntlm;
mod refusal;
mod schemes;
#[cfg(test)]
mod scripted_server;
mod sign_in;
mod soap;
mod xml;

pub use autodiscover::{
    AutodiscoverProtocol, AutodiscoverService, DiscoveryOutcome, autodiscover_with_password, find_server,
};
pub use connector::{CertificateProblem, ConnectError, ConnectionError, Connector, ServerAddress, ServerConnection};
pub use credentials::Credentials;
pub use error::{ExchangeError, ExchangeRefusal};
pub use ews_url::{EwsUrl, EwsUrlError};
pub use mailbox_address::{InvalidMailboxAddress, MailboxAddress};
pub use schemes::{AcceptedSchemes, AuthScheme};
pub use sign_in::{MailboxProof, probe, sign_in};
