//! The program: practice providers on one port, until it is interrupted. It writes its log to stderr, without secrets.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use latchkey_domain::{SystemClock, SystemEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer, RegisteredClient};
use tracing_subscriber::EnvFilter;
use url::Url;

/// Practice providers: stand-ins for the places where people sign in.
#[derive(Parser)]
#[command(version)]
struct PracticeArguments {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:4871")]
    listen: SocketAddr,
    /// The address that browsers and programs use, if it isn't the one listened on.
    #[arg(long)]
    public_url: Option<Url>,
    /// Where the practice Exchange listens, over HTTPS. It isn't there unless this is given.
    #[arg(long)]
    exchange_listen: Option<SocketAddr>,
    /// The address of the practice Exchange that programs use, if it isn't `https://localhost` and the port.
    #[arg(long)]
    exchange_url: Option<Url>,
    /// A file for the certificate of the authority behind the practice Exchange, for programs that are to trust it.
    #[arg(long)]
    exchange_ca_file: Option<PathBuf>,
    /// The registered program's id.
    #[arg(long)]
    client_id: String,
    /// A file with the registered program's secret; surrounding white space is ignored.
    #[arg(long)]
    client_secret_file: PathBuf,
    /// What the consent page calls the program.
    #[arg(long, default_value = "Latchkey")]
    client_name: String,
    /// Where people may be sent back to. Can be given several times.
    #[arg(long = "redirect-uri", required = true)]
    redirect_uris: Vec<String>,
    /// How long access tokens work, in seconds.
    #[arg(long, default_value_t = 3600, value_parser = clap::value_parser!(u32).range(1..))]
    access_token_life_s: u32,
    /// Keeps grants, consents and the signing key over a restart.
    #[arg(long)]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(io::stderr).init();
    match run(PracticeArguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: PracticeArguments) -> Result<(), String> {
    let file = &arguments.client_secret_file;
    let secret = fs::read_to_string(file).map_err(|error| format!("can't read {}: {error}", file.display()))?;
    let config = PracticeConfig {
        listen: arguments.listen,
        public_url: arguments.public_url,
        exchange_listen: arguments.exchange_listen,
        exchange_url: arguments.exchange_url,
        exchange_ca_file: arguments.exchange_ca_file,
        client: RegisteredClient {
            id: arguments.client_id,
            name: arguments.client_name,
            secret: secret.trim().to_owned().into(),
            redirect_uris: arguments.redirect_uris,
        },
        access_token_life_s: arguments.access_token_life_s,
        state_file: arguments.state,
        remember_secrets: false,
        ..PracticeConfig::default()
    };
    // Listen for signals first: one that comes during the start must not be lost.
    let interrupted = signals().map_err(|error| format!("can't listen for signals: {error}"))?;
    let practice = PracticeServer::start(config, Arc::new(SystemClock), Arc::new(SystemEntropy))
        .await
        .map_err(|error| error.to_string())?;
    interrupted.await;
    tracing::info!("shutting down");
    practice.shutdown().await;
    Ok(())
}

#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
