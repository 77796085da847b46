//! Connections, supplied by the caller. NTLM authenticates a connection and not a request, so a sign-in uses one
//! connection for the whole exchange of messages, and needs the server's certificate for channel binding.

use std::fmt;

use async_trait::async_trait;

/// The host and port of a server.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServerAddress {
    /// A host name in lower case, or an IP address; IPv6 without brackets.
    pub host: String,
    pub port: u16,
}

impl ServerAddress {
    /// The host at port 443.
    pub fn https(host: impl Into<String>) -> Self {
        Self { host: host.into(), port: HTTPS_PORT }
    }
}

/// The default port of HTTPS, which an allow list need not name.
pub const HTTPS_PORT: u16 = 443;

/// Writes the host and port as in a `Host` header or a URL.
impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v6 = self.host.contains(':');
        let (open, close) = if v6 { ("[", "]") } else { ("", "") };
        write!(formatter, "{open}{}{close}", self.host)?;
        if self.port == HTTPS_PORT { Ok(()) } else { write!(formatter, ":{}", self.port) }
    }
}

/// Opens connections. Implementations promise:
/// * they use TLS, check the certificate for this host, and never use plain HTTP;
/// * they refuse a server that the installation's rules do not allow before they send anything, and apply the rules to
///   the IP address that they connect to;
/// * they limit the time for connecting.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Opens a new connection, for this caller alone.
    async fn connect(&self, server: &ServerAddress) -> Result<Box<dyn ServerConnection>, ConnectError>;
}

/// One connection, kept alive between requests (HTTP/1.1). Implementations promise: they follow no redirects, store no
/// cookies, send nothing twice, bound the time and the sizes of headers and bodies, and log nothing of requests or
/// bodies.
#[async_trait]
pub trait ServerConnection: Send {
    /// Sends a request and returns the response, whatever its status. The URI is path and query only; the implementation
    /// sets `Host` and `Content-Length`.
    async fn send(&mut self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, ConnectionError>;
    /// `tls-server-end-point` of this connection (RFC 5929, 4.1), if its certificate has one:
    /// [`channel_binding::of_certificate`](crate::channel_binding::of_certificate).
    fn channel_binding(&self) -> Option<Vec<u8>>;
}

/// Why a connection could not be opened.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConnectError {
    /// DNS has no address for the host.
    #[error("no such host")]
    NoSuchHost,
    /// The installation's rules do not allow it.
    #[error("not allowed by this installation's rules")]
    Forbidden,
    /// The connection was refused, or the network is unreachable.
    #[error("the server could not be reached")]
    Unreachable,
    /// The connection was not established within the timeout.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The TLS handshake failed: the server's certificate is not accepted, or there is no common protocol.
    #[error("no secure connection: {0}")]
    Insecure(CertificateProblem),
}

/// Why a connection is not secure.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CertificateProblem {
    #[error("the certificate has expired")]
    Expired,
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// The certificate does not name the host.
    #[error("the certificate is for another name")]
    OtherName {
        /// The names in the certificate, as far as they are known.
        presented: Vec<String>,
    },
    /// The certificate is self-signed, or from an authority that this installation does not trust, such as a company's
    /// own.
    #[error("the certificate's authority is not known")]
    UnknownIssuer,
    #[error("the certificate was revoked")]
    Revoked,
    /// Any other fault in the certificate.
    #[error("the certificate can't be used")]
    Unusable,
    /// The server speaks no TLS, or only an outdated version.
    #[error("no common version of TLS")]
    NoCommonProtocol,
}

/// Why a request got no response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConnectionError {
    /// The connection broke, or the server had closed it. The request may have arrived.
    #[error("the connection broke")]
    Broken,
    /// No complete response within the timeout. The request may have arrived.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The response is larger than allowed, or is not HTTP.
    #[error("the answer is too large, or no HTTP")]
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_written_as_addresses_want_it() {
        assert_eq!(ServerAddress::https("mail.contoso.example").to_string(), "mail.contoso.example");
        assert_eq!(ServerAddress { host: "2001:db8::1".into(), port: 8443 }.to_string(), "[2001:db8::1]:8443");
    }
}
