//! `LemonLDAP::NG` (Debian), an access manager in Perl. It knows no revocation, keeps a refresh token the same for its whole life
//! (as of 2.16), lists no `offline_access` and still takes it, names people at userinfo alone, and ends its issuer with a slash.
//!
//! Runs unpacked from its packages, on Plack's own web server, not installed: Debian's package is for a web server that is
//! there.

mod site;

use std::{env, fs};

use latchkey_testkit::TestBrowser;
use url::Url;

use crate::pages;
use crate::peer::{PeerAccount, PeerServer};
use crate::peer_process::PeerProcess;
use site::LemonldapSite;

/// How many ports are tried: a free port can be taken before it is used.
const TRIES: usize = 5;

/// One running server.
pub struct Lemonldap {
    program: Option<PeerProcess>,
    site: LemonldapSite,
    issuer: String,
}

/// A person's answer to the question for consent.
enum ConsentAnswer {
    Accept,
    Refuse,
}

impl Lemonldap {
    /// Ends the sessions of people at the server.
    pub fn end_sessions(&self) {
        self.site.end_sessions();
    }

    /// Signs in, refuses, and returns the redirect to the client.
    pub async fn refuse(&self, page: Url, person: &PeerAccount) -> Url {
        sign_in(page, person, &ConsentAnswer::Refuse).await
    }
}

async fn sign_in(page: Url, person: &PeerAccount, answer: &ConsentAnswer) -> Url {
    let mut browser = TestBrowser::new();
    let sign_in_page = pages::open(&mut browser, &page).await.page();
    let fields = [("user", person.login), ("password", person.password)];
    let consent_page = pages::submit(&mut browser, &sign_in_page, "passwordfield", &fields).await.page();
    // The page's script turns the number round where the button to refuse is pressed.
    let number: &[_] = match answer {
        ConsentAnswer::Accept => &[],
        ConsentAnswer::Refuse => &[("confirm", "-1")],
    };
    pages::submit(&mut browser, &consent_page, "confirm", number).await.back()
}

impl PeerServer for Lemonldap {
    async fn start() -> Self {
        let packages = env::var_os("LATCHKEY_LEMONLDAP")
            .expect("LATCHKEY_LEMONLDAP is not set: `cargo xtask test --only peers` fetches LemonLDAP::NG and sets it");
        let mut said = String::new();
        for _ in 0..TRIES {
            let site = LemonldapSite::new(&packages);
            match site.run() {
                Ok(program) => {
                    let issuer = format!("{}/", site.url());
                    return Self { program: Some(program), site, issuer };
                }
                Err(instead) => said = instead,
            }
        }
        panic!("LemonLDAP::NG does not start: {said}")
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The configuration is read when the program starts.
    async fn register(&mut self, redirect_uri: &Url) {
        self.go_down().await;
        self.site.knows_client(redirect_uri);
        self.come_back().await;
    }

    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url {
        sign_in(page, person, &ConsentAnswer::Accept).await
    }

    async fn live_refresh_tokens(&mut self, person: &PeerAccount) -> usize {
        self.site.refresh_tokens(person).len()
    }

    /// As the manager's page of sessions does.
    async fn end_access(&mut self, person: &PeerAccount) {
        for file in self.site.refresh_tokens(person) {
            fs::remove_file(file).unwrap();
        }
    }

    async fn go_down(&mut self) {
        self.program = None;
    }

    async fn come_back(&mut self) {
        self.program = Some(self.site.run().unwrap());
    }
}
