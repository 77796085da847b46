//! Opens connections for protocols that must stay on one connection and see its certificate. The dialer looks the
//! address up, checks it, and connects to exactly that address.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use latchkey_exchange::{ConnectError, Connector, ServerAddress, ServerConnection};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig};

use super::address_rule::AddressRule;
use super::connection::HttpServerConnection;
use super::resolver::{Resolver, SystemResolver};
use super::trust;

/// The most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 4;

/// Limits of one connection.
#[derive(Clone, Copy, Debug)]
pub struct DialerLimits {
    /// The time for look-up, connection and handshake together.
    pub dial: Duration,
    /// The time from the first byte of a request to the last byte of its answer.
    pub answer: Duration,
    /// The time for all requests together, so that a slow server cannot hold a request for long.
    pub conversation: Duration,
    /// The most bytes of an answer's headers.
    pub max_header_bytes: usize,
    /// The most bytes of an answer's body.
    pub max_body_bytes: usize,
}

impl Default for DialerLimits {
    fn default() -> Self {
        Self {
            dial: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            conversation: Duration::from_secs(40),
            max_header_bytes: 32 * 1024,
            max_body_bytes: 256 * 1024,
        }
    }
}

pub struct DialerSettings {
    /// The servers that may be reached.
    pub rule: AddressRule,
    /// Certificate authorities to trust in addition to the machine's own
    /// ([`load_authorities`](super::load_authorities)).
    pub authorities: Vec<CertificateDer<'static>>,
    pub names: Arc<dyn Resolver>,
    /// Addresses of hosts that DNS does not know or knows differently, by name in lower case. The rule applies to them,
    /// too: list them.
    pub hosts: HashMap<String, SocketAddr>,
    /// What a connection may take.
    pub limits: DialerLimits,
}

impl Default for DialerSettings {
    fn default() -> Self {
        Self {
            rule: AddressRule::default(),
            authorities: Vec::new(),
            names: Arc::new(SystemResolver),
            hosts: HashMap::new(),
            limits: DialerLimits::default(),
        }
    }
}

/// Opens connections over the network.
pub struct Dialer {
    rule: AddressRule,
    names: Arc<dyn Resolver>,
    hosts: HashMap<String, SocketAddr>,
    limits: DialerLimits,
    tls: Arc<ClientConfig>,
}

impl Dialer {
    /// Fails only if the machine has no usable TLS set-up, or an authority is no certificate.
    pub fn new(settings: DialerSettings) -> Result<Self, rustls::Error> {
        let DialerSettings { rule, authorities, names, hosts, limits } = settings;
        Ok(Self { rule, names, hosts, limits, tls: trust::client_config(authorities)? })
    }

    async fn open(&self, server: &ServerAddress) -> Result<Box<dyn ServerConnection>, ConnectError> {
        let name = ServerName::try_from(server.host.clone()).map_err(|_| ConnectError::NoSuchHost)?;
        let stream = connect(&self.find_addresses(server).await?).await?;
        let stream = TlsConnector::from(Arc::clone(&self.tls))
            .connect(name, stream)
            .await
            .map_err(|error| trust::connect_error(&error))?;
        Ok(Box::new(HttpServerConnection::new(stream, server, self.limits).await?))
    }

    /// Finds a host's addresses. If one of them is not permitted, none is used: a host with an internal address is not
    /// a public server.
    async fn find_addresses(&self, server: &ServerAddress) -> Result<Vec<SocketAddr>, ConnectError> {
        let found = match (self.hosts.get(&server.host), server.host.parse::<IpAddr>()) {
            (Some(address), _) => vec![*address],
            (None, Ok(address)) => vec![SocketAddr::new(address, server.port)],
            (None, Err(_)) => {
                let found = self.names.look_up(&server.host, server.port).await;
                found.map_err(|_| ConnectError::NoSuchHost)?.into_iter().take(MAX_ADDRESSES).collect()
            }
        };
        if found.is_empty() {
            return Err(ConnectError::NoSuchHost);
        }
        let permitted = found.iter().all(|address| self.rule.permits(server, address.ip()));
        if permitted { Ok(found) } else { Err(ConnectError::Forbidden) }
    }
}

#[async_trait]
impl Connector for Dialer {
    async fn connect(&self, server: &ServerAddress) -> Result<Box<dyn ServerConnection>, ConnectError> {
        // The rule is checked first, because a look-up already sends a message.
        if !self.rule.admits(server) {
            return Err(ConnectError::Forbidden);
        }
        timeout(self.limits.dial, self.open(server)).await.unwrap_or(Err(ConnectError::TimedOut))
    }
}

/// Connects to the first address that answers.
async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, ConnectError> {
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(address).await {
            // Requests and answers alternate. Waiting to fill packets would only delay them.
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(ConnectError::Unreachable)
}

#[cfg(test)]
mod tests;
