//! `cargo xtask`: every command for people who work on this repository. `cargo xtask --help` lists them.
//!
//! Each command has a file of the same name. They share `setup.rs` and `pane.rs`.
//!
//! # To add a command
//! Add a variant to [`XtaskCommand`] with a line that says what it is good for, and a file with its `run`.

mod bench;
mod bundle;
mod demo;
mod dialects;
mod interrupt;
mod jobs;
mod log;
mod map;
mod mutants;
mod pane;
mod process;
mod process_group;
mod rust_code;
mod setup;
mod stopwatch;
mod test;
mod tidy;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use interrupt::Interrupted;

/// Commands for people who develop Latchkey. Each installs what it needs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: XtaskCommand,
}

#[derive(Subcommand)]
enum XtaskCommand {
    /// Build and start everything on this machine, with practice providers to sign in at
    ///
    /// The first start compiles for some minutes; later ones take seconds. When everything runs, it prints the addresses,
    /// names and passwords to try, and then the line `pane: http://localhost:4870/`. Press Ctrl-C to end it.
    Demo(demo::DemoOptions),
    /// Run the checks and tests, as CI does
    ///
    /// Steps that take minutes or need another program run only by name (`--only endurance`, `--only trunk`).
    ///
    /// Stops at the first step that fails and shows the end of its output; all of it is in target/xtask/logs.
    Test(test::TestOptions),
    /// Remove each guard against attackers and check that a test then fails (takes an hour)
    Mutants {
        /// Only guards whose description, file or test contains one of these words
        #[arg(long, value_name = "WORD", num_args = 1.., value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Run an endpoint against the answers of real servers and list the rows that fail (takes five minutes)
    Dialects {
        /// Build the endpoint of this commit [default: this working tree]
        #[arg(long, value_name = "COMMIT")]
        against: Option<String>,
    },
    /// Redraw the map of crates and of the endpoint's modules in ARCHITECTURE.md
    Map,
    /// Add to a pane that trunk builds what trunk does not write; the hook in Trunk.toml calls this
    #[command(hide = true)]
    FinishPane,
    /// Write an installation's Outlook add-in and Chrome extension, for an administrator to deploy
    Bundle(bundle::BundleOptions),
    /// Measure the pane, the endpoint or the extension, and compare with their goals
    Bench {
        #[command(subcommand)]
        what: bench::BenchTarget,
    },
}

/// The exit code for a program that Ctrl-C ended: 128 plus the number of SIGINT, as in a shell.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = interrupt::install().and_then(|()| match cli.command {
        XtaskCommand::Demo(options) => demo::run(&options),
        XtaskCommand::Test(options) => test::run(&options),
        XtaskCommand::Mutants { only } => mutants::run(&only),
        XtaskCommand::Dialects { against } => dialects::run(against.as_deref()),
        XtaskCommand::Map => map::run(),
        XtaskCommand::FinishPane => pane::finish_for_trunk(),
        XtaskCommand::Bundle(options) => bundle::run(&options),
        XtaskCommand::Bench { what } => bench::run(&what),
    });
    interrupt::end_everything();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("\nEnded.");
            ExitCode::from(INTERRUPTED)
        }
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
