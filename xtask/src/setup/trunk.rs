//! Trunk, by which some developers build the pane. Xtask builds it without; `cargo xtask test --only trunk` checks that
//! both panes work.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context;

use crate::{setup, workspace};

/// The trunk in `PATH`, or what to do about its absence.
pub fn find() -> Result<PathBuf, String> {
    let how = "trunk is not installed (`cargo install --locked trunk` takes some minutes)";
    setup::find_in_path(&["trunk"]).ok_or_else(|| how.to_owned())
}

/// `PATH` with the workspace's own `wasm-bindgen` before everything else, for trunk to find it.
pub fn path_with_own_tools() -> anyhow::Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = [workspace::bin_dir()?].into_iter().chain(env::split_paths(&inherited));
    env::join_paths(folders).context("the workspace's path can't be put into PATH: it has a separator in it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_wasm_bindgen_is_found_first() {
        let path = path_with_own_tools().unwrap();
        assert_eq!(env::split_paths(&path).next(), Some(workspace::bin_dir().unwrap()));
    }
}
