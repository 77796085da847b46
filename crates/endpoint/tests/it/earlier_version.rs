//! An installation of an earlier version, opened by this one: its configuration and its store work as they are.
//!
//! `earlier_version/` is frozen. `store.sql` is the dump of a store that the endpoint of that version wrote: Ann has lost a
//! mailbox at Microsoft, and has begun a sign-in. The webhook and the e-mail about the loss wait to be sent. Another person has a
//! mailbox at the token server. Everything secret is sealed under the key of `latchkey.toml`.
//!
//! # To add a version
//! Dump a store of that version (`sqlite3 latchkey.db .dump`) into a folder beside that one, and open it here.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{Clock as _, ManualClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::notify::outbox;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::serve::{Endpoint, Jobs, World};
use latchkey_endpoint::{App, renewal};
use latchkey_testkit::load_config;
use latchkey_testkit::token_server::{AnswerTiming, Rotation, TokenServer};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// When the earlier version stopped.
const STOPPED_AT: i64 = 1_800_003_600;
/// The session token of Ann's sidebar.
const SESSION: &str = "YtA6v6eoys3GXK4wT60bXjrhpM5488z18cVEzhJCGOg";
/// The key of the sync engine.
const ENGINE_KEY: &str = "lk_engine_IW62gD5qUpaDwZ2VPhC1IFJbKvsgG13nPAWKFzgM7OY";
const LOST_CONNECTION: &str = "b603bea1-c7ef-426f-917c-8c18bc7360a8";
const WORKING_CONNECTION: &str = "00000000-0000-4000-8000-000000000000";
const WAITING_AUTHORIZATION: &str = "912d6a0a-e3a7-41d8-b97a-663a373a9e89";

/// The folder of an installation, with a store and a configuration that the earlier version left there.
fn installation(server: &TokenServer) -> TempDir {
    let folder = TempDir::new().unwrap();
    let store = rusqlite::Connection::open(folder.path().join("latchkey.db")).unwrap();
    store.execute_batch(include_str!("earlier_version/store.sql")).unwrap();
    let config = include_str!("earlier_version/latchkey.toml").replace("{issuer}", server.issuer());
    let config = config.replace("{folder}", folder.path().to_str().unwrap());
    std::fs::write(folder.path().join("latchkey.toml"), config).unwrap();
    folder
}

async fn token_server() -> TokenServer {
    let server =
        TokenServer::start(Rotation::AtOnce, AnswerTiming { access_life_s: 3600, max_delay: Duration::ZERO }).await;
    // Its first grant is the one whose refresh token is stored.
    server.grant();
    server
}

/// Today's endpoint, running on what the earlier version left.
struct Upgraded {
    app: App,
    clock: Arc<ManualClock>,
    url: String,
    http: reqwest::Client,
    _folder: TempDir,
}

impl Upgraded {
    async fn start(server: &TokenServer) -> Self {
        let folder = installation(server);
        let config = load_config(&folder.path().join("latchkey.toml")).unwrap();
        let clock = Arc::new(ManualClock::at(STOPPED_AT));
        let world = World {
            clock: Arc::<ManualClock>::clone(&clock),
            entropy: Arc::new(SystemEntropy),
            http: Arc::new(Outbound::with_timeout(config.renewal.provider_timeout()).unwrap()),
        };
        let endpoint = Endpoint::open(&config, world).await.unwrap();
        let app = endpoint.app.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(endpoint.run(listener, None, Jobs::OnRequest));
        #[expect(clippy::disallowed_methods, reason = "a client of the program, not a part of it")]
        let http = reqwest::Client::new();
        Self { app, clock, url, http, _folder: folder }
    }

    async fn get(&self, path: &str, token: &str) -> Value {
        let response = self.http.get(format!("{}{path}", self.url)).bearer_auth(token).send().await.unwrap();
        let (status, body) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).unwrap()
    }

    async fn access_token(&self) -> String {
        let answer = self.get(&format!("/v1/connections/{WORKING_CONNECTION}/token"), ENGINE_KEY).await;
        assert_eq!(answer["kind"], "bearer");
        answer["access_token"].as_str().unwrap().to_owned()
    }
}

impl Drop for Upgraded {
    fn drop(&mut self) {
        self.app.stopping.cancel();
    }
}

#[tokio::test]
async fn a_session_of_an_earlier_version_still_shows_its_connection_and_its_sign_in() {
    let server = token_server().await;
    let upgraded = Upgraded::start(&server).await;
    let overview = upgraded.get("/v1/overview", SESSION).await;
    let [lost] = &overview["connections"].as_array().unwrap()[..] else { panic!("{overview}") };
    assert_eq!(lost["id"], LOST_CONNECTION);
    assert_eq!(lost["account"]["address"], "ann@contoso.example");
    assert_eq!(lost["state"]["kind"], "needs_sign_in");
    let waiting = upgraded.get(&format!("/v1/authorizations/{WAITING_AUTHORIZATION}"), SESSION).await;
    assert_eq!(waiting["phase"]["kind"], "waiting");
}

#[tokio::test]
async fn an_access_token_that_an_earlier_version_sealed_is_handed_out_and_its_refresh_token_is_used() {
    let server = token_server().await;
    let upgraded = Upgraded::start(&server).await;
    assert_eq!(upgraded.access_token().await, "an access token");
    assert_eq!(server.presented(), 0, "the one that was stored still lives");
    upgraded.clock.advance_s(3600);
    assert_eq!(renewal::renew_due(&upgraded.app).await.unwrap(), 1);
    let presented = server.presentations();
    assert_eq!((presented.len(), presented[0].grant, presented[0].number), (1, 0, 0));
    assert_ne!(upgraded.access_token().await, "an access token");
    assert_eq!(server.presented(), 1, "the new one is stored");
    let renewed_at = upgraded.clock.now();
    upgraded.clock.advance_s(3600);
    assert_eq!(renewal::renew_due(&upgraded.app).await.unwrap(), 1);
    assert_eq!(server.presentations()[1].number, 1, "its successor was kept at {renewed_at}");
}

#[tokio::test]
async fn what_an_earlier_version_had_still_to_tell_is_told() {
    let server = token_server().await;
    let upgraded = Upgraded::start(&server).await;
    assert_eq!(outbox::deliver_due(&upgraded.app).await.unwrap(), 2, "to the webhook");
    upgraded.clock.advance_s(600);
    assert_eq!(outbox::deliver_due(&upgraded.app).await.unwrap(), 3, "to the webhook again, and by e-mail");
}

#[tokio::test]
async fn the_journal_of_an_earlier_version_is_printed() {
    let server = token_server().await;
    let folder = installation(&server);
    let mut journal = Command::new(env!("CARGO_BIN_EXE_latchkey-endpoint"));
    journal.env_clear().args(["journal", "--config"]).arg(folder.path().join("latchkey.toml"));
    let output = journal.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["connected", "engine_key_created", "needs_sign_in"]);
    assert_eq!(
        (&lines[2]["connection"], &lines[2]["reason"]["code"]),
        (&LOST_CONNECTION.into(), &"sign_in_ended".into())
    );
}

#[test]
fn a_configuration_with_every_setting_of_an_earlier_version_is_read() {
    let settings = include_str!("earlier_version/every_setting.toml");
    // A secret is written into the configuration, or into a file that the configuration names.
    let in_a_file = settings.replace("password = \"…\"", "password_file = \"/etc/latchkey/mail-password\"");
    assert_ne!(in_a_file, settings);
    for settings in [settings, &in_a_file] {
        assert_eq!(Config::parse(settings).unwrap().providers.len(), 6);
    }
}
