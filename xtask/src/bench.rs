//! `cargo xtask bench …`: builds what is measured, then calls the program that measures.
//!
//! # To add a benchmark
//! Give it a package of its own in `dev/bench-…`, so that its dependencies are compiled only for it, and a variant
//! in [`BenchTarget`].

use std::num::NonZeroU32;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use anyhow::{Context, bail};

use crate::log::{Log, Show};
use crate::setup::{browser, postgres, wrk};
use crate::{pane, ui, workspace};

/// A program of the product that is measured.
#[derive(Debug, clap::Subcommand)]
pub enum BenchTarget {
    /// The pane: bytes, time to the first useful control, time until it can be used
    ///
    /// In headless Chromium: first and later visits, a slower processor, a slow link. Keep the machine quiet meanwhile.
    Pane {
        /// Visits under each condition
        #[arg(long, default_value = "15")]
        runs: NonZeroU32,
        /// Sources of the same screens in other stacks, to compare with
        ///
        /// [default: ../shared/bench, if it is there]
        #[arg(long, value_name = "DIR")]
        rivals: Option<PathBuf>,
    },
    /// The Chrome extension: what it costs Gmail's page
    ///
    /// By the browser's own profiler, in a page like Gmail's. Keep the machine quiet meanwhile.
    Extension,
    /// The endpoint: handing out, exchanging and renewing, with 64 clients
    ///
    /// On Linux with two cores: the server has one to itself. Beside it, in the same run, what axum can do at best, and
    /// the same endpoint in Node. Keep the machine quiet meanwhile.
    Endpoint {
        /// How often each is measured
        #[arg(long, default_value = "3")]
        rounds: NonZeroU32,
        /// How long each time, in seconds
        #[arg(long, default_value = "8")]
        seconds: NonZeroU32,
        /// Only what has this in its name, such as "hand-out"
        #[arg(long)]
        only: Option<String>,
        /// Sources of the same endpoint in Node, to compare with
        ///
        /// [default: ../shared/bench, if it is there]
        #[arg(long, value_name = "DIR")]
        rivals: Option<PathBuf>,
    },
    /// Renewing what is due, beside few and beside many stored connections, on each backend
    ///
    /// Writing a million connections first takes minutes and gigabytes below target/.
    Renewal {
        /// How many connections are stored
        #[arg(long, num_args = 1.., value_delimiter = ',', default_values = ["10000", "1000000"])]
        stored: Vec<usize>,
    },
}

pub fn run(what: &BenchTarget) -> anyhow::Result<()> {
    match what {
        BenchTarget::Pane { runs, rivals } => bench_pane(*runs, rivals.as_deref()),
        BenchTarget::Renewal { stored } => {
            let mut command = endpoint_bench("renewal")?;
            command.arg("--stored").args(stored.iter().map(ToString::to_string));
            if let Ok(found) = postgres::ensure()? {
                command.env(postgres::VARIABLE, found);
            }
            Log::create("bench-renewal", Show::Live)?.run("the benchmark", &mut command)
        }
        BenchTarget::Extension => bench_extension(),
        BenchTarget::Endpoint { rounds, seconds, only, rivals } => {
            let mut command = endpoint_bench("endpoint")?;
            let wrk = wrk::ensure()?;
            command.arg("--wrk").arg(wrk.program);
            if let Some(libraries) = wrk.libraries {
                command.env("LD_LIBRARY_PATH", libraries);
            }
            command.args(["--rounds", &rounds.to_string(), "--seconds", &seconds.to_string()]);
            if let Some(only) = only {
                command.args(["--only", only]);
            }
            with_rivals(&mut command, rivals.as_deref(), "endpoint")?;
            Log::create("bench-endpoint", Show::Live)?.run("the benchmark", &mut command)
        }
    }
}

/// The measurement is a browser test, which also checks the goal.
fn bench_extension() -> anyhow::Result<()> {
    browser::ensure()?;
    pane::ensure_built(&[])?;
    let mut command = workspace::cargo(["test", "--locked", "--workspace", "--test", "browser"]);
    command.args(["--", "extension::cost", "--nocapture"]).env("LATCHKEY_PANE_DIR", workspace::dist());
    command.env("LATCHKEY_MEASURES", "1");
    Log::create("bench-extension", Show::Live)?.run("the benchmark", &mut command)
}

fn bench_pane(runs: NonZeroU32, rivals: Option<&Path>) -> anyhow::Result<()> {
    browser::ensure()?;
    pane::ensure_built(&["latchkey-bench-pane"])?;
    let mut command = Command::new(workspace::program("latchkey-bench-pane")?);
    command.arg("--pane").arg(workspace::dist()).args(["--runs", &runs.to_string()]);
    command.arg("--scratch").arg(workspace::scratch()?);
    with_rivals(&mut command, rivals, "pane")?;
    Log::create("bench-pane", Show::Live)?.run("the benchmark", &mut command)
}

/// One of the endpoint's benchmarks, with both programs built in the release profile.
fn endpoint_bench(which: &str) -> anyhow::Result<Command> {
    let packages = ["--package", "latchkey-endpoint", "--package", "latchkey-bench-endpoint"];
    let mut build = workspace::cargo(["build", "--locked", "--release"].into_iter().chain(packages));
    Log::create("bench-build", Show::Live)?.run("building for release", &mut build)?;
    let mut command = Command::new(workspace::released("latchkey-bench-endpoint")?);
    command.arg(which).arg("--endpoint").arg(workspace::released("latchkey-endpoint")?);
    command.arg("--scratch").arg(workspace::scratch()?);
    Ok(command)
}

fn with_rivals(command: &mut Command, named: Option<&Path>, folder: &str) -> anyhow::Result<()> {
    match rivals_in(named, &workspace::root().join("../shared/bench"), folder)? {
        Some(rivals) => {
            command.arg("--rivals").arg(rivals);
        }
        None => ui::say("Without rivals: there is no folder ../shared/bench, and --rivals names none."),
    }
    Ok(())
}

/// The folder from the command line, or the default one if it exists.
fn rivals_in(named: Option<&Path>, usual: &Path, inside: &str) -> anyhow::Result<Option<PathBuf>> {
    let sources = |folder: &Path| folder.join(inside).is_dir();
    match named {
        Some(folder) if sources(folder) => Ok(Some(absolute(folder).context("--rivals names no folder")?)),
        Some(folder) => bail!("{} has no folder `{inside}` with the rivals' sources", folder.display()),
        None => Ok(sources(usual).then(|| usual.to_path_buf())),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn rivals_that_were_named_must_be_there_and_the_usual_ones_may() {
        let folder = tempfile::tempdir().unwrap();
        assert!(rivals_in(Some(folder.path()), folder.path(), "pane").is_err());
        assert_eq!(rivals_in(None, folder.path(), "pane").unwrap(), None);
        fs::create_dir(folder.path().join("pane")).unwrap();
        assert!(rivals_in(Some(folder.path()), Path::new("/none"), "pane").unwrap().is_some());
        assert!(rivals_in(None, folder.path(), "pane").unwrap().is_some());
        assert!(rivals_in(None, folder.path(), "endpoint").unwrap().is_none());
    }
}
