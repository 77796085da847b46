//! The endpoint's command line.

mod keys;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_endpoint::config::Config;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::reload::Watched;
use latchkey_endpoint::routes;
use latchkey_endpoint::serve::{Endpoint, World};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Keeps mailbox and CRM access working: exchanges codes, keeps and renews grants.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves panes and renews what is due, until it is told to stop (SIGINT or SIGTERM).
    Serve {
        /// The configuration file; LATCHKEY_… variables override it.
        #[arg(long, env = "LATCHKEY_CONFIG", default_value = "latchkey.toml")]
        config: PathBuf,
    },
    /// Keys for sync engines.
    Keys {
        /// The configuration file; LATCHKEY_… variables override it.
        #[arg(long, env = "LATCHKEY_CONFIG", default_value = "latchkey.toml")]
        config: PathBuf,
        #[command(subcommand)]
        action: keys::Action,
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
        Command::Serve { config } => {
            let filter = EnvFilter::try_from_env("LATCHKEY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
            tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
            runtime()?.block_on(serve(config))
        }
        Command::Keys { config, action } => runtime()?.block_on(keys::run(&config, action)),
        Command::Openapi => {
            let document = routes::openapi().to_pretty_json()?;
            writeln!(std::io::stdout(), "{document}").context("could not print")
        }
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

async fn serve(file: PathBuf) -> anyhow::Result<()> {
    let config = Config::load(&file)?;
    let watched = Watched::new(file, Config::load);
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("can't listen on {}; is it in use?", config.listen))?;
    let http = Outbound::new().context("no HTTP client")?;
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
    endpoint.run(listener).await.context("serving ended")
}
