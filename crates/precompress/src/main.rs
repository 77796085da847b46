//! `latchkey-precompress DIR`: writes `X.br` and `X.gz` beside each file below DIR.

use std::env;
use std::path::Path;

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let root = env::args_os().nth(1).context("say which folder: latchkey-precompress DIR")?;
    let outcome = latchkey_precompress::folder(Path::new(&root))?;
    eprintln!("compressed {} files, kept {}", outcome.written, outcome.kept);
    Ok(())
}
