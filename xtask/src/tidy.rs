//! A test of the repository itself: what no compiler checks, and a reviewer should not have to.
//!
//! # To add a rule
//! About text in files: a line in `sources.rs`. About dependencies: `deny.toml`, which `licences.rs` reads too.

mod licences;
mod sources;
mod spdx;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{mutants, workspace};

/// Folders that hold what is generated or fetched.
const NOT_OURS: [&str; 5] = ["target", "dist", ".git", ".latchkey", "node_modules"];

/// Everything that is not as it should be, one line each: `path:line: what, and why it matters`.
pub fn problems() -> anyhow::Result<Vec<String>> {
    let root = workspace::root();
    let mut problems = Vec::new();
    for file in files_below(root)? {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if sources::is_pending_snapshot(&name) {
            problems.push(format!("{name}: a snapshot waits for review: accept it or remove it"));
        }
        if sources::is_checked(&name) {
            let text = fs::read_to_string(&file).with_context(|| format!("can't read {name}"))?;
            problems.extend(sources::problems_in(&name, &text));
        }
    }
    problems.extend(licences::problems()?);
    problems.extend(mutants::problems()?);
    Ok(problems)
}

/// Every file of the repository below a folder.
pub fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            files.push(entry.path());
        } else if !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            files.extend(files_below(&entry.path())?);
        }
    }
    files.sort();
    Ok(files)
}
