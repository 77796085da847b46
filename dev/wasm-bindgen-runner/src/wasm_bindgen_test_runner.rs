//! `wasm-bindgen-test-runner`, built from the same `Cargo.lock` as the tests it runs. `.cargo/config.toml` makes it
//! the runner of `cargo test --target wasm32-unknown-unknown`, with the browser flags of `webdriver.json`.
//!
//! It needs `chromedriver` in `PATH`; `cargo xtask test` installs it where it may.

use std::env;

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(env::args_os())
}
