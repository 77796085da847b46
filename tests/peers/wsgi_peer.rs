//! OpenID servers in Python. Each is a `server.py` around a library, and `wsgi_peer.py` listens for it.
//!
//! # To add one
//! Write its `server.py`, and implement [`WsgiLibrary`] for what a person does at its pages.

use std::env;
use std::marker::PhantomData;
use std::path::Path;
use std::process::Command;

use latchkey_testkit::TestBrowser;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::pages::RedirectEnd;
use crate::peer::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, PeerAccount, PeerServer};
use crate::peer_process::PeerProcess;

/// A server of a library's.
pub trait WsgiLibrary {
    /// The folder of its `server.py`.
    const FOLDER: &'static str;
    /// The variable that says where its environment is.
    const VARIABLE: &'static str;

    /// Opens the page and signs in.
    async fn sign_in(browser: &mut TestBrowser, page: &Url, person: &PeerAccount) -> RedirectEnd;

    /// Allows everything, or cancels, at the page that follows.
    async fn decide(browser: &mut TestBrowser, page: RedirectEnd, allow: bool) -> Url;
}

/// One running server.
pub struct WsgiPeer<L> {
    program: PeerProcess,
    issuer: String,
    /// Its database.
    _folder: TempDir,
    library: PhantomData<L>,
}

impl<L: WsgiLibrary> WsgiPeer<L> {
    /// Signs in, cancels, and returns the redirect to the client.
    pub async fn cancel(&self, page: Url, person: &PeerAccount) -> Url {
        let mut browser = TestBrowser::new();
        let signed_in = L::sign_in(&mut browser, &page, person).await;
        L::decide(&mut browser, signed_in, false).await
    }
}

impl<L: WsgiLibrary> PeerServer for WsgiPeer<L> {
    async fn start() -> Self {
        let python = env::var_os(L::VARIABLE).unwrap_or_else(|| {
            panic!("{} is not set: `cargo xtask test --only peers` fetches it and sets it", L::VARIABLE)
        });
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(L::FOLDER).join("server.py");
        let folder = TempDir::new().unwrap();
        let mut command = Command::new(Path::new(&python).join("bin/python"));
        // Python would leave its compiled files beside the sources.
        let (program, issuer) = PeerProcess::start_peer(command.arg("-B").arg(script).arg(folder.path()));
        Self { program, issuer, _folder: folder, library: PhantomData }
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    async fn register(&mut self, redirect_uri: &Url) {
        let person = |person: &PeerAccount| -> Value {
            json!({ "email": person.address, "name": person.name, "password": person.password })
        };
        self.program.ask(&json!({
            "command": "open",
            "client": { "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uris": [redirect_uri] },
            "people": { (ANN.login): person(&ANN), (BEN.login): person(&BEN) },
        }));
    }

    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url {
        let mut browser = TestBrowser::new();
        let signed_in = L::sign_in(&mut browser, &page, person).await;
        L::decide(&mut browser, signed_in, true).await
    }

    async fn live_refresh_tokens(&mut self, person: &PeerAccount) -> usize {
        let answer = self.program.ask(&json!({ "command": "count", "login": person.login }));
        usize::try_from(answer["live"].as_u64().unwrap()).unwrap()
    }

    async fn end_access(&mut self, person: &PeerAccount) {
        self.program.ask(&json!({ "command": "end", "login": person.login }));
    }

    async fn go_down(&mut self) {
        self.program.ask(&json!({ "command": "go_down" }));
    }

    async fn come_back(&mut self) {
        self.program.ask(&json!({ "command": "come_back" }));
    }
}
