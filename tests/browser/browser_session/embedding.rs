//! Another site's page with the pane in a frame. `127.0.0.1` and `localhost` are different sites to a browser, as
//! `outlook.office.com` and the endpoint are.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use latchkey_testkit::TestEndpointBuilder;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::outlook::simulator::OutlookSimulator;

/// Title of the frame.
pub const FRAME: &str = "Latchkey";

/// The page that shows the pane in a frame.
pub enum Embedding {
    /// A plain page.
    Page(EmbeddingPage),
    /// Outlook on the web.
    Outlook(OutlookSimulator),
}

impl Embedding {
    /// Configures the endpoint to be embedded here.
    pub fn set(&self, endpoint: TestEndpointBuilder) -> TestEndpointBuilder {
        match self {
            Self::Page(page) => endpoint.embedded_by(page.origin()),
            Self::Outlook(outlook) => endpoint.over_tls(outlook.certificate()),
        }
    }

    /// Sets the endpoint whose pane is framed, and returns the address to open.
    pub fn show(&self, endpoint: &Url) -> String {
        match self {
            Self::Page(page) => page.show(endpoint),
            Self::Outlook(outlook) => outlook.show(endpoint),
        }
    }

    /// The browser switches that lead to it.
    pub fn switches(&self) -> Vec<String> {
        match self {
            Self::Page(_) => Vec::new(),
            Self::Outlook(outlook) => outlook.switches(),
        }
    }
}

/// The other site. It ends with its runtime, or when this is dropped.
pub struct EmbeddingPage {
    origin: String,
    framed: Arc<OnceLock<String>>,
    server: JoinHandle<()>,
}

impl EmbeddingPage {
    /// Begins to serve the page. The framed address is set later, because the endpoint must know this origin first.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let framed = Arc::new(OnceLock::new());
        let shown = Arc::clone(&framed);
        let router = Router::new().route("/", get(async move || Html(page(shown.get().map_or("", String::as_str)))));
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { origin, framed, server }
    }

    /// The origin of the embedding page.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Sets the framed page, and returns the address to open.
    pub fn show(&self, pane: &Url) -> String {
        self.framed.set(pane.to_string()).unwrap();
        format!("{}/", self.origin)
    }
}

impl Drop for EmbeddingPage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn page(framed: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head><title>Mail</title><link rel="icon" href="data:,"></head>
<body style="margin: 0"><iframe title="{FRAME}" src="{framed}" frameborder="0" width="320" height="700"></iframe></body>
</html>"#
    )
}
