//! Connections as an argument. NTLM authenticates a connection and not a request, so whoever signs in must hold one
//! connection for the whole conversation, and must see the certificate at its other end.

use std::fmt;

use async_trait::async_trait;

/// Where a connection leads.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServerAddress {
    /// A host's name in lower case, or an address; IPv6 without brackets.
    pub host: String,
    /// 443, nearly always.
    pub port: u16,
}

impl ServerAddress {
    /// The host at the port of HTTPS.
    pub fn https(host: impl Into<String>) -> Self {
        Self { host: host.into(), port: HTTPS_PORT }
    }
}

/// The port that nobody has to allow.
pub const HTTPS_PORT: u16 = 443;

/// As it stands in a `Host` header and in an address.
impl fmt::Display for ServerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v6 = self.host.contains(':');
        let (open, close) = if v6 { ("[", "]") } else { ("", "") };
        write!(formatter, "{open}{}{close}", self.host)?;
        if self.port == HTTPS_PORT { Ok(()) } else { write!(formatter, ":{}", self.port) }
    }
}

/// Opens connections. Implementations promise:
/// * TLS, with a certificate that was checked for this host; plain HTTP never;
/// * a server that the installation's rules do not allow is refused before anything is sent to it, and the rules are
///   asked about the very address that is then connected to;
/// * time is bounded.
#[async_trait]
pub trait Connector: Send + Sync {
    /// A fresh connection, shared with nobody.
    async fn connect(&self, server: &ServerAddress) -> Result<Box<dyn ServerConnection>, ConnectError>;
}

/// One connection, kept alive between requests (HTTP/1.1). Implementations promise: no redirect is followed, no cookie is
/// kept, nothing is sent twice, time and the sizes of headers and bodies are bounded, and nothing of requests or bodies
/// is logged.
#[async_trait]
pub trait ServerConnection: Send {
    /// Sends a request, whose address is path and query alone, and waits for its response, whatever its status. `Host` and
    /// `Content-Length` are the connection's own business.
    async fn send(&mut self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, ConnectionError>;
    /// `tls-server-end-point` of this connection (RFC 5929, 4.1), if its certificate has one:
    /// [`channel_binding::of_certificate`](crate::channel_binding::of_certificate).
    fn channel_binding(&self) -> Option<Vec<u8>>;
}

/// Why there is no connection.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConnectError {
    /// The host has no address.
    #[error("no such host")]
    NoSuchHost,
    /// The installation's rules do not allow it.
    #[error("not allowed by this installation's rules")]
    Forbidden,
    /// Nobody answers there.
    #[error("the server could not be reached")]
    Unreachable,
    /// Nobody answers in time.
    #[error("the server did not answer in time")]
    TimedOut,
    /// Somebody answers whom nobody should believe.
    #[error("no secure connection: {0}")]
    Insecure(CertificateProblem),
}

/// Why a connection is not secure.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CertificateProblem {
    /// The certificate is too old.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate is too young.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// It belongs to somebody else.
    #[error("the certificate is for another name")]
    OtherName {
        /// The names that it is for, as far as they are known.
        presented: Vec<String>,
    },
    /// Nobody vouches for it whom this installation trusts: it is self-signed, or its authority is the company's own.
    #[error("the certificate's authority is not known")]
    UnknownIssuer,
    /// Its authority took it back.
    #[error("the certificate was revoked")]
    Revoked,
    /// There is another fault in the certificate.
    #[error("the certificate can't be used")]
    Unusable,
    /// Both sides did not find a protocol in common: the server speaks no TLS, or an outdated one.
    #[error("no common version of TLS")]
    NoCommonProtocol,
}

/// Why a request has no response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConnectionError {
    /// The connection broke, or the server had closed it. The request may have arrived.
    #[error("the connection broke")]
    Broken,
    /// No whole answer in time. The request may have arrived.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The answer is larger than allowed, or no HTTP.
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
