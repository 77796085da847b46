//! The identity of an account at a provider, and whether two sign-ins are the same account.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A person, known to this installation only as the owner of connections. The endpoint stores no name for a person.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PersonId(pub String);

/// An account at a provider. Two sign-ins are the same account if their identities are equal. Identities consist of what
/// the provider promises never to reassign (OpenID Connect Core 2, `iss` and `sub`). The address is left out, because
/// people change and inherit addresses. A slash at the end of the issuer makes no other identity ([`is_same_issuer`]).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Identity {
    /// The issuer that vouches for the account, for example one tenant's issuer URL, as the provider spells it.
    pub issuer: String,
    /// The account's permanent id at the issuer.
    pub subject: String,
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        self.subject == other.subject && is_same_issuer(&self.issuer, &other.issuer)
    }
}

impl Eq for Identity {}

impl Hash for Identity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (without_end_slash(&self.issuer), &self.subject).hash(state);
    }
}

/// Whether two spellings name one issuer. A server's issuer gains or loses the slash at its end with an upgrade or another
/// proxy. It is the same server at the same address, and its people are the same.
#[must_use]
pub fn is_same_issuer(one: &str, other: &str) -> bool {
    without_end_slash(one) == without_end_slash(other)
}

/// The issuer without one slash at its end, which all its spellings have in common.
#[must_use]
pub fn without_end_slash(issuer: &str) -> &str {
    issuer.strip_suffix('/').unwrap_or(issuer)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_account_is_the_same_with_and_without_the_slash_at_the_end_of_its_issuer() {
        let at = |issuer: &str| Identity { issuer: issuer.into(), subject: "ann".into() };
        let known = HashSet::from([at("https://id.example/t1/")]);
        assert!(known.contains(&at("https://id.example/t1")));
        for other in ["https://id.example", "https://id.example/t1//", "https://id.example/t", "http://id.example/t1"] {
            assert!(!known.contains(&at(other)), "{other}");
        }
        assert!(!known.contains(&Identity { subject: "ben".into(), ..at("https://id.example/t1/") }));
    }
}
