//! `cargo xtask dialects`: runs the rows of `tests/dialects` against an endpoint program, and lists the rows that fail.
//! Without a commit it uses the program of this tree. The run takes five minutes, plus the build of an older commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::log::{Log, Show};
use crate::{process, ui, workspace};

/// Runs the rows against the program of a commit, or of this tree.
pub fn run(against: Option<&str>) -> anyhow::Result<()> {
    let mut log = Log::create("dialects", Show::OnFailure)?;
    let (tree, target) = match against {
        Some(commit) => {
            let tree = sources(commit)?;
            (tree, workspace::scratch()?.join("dialects/target"))
        }
        None => (workspace::root().to_path_buf(), workspace::scratch()?.join("dialects/target-here")),
    };
    ui::say(format!("Building the endpoint of {}", against.unwrap_or("this tree")));
    let mut build = workspace::cargo(["build", "--locked", "-p", "latchkey-endpoint"]);
    log.run("building the endpoint", build.current_dir(&tree).env("CARGO_TARGET_DIR", &target))?;
    let program = target.join("debug").join(format!("latchkey-endpoint{}", std::env::consts::EXE_SUFFIX));
    let mut rows =
        workspace::cargo(["run", "--locked", "-q", "-p", "latchkey-tests", "--example", "dialects-against", "--"]);
    if !process::RunningProgram::start(rows.arg(program))?.wait()?.success() {
        bail!("the rows could not be tried");
    }
    Ok(())
}

/// The sources of a commit, below the target folder.
fn sources(commit: &str) -> anyhow::Result<PathBuf> {
    let tree =
        workspace::scratch()?.join("dialects").join(commit.replace(|char: char| !char.is_ascii_alphanumeric(), "-"));
    if tree.join("Cargo.lock").exists() {
        return Ok(tree);
    }
    fs::create_dir_all(&tree).with_context(|| format!("can't make {}", tree.display()))?;
    let archive = tree.join("sources.tar");
    git(&["archive", "--format=tar", "--output"], &[&archive, Path::new(commit)])?;
    let mut unpack = Command::new("tar");
    let unpacked = unpack.arg("-xf").arg(&archive).current_dir(&tree).status().context("can't start tar")?;
    fs::remove_file(&archive).with_context(|| format!("can't remove {}", archive.display()))?;
    if unpacked.success() { Ok(tree) } else { bail!("tar can't unpack the sources of {commit}") }
}

fn git(words: &[&str], more: &[&Path]) -> anyhow::Result<()> {
    let status = Command::new("git").args(words).args(more).current_dir(workspace::root()).status();
    if status.context("can't start git")?.success() { Ok(()) } else { bail!("git knows no such commit") }
}
