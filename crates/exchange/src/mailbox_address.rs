//! A mailbox's e-mail address, parsed as far as discovery needs it: the domain is where a server is looked for.

use std::fmt;

use url::Host;

/// RFC 5321, 4.5.3.1.
const MAX_LOCAL_BYTES: usize = 64;
const MAX_BYTES: usize = 254;

/// An e-mail address: the local part as it was typed, the domain in lower case and in its DNS form (IDNA).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct MailboxAddress {
    address: String,
    domain: String,
}

/// The text is not an e-mail address that a company's mailbox can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no e-mail address")]
pub struct InvalidMailboxAddress;

impl MailboxAddress {
    /// Parses an address. Quoted parts, comments and IP addresses are refused: mailboxes do not have them, and attackers
    /// use them.
    pub fn parse(typed: &str) -> Result<Self, InvalidMailboxAddress> {
        let typed = typed.trim();
        let (local, domain) = typed.rsplit_once('@').ok_or(InvalidMailboxAddress)?;
        let strange =
            |char: char| char.is_whitespace() || char.is_control() || char == '@' || "\"(),:;<>[\\]/?#%".contains(char);
        if local.is_empty() || local.len() > MAX_LOCAL_BYTES || typed.len() > MAX_BYTES || local.contains(strange) {
            return Err(InvalidMailboxAddress);
        }
        if domain.contains(strange) || !domain.contains('.') || domain.starts_with('.') || domain.ends_with('.') {
            return Err(InvalidMailboxAddress);
        }
        let Ok(Host::Domain(domain)) = Host::parse(domain) else { return Err(InvalidMailboxAddress) };
        if domain.contains("..") {
            return Err(InvalidMailboxAddress);
        }
        Ok(Self { address: format!("{local}@{domain}"), domain })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for MailboxAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.address)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_of_companies_are_read() {
        assert_eq!(
            MailboxAddress::parse(" Ann.O'Neil+x@Contoso.Example ").unwrap().address(),
            "Ann.O'Neil+x@contoso.example"
        );
        assert_eq!(MailboxAddress::parse("jörg@bücher.example").unwrap().domain(), "xn--bcher-kva.example");
    }

    #[test]
    fn everything_else_is_refused() {
        for typed in [
            "",
            "@",
            "ann",
            "ann@",
            "@contoso.example",
            "ann@contoso",
            "ann@.example",
            "ann@contoso.example.",
            "ann@127.0.0.1",
            "ann@0x7f.0.0.1",
            "ann@[::1]",
            "ann@contoso.example/x",
            "ann@contoso.example:8443",
            "ann@contoso.example#x",
            "an n@contoso.example",
            "a@b@contoso.example",
            "ann\n@contoso.example",
            "<ann>@contoso.example",
            "ann@con%2Etoso.example",
            "ann@a..example",
        ] {
            assert_eq!(MailboxAddress::parse(typed), Err(InvalidMailboxAddress), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_domain_is_never_more_than_a_host(typed in ".{0,40}") {
            if let Ok(mailbox) = MailboxAddress::parse(&typed) {
                let url = url::Url::parse(&format!("https://autodiscover.{}/x", mailbox.domain())).unwrap();
                let host = format!("autodiscover.{}", mailbox.domain());
                prop_assert_eq!(url.host_str(), Some(host.as_str()));
                prop_assert_eq!(url.path(), "/x");
            }
        }
    }
}
