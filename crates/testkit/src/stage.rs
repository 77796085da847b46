//! The real endpoint with the real router, on a port of its own, beside practice providers, with a clock that stands
//! still.

use std::path::PathBuf;
use std::sync::Arc;

use latchkey_domain::{ManualClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::serve::{Endpoint, World};
use latchkey_endpoint::{App, renewal};
use latchkey_practice::{Client, Practice, PracticeConfig};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::{Browser, Pane, logs};

/// When every test begins.
pub const NOW: i64 = 1_800_000_000;

const CLIENT_ID: &str = "5d1c2a80-0f0e-4c59-9a53-0a1f6f1e7c11";
const CLIENT_SECRET: &str = "practice-client-secret";

/// How a stage is set.
#[derive(Default)]
pub struct StageBuilder {
    pane_dir: Option<PathBuf>,
    frame_ancestors: Vec<String>,
    extra: String,
}

impl StageBuilder {
    /// Serves a built pane.
    #[must_use]
    pub fn with_pane(mut self, folder: impl Into<PathBuf>) -> Self {
        self.pane_dir = Some(folder.into());
        self
    }

    /// Lets an origin embed the pane.
    #[must_use]
    pub fn embedded_by(mut self, origin: impl Into<String>) -> Self {
        self.frame_ancestors.push(origin.into());
        self
    }

    /// More of the configuration, as TOML tables.
    #[must_use]
    pub fn with_settings(mut self, toml: &str) -> Self {
        self.extra.push_str(toml);
        self
    }

    /// Raises the curtain.
    pub async fn start(self) -> Stage {
        logs::capture();
        let clock = Arc::new(ManualClock::at(NOW));
        let client = Client { id: CLIENT_ID.into(), secret: CLIENT_SECRET.into(), ..Client::default() };
        let config = PracticeConfig { client, ..PracticeConfig::default() };
        let practice =
            Practice::start(config, Arc::<ManualClock>::clone(&clock), Arc::new(SystemEntropy)).await.unwrap();
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
        practice.set_redirect_uris([format!("{url}oauth/callback/microsoft")]);
        let running = open(&self, &url, &practice, &folder, &clock, listener).await;
        Stage { practice, clock, url, folder, running, setting: self }
    }
}

struct Running {
    app: App,
    server: JoinHandle<std::io::Result<()>>,
}

/// Endpoint, practice providers and clock.
pub struct Stage {
    /// The providers, with their switches.
    pub practice: Practice,
    /// Time for endpoint and providers.
    pub clock: Arc<ManualClock>,
    url: Url,
    folder: TempDir,
    running: Running,
    setting: StageBuilder,
}

impl Stage {
    /// To set one up.
    pub fn builder() -> StageBuilder {
        StageBuilder::default()
    }

    /// Without a pane's files.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Where the endpoint is.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A pane that has just been opened.
    pub fn pane(&self) -> Pane {
        Pane::new(self.url.clone())
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new()
    }

    /// Renews what is due, and answers how many connections that was. No renewal happens otherwise.
    pub async fn renew_due(&self) -> usize {
        renewal::renew_due(&self.running.app).await.unwrap()
    }

    /// Moves the clock to where every grant is due, and renews.
    pub async fn renew_all(&self) -> usize {
        self.clock.advance_s(3600);
        self.renew_due().await
    }

    /// Stops the endpoint and starts it again on the same port, with the same store.
    pub async fn restart(mut self) -> Self {
        self.running.app.stopping.send_replace(true);
        (&mut self.running.server).await.unwrap().unwrap();
        let address = format!("127.0.0.1:{}", self.url.port().unwrap());
        let listener = TcpListener::bind(address).await.unwrap();
        self.running = open(&self.setting, &self.url, &self.practice, &self.folder, &self.clock, listener).await;
        self
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.running.app.stopping.send_replace(true);
        self.running.server.abort();
    }
}

async fn open(
    setting: &StageBuilder,
    url: &Url,
    practice: &Practice,
    folder: &TempDir,
    clock: &Arc<ManualClock>,
    listener: TcpListener,
) -> Running {
    let microsoft = practice.microsoft().url();
    let pane_dir =
        setting.pane_dir.as_ref().map_or(String::new(), |folder| format!("pane_dir = \"{}\"", folder.display()));
    let ancestors = &setting.frame_ancestors;
    let config = format!(
        r#"
        listen = "127.0.0.1:0"
        public_url = "{url}"
        frame_ancestors = {ancestors:?}
        {pane_dir}
        [store]
        url = "sqlite://{folder}/latchkey.db"
        [encryption]
        keys = [{{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }}]
        [providers.microsoft]
        kind = "microsoft"
        client_id = "{CLIENT_ID}"
        client_secret = "{CLIENT_SECRET}"
        authority = "{microsoft}"
        graph = "{microsoft}/graph"
        {extra}
        "#,
        folder = folder.path().display(),
        extra = setting.extra,
    );
    let world = World {
        clock: Arc::<ManualClock>::clone(clock),
        entropy: Arc::new(SystemEntropy),
        http: Arc::new(Outbound::new().unwrap()),
    };
    let endpoint = Endpoint::open(&Config::parse(&config).unwrap(), world).await.unwrap();
    let app = endpoint.app.clone();
    let server = tokio::spawn(endpoint.serve(listener));
    Running { app, server }
}
