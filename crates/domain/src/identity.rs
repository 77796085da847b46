//! Who somebody is at a provider, and whether two sign-ins are the same account.

use serde::{Deserialize, Serialize};

/// A person as this installation knows them: whoever holds the connections. It has no name of its own.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PersonId(pub String);

/// An account at a provider. Equality is the same-account guard: it goes by what the provider promises never to give
/// to anybody else (OpenID Connect Core 2, `iss` and `sub`), never by the address, which people change and inherit.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Identity {
    /// Who vouches for it, for example one tenant's issuer address.
    pub issuer: String,
    /// Its permanent name there.
    pub subject: String,
}
