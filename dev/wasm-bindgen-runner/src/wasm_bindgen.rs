//! `wasm-bindgen`, built beside the pane from one `Cargo.lock`. Cargo itself refuses a lock file in which this
//! program and the `wasm-bindgen` library differ, so "schema version mismatch" can't happen; nothing is downloaded.
//!
//! Trunk finds it because `cargo xtask` puts its folder first in `PATH`. It is the upstream program with two
//! additions for release builds: the flags [`RELEASE`], and [`slim`].
//!
//! # To move to a newer wasm-bindgen
//! Change the version in this crate's `Cargo.toml` and in the workspace's, run `cargo update -p wasm-bindgen`, then
//! `cargo xtask test`.

mod slim;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// Flags that trunk has no setting for. The first two remove sections that only a debugger reads. The others leave out a
/// fallback for browsers too old for this program, and the code that finds the program, which the page itself does.
/// <https://rustwasm.github.io/docs/wasm-bindgen/reference/cli.html>
const RELEASE: [&str; 4] =
    ["--remove-name-section", "--remove-producers-section", "--encode-into=always", "--omit-default-module-path"];

fn main() -> anyhow::Result<()> {
    let mut args: Vec<OsString> = env::args_os().collect();
    let release_into = release_into(&args);
    if release_into.is_some() {
        args.extend(RELEASE.map(OsString::from));
    }
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)?;
    release_into.map_or(Ok(()), |folder| slim::folder(&folder))
}

/// The folder that a call writes a release build for pages to: one without `--debug` or `--keep-debug`.
fn release_into(args: &[OsString]) -> Option<PathBuf> {
    let text: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let value = |flag: &str| {
        let joined = text.iter().find_map(|arg| arg.strip_prefix(&format!("{flag}=")).map(str::to_owned));
        joined.or_else(|| text.iter().skip_while(|arg| *arg != flag).nth(1).map(ToString::to_string))
    };
    let debugs = text.iter().any(|arg| arg == "--debug" || arg == "--keep-debug");
    let folder = value("--out-dir").filter(|_| !debugs && value("--target").as_deref() == Some("web"));
    folder.map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn into(call: &str) -> Option<PathBuf> {
        release_into(&call.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_release_for_pages_is_told_from_everything_else() {
        assert_eq!(into("wasm-bindgen --target=web --out-dir=out a.wasm"), Some("out".into()));
        assert_eq!(into("wasm-bindgen --target web --out-dir out a.wasm"), Some("out".into()));
        for other in [
            "wasm-bindgen --version",
            "wasm-bindgen --target=web --out-dir=out --debug a.wasm",
            "wasm-bindgen --target=web --out-dir=out --keep-debug a.wasm",
            "wasm-bindgen --target=nodejs --out-dir=out a.wasm",
        ] {
            assert_eq!(into(other), None, "{other}");
        }
    }
}
