//! Exchange by password: finding a mailbox's server (Autodiscover), signing in to it (NTLM or Basic), and proving that
//! the mailbox can be opened (EWS `GetFolder`). No sockets here: connections come in as an argument ([`Connector`]), so do
//! randomness and the time.
//!
//! Three rules stand above all others, because passwords are at stake:
//! * **One try.** A call uses the password once. After a refusal, and after a connection that broke with the password
//!   on its way, nothing here tries again: tries are counted by servers, and enough of them lock an account. The type
//!   `OneTry` has methods that take it away for that reason.
//! * **No password to a guess.** [`find_server`] has none to give. Whatever it finds is shown to the person first.
//! * **Answers are hostile until read.** Whatever a server says becomes a value or an [`ExchangeError`]; its sentences
//!   reach nobody.
//!
//! # To learn a new refusal
//! A `ResponseCode` of EWS goes into the table in `soap.rs`, a status or a header into `refusal.rs`; test it beside the
//! others there. If people must read something new about it, it is a variant of [`ExchangeError`] too.

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

pub use autodiscover::{Found, Service, ServiceKind, autodiscover_with, find_server};
pub use connector::{CertificateProblem, ConnectError, ConnectionError, Connector, ServerAddress, ServerConnection};
pub use credentials::Credentials;
pub use error::{ExchangeError, Refused};
pub use ews_url::{EwsUrl, NotAnEwsUrl};
pub use mailbox_address::{Mailbox, NotAMailbox};
pub use schemes::{Accept, Scheme};
pub use sign_in::{Proof, look, sign_in};
