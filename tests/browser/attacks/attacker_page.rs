//! A page of the attacker on another site.

use axum::Router;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Html;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The page's server. It ends with its runtime, or when this is dropped.
pub struct AttackerPage {
    address: String,
    server: JoinHandle<()>,
}

impl AttackerPage {
    /// Serves a page with this in its body.
    pub async fn with(body: impl Into<String>) -> Self {
        let (listener, address) = listen("127.0.0.1").await;
        let html = format!(
            r#"<!doctype html><html lang="en"><head><title>Prize</title><link rel="icon" href="data:,"></head>
               <body><main>You have won.</main>{}</body></html>"#,
            body.into()
        );
        let router = Router::new().fallback(move || std::future::ready(Html(html.clone())));
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, server }
    }

    /// Serves a page with this script.
    pub async fn running(script: &str) -> Self {
        Self::with(format!("<script>{script}</script>")).await
    }

    /// Serves a redirect at this host name, which sets these cookies.
    pub async fn at(host: &str, cookies: Vec<String>, to: &str) -> Self {
        let (listener, address) = listen(host).await;
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, to.parse().unwrap());
        for cookie in cookies {
            headers.append(SET_COOKIE, format!("{cookie}; Path=/").parse().unwrap());
        }
        let router = Router::new().fallback(move || std::future::ready((StatusCode::FOUND, headers.clone())));
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, server }
    }

    /// The page's address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

async fn listen(host: &str) -> (TcpListener, String) {
    let listener = TcpListener::bind((host, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, format!("http://{host}:{port}/"))
}

impl Drop for AttackerPage {
    fn drop(&mut self) {
        self.server.abort();
    }
}
