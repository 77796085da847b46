//! Builds the pane as `Trunk.toml` says (`trunk_toml.rs`): compiles its program (`compile.rs`), puts page, program and assets
//! together (`assemble.rs`), writes the languages that are not built in beside them, compresses every file, and puts all in
//! `dist/` (`publish.rs`).
//!
//! A check of all that takes seconds even if nothing has changed. So a stamp of all inputs and of the files that came out is
//! stored, and compared first (`stamp.rs`).

mod assemble;
mod compile;
mod minify;
mod page;
mod publish;
pub mod stamp;
mod trunk_toml;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use latchkey_copy::{Language, Sentences};

use compile::Beside;

use crate::jobs::{self, Job};
use crate::log::Log;
use crate::setup::wasm_target;
use crate::{process, ui, workspace};

/// The inputs of the pane, relative to the workspace.
const INPUTS: [&str; 13] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "assets",
    "crates/copy",
    "crates/wire",
    "crates/leptos-config",
    "crates/wasm-streams",
    "dev/pane-glue",
    "xtask/src/pane",
];

/// The programs that a build of the pane calls. Their packages have the same names.
pub const TOOLS: [&str; 2] = ["latchkey-pane-glue", "latchkey-precompress"];

/// The packages that the demo runs.
pub const DEMO_PACKAGES: [&str; 2] = ["latchkey-endpoint", "latchkey-practice"];

/// Where trunk has put the pane when it runs a hook. <https://trunkrs.dev/advanced/hooks/>
const STAGING_VARIABLE: &str = "TRUNK_STAGING_DIR";

/// Builds the pane if it is not fresh, and the `programs` (packages of this workspace) beside those of the pane's tools.
pub fn ensure_built(programs: &[&str]) -> anyhow::Result<()> {
    wasm_target::ensure()?;
    let packages = [programs, &TOOLS].concat();
    let args: Vec<String> =
        packages.iter().flat_map(|package| ["--package".to_owned(), (*package).to_owned()]).collect();
    let mut builds = vec![Job::new("programs", "building the programs", move |log| {
        log.run("building the programs", workspace::cargo(["build", "--locked"]).args(args))
    })?];
    // Before the program is compiled: an edit during the build must not count as built.
    let inputs = stamp_of_inputs()?;
    let is_fresh = is_fresh_for(&inputs)?;
    if !is_fresh {
        // Beside the programs: the last step of each build has work for one core only.
        let beside = if programs.is_empty() { Beside::Nothing } else { Beside::Programs };
        builds.push(Job::new("pane", "compiling the pane", move |log| compile::program(&settings()?, beside, log))?);
    }
    ui::say("Building");
    jobs::side_by_side(builds)?;
    if is_fresh {
        ui::say("  done: the pane is up to date");
        return Ok(());
    }
    jobs::side_by_side(vec![Job::new("pane-files", "writing the pane's files", move |log| write(&inputs, log))?])
}

/// True if `dist/` is up to date.
pub fn is_fresh() -> anyhow::Result<bool> {
    is_fresh_for(&stamp_of_inputs()?)
}

fn is_fresh_for(inputs: &str) -> anyhow::Result<bool> {
    let built = fs::read_to_string(stamp_file()?).unwrap_or_default();
    Ok(built == format!("{inputs}\n{}", stamp_of_files()?))
}

/// Builds the pane even if it is up to date. The [`TOOLS`] must be built already.
pub fn build(log: &mut Log) -> anyhow::Result<()> {
    let inputs = stamp_of_inputs()?;
    compile::program(&settings()?, Beside::Nothing, log)?;
    write(&inputs, log)
}

/// Writes `dist/` from the program that was compiled from `inputs`.
fn write(inputs: &str, log: &mut Log) -> anyhow::Result<()> {
    // An interrupted build must not look like a complete one.
    let _ = fs::remove_file(stamp_file()?);
    let settings = settings()?;
    let dist = workspace::dist();
    ensure!(workspace::root().join(&settings.dist) == dist, "Trunk.toml must write to {}", dist.display());
    let program = compile::glue(&settings, log)?;
    let finished = workspace::scratch()?.join("pane");
    assemble::pane(workspace::root(), &settings, &program, &finished)?;
    write_languages(&finished)?;
    log.run("compressing the pane", Command::new(workspace::program("latchkey-precompress")?).arg(&finished))?;
    publish::replace(&finished, &dist, Path::new(settings.target.file_name().unwrap_or_default()))?;
    let file = stamp_file()?;
    fs::write(&file, format!("{inputs}\n{}", stamp_of_files()?))
        .with_context(|| format!("can't write {}", file.display()))
}

/// Adds what trunk does not write to a pane that trunk has built, and whose hook calls this.
pub fn finish_for_trunk() -> anyhow::Result<()> {
    let folder = env::var_os(STAGING_VARIABLE).map(PathBuf::from);
    let folder =
        folder.with_context(|| format!("{STAGING_VARIABLE} is not set: trunk calls this command as its hook"))?;
    write_languages(&folder)
}

fn settings() -> anyhow::Result<trunk_toml::BuildSettings> {
    trunk_toml::read(workspace::root())
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

fn stamp_file() -> anyhow::Result<PathBuf> {
    Ok(workspace::scratch()?.join("pane.stamp"))
}

fn stamp_of_inputs() -> anyhow::Result<String> {
    let toolchain = process::output_of(Command::new("rustc").arg("--version").current_dir(workspace::root()));
    stamp::of(workspace::root(), &INPUTS, &toolchain.unwrap_or_default())
}

/// Trunk writes to the same folder, and `trunk serve` a page that loads itself anew: neither is xtask's. A file may be gone.
fn stamp_of_files() -> anyhow::Result<String> {
    stamp::of(workspace::root(), &["dist"], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_pane_is_among_its_inputs() {
        let manifest: toml::Table = fs::read_to_string(workspace::root().join("Cargo.toml")).unwrap().parse().unwrap();
        let dependencies = manifest["dependencies"].as_table().unwrap().keys();
        let ours: Vec<_> = dependencies.filter_map(|name| name.strip_prefix("latchkey-")).collect();
        assert!(!ours.is_empty());
        for name in ours {
            assert!(INPUTS.contains(&format!("crates/{name}").as_str()), "{name} is missing in INPUTS");
        }
    }
}
