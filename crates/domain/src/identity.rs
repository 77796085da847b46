//! The identity of an account at a provider, and whether two sign-ins are the same account.

use serde::{Deserialize, Serialize};

/// A person, known to this installation only as the owner of connections. The endpoint stores no name for a person.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PersonId(pub String);

/// An account at a provider. Two sign-ins are the same account if their identities are equal. Identities consist of what
/// the provider promises never to reassign (OpenID Connect Core 2, `iss` and `sub`). The address is left out, because
/// people change and inherit addresses.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Identity {
    /// The issuer that vouches for the account, for example one tenant's issuer URL.
    pub issuer: String,
    /// The account's permanent id at the issuer.
    pub subject: String,
}
