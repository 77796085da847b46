//! Secrets as types: no `Display`, no `Serialize`, a `Debug` that shows nothing, wiped when dropped. Two kinds cannot be
//! mixed up, and the only way to the text is [`expose`](AccessToken::expose), which is easy to search for.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a secret with at least 128 random bits. It finds the row that belongs to a secret without the store
/// knowing the secret; such secrets need no salt and no slow hash, because there is nothing to guess.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes the text over.
            pub fn new(text: impl Into<String>) -> Self {
                Self(SecretString::from(text.into()))
            }

            /// The text itself. Every use of this is a place where it could leak.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// What the store keeps to recognise it.
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
    /// What a sync engine shows to a provider's API.
    AccessToken
}
secret! {
    /// What the endpoint shows to a provider for a new access token.
    RefreshToken
}
secret! {
    /// What a person signs in with where there is nothing better.
    Password
}
secret! {
    /// What the endpoint proves itself with to a provider.
    ClientSecret
}
secret! {
    /// What a pane shows to the endpoint.
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
    /// Ties what comes back to the storage of the endpoint's own origin, where the page that handed in has left it: a cookie is
    /// shared with every port of a host name (RFC 6265, 8.5), a storage is not (html.spec.whatwg.org, 12.2).
    OriginKey
}
secret! {
    /// Ties the page that a callback leads to, to that callback. Good for one use.
    ReturnKey
}
secret! {
    /// RFC 6749, 4.1.2: what a provider sends back for tokens to be asked for with.
    AuthorizationCode
}
secret! {
    /// What a pane gives to the window that it has opened, so that the window can hand it in. Good for one use.
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
