//! Connections. NTLM signs in a connection, not a request, and Extended Protection depends on the certificate that the
//! connection began with. So each connection has a state.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{Accept, server::TlsStream};

use super::PracticeExchange;
use super::ntlm::IssuedChallenge;
use crate::people::PracticePersonId;

/// The state of the NTLM handshake on a connection.
#[derive(Default)]
pub(super) enum Handshake {
    /// No handshake has begun.
    #[default]
    Fresh,
    /// The client has been given a challenge.
    Challenged(IssuedChallenge),
    /// This person is signed in until the connection ends.
    SignedIn(PracticePersonId),
}

/// The state of a connection.
pub(super) struct TlsConnectionState {
    /// The first is 1.
    pub(super) number: u64,
    /// The channel binding that Extended Protection requires here.
    pub(super) binding: [u8; 16],
    handshake: Mutex<Handshake>,
    cut: AtomicBool,
}

impl TlsConnectionState {
    pub(super) fn handshake(&self) -> MutexGuard<'_, Handshake> {
        self.handshake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection before another byte is written.
    pub(super) fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }
}

/// The connection's state, as handlers get it.
#[derive(Clone)]
pub(super) struct ConnectionHandle(pub(super) Arc<TlsConnectionState>);

impl Connected<IncomingStream<'_, ExchangeListener>> for ConnectionHandle {
    fn connect_info(stream: IncomingStream<'_, ExchangeListener>) -> Self {
        Self(Arc::clone(&stream.io().state))
    }
}

/// Accepts connections with the certificate that the switches choose.
pub(super) struct ExchangeListener {
    listener: TcpListener,
    exchange: Arc<PracticeExchange>,
    connections: AtomicU64,
}

impl ExchangeListener {
    pub(super) fn new(listener: TcpListener, exchange: Arc<PracticeExchange>) -> Self {
        Self { listener, exchange, connections: AtomicU64::new(0) }
    }
}

impl Listener for ExchangeListener {
    type Io = TlsConnection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TlsConnection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let shown = self.exchange.certificate();
        let number = self.connections.fetch_add(1, Ordering::Relaxed) + 1;
        let (handshake, cut) = (Mutex::default(), AtomicBool::new(false));
        let state = Arc::new(TlsConnectionState { number, binding: shown.binding, handshake, cut });
        (TlsConnection { phase: TlsPhase::Greeting(Box::new(shown.acceptor.accept(stream))), state }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection. The TLS handshake starts with the first read, so that a silent client does not block `accept`.
pub(super) struct TlsConnection {
    phase: TlsPhase,
    state: Arc<TlsConnectionState>,
}

enum TlsPhase {
    Greeting(Box<Accept<TcpStream>>),
    Open(Box<TlsStream<TcpStream>>),
    /// The client wanted another certificate, or no TLS.
    Failed,
}

impl TlsConnection {
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Pin<&mut TlsStream<TcpStream>>>> {
        if self.state.cut.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        if let TlsPhase::Greeting(greeting) = &mut self.phase {
            self.phase = match ready!(Pin::new(greeting.as_mut()).poll(context)) {
                Ok(stream) => TlsPhase::Open(Box::new(stream)),
                Err(_) => TlsPhase::Failed,
            };
        }
        match &mut self.phase {
            TlsPhase::Open(stream) => Poll::Ready(Ok(Pin::new(stream.as_mut()))),
            TlsPhase::Greeting(_) | TlsPhase::Failed => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
        }
    }
}

impl AsyncRead for TlsConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_open(context))?.poll_read(context, buffer)
    }
}

impl AsyncWrite for TlsConnection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_open(context))?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_open(context))?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_open(context))?.poll_shutdown(context)
    }
}
