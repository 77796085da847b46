//! A page of the attacker's, on another site.

use axum::Router;
use axum::response::Html;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The page. It ends with its runtime, or when this is dropped.
pub struct Page {
    address: String,
    server: JoinHandle<()>,
}

impl Page {
    /// With this in its body.
    pub async fn with(body: impl Into<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let html = format!(
            r#"<!doctype html><html lang="en"><head><title>Prize</title><link rel="icon" href="data:,"></head>
               <body><main>You have won.</main>{}</body></html>"#,
            body.into()
        );
        let router = Router::new().fallback(move || std::future::ready(Html(html.clone())));
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, server }
    }

    /// With this script.
    pub async fn running(script: &str) -> Self {
        Self::with(format!("<script>{script}</script>")).await
    }

    /// Where it is.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.server.abort();
    }
}
