//! `oidc-provider` (npm), a certified and strict OpenID provider. It names the account only at userinfo, its discovery document
//! offers several places for the secret, and it sends `iss` with the code (RFC 9207).

use std::env;
use std::path::Path;
use std::process::Command;

use latchkey_testkit::TestBrowser;
use serde_json::json;
use url::Url;

use crate::pages;
use crate::peer::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, PeerAccount, PeerServer};
use crate::peer_process::PeerProcess;

/// One running server.
pub struct OidcProvider {
    program: PeerProcess,
    issuer: String,
    access_life_s: u32,
}

/// How exchanges of refresh tokens ended since it was started.
#[derive(Debug, Eq, PartialEq)]
pub struct RefreshTally {
    /// New tokens were given.
    pub renewed: u64,
    /// Refused, as a second use is, which also ends the grant.
    pub refused: u64,
}

impl OidcProvider {
    /// With access tokens that live for so long.
    pub fn with_access_life_s(self, access_life_s: u32) -> Self {
        Self { access_life_s, ..self }
    }

    /// How exchanges of refresh tokens ended.
    pub fn tally(&mut self) -> RefreshTally {
        let answer = self.program.ask(&json!({ "command": "tally" }));
        let count = |name: &str| answer[name].as_u64().unwrap();
        RefreshTally { renewed: count("renewed"), refused: count("refused") }
    }

    /// Follows the cancel link of its first page, and returns the redirect to the client.
    pub async fn cancel(&self, page: Url) -> Url {
        let mut browser = TestBrowser::new();
        let page = pages::open(&mut browser, &page).await.page();
        let before = page.body.split("[ Cancel ]").next().unwrap();
        let link = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
        let cancelled = browser.open(link).await;
        pages::follow(&mut browser, cancelled).await.back()
    }
}

impl PeerServer for OidcProvider {
    async fn start() -> Self {
        let library = env::var_os("LATCHKEY_OIDC_PROVIDER").expect(
            "LATCHKEY_OIDC_PROVIDER is not set: `cargo xtask test --only peers` fetches oidc-provider and sets it",
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/oidc_provider/server.mjs");
        let (program, issuer) = PeerProcess::start_peer(Command::new("node").arg(script).arg(library));
        Self { program, issuer, access_life_s: 3600 }
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    async fn register(&mut self, redirect_uri: &Url) {
        let person = |person: &PeerAccount| json!({ "email": person.address, "name": person.name });
        self.program.ask(&json!({
            "command": "open",
            "access_life_s": self.access_life_s,
            "client": { "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uris": [redirect_uri] },
            "people": { (ANN.login): person(&ANN), (BEN.login): person(&BEN) },
        }));
    }

    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url {
        let mut browser = TestBrowser::new();
        let page = pages::open(&mut browser, &page).await.page();
        let fields = [("login", person.login), ("password", person.password)];
        let signed_in = browser.press(&page, "Sign-in", &fields).await;
        let page = pages::follow(&mut browser, signed_in).await.page();
        let allowed = browser.press(&page, "Continue", &[]).await;
        pages::follow(&mut browser, allowed).await.back()
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
