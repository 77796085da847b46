//! Makes the two files that wasm-bindgen wrote smaller, without changing what they do.
//!
//! Both name every function that passes between them, and the names end in hashes, which do not compress: together
//! about a tenth of what a browser loads of a small program. Here both files get short names. Exports that the glue
//! never mentions are removed: only hosts other than a page use them. Comments and indentation go from the glue, which xtask
//! then minifies.
//!
//! A name that is in only one of the two files would break the program, so it is an error.

mod glue;
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

/// Makes `NAME.js` and `NAME_bg.wasm` in a folder smaller, where `NAME.js` is the only glue.
pub fn folder(out_dir: &Path) -> anyhow::Result<()> {
    let (glue_file, program_file) = files(out_dir)?;
    let glue = fs::read_to_string(&glue_file).with_context(|| format!("can't read {}", glue_file.display()))?;
    let wasm = fs::read(&program_file).with_context(|| format!("can't read {}", program_file.display()))?;
    let (glue, wasm) = pair(&glue, &wasm).with_context(|| format!("can't shorten {}", glue_file.display()))?;
    fs::write(&glue_file, glue).with_context(|| format!("can't write {}", glue_file.display()))?;
    fs::write(&program_file, wasm).with_context(|| format!("can't write {}", program_file.display()))
}

fn files(out_dir: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let entries = fs::read_dir(out_dir).with_context(|| format!("can't list {}", out_dir.display()))?;
    let mut pairs = Vec::new();
    for entry in entries {
        let glue = entry?.path();
        let stem = glue.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let program = glue.with_file_name(format!("{stem}_bg.wasm"));
        if glue.extension().is_some_and(|it| it == "js") && program.is_file() {
            pairs.push((glue, program));
        }
    }
    ensure!(pairs.len() == 1, "expected one program and its glue in {}, found {}", out_dir.display(), pairs.len());
    Ok(pairs.remove(0))
}

fn pair(glue: &str, wasm: &[u8]) -> anyhow::Result<(String, Vec<u8>)> {
    let mut glue = glue::Glue::new(glue)?;
    let mut program = program::WasmProgram::read(wasm)?;
    program.keep_exports(&glue.exports_used());
    if let Some(renamed) = program.rename_module()? {
        glue.rename_module(&renamed)?;
    }
    glue.rename_imports(&program.rename_imports())?;
    glue.rename_exports(&program.rename_exports())?;
    Ok((glue.text(), program.write()))
}

/// A name that has changed.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Renamed {
    from: String,
    to: String,
}

/// `a`, `b`, … `z`, `aa`, … None of them is a word of JavaScript where it stands as a name of a property.
fn short_name(mut index: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b"abcdefghijklmnopqrstuvwxyz"[index % 26]));
        if index < 26 {
            return name;
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests;
