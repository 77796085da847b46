//! Builds the pane: trunk assembles it in `dist/`, then the languages that are not built in are written there, then every
//! file is compressed. [`ensure_built`] does the steps that are missing, including the installation of trunk.
//!
//! Trunk takes seconds even if nothing has changed. So a stamp of all inputs is stored, and compared first (`stamp.rs`).

pub mod stamp;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use latchkey_copy::{Language, Sentences};

use crate::jobs::{self, Job};
use crate::log::Log;
use crate::setup::{trunk, wasm_target};
use crate::{process, ui, workspace};

/// The inputs of the pane, relative to the workspace.
const INPUTS: [&str; 11] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "assets",
    "crates/copy",
    "crates/wire",
    "dev/wasm-bindgen-runner",
    "crates/wasm-streams",
];

/// The packages whose programs a build of the pane calls.
pub const TOOL_PACKAGES: [&str; 2] = ["latchkey-wasm-bindgen-runner", "latchkey-precompress"];

/// Builds the pane if it is not fresh, and the `programs` (packages of this workspace) beside those of the pane's tools that
/// are missing.
pub fn ensure_built(programs: &[&str]) -> anyhow::Result<()> {
    wasm_target::ensure()?;
    let packages = [programs, &TOOL_PACKAGES].concat();
    let args: Vec<String> =
        packages.iter().flat_map(|package| ["--package".to_owned(), (*package).to_owned()]).collect();
    let mut beside = vec![Job::new("programs", "building the programs", move |log| {
        log.run("building the programs", workspace::cargo(["build", "--locked"]).args(args))
    })?];
    if trunk::find()?.is_none() {
        ui::say("The first time compiles everything, trunk included: about ten minutes on two cores.");
        beside.push(Job::new("trunk", "compiling trunk", trunk::install)?);
    }
    ui::say("Building");
    jobs::side_by_side(beside)?;
    if is_fresh()? {
        ui::say("  done: the pane is up to date");
        return Ok(());
    }
    jobs::side_by_side(vec![Job::new("pane", "building the pane", build)?])
}

/// True if `dist/` is up to date.
pub fn is_fresh() -> anyhow::Result<bool> {
    let built = fs::read_to_string(workspace::scratch()?.join("pane.stamp")).unwrap_or_default();
    let complete = workspace::dist().join("index.html").is_file();
    Ok(complete && built == current_stamp()?)
}

/// Builds the pane even if it is up to date. Trunk and the [`TOOL_PACKAGES`] must be installed already.
pub fn build(log: &mut Log) -> anyhow::Result<()> {
    let stamp_file = workspace::scratch()?.join("pane.stamp");
    // An interrupted build must not look like a complete one.
    let _ = fs::remove_file(&stamp_file);
    let stamp = current_stamp()?;
    let trunk = trunk::find()?.context("trunk is not there, although it was installed a moment ago")?;
    let mut command = Command::new(trunk);
    command.arg("build").current_dir(workspace::root()).env("PATH", trunk::path_with_own_tools()?);
    // Trunk refuses the usual `NO_COLOR=1`: it wants `true`.
    command.env_remove("NO_COLOR");
    workspace::without_foreign_variables(&mut command);
    log.run("trunk build", &mut command)?;
    write_languages(&workspace::dist())?;
    log.run("compressing the pane", Command::new(workspace::program("latchkey-precompress")?).arg(workspace::dist()))?;
    fs::write(&stamp_file, stamp).with_context(|| format!("can't write {}", stamp_file.display()))
}

/// The sentences that are not built into the program, each language as a file.
fn write_languages(dist: &Path) -> anyhow::Result<()> {
    for language in Language::ALL {
        let Some(name) = language.file() else { continue };
        let file = dist.join(name);
        let folder = file.parent().unwrap_or(dist);
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        fs::write(&file, Sentences::of(language).to_file())
            .with_context(|| format!("can't write {}", file.display()))?;
    }
    Ok(())
}

fn current_stamp() -> anyhow::Result<String> {
    let toolchain = process::output_of(Command::new("rustc").arg("--version").current_dir(workspace::root()));
    let tools = format!("{} trunk {}", toolchain.unwrap_or_default(), trunk::VERSION);
    stamp::of(workspace::root(), &INPUTS, &tools)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_pane_is_among_its_inputs() {
        let manifest = fs::read_to_string(workspace::root().join("Cargo.toml")).unwrap();
        let dependencies = manifest.rsplit_once("\n[dependencies]\n").unwrap().1;
        let section = dependencies.split("\n[").next().unwrap();
        for line in section.lines().filter(|line| line.starts_with("latchkey-")) {
            let name = line.trim_start_matches("latchkey-").split(['.', ' ', '=']).next().unwrap();
            assert!(INPUTS.contains(&format!("crates/{name}").as_str()), "{name} is missing in INPUTS");
        }
    }
}
