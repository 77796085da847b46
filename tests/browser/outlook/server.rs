//! Serves Microsoft's host names that Outlook on the web consists of: the mail page, which belongs to this project; Office.js
//! as Microsoft publishes it; and the library that Office.js loads.

use std::env;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE, HOST};
use axum::response::{Html, IntoResponse, Response};
use latchkey_endpoint::config::TlsSettings;
use latchkey_endpoint::web::tls::{TlsListener, acceptor};
use latchkey_testkit::Certificate;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::simulator::OfficeJs;

/// The host of the mail page.
pub const OUTLOOK: &str = "outlook.office.com";
const OFFICE_JS: &str = "appsforoffice.microsoft.com";
const AJAX: &str = "ajax.aspnetcdn.com";

/// The variable with the folder of `@microsoft/office-js`, which `cargo xtask test` sets.
const OFFICE_JS_DIR: &str = "LATCHKEY_OFFICE_JS";

/// Microsoft's names on this machine. The server ends with its runtime, or when this is dropped.
pub struct OutlookServer {
    port: u16,
    page: Arc<OnceLock<String>>,
    serving: JoinHandle<()>,
    _folder: TempDir,
}

impl OutlookServer {
    /// Every name that is answered here.
    pub const NAMES: [&str; 3] = [OUTLOOK, OFFICE_JS, AJAX];

    /// Begins to serve. Without Office.js its address answers 404.
    pub async fn start(certificate: &Certificate, office_js: OfficeJs) -> Self {
        let folder = TempDir::new().unwrap();
        let (certificate_file, key_file) = (folder.path().join("crt"), folder.path().join("key"));
        std::fs::write(&certificate_file, &certificate.pem).unwrap();
        std::fs::write(&key_file, &certificate.key_pem).unwrap();
        let tls = acceptor(&TlsSettings { certificate_file, key_file }).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let page = Arc::new(OnceLock::new());
        let (shown, library) = (Arc::clone(&page), OfficeJsSource::find(office_js));
        let answer = move |request: Request| {
            let answer = answer(&request, shown.get().map_or("", String::as_str), &library);
            std::future::ready(answer)
        };
        let router = Router::new().fallback(answer);
        let serving = tokio::spawn(async { axum::serve(TlsListener::new(listener, tls), router).await.unwrap() });
        Self { port, page, serving, _folder: folder }
    }

    /// Sets the settings of the mail page.
    pub fn show(&self, setting: &Value) {
        self.page.set(include_str!("outlook.html").replace("SETTING", &setting.to_string())).unwrap();
    }

    /// The rules that lead a browser here (Chromium's `--host-resolver-rules`).
    pub fn resolver_rules(&self) -> String {
        Self::NAMES.map(|name| format!("MAP {name} 127.0.0.1:{}", self.port)).join(", ")
    }
}

impl Drop for OutlookServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The source of Office.js.
#[derive(Clone)]
enum OfficeJsSource {
    Folder(PathBuf),
    Desktop,
    Nothing,
}

impl OfficeJsSource {
    fn find(office_js: OfficeJs) -> Self {
        match office_js {
            OfficeJs::FromMicrosoft => Self::Folder(package()),
            OfficeJs::OfTheDesktop => Self::Desktop,
            OfficeJs::Missing => Self::Nothing,
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        match self {
            Self::Folder(folder) => file(folder, path),
            Self::Desktop if path.ends_with("/office.js") => Some(include_bytes!("desktop_office.js").to_vec()),
            Self::Desktop | Self::Nothing => None,
        }
    }
}

fn package() -> PathBuf {
    let folder = env::var_os(OFFICE_JS_DIR).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| panic!("set {OFFICE_JS_DIR}; `cargo xtask test --only browser` does"));
    let folder = folder.join("node_modules/@microsoft/office-js/dist");
    assert!(folder.join("office.js").is_file(), "there is no office.js in {}", folder.display());
    folder
}

fn answer(request: &Request, page: &str, library: &OfficeJsSource) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    match (host, path) {
        (OUTLOOK, "/outlook.js") => script(include_bytes!("outlook.js").to_vec()),
        (OUTLOOK, _) => Html(page.to_owned()).into_response(),
        (AJAX, "/ajax/3.5/MicrosoftAjax.js") => script(include_bytes!("microsoft_ajax.js").to_vec()),
        (OFFICE_JS, _) => library.file(path).map_or_else(not_found, script),
        _ => not_found(),
    }
}

/// A file of the package. `/lib/1/hosted/…` is its `dist` folder, where names are in lower case.
fn file(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let path = path.strip_prefix("/lib/1/hosted/")?;
    let is_below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let found =
        is_below.then(|| std::fs::read(folder.join(path)).or_else(|_| std::fs::read(folder.join(path.to_lowercase()))));
    found?.ok()
}

fn script(content: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "text/javascript"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], content).into_response()
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
