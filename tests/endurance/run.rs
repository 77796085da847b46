//! A provider that counts requests, and a store full of its grants.

use std::collections::HashMap;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{Clock as _, Health, SystemClock, SystemEntropy};
use latchkey_store::{Crypter, Store};
use latchkey_testkit::load_config;
use latchkey_testkit::sample::{Sample, connection_id};
use latchkey_testkit::token_server::{AnswerTiming, CLIENT_ID, PresentationOutcome, Rotation, TokenServer};
use latchkey_wire::{OfferId, UnixSeconds};
use tempfile::TempDir;
use tokio::time::Instant;

/// The provider's name in the configuration, and of its offer.
const OFFER: &str = "counted";

/// A counting provider and a store, in a folder that is deleted with them.
pub struct EnduranceRun {
    /// The provider.
    pub provider: TokenServer,
    /// How many connections there are.
    pub connections: usize,
    folder: TempDir,
    store_url: String,
}

/// The endpoint's timeout for the provider, in seconds. It is short, because the length of claims depends on it.
const PROVIDER_TIMEOUT_S: u64 = 3;
/// How long a claim lasts: four timeouts, and ten seconds for the writing.
pub const LEASE: Duration = Duration::from_secs(4 * PROVIDER_TIMEOUT_S + 10);
/// The most requests that one endpoint has under way at the provider.
pub const CONCURRENCY: usize = 32;

impl EnduranceRun {
    /// With so many connections in an SQLite file, all of them due.
    pub async fn open(rotation: Rotation, timing: AnswerTiming, connections: usize) -> Self {
        Self::empty(rotation, timing, None).await.filled(connections, SystemClock.now()).await
    }

    /// With nothing in an SQLite file, or in another database.
    pub async fn empty(rotation: Rotation, timing: AnswerTiming, store_url: Option<String>) -> Self {
        let folder = TempDir::new().unwrap();
        let file = || format!("sqlite://{}/latchkey.db", folder.path().display());
        let store_url = store_url.unwrap_or_else(file);
        Self { provider: TokenServer::start(rotation, timing).await, connections: 0, folder, store_url }
    }

    /// With so many connections, all of them due at the same moment.
    pub async fn filled(self, connections: usize, due_at: UnixSeconds) -> Self {
        let run = Self { connections, ..self };
        let now = SystemClock.now();
        let sample = Sample {
            offer: OfferId::new(OFFER),
            issuer: run.provider.issuer().to_owned(),
            now,
            access_expires_at: due_at,
            due_at: Some(due_at),
        };
        let grants: Vec<_> = (0..connections).map(|_| run.provider.grant().1).collect();
        let store = run.store().await;
        sample.write(&*store, 0..connections, |number| ("at".to_owned(), grants[number].clone())).await.unwrap();
        store.close().await;
        run
    }

    /// The configuration of one endpoint, known to the provider by a name of its own.
    pub fn config(&self, name: &str) -> PathBuf {
        let file = self.folder.path().join(format!("{name}.toml"));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let provider = self.provider.settings(OFFER, &Self::client_id(name));
        let text = format!(
            r#"
            listen = "127.0.0.1:{port}"
            public_url = "http://localhost:{port}"
            [store]
            url = "{store}"
            [encryption]
            keys = [{{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }}]
            [renewal]
            provider_timeout_s = {PROVIDER_TIMEOUT_S}
            concurrency = {CONCURRENCY}
            per_second = 1000
            {provider}
            "#,
            store = self.store_url
        );
        fs::write(&file, text).unwrap();
        file
    }

    /// The client id of the endpoint of that name.
    pub fn client_id(name: &str) -> String {
        format!("{CLIENT_ID}-{name}")
    }

    /// Opens the store, beside the endpoints that have it open.
    pub async fn store(&self) -> Arc<dyn Store> {
        let config = load_config(&self.config("reader")).unwrap();
        let crypter = Crypter::new(config.encryption.load_keys().unwrap(), Arc::new(SystemEntropy)).unwrap();
        latchkey_store::open(&self.store_url, crypter).await.unwrap()
    }

    /// How many grants have been exchanged, or ended, since then.
    pub fn count_settled_since(&self, since: Instant) -> usize {
        let mut last = HashMap::new();
        for presentation in self.provider.presentations() {
            last.insert(presentation.grant, presentation);
        }
        let is_settled = |outcome, at| match outcome {
            Some(PresentationOutcome::Exchanged) => at >= since,
            Some(PresentationOutcome::Refused) => true,
            Some(PresentationOutcome::Abandoned) | None => false,
        };
        last.values().filter(|last| is_settled(last.outcome, last.at)).count()
    }

    /// Compares the store with the tokens that the provider accepts. No endpoint may be running.
    pub async fn audit(&self) -> GrantAudit {
        let store = self.store().await;
        let mut audit = GrantAudit::default();
        for number in 0..self.connections {
            let id = connection_id(number);
            let connection = store.find_connection(&id).await.unwrap().unwrap();
            let grant = store.find_grant(&id).await.unwrap().unwrap();
            let is_good = self.provider.honours(grant.refresh().unwrap().expose());
            match (is_good, &connection.health) {
                (true, Health::Working | Health::Retrying { .. }) => audit.kept += 1,
                (false, Health::NeedsSignIn { .. }) => audit.lost_and_reported += 1,
                (false, Health::Retrying { .. }) => audit.lost_and_unnoticed += 1,
                (true, _) => audit.wrongly_reported_lost.push(number),
                (false, _) => audit.wrongly_reported_working.push(number),
            }
        }
        store.close().await;
        audit
    }
}

/// The stored connections compared with the tokens that the provider accepts.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct GrantAudit {
    /// They work, and no person is asked to act.
    pub kept: usize,
    /// The provider accepts no stored token of theirs, and their people are asked to sign in.
    pub lost_and_reported: usize,
    /// The provider accepts no stored token of theirs, and the next attempt will notice it. Until then they are not reported
    /// as working.
    pub lost_and_unnoticed: usize,
    /// They work, but their people are asked to act.
    pub wrongly_reported_lost: Vec<usize>,
    /// They are reported as working, and do not work.
    pub wrongly_reported_working: Vec<usize>,
}
