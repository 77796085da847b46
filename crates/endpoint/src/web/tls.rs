//! TLS for installations without a proxy in front: one certificate for all connections, read at start.
//!
//! Slow handshakes delay no other client: handshakes run concurrently, with limits on number and time.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

use crate::config;

/// The most simultaneous handshakes. Further connections wait in the system's queue.
const MAX_HANDSHAKES: usize = 256;
/// The longest time for a handshake.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// The pause after the system could not accept a connection.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or has other content.
    #[error("tls.{setting}: {path} can't be used: {cause}")]
    File { setting: &'static str, path: PathBuf, cause: String },
    /// Certificate and key do not match, or are not usable for TLS.
    #[error("tls: certificate and key can't be used together: {0}")]
    Pair(#[from] tokio_rustls::rustls::Error),
}

/// Reads certificate and key.
pub fn acceptor(config: &config::TlsSettings) -> Result<TlsAcceptor, TlsError> {
    let certificates = certificates(&config.certificate_file)?;
    let key = PrivateKeyDer::from_pem_file(&config.key_file)
        .map_err(|cause| unusable("key_file", &config.key_file, &cause))?;
    let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(tls)))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let all = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let all = all.map_err(|cause| unusable("certificate_file", file, &cause))?;
    if all.is_empty() { Err(unusable("certificate_file", file, &"it holds no certificate")) } else { Ok(all) }
}

fn unusable(setting: &'static str, path: &Path, cause: &dyn std::fmt::Display) -> TlsError {
    TlsError::File { setting, path: path.to_owned(), cause: cause.to_string() }
}

type AcceptedTls = (TlsStream<TcpStream>, SocketAddr);

/// Accepts connections and passes them on once they are encrypted.
pub struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<AcceptedTls>>,
}

impl TlsListener {
    /// Uses a socket that already listens.
    pub fn new(tcp: TcpListener, acceptor: TlsAcceptor) -> Self {
        Self { tcp, acceptor, handshakes: JoinSet::new() }
    }

    fn start_handshake(&mut self, stream: TcpStream, from: SocketAddr) {
        let handshake = self.acceptor.accept(stream);
        self.handshakes.spawn(async move {
            // A client without TLS, or one that is too slow, is dropped. A browser tells its user.
            let stream = timeout(HANDSHAKE_WITHIN, handshake).await.ok()?.ok()?;
            Some((stream, from))
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> AcceptedTls {
        loop {
            tokio::select! {
                Some(finished) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = finished {
                        return connection;
                    }
                }
                accepted = self.tcp.accept(), if self.handshakes.len() < MAX_HANDSHAKES => match accepted {
                    Ok((stream, from)) => self.start_handshake(stream, from),
                    Err(error) => {
                        tracing::warn!(%error, "no connection could be accepted");
                        sleep(AFTER_FAILURE).await;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}
