//! The endpoint's command line.
//!
//! # To add a command
//! Write a file for it here, with its arguments and a `run`, and name it in [`EndpointCommand`].

pub mod check;
mod connections;
mod encryption;
mod engine_keys;
mod installation;
mod journal;
mod migrate;
mod serve;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use self::installation::InstallationArguments;
use crate::config::Config;
use crate::outbound::Outbound;
use crate::web::routes;

/// Keeps mailbox and CRM access working: exchanges codes, stores and renews grants.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: EndpointCommand,
}

#[derive(Subcommand)]
enum EndpointCommand {
    /// Runs the endpoint until it receives SIGINT or SIGTERM.
    Serve {
        #[command(flatten)]
        installation: InstallationArguments,
        /// Write the log as JSON lines.
        #[arg(long, env = "LATCHKEY_LOG_JSON")]
        log_json: bool,
    },
    /// Checks everything that the installation depends on, and reports what to fix.
    Check {
        #[command(flatten)]
        installation: InstallationArguments,
    },
    /// Lists, shows or ends connections.
    Connections {
        #[command(flatten)]
        installation: InstallationArguments,
        #[command(subcommand)]
        action: connections::ConnectionsAction,
    },
    /// Creates, lists or revokes the keys of sync engines.
    Keys {
        #[command(flatten)]
        installation: InstallationArguments,
        #[command(subcommand)]
        action: engine_keys::EngineKeysAction,
    },
    /// Shows and rotates the keys that grants are encrypted with.
    Encryption {
        #[command(flatten)]
        installation: InstallationArguments,
        #[command(subcommand)]
        action: encryption::EncryptionAction,
    },
    /// Prints the audit journal as JSON lines.
    Journal {
        #[command(flatten)]
        installation: InstallationArguments,
        #[command(flatten)]
        range: journal::JournalRange,
    },
    /// Copies an installation from one database to another.
    Migrate {
        #[command(flatten)]
        installation: InstallationArguments,
        #[command(flatten)]
        databases: migrate::MigrateArguments,
    },
    /// Prints the OpenAPI document.
    Openapi,
}

/// Runs the command that the program was called with.
pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "latchkey-endpoint: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match CommandLine::parse().command {
        EndpointCommand::Serve { installation, log_json } => {
            log(log_json);
            runtime()?.block_on(serve::run(installation))
        }
        EndpointCommand::Check { installation } => runtime()?.block_on(check::run(&installation)),
        EndpointCommand::Connections { installation, action } => {
            runtime()?.block_on(connections::run(&installation, action))
        }
        EndpointCommand::Keys { installation, action } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = engine_keys::run(&*store, action).await;
            store.close().await;
            done
        }),
        EndpointCommand::Encryption { installation, action } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = encryption::run(&*store, action).await;
            store.close().await;
            done
        }),
        EndpointCommand::Journal { installation, range } => runtime()?.block_on(async {
            let store = installation.store().await?;
            let done = journal::export(&*store, &range).await;
            store.close().await;
            done
        }),
        EndpointCommand::Migrate { installation, databases } => {
            runtime()?.block_on(migrate::run(&installation, &databases))
        }
        EndpointCommand::Openapi => {
            let document = routes::openapi().to_pretty_json()?;
            writeln!(std::io::stdout(), "{document}").context("could not print")
        }
    }
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_env("LATCHKEY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log line that cannot be written, for example because the disk is full, is lost. Reporting that error to the
    // same log would panic.
    let log = log.log_internal_errors(false);
    if json { log.json().init() } else { log.init() }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn outbound(config: &Config) -> anyhow::Result<Outbound> {
    Outbound::with_timeout(config.renewal.provider_timeout()).context("no HTTP client")
}
