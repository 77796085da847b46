//! `latchkey-pane-glue PROGRAM.wasm DIR`: writes `PROGRAM_bg.wasm` and `PROGRAM.js`, the JavaScript that connects it to
//! the page, into DIR. `cargo xtask` calls it for each build of the pane.
//!
//! It is wasm-bindgen as a library, from this workspace's own `Cargo.lock`. So a wasm-bindgen of another version cannot be
//! used by mistake, and nothing is downloaded. What it wrote is then made smaller by [`slim`].
//!
//! # To move to a newer wasm-bindgen
//! Change the version in this crate's `Cargo.toml`, in the workspace's and in `dev/wasm-bindgen-runner`, run
//! `cargo update -p wasm-bindgen`, then `cargo xtask test`.

mod slim;

use std::env;
use std::path::PathBuf;

use anyhow::Context;
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

fn main() -> anyhow::Result<()> {
    let usage = "usage: latchkey-pane-glue PROGRAM.wasm DIR";
    let mut args = env::args_os().skip(1).map(PathBuf::from);
    let (program, folder) = (args.next().context(usage)?, args.next().context(usage)?);
    // The name and producers sections are read by debuggers only. `encode_into` leaves out a fallback for browsers that
    // are too old for this program. The page itself says where the program is.
    // <https://wasm-bindgen.github.io/wasm-bindgen/reference/cli.html>
    Bindgen::new()
        .input_path(&program)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .encode_into(EncodeInto::Always)
        .omit_default_module_path(true)
        .generate(&folder)?;
    slim::folder(&folder)
}
