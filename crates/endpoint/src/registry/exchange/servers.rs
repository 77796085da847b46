//! Which Exchange servers the administrator allows.

use latchkey_exchange::EwsUrl;

use crate::outbound::AddressRule;

/// Which servers passwords may be sent to.
pub(in crate::registry) enum Servers {
    /// Only these servers.
    Listed(AddressRule),
    /// Any public server. Its operator could confirm any address, so its addresses are not verified.
    AnyPublic,
    /// Not decided, as in configurations of earlier versions. Existing connections keep their servers, and no new
    /// connection is possible.
    Undecided,
}

impl Servers {
    pub(super) fn is_allowed(&self, server: &str, connected_to: Option<&str>) -> bool {
        match self {
            // The dialer checks the list itself, for each address that a server resolves to.
            Self::Listed(_) | Self::AnyPublic => true,
            Self::Undecided => connected_to == Some(server),
        }
    }

    pub(super) fn is_listed(&self, server: &str) -> bool {
        match self {
            Self::Listed(rule) => EwsUrl::parse(server).is_ok_and(|address| rule.admits(address.server())),
            Self::AnyPublic | Self::Undecided => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://mail.contoso.example/EWS/Exchange.asmx";
    const OTHER: &str = "https://mail.stranger.example/EWS/Exchange.asmx";

    #[test]
    fn only_a_listed_server_verifies_an_address() {
        let listed = |entry: &str| Servers::Listed(AddressRule::listed(&[entry]).unwrap());
        assert!(listed("mail.contoso.example").is_listed(OWN) && listed("*.contoso.example").is_listed(OWN));
        for servers in [listed("mail.contoso.example:8443"), listed("contoso.example"), Servers::AnyPublic] {
            assert!(!servers.is_listed(OWN) && !servers.is_listed("no address"));
        }
        assert!(!Servers::Undecided.is_listed(OWN));
    }

    #[test]
    fn without_a_decision_a_password_goes_only_to_the_connections_own_server() {
        for kept in [None, Some(OTHER)] {
            assert!(!Servers::Undecided.is_allowed(OWN, kept), "{kept:?}");
            assert!(Servers::AnyPublic.is_allowed(OWN, kept), "{kept:?}");
        }
        assert!(Servers::Undecided.is_allowed(OWN, Some(OWN)));
    }
}
