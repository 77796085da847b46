//! `cargo xtask bench …`: builds what is measured, then calls the program that measures.
//!
//! # To add a benchmark
//! Give it a package of its own in `crates/bench-…`, so that its dependencies are compiled only for it, and a variant
//! in [`What`].

use std::num::NonZeroU32;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use anyhow::{Context, bail};

use crate::log::{Log, Show};
use crate::setup::browser;
use crate::{pane, ui, workspace};

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
pub enum What {
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
}

/// Measures it.
pub fn run(what: &What) -> anyhow::Result<()> {
    let What::Pane { runs, rivals } = what;
    let rivals = rivals_in(rivals.as_deref(), &workspace::root().join("../shared/bench"))?;
    if rivals.is_none() {
        ui::say("Without rivals: there is no folder ../shared/bench, and --rivals names none.");
    }
    browser::ensure()?;
    pane::ensure_built(&["latchkey-bench-pane"])?;
    let mut command = Command::new(workspace::program("latchkey-bench-pane")?);
    command.arg("--pane").arg(workspace::dist()).args(["--runs", &runs.to_string()]);
    command.arg("--scratch").arg(workspace::scratch()?);
    if let Some(rivals) = rivals {
        command.arg("--rivals").arg(rivals);
    }
    Log::create("bench-pane", Show::Live)?.run("the benchmark", &mut command)
}

/// The folder that was named, or the usual one if it exists.
fn rivals_in(named: Option<&Path>, usual: &Path) -> anyhow::Result<Option<PathBuf>> {
    let sources = |folder: &Path| folder.join("pane").is_dir();
    match named {
        Some(folder) if sources(folder) => Ok(Some(absolute(folder).context("--rivals names no folder")?)),
        Some(folder) => bail!("{} has no folder `pane` with the rivals' sources", folder.display()),
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
        assert!(rivals_in(Some(folder.path()), folder.path()).is_err());
        assert_eq!(rivals_in(None, folder.path()).unwrap(), None);
        fs::create_dir(folder.path().join("pane")).unwrap();
        assert!(rivals_in(Some(folder.path()), Path::new("/none")).unwrap().is_some());
        assert!(rivals_in(None, folder.path()).unwrap().is_some());
    }
}
