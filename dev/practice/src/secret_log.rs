//! Every secret that was issued since the start, so that a test can search logs, pages and addresses for each of them.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// More than any test issues. Reaching it means that a server outside of tests remembers secrets.
const SECRET_LIMIT: usize = 100_000;

/// What a secret is for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SecretKind {
    /// Lets a program call an API.
    AccessToken,
    /// Ties a browser to the people who signed in there.
    BrowserCookie,
    /// Proves which program asks for tokens.
    ClientSecret,
    /// Travels through the browser once, by design in the address of the redirect.
    Code,
    /// PKCE: issued by the program, but as secret as ours.
    CodeVerifier,
    /// Says who signed in.
    IdToken,
    /// A person's password.
    Password,
    /// Gets new access tokens.
    RefreshToken,
}

/// One secret. `Debug` hides the text, so that a failing test doesn't leak it.
#[derive(Clone, Eq, PartialEq)]
pub struct IssuedSecret {
    pub kind: SecretKind,
    /// The secret itself.
    pub text: String,
}

impl fmt::Debug for IssuedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}(…)", self.kind)
    }
}

/// The list, or `None` where the configuration does not ask for one.
pub(crate) struct SecretLog(Option<Mutex<Vec<IssuedSecret>>>);

impl SecretLog {
    pub(crate) fn new(remember: bool) -> Self {
        Self(remember.then(Mutex::default))
    }

    /// Adds a secret; the same one again changes nothing.
    pub(crate) fn add(&self, kind: SecretKind, text: &str) {
        let Some(list) = &self.0 else { return };
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(list.len() < SECRET_LIMIT, "start with remember_secrets: false, this list is for tests");
        let secret = IssuedSecret { kind, text: text.to_owned() };
        if !list.contains(&secret) {
            list.push(secret);
        }
    }

    pub(crate) fn all(&self) -> Vec<IssuedSecret> {
        self.0.as_ref().map_or_else(Vec::new, |list| list.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}
