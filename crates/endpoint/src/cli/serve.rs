//! `latchkey-endpoint serve`: serves until the process receives a signal to stop.

use std::sync::Arc;

use anyhow::Context as _;
use latchkey_domain::{SystemClock, SystemEntropy};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::installation::InstallationArguments;
use super::outbound;
use crate::config::Config;
use crate::jobs::reload::WatchedFile;
use crate::serve::{Endpoint, Jobs, World};

async fn listen(setting: &str, address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.with_context(|| format!("{setting}: can't listen on {address}; is it in use?"))
}

/// Serves panes and sync engines until SIGINT or SIGTERM.
pub(super) async fn run(installation: InstallationArguments) -> anyhow::Result<()> {
    let file = installation.config;
    let config = Config::load(&file)?;
    let watched = WatchedFile::new(file, Config::load);
    let listener = listen("listen", config.listen).await?;
    let metrics = match config.metrics {
        Some(metrics) => Some(listen("metrics.listen", metrics.listen).await?),
        None => None,
    };
    let http = outbound(&config)?;
    let world = World { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy), http: Arc::new(http) };
    let endpoint = Endpoint::open(&config, world).await?;
    let app = endpoint.app.clone();
    tokio::spawn(endpoint.reloader().watch(watched));
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        app.stopping.cancel();
    });
    tracing::info!(listen = %config.listen, public_url = %config.public_url, "serving");
    endpoint.run(listener, metrics, Jobs::Scheduled).await.context("serving ended")
}
