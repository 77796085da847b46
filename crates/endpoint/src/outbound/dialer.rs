//! Connections for conversations that must stay on one connection and see its certificate. The address is looked up
//! here, checked here, and connected to as checked.

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

/// Addresses of one host that are tried.
const MAX_ADDRESSES: usize = 4;

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct DialerLimits {
    /// Looking up, connecting and the handshake together.
    pub dial: Duration,
    /// From the first byte of a request to the last of its answer.
    pub answer: Duration,
    /// All requests together: nobody waits for long for a server that is always just in time.
    pub conversation: Duration,
    /// Of an answer: all headers together.
    pub max_header_bytes: usize,
    /// Of an answer.
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

/// What a [`Dialer`] is made of.
pub struct DialerSettings {
    /// What may be reached.
    pub rule: AddressRule,
    /// Authorities to trust beside the machine's own ([`load_authorities`](super::load_authorities)).
    pub authorities: Vec<CertificateDer<'static>>,
    /// Looks up where hosts are.
    pub names: Arc<dyn Resolver>,
    /// Where hosts are that nobody has to look up, because DNS does not know them, or knows differently (in lower case). The rule holds for them too: list them.
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

    /// Addresses that may be connected to. One that may not spoils the others: a host with a foot inside is no public
    /// server.
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
        // Before anything is looked up: a look-up is a message too.
        if !self.rule.admits(server) {
            return Err(ConnectError::Forbidden);
        }
        timeout(self.limits.dial, self.open(server)).await.unwrap_or(Err(ConnectError::TimedOut))
    }
}

/// The first that answers.
async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, ConnectError> {
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(address).await {
            // Questions and answers alternate; waiting to fill packets would only slow them down.
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(ConnectError::Unreachable)
}

#[cfg(test)]
mod tests;
