//! Openings of a sign-in's window: how a browser came to be the one that signs in.

use latchkey_domain::{
    AuthorizationCode, BrowserKey, Nonce, OriginKey, PkceVerifier, ReturnKey, StateToken, TokenHash, TypedCode,
};
use latchkey_wire::{AuthorizationId, UnixSeconds};
use serde::{Deserialize, Serialize};

/// How the window of an opening came about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// It handed in a key that its pane had given to it: the same person sits at both ends.
    Key,
    /// Without a key, because the pane had asked for that.
    Asked,
    /// By the link in an e-mail: there is no pane.
    Link,
}

/// The opening of an attempt that is under way. There is one at a time; another takes its place.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Grows with every opening of the attempt, the first is 1.
    pub number: i64,
    /// How it came about.
    pub by: OpenedBy,
    /// What belongs to it.
    pub secrets: OpeningSecrets,
}

/// What a provider has sent back to a callback (RFC 6749, 4.1.2).
#[derive(Clone, Debug)]
pub struct Returned {
    /// Stands in the address that the callback led to.
    pub key: ReturnKey,
    /// What tokens are asked for with.
    pub code: Option<AuthorizationCode>,
    /// Why there is none.
    pub error: Option<String>,
    /// What the provider says about that.
    pub error_description: String,
}

/// The secrets of one opening.
#[derive(Clone, Debug)]
pub struct OpeningSecrets {
    /// Comes back in the callback.
    pub state: StateToken,
    /// Comes back in the ID token.
    pub nonce: Nonce,
    /// Goes to the provider with the code.
    pub verifier: PkceVerifier,
    /// Stands in a cookie of the browser that handed in.
    pub browser: BrowserKey,
    /// Stands in the storage of the endpoint's origin, in that browser. None in an opening of a version that had none.
    pub origin: Option<OriginKey>,
    /// What that browser shows after the sign-in and the person types in the pane, where there was no key.
    pub code: TypedCode,
    /// What its provider has sent back, from the callback on.
    pub returned: Option<Returned>,
}

/// That the pane asks for a window without a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// Until when.
    pub until: UnixSeconds,
    /// From which network; empty where that is not known.
    pub from: String,
}

/// A key that a pane gives to its window.
#[derive(Clone, Debug)]
pub struct OpeningKeyRecord {
    /// Hash of the key.
    pub key: TokenHash,
    /// The attempt that it opens.
    pub attempt: AuthorizationId,
    /// When it ends if it is not used before.
    pub expires_at: UnixSeconds,
}

/// By what a window is let in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LetInBy {
    /// A key, by its hash, which is used up.
    Key(TokenHash),
    /// The pane's asking.
    Asked,
    /// The link in an e-mail.
    Link,
}

impl LetInBy {
    /// How an opening that came about by this is marked.
    pub fn opened_by(self) -> OpenedBy {
        match self {
            Self::Key(_) => OpenedBy::Key,
            Self::Asked => OpenedBy::Asked,
            Self::Link => OpenedBy::Link,
        }
    }
}

/// What came of a window's wish to be the one that signs in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entry {
    /// It is, by this number.
    Opened(i64),
    /// Its key is unknown, used, over, or another attempt's.
    KeyRefused,
    /// It has no key, and the pane has not asked for such a window, or too long ago.
    NotAsked,
    /// It has no key, and a window that had one is under way.
    HeldByKey,
    /// The attempt was opened too often.
    TooMany,
    /// The attempt does not wait for a window any more.
    Over,
}

/// What a sign-in makes of the session that began it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LetsIn {
    /// It shows everything of the connection's person.
    Everywhere,
    /// It shows this connection, and whatever it showed before of the same person.
    ConnectionAlone {
        /// Since when.
        at: UnixSeconds,
    },
}
