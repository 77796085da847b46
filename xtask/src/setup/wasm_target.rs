//! The Rust target that the pane is compiled to. With rustup it comes by itself from `rust-toolchain.toml`.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::process::output_of;
use crate::{ui, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target if it is missing.
pub fn ensure() -> anyhow::Result<()> {
    if is_there() {
        return Ok(());
    }
    ui::say(format!("Adding the Rust target {TARGET}"));
    let added = output_of(Command::new("rustup").args(["target", "add", TARGET]).current_dir(workspace::root()));
    if added.is_none() || !is_there() {
        bail!(
            "The Rust target {TARGET} is missing and couldn't be added. With a network, `rustup target add {TARGET}` \
             adds it; without rustup, install your system's package for it."
        );
    }
    Ok(())
}

fn is_there() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]).current_dir(workspace::root());
    output_of(&mut rustc).is_some_and(|folder| Path::new(&folder).is_dir())
}
