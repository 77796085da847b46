//! Secrets as types. They have no `Display` and no `Serialize`, their `Debug` shows nothing, and they are wiped when
//! dropped. The compiler keeps the kinds apart. Only [`expose`](AccessToken::expose) returns the text, and its uses are
//! easy to search for.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a secret with at least 128 random bits. The store finds a row by it without knowing the secret. No salt and
/// no slow hash are needed, because such secrets cannot be guessed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl AccessToken {
    /// Names the token by a part of its hash, which is no secret and opens nothing.
    pub fn id(&self) -> String {
        /// As many bytes as no two tokens share by chance.
        const BYTES: usize = 16;
        let TokenHash(hash) = TokenHash::of(self.expose());
        URL_SAFE_NO_PAD.encode(&hash[..BYTES])
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Wraps the text of a secret.
            pub fn new(text: impl Into<String>) -> Self {
                Self(SecretString::from(text.into()))
            }

            /// The text itself. Every use of this is a place where it could leak.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// The hash by which the store recognises the secret.
            pub fn hash(&self) -> TokenHash {
                TokenHash::of(self.expose())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// The token that a sync engine sends to a provider's API.
    AccessToken
}
secret! {
    /// The token that the endpoint sends to a provider to get a new access token.
    RefreshToken
}
secret! {
    /// The password of an account at a provider without a sign-in page.
    Password
}
secret! {
    /// The secret by which the endpoint authenticates to a provider.
    ClientSecret
}
secret! {
    /// The token by which a pane identifies its session to the endpoint.
    SessionToken
}
secret! {
    /// RFC 7636: ties the code to the endpoint that asked for it.
    PkceVerifier
}
secret! {
    /// OpenID Connect Core 3.1.2.1: ties the ID token to one sign-in.
    Nonce
}
secret! {
    /// RFC 6749, 10.12: ties the callback to one sign-in.
    StateToken
}
secret! {
    /// Ties the callback to the browser that the opening was handed in from.
    BrowserKey
}
secret! {
    /// Ties the callback to the storage of the endpoint's own origin, where the page that handed in the window key has
    /// stored this key. A cookie is shared with every port of a host name (RFC 6265, 8.5); an origin's storage is not
    /// (html.spec.whatwg.org, 12.2).
    OriginKey
}
secret! {
    /// Ties the page behind a callback to that callback. Valid for one use.
    ReturnKey
}
secret! {
    /// RFC 6749, 4.1.2: the code from a provider that the endpoint exchanges for tokens.
    AuthorizationCode
}
secret! {
    /// The key that a pane gives to the window that it has opened; the window hands it in. Valid for one use.
    OpeningKey
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_nothing_of_the_secret() {
        let token = RefreshToken::new("hunter2-hunter2");
        assert_eq!(format!("{token:?}"), "RefreshToken(…)");
    }
}
