//! Openings: how the window of an authorization was bound to one browser.

use latchkey_domain::{
    AuthorizationCode, BrowserKey, Nonce, OriginKey, PkceVerifier, ReturnKey, StateToken, TokenHash, TypedCode,
};
use latchkey_wire::{AuthorizationId, UnixSeconds};
use serde::{Deserialize, Serialize};

/// How the window of an opening was let in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// With a key that its pane gave it: the same person uses the pane and the window.
    Key,
    /// Without a key, because the pane requested it.
    Asked,
    /// By a link in an e-mail: there is no pane.
    Link,
}

/// The current opening of an authorization. There is one at a time; a new one replaces it.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The number of the opening; the first of an authorization is 1.
    pub number: i64,
    /// How its window was let in.
    pub by: OpenedBy,
    /// The secrets of this opening.
    pub secrets: OpeningSecrets,
}

/// The parameters that a provider sent to the callback (RFC 6749, 4.1.2).
#[derive(Clone, Debug)]
pub struct CallbackParameters {
    /// The key in the address that the callback redirected to.
    pub key: ReturnKey,
    /// The authorization code, if there is no error.
    pub code: Option<AuthorizationCode>,
    /// The error code, if there is no authorization code.
    pub error: Option<String>,
    /// The provider's description of the error; may be empty.
    pub error_description: String,
}

/// The secrets of one opening.
#[derive(Clone, Debug)]
pub struct OpeningSecrets {
    /// The `state` parameter, which comes back in the callback.
    pub state: StateToken,
    /// The nonce, which comes back in the ID token.
    pub nonce: Nonce,
    /// The PKCE code verifier, which is sent with the authorization code.
    pub verifier: PkceVerifier,
    /// The value of a cookie in the browser of the window.
    pub browser: BrowserKey,
    /// The key in that browser's storage of the endpoint's origin. `None` in openings of older versions.
    pub origin: Option<OriginKey>,
    /// The code that the window shows after the sign-in, and that the person types in the pane, where there was no key.
    pub code: TypedCode,
    /// The parameters of the callback, once it came.
    pub returned: Option<CallbackParameters>,
}

/// A pane's request for a window without a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeylessRequest {
    /// When the request expires.
    pub until: UnixSeconds,
    /// The network that the request came from; empty where it is not known.
    pub from: String,
}

/// A key that a pane gives to its window.
#[derive(Clone, Debug)]
pub struct OpeningKeyRecord {
    /// The hash of the key.
    pub key: TokenHash,
    /// The authorization that it opens.
    pub attempt: AuthorizationId,
    /// When it expires, if it is not used before.
    pub expires_at: UnixSeconds,
}

/// What lets a window in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LetInBy {
    /// A key, by its hash. It can be used once.
    Key(TokenHash),
    /// The pane's request for a window without a key.
    Asked,
    /// A link in an e-mail.
    Link,
}

impl LetInBy {
    /// The mark that the opening of a window is stored with, if this let the window in.
    pub fn opened_by(self) -> OpenedBy {
        match self {
            Self::Key(_) => OpenedBy::Key,
            Self::Asked => OpenedBy::Asked,
            Self::Link => OpenedBy::Link,
        }
    }
}

/// The result of an attempt to open a window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpeningOutcome {
    /// The window signs in, as the opening of this number.
    Opened(i64),
    /// The window's key is unknown, used, expired, or of another authorization.
    KeyRefused,
    /// The window has no key, and the pane did not request such a window, or requested it too long ago.
    NotRequested,
    /// The window has no key, and the current window has one.
    HeldByKey,
    /// The authorization was opened too often.
    TooMany,
    /// The authorization no longer waits for a window.
    NotWaiting,
}

/// What the session that began a sign-in shows after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LetsIn {
    /// All connections of the connection's person.
    Everywhere,
    /// This connection, and the connections of the same person that it showed before.
    ConnectionAlone {
        /// When the typed code was accepted.
        at: UnixSeconds,
    },
}
