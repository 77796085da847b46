//! The network that a request came from, if it is known: an IPv4 address, or the first half of an IPv6 address, which
//! is what one site gets (RFC 6177). It proves nothing by itself: two people can share a network, and one person can
//! use two.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;
use crate::config::Proxies;

/// The header in which proxies add the address of their client, at the end.
const FORWARDED: &str = "x-forwarded-for";

/// The address of the connection's other end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

/// A network, as text. Empty if it is not known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Network(pub(crate) String);

impl Network {
    /// Whether both networks are known and differ.
    pub(crate) fn is_elsewhere(&self, other: &str) -> bool {
        !self.0.is_empty() && !other.is_empty() && self.0 != other
    }
}

impl FromRequestParts<App> for Network {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<PeerAddress>>().map(|ConnectInfo(PeerAddress(peer))| peer.ip());
        Ok(Self(peer.map_or_else(String::new, |peer| {
            network_name(client_address(peer, &parts.headers, &app.settings.trusted_proxies))
        })))
    }
}

/// The client's address: the last forwarded address that is not a trusted proxy.
fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[Proxies]) -> IpAddr {
    let is_ours = |address: IpAddr| proxies.iter().any(|Proxies(range)| range.contains(&address.to_canonical()));
    let lines = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let mut forwarded: Vec<Option<IpAddr>> =
        lines.flat_map(|line| line.split(',')).map(|part| parse_address(part.trim())).collect();
    let mut from = peer;
    while is_ours(from) {
        match forwarded.pop() {
            Some(Some(before)) => from = before,
            _ => break,
        }
    }
    from
}

/// Parses an address with or without a port, as proxies write it.
fn parse_address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

fn network_name(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let mut parts = address.segments();
            parts[4..].fill(0);
            format!("{}/64", Ipv6Addr::from(parts))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, proxies: &[&str]) -> String {
        let headers = HeaderMap::from_iter([(FORWARDED.parse().unwrap(), forwarded.parse().unwrap())]);
        let proxies: Vec<_> = proxies.iter().map(|one| Proxies::try_from((*one).to_owned()).unwrap()).collect();
        network_name(client_address(peer.parse().unwrap(), &headers, &proxies))
    }

    #[test]
    fn only_a_listed_proxy_is_believed_and_only_what_it_added() {
        assert_eq!(seen("192.0.2.1", "198.51.100.7", &[]), "192.0.2.1");
        assert_eq!(seen("10.0.0.1", "198.51.100.7", &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", "203.0.113.9, 198.51.100.7", &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", "198.51.100.7, 10.0.0.2", &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", "nonsense", &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(seen("::ffff:10.0.0.1", "198.51.100.7:4711", &["10.0.0.1"]), "198.51.100.7");
    }

    #[test]
    fn an_ipv6_site_is_one_network() {
        assert_eq!(seen("2001:db8:1:2:3::4", "", &[]), seen("2001:db8:1:2:ffff::1", "", &[]));
        assert_ne!(seen("2001:db8:1:2::1", "", &[]), seen("2001:db8:1:3::1", "", &[]));
        assert_eq!(seen("::1", "[2001:db8::9]:443", &["::1"]), "2001:db8::/64");
    }

    #[test]
    fn what_is_not_known_is_nowhere_else() {
        let here = Network("192.0.2.1".into());
        assert!(here.is_elsewhere("192.0.2.2") && !here.is_elsewhere("192.0.2.1"));
        assert!(!here.is_elsewhere("") && !Network(String::new()).is_elsewhere("192.0.2.2"));
    }
}
