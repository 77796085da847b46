//! `wasm-bindgen` for trunk, built from the same `Cargo.lock` as the pane, so that trunk downloads none.
//! `cargo xtask test --only trunk` puts its folder first in `PATH`. Xtask's own build of the pane does not need it.

use std::env;

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(env::args_os())
}
