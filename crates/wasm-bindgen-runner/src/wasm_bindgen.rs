//! `wasm-bindgen`, built beside the pane from one `Cargo.lock`. Cargo itself refuses a lock file in which this
//! program and the `wasm-bindgen` library differ, so "schema version mismatch" can't happen; nothing is downloaded.
//!
//! Trunk finds it because `cargo xtask` puts its folder first in `PATH`. It is the upstream program with one
//! addition: [`STRIP`].
//!
//! # To move to a newer wasm-bindgen
//! Change the version in this crate's `Cargo.toml` and in the workspace's, run `cargo update -p wasm-bindgen`, then
//! `cargo xtask test`.

use std::env;
use std::ffi::OsString;

/// Sections that only a debugger reads. Trunk has no setting for the second one, and without `wasm-opt` nobody else
/// would drop them. <https://rustwasm.github.io/docs/wasm-bindgen/reference/cli.html>
const STRIP: [&str; 2] = ["--remove-name-section", "--remove-producers-section"];

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(with_strip(env::args_os().collect()))
}

/// Adds [`STRIP`] to a call that makes a release build: one with an input file and without `--debug` or
/// `--keep-debug`.
fn with_strip(mut args: Vec<OsString>) -> Vec<OsString> {
    let generates = args.iter().any(|arg| arg == "--out-dir" || arg.to_string_lossy().starts_with("--out-dir="));
    let debugs = args.iter().any(|arg| arg == "--debug" || arg == "--keep-debug");
    if generates && !debugs {
        let missing: Vec<_> = STRIP.iter().filter(|flag| !args.iter().any(|arg| arg == *flag)).collect();
        args.extend(missing.into_iter().map(OsString::from));
    }
    args
}
