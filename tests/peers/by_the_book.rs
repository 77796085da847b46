//! A server in Python that was written from the standards alone, by someone who never saw a client of it: RFC 6749, 7009, 7523,
//! 7636, 7662, 9207 and 9700, OpenID Connect Core and Discovery. Where they leave it a choice, and where real servers slip, it
//! does what it is told: its `README.md` lists the choices.
//!
//! # To add a choice
//! Add it to `CHOICES` in its `choices.py` and to its `README.md`, and test it in [`crate::peer_specific`].

pub mod client_key;

use std::env;
use std::path::Path;
use std::process::Command;

use latchkey_testkit::TestBrowser;
use serde_json::{Value, json};
use url::Url;

use crate::pages;
use crate::peer::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, PeerAccount, PeerServer};
use crate::peer_process::PeerProcess;

/// One running server.
pub struct ByTheBook {
    program: PeerProcess,
    issuer: String,
    subjects: Value,
    opening: OpeningCommand,
}

/// What the command that opens it says.
struct OpeningCommand {
    choices: Value,
    access_life_s: i64,
    /// The member of the client that says how it authenticates.
    credential: (&'static str, Value),
}

/// What it has done since it was opened.
#[derive(Debug, Eq, PartialEq)]
pub struct ServerTally {
    /// New tokens were given for a refresh token.
    pub renewed: u64,
    /// A request with a refresh token was refused.
    pub refused: u64,
}

impl OpeningCommand {
    fn with(choices: Value) -> Self {
        Self { choices, access_life_s: 3600, credential: ("client_secret", CLIENT_SECRET.into()) }
    }
}

impl ByTheBook {
    /// Starts afresh, with these choices and the defaults of everything else.
    pub fn choose(mut self, choices: Value) -> Self {
        self.opening = OpeningCommand::with(choices);
        self.open(&json!({}));
        self
    }

    /// With access tokens that live for so long.
    pub fn with_access_life_s(mut self, access_life_s: i64) -> Self {
        self.opening.access_life_s = access_life_s;
        self
    }

    /// The client has another secret.
    pub fn with_client_secret(mut self, secret: &str) -> Self {
        self.opening.credential = ("client_secret", secret.into());
        self
    }

    /// The client has no secret, and a key of which this is the public half (RFC 7517).
    pub fn with_client_key(mut self, public: &Value) -> Self {
        self.opening.credential = ("jwks", json!({ "keys": [public] }));
        self
    }

    /// The choices that differ from the defaults.
    pub fn choices(&self) -> String {
        self.opening.choices.to_string()
    }

    /// The subject that it names this person by.
    pub fn subject(&self, person: &PeerAccount) -> String {
        self.subjects[person.login].as_str().unwrap().to_owned()
    }

    /// What it has done.
    pub fn tally(&mut self) -> ServerTally {
        let answer = self.tell(&json!({ "command": "tally" }));
        let count = |name: &str| answer[name].as_u64().unwrap();
        ServerTally { renewed: count("renewed"), refused: count("refused") }
    }

    /// Signs with a new key from now on, perhaps under the same id, and perhaps without publishing the old one any more.
    pub fn rotate_key(&mut self, same_kid: bool, drop_old: bool) {
        self.tell(&json!({ "command": "rotate_key", "same_kid": same_kid, "drop_old": drop_old }));
    }

    /// Moves the endpoints, but not the pages, below this path. Nothing is at their old addresses.
    pub fn move_endpoints(&mut self, below: &str) {
        self.tell(&json!({ "command": "move", "prefix": below }));
    }

    /// Signs in, denies access, and returns the redirect to the client.
    pub async fn deny(&self, page: Url, person: &PeerAccount) -> Url {
        decide(page, person, "deny").await
    }

    fn open(&mut self, client: &Value) {
        let person = |person: &PeerAccount| -> Value {
            json!({ "email": person.address, "name": person.name, "password": person.password })
        };
        let people = json!({ (ANN.login): person(&ANN), (BEN.login): person(&BEN) });
        let OpeningCommand { choices, access_life_s, .. } = &self.opening;
        let opening = json!({
            "command": "open", "client": client, "people": people, "access_life_s": access_life_s, "choices": choices,
        });
        let opened = self.tell(&opening);
        opened["issuer"].as_str().unwrap().clone_into(&mut self.issuer);
        self.subjects = opened["subs"].clone();
    }

    fn tell(&mut self, message: &Value) -> Value {
        let answer = self.program.ask(message);
        assert!(answer.get("error").is_none(), "{message}: {answer}");
        answer
    }
}

async fn decide(page: Url, person: &PeerAccount, decision: &str) -> Url {
    let mut browser = TestBrowser::new();
    let sign_in_page = pages::open(&mut browser, &page).await.page();
    let fields = [("login", person.login), ("password", person.password)];
    let consent_page = pages::submit(&mut browser, &sign_in_page, "password", &fields).await.page();
    pages::submit(&mut browser, &consent_page, "decision", &[("decision", decision)]).await.back()
}

impl PeerServer for ByTheBook {
    async fn start() -> Self {
        let python = env::var_os("LATCHKEY_BY_THE_BOOK").expect(
            "LATCHKEY_BY_THE_BOOK is not set: `cargo xtask test --only peers` fetches what it needs and sets it",
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/by_the_book/server.py");
        // Python would leave its compiled files beside the sources.
        let mut command = Command::new(Path::new(&python).join("bin/python"));
        let (program, issuer) = PeerProcess::start_peer(command.arg("-B").arg(script));
        Self { program, issuer, subjects: Value::Null, opening: OpeningCommand::with(json!({})) }
    }

    fn issuer(&self) -> &str {
        &self.issuer
    }

    async fn register(&mut self, redirect_uri: &Url) {
        let (name, credential) = self.opening.credential.clone();
        self.open(&json!({ "client_id": CLIENT_ID, "redirect_uris": [redirect_uri], (name): credential }));
    }

    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url {
        decide(page, person, "allow").await
    }

    async fn live_refresh_tokens(&mut self, person: &PeerAccount) -> usize {
        let answer = self.tell(&json!({ "command": "count", "login": person.login }));
        usize::try_from(answer["live"].as_u64().unwrap()).unwrap()
    }

    async fn end_access(&mut self, person: &PeerAccount) {
        self.tell(&json!({ "command": "end", "login": person.login }));
    }

    async fn go_down(&mut self) {
        self.tell(&json!({ "command": "go_down" }));
    }

    async fn come_back(&mut self) {
        self.tell(&json!({ "command": "come_back" }));
    }
}
