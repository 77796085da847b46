//! A page like Gmail's under Gmail's own name, over HTTPS, on this machine.

use axum::Router;
use axum::response::Html;
use latchkey_endpoint::config::TlsSettings;
use latchkey_endpoint::web::tls::{TlsListener, acceptor};
use latchkey_testkit::Certificate;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const NAME: &str = "mail.google.com";

/// The server. It ends with its runtime, or when this is dropped.
pub struct GmailServer {
    port: u16,
    server: JoinHandle<()>,
    _folder: TempDir,
}

impl GmailServer {
    /// Begins to serve. `hostile` is a script of the page's own.
    pub async fn start(hostile: &str, certificate: &Certificate) -> Self {
        let folder = TempDir::new().unwrap();
        let (certificate_file, key_file) = (folder.path().join("crt"), folder.path().join("key"));
        std::fs::write(&certificate_file, &certificate.pem).unwrap();
        std::fs::write(&key_file, &certificate.key_pem).unwrap();
        let tls = acceptor(&TlsSettings { certificate_file, key_file }).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let page = include_str!("gmail.html").replace("/* HOSTILE */", hostile);
        let router = Router::new().fallback(move || std::future::ready(Html(page.clone())));
        let server = tokio::spawn(async { axum::serve(TlsListener::new(listener, tls), router).await.unwrap() });
        Self { port, server, _folder: folder }
    }

    /// The switch that leads a browser here by Gmail's name.
    pub fn switch(&self) -> String {
        format!("--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{}", self.port)
    }
}

impl Drop for GmailServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}
