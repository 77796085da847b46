//! One HTTP/1.1 connection, with limits on time and size.

use async_trait::async_trait;
use http::header::{CONTENT_LENGTH, HOST, USER_AGENT};
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use latchkey_exchange::{ConnectError, ConnectionError, ServerAddress, ServerConnection, channel_binding};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::client::TlsStream;

use super::dialer::DialerLimits;

/// The most headers of one answer.
const MAX_HEADERS: usize = 100;
/// The smallest read buffer that the library accepts.
const MIN_BUFFER_BYTES: usize = 8192;

pub(super) struct HttpServerConnection {
    requests: SendRequest<Full<Bytes>>,
    /// Moves bytes between the socket and `requests`. Aborted when this value is dropped.
    mover: JoinHandle<()>,
    host: HeaderValue,
    channel_binding: Option<Vec<u8>>,
    limits: DialerLimits,
    ends: Instant,
}

impl HttpServerConnection {
    pub(super) async fn new(
        stream: TlsStream<TcpStream>,
        server: &ServerAddress,
        limits: DialerLimits,
    ) -> Result<Self, ConnectError> {
        let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
        let channel_binding = certificate.and_then(|certificate| channel_binding::of_certificate(certificate));
        let host = HeaderValue::try_from(server.to_string()).map_err(|_| ConnectError::NoSuchHost)?;
        let (requests, connection) = http1::Builder::new()
            .max_buf_size(limits.max_header_bytes.max(MIN_BUFFER_BYTES))
            .max_headers(MAX_HEADERS)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| ConnectError::Unreachable)?;
        let mover = tokio::spawn(async {
            // An error of the connection also fails the pending request.
            let _ = connection.await;
        });
        let ends = Instant::now() + limits.conversation;
        Ok(Self { requests, mover, host, channel_binding, limits, ends })
    }

    async fn exchange(&mut self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ConnectionError> {
        let length = request.body().len();
        let headers = request.headers_mut();
        headers.insert(HOST, self.host.clone());
        headers.insert(USER_AGENT, HeaderValue::from_static(concat!("latchkey/", env!("CARGO_PKG_VERSION"))));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        self.requests.ready().await.map_err(|error| classify(&error))?;
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let response = self.requests.send_request(request).await.map_err(|error| classify(&error))?;
        let (head, body) = response.into_parts();
        Ok(Response::from_parts(head, collect(body, self.limits.max_body_bytes).await?))
    }
}

async fn collect(mut body: Incoming, max_bytes: usize) -> Result<Vec<u8>, ConnectionError> {
    // The announced length only serves to refuse an answer early. The received length decides.
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > max_bytes) {
        return Err(ConnectionError::Unreadable);
    }
    let mut collected = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| classify(&error))?.into_data() else { continue };
        if collected.len() + data.len() > max_bytes {
            return Err(ConnectionError::Unreadable);
        }
        collected.extend_from_slice(&data);
    }
    Ok(collected)
}

fn classify(error: &hyper::Error) -> ConnectionError {
    if error.is_parse() || error.is_parse_too_large() { ConnectionError::Unreadable } else { ConnectionError::Broken }
}

#[async_trait]
impl ServerConnection for HttpServerConnection {
    async fn send(&mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ConnectionError> {
        let until = self.ends.min(Instant::now() + self.limits.answer);
        timeout_at(until, self.exchange(request)).await.unwrap_or(Err(ConnectionError::TimedOut))
    }

    fn channel_binding(&self) -> Option<Vec<u8>> {
        self.channel_binding.clone()
    }
}

impl Drop for HttpServerConnection {
    fn drop(&mut self) {
        self.mover.abort();
    }
}
