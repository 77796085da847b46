//! One server for all variants, so that all are served alike: files from memory, brotli prepared, hashed names
//! cached for ever and pages checked each time, as the endpoint serves them. It remembers what was asked for.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use latchkey_precompress::{brotli, files_below, gzip};
use tokio::net::TcpListener;

use crate::variant::PaneVariant;

/// A page with nothing on it, to have the renderer up before the clock starts.
pub const BLANK: &str = "/blank/";

/// Sizes of what a page loads, in bytes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Bytes {
    /// Uncompressed.
    pub raw: usize,
    /// In gzip, level 9.
    pub gzip: usize,
    /// In brotli, quality 11.
    pub brotli: usize,
}

struct ServedFile {
    raw: Vec<u8>,
    brotli: Vec<u8>,
    content_type: &'static str,
}

/// The served variants.
pub struct VariantServer {
    files: HashMap<String, ServedFile>,
    asked: Mutex<BTreeSet<String>>,
}

impl VariantServer {
    /// Reads and compresses the files of all variants.
    pub fn load(variants: &[PaneVariant]) -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        for PaneVariant { kind, folder } in variants {
            for path in files_below(folder)? {
                let inner = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
                let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
                if matches!(extension, "br" | "gz") {
                    continue;
                }
                let raw = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
                let file = ServedFile { brotli: brotli(&raw)?, raw, content_type: content_type(extension) };
                files.insert(format!("/{}/{inner}", kind.slug()), file);
            }
        }
        let blank = b"<!doctype html><title>blank</title>".to_vec();
        files.insert(
            format!("{BLANK}index.html"),
            ServedFile { brotli: brotli(&blank)?, raw: blank, content_type: HTML },
        );
        Ok(Self { files, asked: Mutex::default() })
    }

    /// Serves on a free port of this machine and tells where.
    pub async fn serve(self: Arc<Self>) -> anyhow::Result<String> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("can't listen on this machine")?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(answer).with_state(self);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(address)
    }

    /// Forgets what was asked for so far.
    pub fn forget(&self) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The sizes of everything that was asked for since [`VariantServer::forget`], each file on its own.
    pub fn asked_for(&self) -> anyhow::Result<Bytes> {
        let mut sum = Bytes::default();
        for path in self.asked.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let Some(file) = self.files.get(path) else { continue };
            sum.raw += file.raw.len();
            sum.gzip += gzip(&file.raw)?.len();
            sum.brotli += file.brotli.len();
        }
        Ok(sum)
    }
}

const HTML: &str = "text/html; charset=utf-8";

async fn answer(State(site): State<Arc<VariantServer>>, uri: Uri, headers: HeaderMap) -> Response {
    let mut path = uri.path().to_owned();
    if path.ends_with('/') {
        path.push_str("index.html");
    }
    let Some(file) = site.files.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    site.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
    let keep = if file.content_type == HTML { "no-cache" } else { "public, max-age=31536000, immutable" };
    let common = [(CONTENT_TYPE, file.content_type), (CACHE_CONTROL, keep), (VARY, "accept-encoding")];
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if accepted.split(',').any(|it| it.trim() == "br") {
        (common, [(CONTENT_ENCODING, "br")], file.brotli.clone()).into_response()
    } else {
        (common, file.raw.clone()).into_response()
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css",
        "html" => HTML,
        "js" => "text/javascript",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variant::VariantKind;

    fn site() -> (tempfile::TempDir, VariantServer) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "<p>".repeat(100)).unwrap();
        fs::write(folder.path().join("pane.js"), "export {};".repeat(100)).unwrap();
        fs::write(folder.path().join("pane.js.br"), "prepared").unwrap();
        let variant = PaneVariant { kind: VariantKind::Latchkey, folder: folder.path().to_path_buf() };
        let site = VariantServer::load(&[variant]).unwrap();
        (folder, site)
    }

    async fn get(site: &Arc<VariantServer>, path: &str, accept: &'static str) -> Response {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, accept.parse().unwrap())]);
        answer(State(Arc::clone(site)), path.parse().unwrap(), headers).await
    }

    #[tokio::test]
    async fn only_what_was_asked_for_is_counted_and_once() {
        let (_folder, site) = site();
        let site = Arc::new(site);
        get(&site, "/latchkey/", "br").await;
        get(&site, "/latchkey/", "br").await;
        assert_eq!(site.asked_for().unwrap().raw, 300);
        get(&site, "/latchkey/pane.js", "br").await;
        assert_eq!(site.asked_for().unwrap().raw, 1300);
        site.forget();
        assert_eq!(site.asked_for().unwrap(), Bytes::default());
    }

    #[tokio::test]
    async fn brotli_goes_only_to_those_who_accept_it() {
        let (_folder, site) = site();
        let site = Arc::new(site);
        assert_eq!(get(&site, "/latchkey/pane.js", "gzip, br").await.headers()[CONTENT_ENCODING], "br");
        assert!(!get(&site, "/latchkey/pane.js", "gzip").await.headers().contains_key(CONTENT_ENCODING));
        assert_eq!(get(&site, "/latchkey/pane.js.br", "br").await.status(), StatusCode::NOT_FOUND);
    }
}
