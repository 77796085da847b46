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

/// Latchkey's own commands. Each sets up what it needs and is missing.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: XtaskCommand,
}

#[derive(Subcommand)]
enum XtaskCommand {
    /// Build and start everything on this machine, with a practice provider to sign in at
    ///
    /// The first start installs what is missing and takes minutes; later ones take seconds. Prints the addresses,
    /// names and passwords to try, and the line `pane: http://localhost:4870/` when it is ready. Ctrl-C ends all of it.
    Demo(demo::DemoOptions),
    /// Run every check and test, as CI does
    ///
    /// Stops at the first step that fails and shows the end of its output; all of it is in target/xtask/logs.
    Test(test::TestOptions),
    /// Take each guard against attackers out, and show that a test fails without it: an hour, for all
    Mutants {
        /// Only guards whose description, file or test holds one of these words
        #[arg(long, value_name = "WORD", num_args = 1.., value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Drive an endpoint program through what real servers answer, and list the rows that are red: five minutes
    Dialects {
        /// The program of this commit; without it, of this tree
        #[arg(long, value_name = "COMMIT")]
        against: Option<String>,
    },
    /// Draw the map of crates and of the endpoint's modules in ARCHITECTURE.md anew
    Map,
    /// Add to a pane that trunk builds what trunk does not write; the hook in Trunk.toml calls this
    #[command(hide = true)]
    FinishPane,
    /// Write what an administrator hands out: the Outlook add-in of an installation
    Bundle(bundle::BundleOptions),
    /// Measure, with the goals beside what was measured
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
        Err(error) if error.is::<Interrupted>() => ExitCode::from(INTERRUPTED),
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
