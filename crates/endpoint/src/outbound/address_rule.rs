//! Which servers people may have this endpoint connect to. They type addresses, and an endpoint stands inside a network
//! that they may not be in; so without a list from the administrator only public addresses are reached, at the port of
//! HTTPS. With a list, only what is on it.
//!
//! The rule is asked twice: about the name and port before anything is looked up, and about the very address that is
//! connected to, so that a name that leads elsewhere a moment later changes nothing.

mod networks;

use std::net::IpAddr;

use latchkey_exchange::ServerAddress;
use url::Host;

/// The port that needs no permission.
const HTTPS_PORT: u16 = 443;

/// What may be reached.
#[derive(Clone, Debug, Default)]
pub struct AddressRule {
    /// Empty: everything public.
    listed: Vec<RuleEntry>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct RuleEntry {
    host: Pattern,
    port: u16,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Pattern {
    /// This host.
    Exactly(String),
    /// Every host below this domain, and not the domain itself.
    Below(String),
}

/// A line of the administrator's list that means nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is neither a host nor `*.` and a domain, with or without a port")]
pub struct BadEntry(String);

impl AddressRule {
    /// Everything public, nothing else.
    pub fn public_only() -> Self {
        Self::default()
    }

    /// The administrator's list: `mail.contoso.com`, `*.contoso.com`, `mail.contoso.com:8443`, `10.1.2.3`. An empty one
    /// leaves everything public.
    pub fn listed<S: AsRef<str>>(entries: &[S]) -> Result<Self, BadEntry> {
        let parse = |entry: &S| RuleEntry::parse(entry.as_ref()).ok_or_else(|| BadEntry(entry.as_ref().to_owned()));
        Ok(Self { listed: entries.iter().map(parse).collect::<Result<_, _>>()? })
    }

    /// Whether a name and port may be looked up at all.
    pub fn admits(&self, server: &ServerAddress) -> bool {
        if self.listed.is_empty() { server.port == HTTPS_PORT } else { self.entry(server).is_some() }
    }

    /// Whether a connection for this server may go to this address.
    pub fn permits(&self, server: &ServerAddress, address: IpAddr) -> bool {
        if !self.admits(server) {
            return false;
        }
        match self.entry(server).map(|entry| &entry.host) {
            None => networks::is_public(address),
            // Whoever names a host means it, also this machine.
            Some(Pattern::Exactly(_)) => networks::is_host(address),
            // Of a whole domain, hosts are made and forgotten by many; none of them is this machine.
            Some(Pattern::Below(_)) => networks::is_host(address) && !address.to_canonical().is_loopback(),
        }
    }

    /// The entry for a server; one that names the host comes before one that names its domain.
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
