//! What can go wrong, by what helps against it. There is no text of the server's in here.

use crate::connector::{CertificateProblem, ConnectError, ConnectionError};

/// Why nobody is signed in, or no server was found.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ExchangeError {
    /// The password (or the user name) is wrong. Also what a server says that refuses without a reason.
    #[error("the server did not accept the password")]
    PasswordRejected,
    /// Too many wrong tries, by whomever. Every further one prolongs it.
    #[error("the account is locked")]
    AccountLocked,
    /// The password was right once, or is to be changed before its first use.
    #[error("the password has expired")]
    PasswordExpired,
    /// An administrator has switched the account off, or its time is over.
    #[error("the account is disabled")]
    AccountDisabled,
    /// Signed in, and the mailbox stays shut.
    #[error("the account can't open the mailbox")]
    MailboxNotAccessible,
    /// Signed in; the mailbox opens, and belongs to somebody else (a colleague's, a shared one). It proves nothing about
    /// who signed in.
    #[error("the mailbox is not the account's own")]
    AnotherMailbox,
    /// The server refuses this account, or us, before a password could matter: an administrator has decided so.
    #[error("the server refuses this access")]
    NotAllowed,
    /// The server offers only ways to sign in that are not spoken here.
    #[error("the server offers no usable way to sign in")]
    NoUsableScheme,
    /// The mailbox is at Microsoft 365, or the server wants its tokens: no password will do.
    #[error("the server wants modern authentication")]
    ModernAuthOnly,
    /// Nobody knows a server for this address.
    #[error("no server was found")]
    ServerNotFound,
    /// It exists and doesn't answer.
    #[error("the server could not be reached")]
    Unreachable,
    /// There is no secure connection to it.
    #[error("no secure connection: {0}")]
    CertificateRefused(CertificateProblem),
    /// The installation's rules do not allow this server.
    #[error("this installation does not allow the server")]
    AddressForbidden,
    /// Something answers there, but not Exchange Web Services.
    #[error("this is not the address of Exchange Web Services")]
    NotAnEwsAddress,
    /// Too many requests, or too much to do.
    #[error("the server is busy")]
    Busy {
        /// How long it asks to wait, in seconds.
        retry_after_s: Option<u32>,
    },
    /// Being worked on.
    #[error("the server is in maintenance")]
    Maintenance,
    /// It broke, for a reason of its own.
    #[error("the server failed")]
    ServerFailed {
        /// Its own word for it, for administrators: letters, digits and points only.
        reference: Option<String>,
    },
    /// The connection broke while the password was on its way: nobody knows whether it was tried.
    #[error("the connection broke while signing in")]
    Interrupted,
    /// An answer that makes no sense, or is larger than anything Exchange says.
    #[error("the server's answer can't be read")]
    Unreadable,
}

/// A try that failed, and whether a password went out on the way. What a server answers to a password it may answer to the
/// right one alone, so whoever must not learn whether it was right is not told.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct Refused {
    /// Why.
    pub error: ExchangeError,
    /// Whether the server was shown the password, or what stands for it.
    pub password_was_shown: bool,
}

impl Refused {
    /// After the password was shown.
    pub(crate) fn after(error: ExchangeError) -> Self {
        Self { error, password_was_shown: true }
    }
}

/// Before the password was shown.
impl From<ExchangeError> for Refused {
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

/// Before a password was sent; afterwards a broken connection is [`ExchangeError::Interrupted`].
impl From<ConnectionError> for ExchangeError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::Broken | ConnectionError::TimedOut => Self::Unreachable,
            ConnectionError::Unreadable => Self::Unreadable,
        }
    }
}
