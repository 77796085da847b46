//! Trunk, which puts the pane's page, wasm and assets together.
//!
//! A trunk of the right version in `PATH` is used. Otherwise it is compiled once for this user, into
//! `~/.cache/latchkey/tools`, where it survives `cargo clean` and a fresh clone. It runs for only a second per build, so its
//! compiler settings favour a short compile time over speed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::log::Log;
use crate::process::output_of;
use crate::{setup, workspace};

/// The version that `Trunk.toml` was written for.
pub const VERSION: &str = "0.21.14";

/// Settings that make a cold compile of trunk three times shorter than with cargo's release profile.
const LIGHT_PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A trunk of the right version, if there is one.
pub fn find() -> anyhow::Result<Option<PathBuf>> {
    let kept = home()?.join("bin").join(format!("trunk{}", env::consts::EXE_SUFFIX));
    let candidates = [setup::find_in_path(&["trunk"]), Some(kept)];
    Ok(candidates.into_iter().flatten().find(|file| is_right(file)))
}

/// Compiles trunk. After an interruption the next run continues where this one stopped. Cargo moves the finished program to
/// its place in one step.
pub fn install(log: &mut Log) -> anyhow::Result<()> {
    let home = home()?;
    let build = home.join("build");
    fs::create_dir_all(&build).with_context(|| format!("can't make {}", build.display()))?;
    let mut command = workspace::cargo(["install", "trunk", "--version", VERSION, "--locked", "--force"]);
    command.args(["--no-default-features", "--features", "rustls"]);
    command.arg("--root").arg(&home).envs(LIGHT_PROFILE).env("CARGO_TARGET_DIR", &build);
    // A linker and flags that are set for the product must not apply to trunk.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    log.run("compiling trunk", &mut command)?;
    // Removes half a gigabyte that is never needed again. A failure does no harm.
    let _ = fs::remove_dir_all(&build);
    Ok(())
}

/// `PATH` with the workspace's own `wasm-bindgen` before everything else, for trunk to find it.
pub fn path_with_own_tools() -> anyhow::Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = [workspace::bin_dir()?].into_iter().chain(env::split_paths(&inherited));
    env::join_paths(folders).context("the workspace's path can't be put into PATH: it has a separator in it")
}

fn home() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join(format!("trunk-{VERSION}")))
}

fn is_right(program: &Path) -> bool {
    output_of(Command::new(program).arg("--version")).is_some_and(|said| says_version(&said))
}

fn says_version(said: &str) -> bool {
    said.split_whitespace().nth(1) == Some(VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_will_do() {
        assert!(says_version("trunk 0.21.14"));
        assert!(!says_version("trunk 0.21.13"));
        assert!(!says_version("trunk 0.21.140"));
        assert!(!says_version(""));
    }

    #[test]
    fn the_own_wasm_bindgen_is_found_first() {
        let path = path_with_own_tools().unwrap();
        assert_eq!(env::split_paths(&path).next(), Some(workspace::bin_dir().unwrap()));
    }
}
