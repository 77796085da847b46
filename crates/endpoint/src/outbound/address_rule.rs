//! Which servers the endpoint may connect to when people type an address. The endpoint is inside a network that these
//! people may have no access to. Without a list from the administrator, it connects only to public addresses at the
//! HTTPS port. With a list, it connects only to the servers on it.
//!
//! The rule is checked twice: for the name and port before the name is looked up, and for the address that the
//! connection uses. So a name that resolves to another address a moment later makes no difference.

mod networks;

use std::net::IpAddr;

use latchkey_exchange::ServerAddress;
use url::Host;

/// The port that is allowed without a list.
const HTTPS_PORT: u16 = 443;

/// The servers that the endpoint may connect to.
#[derive(Clone, Debug, Default)]
pub struct AddressRule {
    /// Empty: every public address.
    listed: Vec<RuleEntry>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct RuleEntry {
    host: Pattern,
    port: u16,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Pattern {
    /// Only this host.
    Exactly(String),
    /// Every host below this domain, but not the domain itself.
    Below(String),
}

/// An invalid entry in the administrator's list.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is neither a host nor `*.` and a domain, with or without a port")]
pub struct BadEntry(String);

impl AddressRule {
    /// Reads the administrator's list: `mail.contoso.com`, `*.contoso.com`, `mail.contoso.com:8443`, `10.1.2.3`. An
    /// empty list allows every public address.
    pub fn listed<S: AsRef<str>>(entries: &[S]) -> Result<Self, BadEntry> {
        let parse = |entry: &S| RuleEntry::parse(entry.as_ref()).ok_or_else(|| BadEntry(entry.as_ref().to_owned()));
        Ok(Self { listed: entries.iter().map(parse).collect::<Result<_, _>>()? })
    }

    /// Whether a server's name may be looked up.
    pub fn admits(&self, server: &ServerAddress) -> bool {
        if self.listed.is_empty() { server.port == HTTPS_PORT } else { self.entry(server).is_some() }
    }

    /// Whether a connection to this server may use this address.
    pub fn permits(&self, server: &ServerAddress, address: IpAddr) -> bool {
        if !self.admits(server) {
            return false;
        }
        match self.entry(server).map(|entry| &entry.host) {
            None => networks::is_public(address),
            // An administrator who lists a host by name means it, even if it is this machine.
            Some(Pattern::Exactly(_)) => networks::is_host(address),
            // Many people may create hosts in a domain, so its entry never includes this machine.
            Some(Pattern::Below(_)) => networks::is_host(address) && !address.to_canonical().is_loopback(),
        }
    }

    /// The entry for a server. An entry for the host takes precedence over one for its domain.
    fn entry(&self, server: &ServerAddress) -> Option<&RuleEntry> {
        let is_match = |entry: &&RuleEntry| entry.port == server.port && entry.host.is_match(&server.host);
        let mut matching: Vec<_> = self.listed.iter().filter(is_match).collect();
        matching.sort_by_key(|entry| matches!(entry.host, Pattern::Below(_)));
        matching.first().copied()
    }
}

impl RuleEntry {
    fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.rsplit_once(':') {
            // An IPv6 address without brackets has colons of its own.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, port.parse().ok()?),
            _ => (text, HTTPS_PORT),
        };
        let plain = |host: &str| match Host::parse(host).ok()? {
            Host::Domain(name) => {
                let usual = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
                (usual && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..")).then_some(name)
            }
            Host::Ipv4(address) => Some(address.to_string()),
            Host::Ipv6(address) => Some(address.to_string()),
        };
        let host = match host.strip_prefix("*.") {
            Some(domain) => Pattern::Below(plain(domain)?),
            None => Pattern::Exactly(plain(host)?),
        };
        Some(Self { host, port })
    }
}

impl Pattern {
    fn is_match(&self, host: &str) -> bool {
        match self {
            Self::Exactly(name) => host.eq_ignore_ascii_case(name),
            Self::Below(domain) => {
                let host = host.to_ascii_lowercase();
                host.strip_suffix(domain.as_str())
                    .and_then(|rest| rest.strip_suffix('.'))
                    .is_some_and(|rest| !rest.is_empty())
            }
        }
    }
}

#[cfg(test)]
mod tests;
