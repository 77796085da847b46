//! An endpoint's server while it runs, and further replicas beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use latchkey_domain::{ManualClock, SystemEntropy};
use latchkey_endpoint::App;
use latchkey_endpoint::config::{Config, ConfigError};
use latchkey_endpoint::jobs::reload::{Reloader, WatchedFile};
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::serve::{Endpoint, Jobs, World};
use latchkey_practice::PracticeServer;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use super::{TestEndpointBuilder, config};
use crate::TestPane;

/// An endpoint's server and its state.
pub(super) struct RunningEndpoint {
    pub(super) app: App,
    pub(super) reloader: Reloader,
    pub(super) watched: WatchedFile,
    pub(super) server: JoinHandle<std::io::Result<()>>,
}

/// One more endpoint with the same configuration, at an address of its own that no browser knows.
pub struct Replica {
    pub(super) url: Url,
    pub(super) running: RunningEndpoint,
}

impl Replica {
    /// The address that a load balancer forwards to.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A pane whose requests a load balancer forwards here. Only without TLS.
    pub fn pane(&self) -> TestPane {
        TestPane::new(self.url.clone(), None)
    }

    /// The replica's application state.
    pub fn app(&self) -> &App {
        &self.running.app
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.running.app.stopping.cancel();
        self.running.server.abort();
    }
}

/// Opens an endpoint with this configuration and serves it at this listener.
pub(super) async fn open(
    builder: &TestEndpointBuilder,
    url: &Url,
    practice: &PracticeServer,
    folder: &TempDir,
    clock: &Arc<ManualClock>,
    listener: TcpListener,
) -> RunningEndpoint {
    std::fs::write(config_file(folder), config::text(builder, url, practice, folder)).unwrap();
    let watched = WatchedFile::new(config_file(folder), load_config);
    let config = load_config(&config_file(folder)).unwrap();
    let world = World {
        clock: Arc::<ManualClock>::clone(clock),
        entropy: Arc::new(SystemEntropy),
        http: Arc::new(Outbound::with_timeout(config.renewal.provider_timeout()).unwrap()),
    };
    let endpoint = Endpoint::open(&config, world).await.unwrap();
    let (app, reloader) = (endpoint.app.clone(), endpoint.reloader());
    let server = tokio::spawn(endpoint.run(listener, None, Jobs::OnRequest));
    RunningEndpoint { app, reloader, watched, server }
}

/// Reads a configuration without the environment, which may have variables for another endpoint.
pub fn load_config(file: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|_| ConfigError::NoFile(file.to_owned()))?;
    Config::parse(&text)
}

/// Where the configuration is written.
pub(super) fn config_file(folder: &TempDir) -> PathBuf {
    folder.path().join("latchkey.toml")
}
