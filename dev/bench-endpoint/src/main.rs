//! `latchkey-bench-endpoint`: how fast the endpoint hands out tokens, exchanges codes and renews, and what that costs. It
//! is called by `cargo xtask bench endpoint` and `cargo xtask bench renewal`, which build the endpoint first.
//!
//! Everything that is compared is measured in one run, in rounds of changing order. Other load on the machine then affects
//! all alike, so ratios are reliable where requests a second are not. Processor time per request is the figure that noise
//! disturbs least.
//!
//! # To measure another path
//! Add it to [`case::Workload`], say what is asked for in `load.lua`, and what it must reach in [`goal`].

mod case;
mod data;
mod endpoint;
mod goal;
mod limit;
mod load;
mod machine;
mod renewal;
mod report;
mod rivals;
mod round;
mod server;
mod stats;
mod stub;

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures the endpoint beside its rivals and its limits.
#[derive(Parser)]
struct BenchEndpointArguments {
    #[command(subcommand)]
    what: MeasureCommand,
}

#[derive(Subcommand)]
enum MeasureCommand {
    /// Handing out, exchanging and renewing, each with 64 clients
    Endpoint(EndpointArguments),
    /// Renewing what is due, beside few and many that are not
    Renewal(RenewalArguments),
    /// A token endpoint that answers as fast as it can (for the benchmark's own use)
    Stub {
        /// Where to listen
        port: u16,
    },
    /// What axum can do at best (for the benchmark's own use)
    Limit {
        /// Where to listen
        port: u16,
        /// The stub's token endpoint
        token_url: String,
    },
}

/// The arguments of `endpoint`.
#[derive(clap::Args)]
struct EndpointArguments {
    /// The built endpoint
    #[arg(long)]
    endpoint: PathBuf,
    /// The load generator `wrk`
    #[arg(long)]
    wrk: PathBuf,
    /// The rivals' sources; without them only the endpoint and the limits are measured
    #[arg(long)]
    rivals: Option<PathBuf>,
    /// Where data is kept and rivals are built
    #[arg(long)]
    scratch: PathBuf,
    /// How often each is measured
    #[arg(long, default_value = "3")]
    rounds: NonZeroU32,
    /// How long each time, in seconds
    #[arg(long, default_value = "8")]
    seconds: NonZeroU32,
    /// Only what has this in its name
    #[arg(long)]
    only: Option<String>,
}

/// The arguments of `renewal`.
#[derive(clap::Args)]
struct RenewalArguments {
    /// The built endpoint
    #[arg(long)]
    endpoint: PathBuf,
    /// Where data is kept
    #[arg(long)]
    scratch: PathBuf,
    /// How many connections are stored
    #[arg(long, num_args = 1.., default_values = ["10000", "1000000"])]
    stored: Vec<usize>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match BenchEndpointArguments::parse().what {
        MeasureCommand::Endpoint(arguments) => endpoint::run(&arguments).await,
        MeasureCommand::Renewal(arguments) => renewal::run(&arguments).await,
        MeasureCommand::Stub { port } => stub::serve(port).await,
        MeasureCommand::Limit { port, token_url } => limit::serve(port, token_url).await,
    }
}
