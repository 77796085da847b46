//! Errors of a sign-in or a discovery, grouped by what helps. They hold no text from a server.

use crate::connector::{CertificateProblem, ConnectError, ConnectionError};

/// Why a sign-in failed, or no server was found.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ExchangeError {
    /// The password or the user name is wrong, or the server refused without a reason.
    #[error("the server did not accept the password")]
    PasswordRejected,
    /// The server locked the account after too many failed attempts. Each further attempt prolongs the lock.
    #[error("the account is locked")]
    AccountLocked,
    /// The password has expired, or must be changed before its first use.
    #[error("the password has expired")]
    PasswordExpired,
    /// An administrator disabled the account, or it has expired.
    #[error("the account is disabled")]
    AccountDisabled,
    /// The password is right, but the account has no access to the mailbox.
    #[error("the account can't open the mailbox")]
    MailboxNotAccessible,
    /// The password is right and the mailbox opens, but it is not the account's own: a colleague's or a shared one. It
    /// proves nothing about who signed in.
    #[error("the mailbox is not the account's own")]
    AnotherMailbox,
    /// The server refuses this account or this client by an administrator's policy, before a password is checked.
    #[error("the server refuses this access")]
    NotAllowed,
    /// The server offers only authentication schemes that are not supported here.
    #[error("the server offers no usable way to sign in")]
    NoUsableScheme,
    /// The mailbox is at Microsoft 365, or the server accepts only its tokens: a password can't be used.
    #[error("the server wants modern authentication")]
    ModernAuthOnly,
    /// Autodiscover names no server for this address, or the server's host name does not exist.
    #[error("no server was found")]
    ServerNotFound,
    /// The server exists and does not answer.
    #[error("the server could not be reached")]
    Unreachable,
    /// No secure connection to the server is possible.
    #[error("no secure connection: {0}")]
    CertificateRefused(CertificateProblem),
    /// The installation's rules do not allow this server.
    #[error("this installation does not allow the server")]
    AddressForbidden,
    /// The address answers, but it is not Exchange Web Services.
    #[error("this is not the address of Exchange Web Services")]
    NotAnEwsAddress,
    /// The server throttles requests, or is overloaded.
    #[error("the server is busy")]
    Busy {
        /// How long the server asks to wait, in seconds.
        retry_after_s: Option<u32>,
    },
    /// The server, or the one that holds the mailbox, is temporarily out of service.
    #[error("the server is in maintenance")]
    Maintenance,
    /// The server reported an internal error.
    #[error("the server failed")]
    ServerFailed {
        /// The server's error code, for administrators: letters, digits and full stops only.
        reference: Option<String>,
    },
    /// The connection broke while the password was being sent: it is not known whether the server checked it.
    #[error("the connection broke while signing in")]
    Interrupted,
    /// The response can't be parsed, or is larger than any response of Exchange.
    #[error("the server's answer can't be read")]
    Unreadable,
}

/// A failed sign-in, and whether the password was sent. A server may give some responses only to the right password. So
/// hide this difference from a caller who must not learn whether the password was right.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct ExchangeRefusal {
    /// The cause.
    pub error: ExchangeError,
    /// Whether the server was sent the password, or a proof of it.
    pub password_was_shown: bool,
}

impl ExchangeRefusal {
    /// A failure after the password was sent.
    pub(crate) fn after_password(error: ExchangeError) -> Self {
        Self { error, password_was_shown: true }
    }
}

/// A failure before the password was sent.
impl From<ExchangeError> for ExchangeRefusal {
    fn from(error: ExchangeError) -> Self {
        Self { error, password_was_shown: false }
    }
}

impl From<ConnectError> for ExchangeError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::NoSuchHost => Self::ServerNotFound,
            ConnectError::Forbidden => Self::AddressForbidden,
            ConnectError::Unreachable | ConnectError::TimedOut => Self::Unreachable,
            ConnectError::Insecure(problem) => Self::CertificateRefused(problem),
        }
    }
}

/// A failure before a password was sent; afterwards a broken connection is [`ExchangeError::Interrupted`].
impl From<ConnectionError> for ExchangeError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::Broken | ConnectionError::TimedOut => Self::Unreachable,
            ConnectionError::Unreadable => Self::Unreadable,
        }
    }
}
