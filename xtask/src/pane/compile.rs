//! Compiles the pane's program, and writes the JavaScript that connects it to the page.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use super::assemble::Program;
use super::page::{Asset, Piece, take_apart};
use super::trunk_toml::BuildSettings;
use crate::log::Log;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "latchkey-pane";

/// What else is built at the same time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Beside {
    Nothing,
    /// The programs, which take longer: the pane leaves them most of the machine, and both end together.
    Programs,
}

/// Compiles the program. It needs no other program of the workspace.
pub fn program(settings: &BuildSettings, beside: Beside, log: &mut Log) -> anyhow::Result<()> {
    let args = ["build", "--locked", "--target", TARGET, "--package", PACKAGE, "--profile", &settings.cargo_profile];
    let mut cargo = workspace::cargo(args);
    if beside == Beside::Programs {
        cargo.args(["--jobs", "1"]);
    }
    log.run("compiling the pane", &mut cargo)
}

/// Writes the glue of the compiled program. `latchkey-pane-glue` must be built.
pub fn glue(settings: &BuildSettings, log: &mut Log) -> anyhow::Result<Program> {
    let binary = binary(settings)?;
    let target = workspace::bin_dir()?.parent().context("the target folder has no parent")?.to_path_buf();
    // Cargo's own name for the folder of the profile `dev`.
    let profile = if settings.cargo_profile == "dev" { "debug" } else { &settings.cargo_profile };
    let compiled = target.join(TARGET).join(profile).join(format!("{binary}.wasm"));
    let folder = workspace::scratch()?.join("pane-glue");
    let _ = fs::remove_dir_all(&folder);
    let mut glue = Command::new(workspace::program("latchkey-pane-glue")?);
    log.run("writing the pane's glue", glue.arg(&compiled).arg(&folder))?;
    let written = Program { glue: folder.join(format!("{binary}.js")), wasm: folder.join(format!("{binary}_bg.wasm")) };
    let count = fs::read_dir(&folder).with_context(|| format!("can't list {}", folder.display()))?.count();
    if count != 2 {
        // Modules that a crate links by `#[wasm_bindgen(module = …)]`.
        bail!("the program comes with more files than its glue; xtask/src/pane/assemble.rs does not write those");
    }
    Ok(written)
}

/// The binary that the page asks for.
fn binary(settings: &BuildSettings) -> anyhow::Result<String> {
    let page: PathBuf = workspace::root().join(&settings.target);
    let text = fs::read_to_string(&page).with_context(|| format!("can't read {}", page.display()))?;
    let binary = take_apart(&text)?.into_iter().find_map(|piece| match piece {
        Piece::Asset(Asset::Program { binary }) => Some(binary),
        _ => None,
    });
    binary.with_context(|| format!("{} asks for no program", page.display()))
}
