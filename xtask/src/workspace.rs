//! The paths of the workspace, and how to call cargo.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// Variables that `cargo run` sets for xtask. They describe xtask's package and must not leak into a cargo that xtask starts:
/// a build script that reads them would run again each time.
const FOREIGN: [&str; 4] = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"];

/// Folders with generated or downloaded files.
const NOT_OURS: [&str; 5] = ["target", "dist", ".git", ".latchkey", "node_modules"];

/// The workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}

/// The built pane.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder with programs of the dev profile, such as xtask itself.
pub fn bin_dir() -> anyhow::Result<PathBuf> {
    let exe = env::current_exe().context("can't tell where xtask itself is")?;
    let folder = exe.parent().context("xtask is in no folder")?;
    // Test binaries are one level further down.
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    Ok(folder.to_path_buf())
}

/// A program of this workspace, built before by [`cargo`].
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    Ok(bin_dir()?.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// A program of this workspace as it is released, built before by [`cargo`].
pub fn released(name: &str) -> anyhow::Result<PathBuf> {
    let target = bin_dir()?.parent().context("the target folder has no parent")?.to_path_buf();
    Ok(target.join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Xtask's own files between runs: logs and stamps. Below cargo's target folder, so `cargo clean` clears it.
pub fn scratch() -> anyhow::Result<PathBuf> {
    let target = bin_dir()?.parent().context("the target folder has no parent")?.to_path_buf();
    Ok(target.join("xtask"))
}

/// Tools that outlive a clone, one folder for each version.
pub fn tools() -> anyhow::Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").filter(|it| !it.is_empty()).map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")));
    let cache = cache.context("neither XDG_CACHE_HOME nor HOME is set: set one, so that tools can be kept there")?;
    Ok(cache.join("latchkey").join("tools"))
}

/// `cargo …` in the workspace.
pub fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    without_foreign_variables(&mut command);
    command
}

/// Removes [`FOREIGN`] and all variables about xtask's package from a command's environment.
pub fn without_foreign_variables(command: &mut Command) {
    let of_a_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_");
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| FOREIGN.contains(&name) || of_a_package(name)) {
            command.env_remove(name);
        }
    }
}

/// Every file of the repository below a folder.
pub fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            files.push(entry.path());
        } else if !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            files.extend(files_below(&entry.path())?);
        }
    }
    files.sort();
    Ok(files)
}
