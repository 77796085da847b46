//! An endpoint as a program, and as much of a pane as connecting and checking needs. It supports the window's key as well as
//! earlier versions, whose first window page redirected by itself and whose last page held a proof.

mod window;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use latchkey_domain::{Entropy as _, SystemEntropy};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use window::attribute;

use crate::server::{CLIENT_ID, CLIENT_SECRET, DialectServer, TENANTS};

/// The greatest number of polls until the program answers.
const LOOKS: u32 = 200;
/// The pause between two polls. Real time: the program runs in it.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A running endpoint.
pub struct EndpointProgram {
    child: Child,
    url: String,
    http: Client,
    folder: TempDir,
}

/// A pane's session with its one connection.
pub struct ConnectedSession {
    token: String,
    connection: String,
}

impl Drop for EndpointProgram {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl EndpointProgram {
    /// Starts it, with the server as an OpenID provider and as Microsoft.
    #[expect(clippy::disallowed_methods, reason = "a browser of this test's own")]
    pub async fn start(program: &Path, server: &str) -> Result<Self, String> {
        let folder = TempDir::new().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("http://localhost:{port}");
        let client = format!("client_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"");
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\npublic_url = \"{url}\"\n[store]\nurl = \"sqlite://{}/latchkey.db\"\n\
             [encryption]\nkeys = [{{ id = \"k\", key = \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }}]\n\
             [providers.openid]\nkind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Peer\"\nissuer = \"{server}\"\n{client}\nscopes = []\n\
             [providers.tenants]\nkind = \"microsoft\"\nlabel = \"Tenants\"\n{client}\ntenant = \"organizations\"\n\
             authority = \"{server}{TENANTS}\"\ngraph = \"{server}/graph\"\n",
            folder.path().display()
        );
        let config = folder.path().join("latchkey.toml");
        std::fs::write(&config, text).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(program)
            .args(["serve", "--config"])
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("{} can't be started: {error}", program.display()))?;
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let started = Self { child, url, http, folder };
        for _ in 0..LOOKS {
            if started.http.get(format!("{}/healthz", started.url)).send().await.is_ok() {
                return Ok(started);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let said = std::fs::read_to_string(started.folder.path().join("log")).unwrap_or_default();
        Err(format!("the endpoint does not answer: {said}"))
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        request = token.into_iter().fold(request, RequestExt::with_token);
        request = body.iter().fold(request, reqwest::RequestBuilder::json);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        (status, answer.json().await.unwrap_or_default())
    }

    /// Connects this person. The error is the reason code that the pane gets.
    pub async fn connect(
        &self,
        server: &DialectServer,
        offer: &str,
        person: &'static str,
    ) -> Result<ConnectedSession, String> {
        let (_, session) = self.request(Method::POST, "/v1/sessions", None, None).await;
        let token = session["token"].as_str().ok_or("no session")?.to_owned();
        let id = SystemEntropy.uuid();
        let intent = json!({ "intent": { "kind": "connect", "offer": offer } });
        let path = format!("/v1/authorizations/{id}");
        let (status, answer) = self.request(Method::PUT, &path, Some(&token), Some(intent)).await;
        if !status.is_success() {
            return Err(format!("the attempt was refused: {answer}"));
        }
        server.expect_sign_in(person);
        // An attempt may end before the window comes to the server's page.
        let last = self.run_window(&id, &token).await;
        if let Some(proof) = last.as_ref().ok().and_then(|last| attribute(last, "data-proof")) {
            let body = json!({ "proof": proof });
            self.request(Method::POST, &format!("{path}/proof"), Some(&token), Some(body)).await;
        }
        let (_, overview) = self.request(Method::GET, "/v1/overview", Some(&token), None).await;
        let Some(connection) = overview["connections"][0]["id"].as_str() else {
            let (_, attempt) = self.request(Method::GET, &path, Some(&token), None).await;
            let reason = attempt["phase"]["reason"]["code"].as_str();
            let unknown = || last.err().unwrap_or_else(|| format!("not connected: {attempt}"));
            return Err(reason.map_or_else(unknown, str::to_owned));
        };
        Ok(ConnectedSession { connection: connection.to_owned(), token })
    }

    /// Checks the connection and returns its state.
    pub async fn check(&self, connected: &ConnectedSession) -> Result<String, String> {
        let path = format!("/v1/connections/{}/check", connected.connection);
        self.request(Method::POST, &path, Some(&connected.token), None).await;
        let (_, overview) = self.request(Method::GET, "/v1/overview", Some(&connected.token), None).await;
        let state = overview["connections"][0]["state"]["kind"].as_str();
        state.map(str::to_owned).ok_or(format!("no connection: {overview}"))
    }
}

trait RequestExt {
    fn with_token(self, token: &str) -> Self;
}

impl RequestExt for reqwest::RequestBuilder {
    fn with_token(self, token: &str) -> Self {
        self.bearer_auth(token)
    }
}
