//! `exchangelib` (PyPI): an independent Exchange client, run against the practice Exchange. It has to understand EWS, both ways to
//! sign in, and the two forms of Autodiscover that it supports.

use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_practice::{
    AuthenticationScheme, Autodiscover, Binding, Condition, EwsAnswers, ExchangeSwitches, PracticeConfig,
    PracticeExchange, PracticeServer, Tries,
};
use tempfile::TempDir;
use url::Url;

use crate::peer_process::PeerProcess;

const ANN: &str = "ann@contoso.example";
/// Her user name, as servers write it.
const USER: &str = "CONTOSO\\ann";
/// The hosts at which the client may look for the mailbox.
const HOSTS: &str = "contoso.example autodiscover.contoso.example";

/// Precedes the outcome in the client's output.
const OUTCOME: &str = "came of it: ";

/// A practice Exchange, and a folder for what the client keeps.
struct ExchangelibClient {
    practice: PracticeServer,
    folder: TempDir,
}

impl ExchangelibClient {
    async fn start() -> Self {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let practice = PracticeServer::start(PracticeConfig::default(), clock, entropy).await.unwrap();
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("authority.pem"), practice.exchange().ca_pem()).unwrap();
        Self { practice, folder }
    }

    fn exchange(&self) -> &PracticeExchange {
        self.practice.exchange()
    }

    fn set(&self, change: impl FnOnce(&mut ExchangeSwitches)) {
        let mut switches = ExchangeSwitches::default();
        change(&mut switches);
        self.exchange().set_switches(switches);
    }

    /// Runs the client and returns its outcome. Each call gets a folder of its own, so that the client remembers nothing.
    async fn run_client(&self, arguments: &[&str], password: &str) -> String {
        let python = env::var_os("LATCHKEY_EXCHANGELIB")
            .expect("LATCHKEY_EXCHANGELIB is not set: `cargo xtask test --only peers` fetches exchangelib and sets it");
        let kept = TempDir::new_in(self.folder.path()).unwrap();
        let port = Url::parse(self.exchange().url()).unwrap().port().unwrap();
        let mut command = Command::new(Path::new(&python).join("bin/python"));
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/exchangelib/client.py")).args(arguments);
        command.env("REQUESTS_CA_BUNDLE", self.folder.path().join("authority.pem")).env("TMPDIR", kept.path());
        command.env("HOSTS", HOSTS).env("PORT", port.to_string());
        let password = password.to_owned();
        let said = tokio::task::spawn_blocking(move || {
            let mut program = PeerProcess::start(&mut command);
            program.send_line(&password);
            program.wait_for_line(OUTCOME)
        });
        let line = said.await.unwrap().unwrap_or_else(|said| panic!("{arguments:?}: {said}"));
        line.trim().trim_start_matches(OUTCOME).to_owned()
    }

    /// Opens the inbox.
    async fn open_inbox(&self, user: &str, auth_type: &str, password: &str) -> String {
        self.run_client(&["inbox", user, ANN, &self.exchange().ews_url(), auth_type], password).await
    }

    /// The same with a known server version, so that the client sends one request alone.
    async fn open_inbox_at_known_version(&self, password: &str) -> String {
        self.run_client(&["inbox", USER, ANN, &self.exchange().ews_url(), "NTLM", "known"], password).await
    }

    /// Asks where the mailbox is.
    async fn autodiscover(&self, dialect: &str, password: &str) -> String {
        self.run_client(&[dialect, USER, ANN], password).await
    }
}

#[tokio::test]
async fn the_inbox_opens_by_basic_and_by_ntlm() {
    let client = ExchangelibClient::start().await;
    let password = client.exchange().password(ANN);
    for (auth_type, scheme) in [("basic", AuthenticationScheme::Basic), ("NTLM", AuthenticationScheme::Ntlm)] {
        for user in [USER, ANN] {
            assert_eq!(client.open_inbox(user, auth_type, &password).await, "opened Inbox", "{auth_type} {user}");
            let last = client.exchange().authentications().pop().unwrap();
            assert_eq!((last.scheme, last.person.as_deref(), last.right), (scheme, Some(ANN), true));
        }
    }
    assert_eq!(client.exchange().tries(ANN).wrong, 0);
}

#[tokio::test]
async fn another_program_binds_its_answer_to_the_same_channel() {
    let client = ExchangelibClient::start().await;
    client.set(|switches| switches.extended_protection = true);
    assert_eq!(client.open_inbox(USER, "NTLM", &client.exchange().password(ANN)).await, "opened Inbox");
    assert!(client.exchange().authentications().iter().all(|one| one.binding == Binding::Right));
}

#[tokio::test]
async fn a_wrong_password_opens_nothing() {
    let client = ExchangelibClient::start().await;
    for auth_type in ["basic", "NTLM"] {
        assert_eq!(client.open_inbox(USER, auth_type, "not hers").await, "refused UnauthorizedError", "{auth_type}");
    }
    let Tries { right, wrong } = client.exchange().tries(ANN);
    assert!(right == 0 && wrong > 0, "{wrong} wrong, {right} right");
    for dialect in ["pox", "soap"] {
        let said = client.autodiscover(dialect, "not hers").await;
        assert!(said.starts_with("refused "), "{dialect}: {said}");
    }
    assert_eq!(client.exchange().tries(ANN).right, 0);
}

#[tokio::test]
async fn the_server_is_found_in_both_dialects() {
    let client = ExchangelibClient::start().await;
    let password = client.exchange().password(ANN);
    let found = format!("found {}", client.exchange().ews_url());
    // The client follows no redirect to a host with an explicit port, so `AnotherHost` is left out.
    for autodiscover in [Autodiscover::Everything, Autodiscover::WithoutJson] {
        client.set(|switches| switches.autodiscover = autodiscover);
        for dialect in ["pox", "soap"] {
            assert_eq!(client.autodiscover(dialect, &password).await, found, "{dialect}, {autodiscover:?}");
        }
    }
    client.set(|switches| switches.autodiscover = Autodiscover::Nothing);
    for dialect in ["pox", "soap"] {
        let said = client.autodiscover(dialect, &password).await;
        assert!(said.starts_with("refused "), "{dialect}: {said}");
    }
}

#[tokio::test]
async fn refusals_are_understood_by_their_codes() {
    let client = ExchangelibClient::start().await;
    let password = client.exchange().password(ANN);
    for (condition, code) in [
        (Condition::PasswordExpired, "ErrorPasswordExpired"),
        (Condition::Disabled, "ErrorAccountDisabled"),
        (Condition::MailboxMissing, "ErrorNonExistentMailbox"),
    ] {
        client.exchange().impose(ANN, condition);
        assert_eq!(client.open_inbox_at_known_version(&password).await, format!("refused {code}"), "{condition:?}");
        client.exchange().lift(ANN, condition);
    }
    client.set(|switches| switches.answers = EwsAnswers::ServerBusy);
    assert_eq!(client.open_inbox_at_known_version(&password).await, "refused ErrorServerBusy");
}
