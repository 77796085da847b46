//! Listens at the address of a stopped endpoint. It closes connections without an answer, or answers as a proxy does whose
//! upstream is gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::wait::until;

/// The answer of a proxy without an upstream.
const BAD_GATEWAY: &[u8] =
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\nConnection: close\r\n\r\nBad Gateway";

/// More than the head of any request of the pane's.
const HEAD_BYTES: usize = 4096;

/// The listener.
pub struct UnresponsiveEndpoint {
    asked: Arc<AtomicUsize>,
    listening: JoinHandle<()>,
}

impl UnresponsiveEndpoint {
    /// Begins to listen at the endpoint's address.
    pub(super) async fn start(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let listening = tokio::spawn(async move {
            loop {
                let Ok((connection, _)) = listener.accept().await else { continue };
                tokio::spawn(answer(connection, Arc::clone(&count)));
            }
        });
        Self { asked, listening }
    }

    /// Waits until the overview has been requested this number of times.
    pub async fn was_asked(&self, times: usize) {
        until(&format!("{times} requests in vain"), async || {
            let asked = self.asked.load(Ordering::Relaxed);
            if asked >= times { Ok(()) } else { Err(asked.to_string()) }
        })
        .await;
    }

    /// Stops listening, so that the endpoint can start again.
    pub(super) async fn end(self) {
        self.listening.abort();
        let _ = self.listening.await;
    }
}

/// Answers every second request for an overview as a proxy does, and no other request.
async fn answer(mut connection: TcpStream, asked: Arc<AtomicUsize>) {
    let mut head = [0; HEAD_BYTES];
    let read = connection.read(&mut head).await.unwrap_or(0);
    let is_asked = String::from_utf8_lossy(&head[..read]).contains(" /v1/overview ");
    if is_asked && asked.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
        let _ = connection.write_all(BAD_GATEWAY).await;
    }
}
