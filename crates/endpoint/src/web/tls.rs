//! TLS for installations without a proxy in front: one certificate for all connections, read at start.
//!
//! Whoever shakes hands slowly holds up nobody else: handshakes run beside each other, bounded in number and time.

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

/// Handshakes that run at the same time; further connections wait in the system's own queue.
const MAX_HANDSHAKES: usize = 256;
/// A handshake that takes longer is given up.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How long nobody is accepted after the system had no room for another connection.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Why there can be no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or holds something else.
    #[error("tls.{setting}: {path} can't be used: {cause}")]
    File {
        /// Which setting.
        setting: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// Certificate and key do not belong together, or not to TLS.
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

/// Accepts connections and hands them on when they are encrypted.
pub struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<AcceptedTls>>,
}

impl TlsListener {
    /// On a socket that listens already.
    pub fn new(tcp: TcpListener, acceptor: TlsAcceptor) -> Self {
        Self { tcp, acceptor, handshakes: JoinSet::new() }
    }

    fn start_handshake(&mut self, stream: TcpStream, from: SocketAddr) {
        let handshake = self.acceptor.accept(stream);
        self.handshakes.spawn(async move {
            // Whoever speaks no TLS, or not in time, is not heard; a browser says so to its reader.
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
