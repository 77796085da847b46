//! The pane's files, read once at start and served from memory. Files whose name has a hash of their content never
//! change and are cached for ever. `index.html` is revalidated at each visit. Files that were compressed at build time
//! are served as they are. The page itself is filled in here and compressed once, and each host's address has its own
//! policy (`hosts.rs`).

mod file;
mod hosts;
mod page;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use latchkey_wire::Installation;

use file::{PaneFile, page_files, plain};
pub(crate) use hosts::{HOST_PAGES, HostPage};

use crate::web::opener_policy::OPENER_POLICY;

/// The page that the root shows.
const PAGE: &str = "index.html";

/// Why the pane's files cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum PaneError {
    /// The folder or one of its files cannot be read.
    #[error("the pane's file {path} can't be read: {cause}")]
    Unreadable { path: PathBuf, cause: std::io::Error },
    /// The folder holds no page.
    #[error("pane_dir {0} holds no index.html; build the pane first")]
    NoPage(PathBuf),
    /// The page has no element for names and offers.
    #[error("the pane's index.html has no <script type=\"application/json\" id=\"installation\">")]
    NoInstallationElement,
}

/// The pane's files, by their path.
#[derive(Clone, Default)]
pub struct PaneFiles(Arc<PaneFileSet>);

#[derive(Default)]
struct PaneFileSet {
    by_path: HashMap<String, Arc<PaneFile>>,
    /// The page for each host, by its path.
    pages: RwLock<HashMap<&'static str, Arc<PaneFile>>>,
    /// The page as it was built, and who may embed it.
    source: Vec<u8>,
    frame_ancestors: Vec<String>,
}

impl PaneFiles {
    /// No pane: only the API is served.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a built pane. `frame_ancestors` are the origins that may embed it.
    pub fn load(folder: &Path, installation: &Installation, frame_ancestors: &[String]) -> Result<Self, PaneError> {
        let (mut files, mut source) = (HashMap::new(), None);
        for path in walk(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if path.extension().is_some_and(|extension| extension == "br" || extension == "gz") {
                continue;
            }
            let raw = read(&path)?;
            if name == PAGE {
                source = Some(raw);
                continue;
            }
            let beside = |suffix: &str| std::fs::read(format!("{}.{suffix}", path.display())).ok().map(Bytes::from);
            let file = PaneFile { brotli: beside("br"), gzip: beside("gz"), ..plain(&name, raw.into()) };
            files.insert(format!("/{name}"), Arc::new(file));
        }
        let source = source.ok_or_else(|| PaneError::NoPage(folder.to_owned()))?;
        let pages = RwLock::new(page_files(&source, installation, frame_ancestors)?);
        Ok(Self(Arc::new(PaneFileSet { by_path: files, pages, source, frame_ancestors: frame_ancestors.to_vec() })))
    }

    /// Updates the names and offers in the page.
    pub fn set_installation(&self, installation: &Installation) {
        if let Ok(pages) = page_files(&self.0.source, installation, &self.0.frame_ancestors) {
            *self.0.pages.write().unwrap_or_else(PoisonError::into_inner) = pages;
        }
    }

    fn find(&self, path: &str) -> Option<Arc<PaneFile>> {
        let page = self.0.pages.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        page.or_else(|| self.0.by_path.get(path).cloned())
    }

    /// The file of a path, if there is one.
    pub fn serve(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let file = self.find(path)?;
        let mut answer = HeaderMap::new();
        answer.insert(CONTENT_TYPE, file.kind.clone());
        answer.insert(CACHE_CONTROL, HeaderValue::from_static(file.caching));
        answer.insert(ETAG, file.tag.clone());
        answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
        answer.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
        answer.insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
        if let Some(policy) = &file.policy {
            answer.insert(HeaderName::from_static("content-security-policy"), policy.clone());
        }
        if let Some(policy) = file.opener_policy {
            answer.insert(OPENER_POLICY, HeaderValue::from_static(policy));
        }
        if headers.get(IF_NONE_MATCH) == Some(&file.tag) {
            return Some((StatusCode::NOT_MODIFIED, answer).into_response());
        }
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let accepts = |coding: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(coding));
        let (coding, body) = match (&file.brotli, &file.gzip) {
            (Some(brotli), _) if accepts("br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts("gzip") => (Some("gzip"), gzip),
            _ => (None, &file.raw),
        };
        if let Some(coding) = coding {
            answer.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Some((answer, body.clone()).into_response())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, PaneError> {
    std::fs::read(path).map_err(|cause| PaneError::Unreadable { path: path.to_owned(), cause })
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, PaneError> {
    let unreadable = |cause| PaneError::Unreadable { path: folder.to_owned(), cause };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
