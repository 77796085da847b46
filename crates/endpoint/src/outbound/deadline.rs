//! Request bodies that do not leave this process after their deadline. A refresh token must not be sent after its claim has
//! expired. But a process can be paused between its last check of the clock and the moment when the network takes the bytes,
//! and the network may wait for a connection. So the body is held back until that moment, and the clock is checked again.
//!
//! Bytes that the network took before the deadline are sent, even if the process is paused afterwards.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use async_trait::async_trait;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use latchkey_domain::Clock;
use latchkey_providers::{Http, HttpError};
use latchkey_wire::UnixSeconds;

/// A deadline, and whether a body missed it.
#[derive(Clone)]
pub struct Deadline {
    clock: Arc<dyn Clock>,
    at: UnixSeconds,
    missed: Arc<AtomicBool>,
}

impl Deadline {
    /// Creates a deadline on this clock. The second `at` itself is still in time.
    pub fn new(clock: &Arc<dyn Clock>, at: UnixSeconds) -> Self {
        Self { clock: Arc::clone(clock), at, missed: Arc::default() }
    }

    /// Whether a body missed the deadline.
    pub fn was_missed(&self) -> bool {
        self.missed.load(Ordering::Relaxed)
    }

    fn is_over(&self) -> bool {
        let over = self.clock.now() > self.at;
        if over {
            self.missed.store(true, Ordering::Relaxed);
        }
        over
    }
}

/// Sends requests whose bodies must leave before a deadline. A late request fails with [`HttpError::Unreachable`].
pub struct BeforeDeadline<'a> {
    pub http: &'a dyn Http,
    pub deadline: &'a Deadline,
}

#[async_trait]
impl Http for BeforeDeadline<'_> {
    async fn send(&self, mut request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError> {
        request.extensions_mut().insert(self.deadline.clone());
        let answer = self.http.send(request).await;
        if self.deadline.was_missed() { Err(HttpError::Unreachable) } else { answer }
    }
}

/// Wraps the request's body so that its deadline is enforced, if it has one.
pub(super) fn guard_body(mut request: http::Request<Vec<u8>>) -> http::Request<reqwest::Body> {
    let deadline = request.extensions_mut().remove::<Deadline>();
    request.map(|bytes| match deadline {
        Some(deadline) if !bytes.is_empty() => reqwest::Body::wrap(Guarded { bytes: Some(bytes.into()), deadline }),
        _ => bytes.into(),
    })
}

/// Its bytes are requested when they are about to be written to the network.
struct Guarded {
    bytes: Option<Bytes>,
    deadline: Deadline,
}

#[derive(Debug, thiserror::Error)]
#[error("it is too late to send this")]
struct TooLate;

impl Body for Guarded {
    type Data = Bytes;
    type Error = TooLate;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TooLate>>> {
        let Some(bytes) = self.bytes.take() else { return Poll::Ready(None) };
        Poll::Ready(Some(if self.deadline.is_over() { Err(TooLate) } else { Ok(Frame::data(bytes)) }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use latchkey_domain::ManualClock;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::outbound::Outbound;

    const DEADLINE: UnixSeconds = 1_800_000_000;

    /// Sends a request at `now` to a server that always answers 200. Returns the status or error, the bytes that
    /// arrived, and whether the deadline was missed.
    async fn sent_at(now: UnixSeconds) -> (Result<http::StatusCode, HttpError>, String, bool) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/token", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut got = Vec::new();
            while !got.ends_with(b"refresh_token=rt") && stream.read_buf(&mut got).await.is_ok_and(|read| read > 0) {}
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
            String::from_utf8(got).unwrap()
        });
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(now));
        let deadline = Deadline::new(&clock, DEADLINE);
        let http = Outbound::new().unwrap();
        let request = http::Request::post(address).body(b"refresh_token=rt".to_vec()).unwrap();
        let sent = BeforeDeadline { http: &http, deadline: &deadline }.send(request).await;
        drop(http);
        (sent.map(|response| response.status()), server.await.unwrap(), deadline.was_missed())
    }

    #[tokio::test]
    async fn until_its_deadline_a_body_is_sent_whole_and_with_its_length() {
        let (sent, got, missed) = sent_at(DEADLINE).await;
        assert_eq!((sent, missed), (Ok(http::StatusCode::OK), false));
        assert!(
            got.to_lowercase().contains("content-length: 16") && got.ends_with("\r\n\r\nrefresh_token=rt"),
            "{got}"
        );
    }

    #[tokio::test]
    async fn after_its_deadline_nothing_of_a_body_is_sent_though_the_request_was_under_way() {
        let (sent, got, missed) = sent_at(DEADLINE + 1).await;
        assert_eq!((sent, missed), (Err(HttpError::Unreachable), true));
        assert!(!got.contains("refresh_token"), "{got}");
    }
}
