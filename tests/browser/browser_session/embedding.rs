//! Another site's page with the pane in a frame. `127.0.0.1` and `localhost` are different sites to a browser, as
//! `outlook.office.com` and the endpoint are.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use latchkey_testkit::StageBuilder;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::outlook::simulator::OutlookSimulator;

/// Title of the frame.
pub const FRAME: &str = "Latchkey";

/// Who shows the pane in a frame.
pub enum Embedding {
    /// A plain page.
    Page(EmbeddingPage),
    /// Outlook on the web.
    Outlook(OutlookSimulator),
}

impl Embedding {
    /// Tells the endpoint of it.
    pub fn set(&self, stage: StageBuilder) -> StageBuilder {
        match self {
            Self::Page(page) => stage.embedded_by(page.origin()),
            Self::Outlook(outlook) => stage.over_tls(outlook.certificate()),
        }
    }

    /// Frames this endpoint's pane, and answers the address to open.
    pub fn show(&self, endpoint: &Url) -> String {
        match self {
            Self::Page(page) => page.show(endpoint),
            Self::Outlook(outlook) => outlook.show(endpoint),
        }
    }

    /// What the browser must be told to find it.
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
    /// Begins to serve the page; what is in the frame is said later, because the endpoint must know this origin first.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let framed = Arc::new(OnceLock::new());
        let shown = Arc::clone(&framed);
        let router = Router::new().route("/", get(async move || Html(page(shown.get().map_or("", String::as_str)))));
        let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { origin, framed, server }
    }

    /// Who embeds.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Frames this page, and answers the address to open.
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
