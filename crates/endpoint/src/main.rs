//! The endpoint's command line.

mod command;
mod connections;
mod encryption;
mod journal;
mod keys;
mod migrate;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};
use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::reload::Watched;
use latchkey_endpoint::serve::{Endpoint, World};
use latchkey_endpoint::{diagnosis, routes};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::command::Installation;

/// Keeps mailbox and CRM access working: exchanges codes, keeps and renews grants.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the endpoint until it receives SIGINT or SIGTERM.
    Serve {
        #[command(flatten)]
        installation: Installation,
        /// Write the log as JSON lines.
        #[arg(long, env = "LATCHKEY_LOG_JSON")]
        log_json: bool,
    },
    /// Checks everything that the installation depends on, and reports what to fix.
    Check {
        #[command(flatten)]
        installation: Installation,
    },
    /// Lists, shows or ends connections.
    Connections {
        #[command(flatten)]
        installation: Installation,
        #[command(subcommand)]
        action: connections::Action,
    },
    /// Creates, lists or revokes the keys of sync engines.
    Keys {
        #[command(flatten)]
        installation: Installation,
        #[command(subcommand)]
        action: keys::Action,
    },
    /// Shows and rotates the keys that grants are encrypted with.
    Encryption {
        #[command(flatten)]
        installation: Installation,
        #[command(subcommand)]
        action: encryption::Action,
    },
    /// Prints the audit journal as JSON lines.
    Journal {
        #[command(flatten)]
        installation: Installation,
        #[command(flatten)]
        part: journal::Part,
    },
    /// Copies an installation from one database to another.
    Migrate {
        #[command(flatten)]
        installation: Installation,
        #[command(flatten)]
        how: migrate::Move,
    },
    /// Prints the OpenAPI document.
    Openapi,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "latchkey-endpoint: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Serve { installation, log_json } => {
            log(log_json);
            runtime()?.block_on(serve(installation))
        }
        Command::Check { installation } => runtime()?.block_on(check(installation)),
        Command::Connections { installation, action } => runtime()?.block_on(connections::run(&installation, action)),
        Command::Keys { installation, action } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = keys::run(&*store, action).await;
            store.close().await;
            done
        }),
        Command::Encryption { installation, action } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = encryption::run(&*store, action).await;
            store.close().await;
            done
        }),
        Command::Journal { installation, part } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = journal::export(&*store, &part).await;
            store.close().await;
            done
        }),
        Command::Migrate { installation, how } => runtime()?.block_on(migrate::run(&installation, &how)),
        Command::Openapi => {
            let document = routes::openapi().to_pretty_json()?;
            writeln!(std::io::stdout(), "{document}").context("could not print")
        }
    }
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_env("LATCHKEY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A line that cannot be written, because the disk of the log is full, is lost. To complain of that where it would have
    // gone is a panic in the middle of whatever was to be logged.
    let log = log.log_internal_errors(false);
    if json { log.json().init() } else { log.init() }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn outbound(config: &Config) -> anyhow::Result<Outbound> {
    Outbound::with_timeout(config.renewal.provider_timeout()).context("no HTTP client")
}

async fn listen(setting: &str, address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.with_context(|| format!("{setting}: can't listen on {address}; is it in use?"))
}

async fn serve(installation: Installation) -> anyhow::Result<()> {
    let file = installation.config;
    let config = Config::load(&file)?;
    let watched = Watched::new(file, Config::load);
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
        app.stopping.send_replace(true);
    });
    tracing::info!(listen = %config.listen, public_url = %config.public_url, "serving");
    endpoint.run(listener, metrics).await.context("serving ended")
}

async fn check(installation: Installation) -> anyhow::Result<()> {
    let config = Config::load(&installation.config)?;
    let findings = diagnosis::examine(&config, Arc::new(SystemEntropy), &outbound(&config)?).await;
    let mut out = std::io::stdout();
    for finding in &findings {
        match &finding.result {
            Ok(says) => writeln!(out, "ok    {}: {says}", finding.subject)?,
            Err(says) => writeln!(out, "FAIL  {}: {says}", finding.subject)?,
        }
    }
    match findings.iter().filter(|finding| finding.result.is_err()).count() {
        0 => Ok(()),
        failed => bail!("{failed} of {} checks failed", findings.len()),
    }
}
