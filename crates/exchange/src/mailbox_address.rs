//! A mailbox's e-mail address, as far as it has to be understood: what stands behind the sign is asked for a server.

use std::fmt;

use url::Host;

/// RFC 5321, 4.5.3.1.
const MAX_LOCAL_BYTES: usize = 64;
const MAX_BYTES: usize = 254;

/// An address, in the spelling in which it was given; the domain in lower case, and in letters that DNS knows.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Mailbox {
    address: String,
    domain: String,
}

/// The text is no e-mail address that could belong to a company's mailbox.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no e-mail address")]
pub struct NotAMailbox;

impl Mailbox {
    /// Reads an address. Quoted parts, comments and hosts by number are refused: nobody has such a mailbox, and they are
    /// good for mischief.
    pub fn read(typed: &str) -> Result<Self, NotAMailbox> {
        let typed = typed.trim();
        let (local, domain) = typed.rsplit_once('@').ok_or(NotAMailbox)?;
        let strange =
            |char: char| char.is_whitespace() || char.is_control() || char == '@' || "\"(),:;<>[\\]/?#%".contains(char);
        if local.is_empty() || local.len() > MAX_LOCAL_BYTES || typed.len() > MAX_BYTES || local.contains(strange) {
            return Err(NotAMailbox);
        }
        if domain.contains(strange) || !domain.contains('.') || domain.starts_with('.') || domain.ends_with('.') {
            return Err(NotAMailbox);
        }
        let Ok(Host::Domain(domain)) = Host::parse(domain) else { return Err(NotAMailbox) };
        if domain.contains("..") {
            return Err(NotAMailbox);
        }
        Ok(Self { address: format!("{local}@{domain}"), domain })
    }

    /// The whole address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What stands behind the sign.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for Mailbox {
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
        assert_eq!(Mailbox::read(" Ann.O'Neil+x@Contoso.Example ").unwrap().address(), "Ann.O'Neil+x@contoso.example");
        assert_eq!(Mailbox::read("jörg@bücher.example").unwrap().domain(), "xn--bcher-kva.example");
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
            assert_eq!(Mailbox::read(typed), Err(NotAMailbox), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_domain_is_never_more_than_a_host(typed in ".{0,40}") {
            if let Ok(mailbox) = Mailbox::read(&typed) {
                let url = url::Url::parse(&format!("https://autodiscover.{}/x", mailbox.domain())).unwrap();
                let host = format!("autodiscover.{}", mailbox.domain());
                prop_assert_eq!(url.host_str(), Some(host.as_str()));
                prop_assert_eq!(url.path(), "/x");
            }
        }
    }
}
