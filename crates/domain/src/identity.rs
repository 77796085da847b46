//! The identity of an account at a provider, and whether two sign-ins are the same account.

use serde::{Deserialize, Serialize};

/// A person as this installation knows them: the holder of connections. It has no name of its own.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PersonId(pub String);

/// An account at a provider. Equality is the same-account guard: it compares what the provider promises never to
/// reassign (OpenID Connect Core 2, `iss` and `sub`), never the address, which people change and inherit.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Identity {
    /// The issuer that vouches for it, for example one tenant's issuer URL.
    pub issuer: String,
    /// Its permanent id at the issuer.
    pub subject: String,
}
