//! Checks of the repository itself that no compiler makes and no reviewer should have to make.
//!
//! # To add a rule
//! About text in single files: a line in `sources.rs`. About the repository as a whole: a file beside it, called below.
//! About dependencies: `deny.toml`, which `licences.rs` reads, too.

mod circles;
mod dialect;
mod features;
mod licences;
mod names;
mod sizes;
mod sources;
mod spdx;
mod top_level;
mod type_names;

use std::fs;

use anyhow::Context;

use crate::{map, mutants, rust_code, workspace};

/// All violations, one line each: `path:line: what, and why it matters`.
pub fn problems() -> anyhow::Result<Vec<String>> {
    let root = workspace::root();
    let mut problems = top_level::problems();
    let mut files = Vec::new();
    for file in workspace::files_below(root)? {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if sources::is_pending_snapshot(&name) {
            problems.push(format!("{name}: a snapshot waits for review: accept it or remove it"));
        }
        if sources::is_checked(&name) {
            let text = fs::read_to_string(&file).with_context(|| format!("can't read {name}"))?;
            files.push((name, text));
        }
    }
    for (name, text) in &files {
        problems.extend(sources::problems_in(name, text));
        if sources::is_rust(name) {
            problems.extend(names::problems_in(name, text));
        }
    }
    problems.extend(sizes::problems(&files));
    problems.extend(dialect::problem(&files));
    problems.extend(type_names::problems(&files));
    problems.extend(circles::problems(&rust_code::crates(&files)));
    problems.extend(map::problem()?);
    problems.extend(licences::problems()?);
    problems.extend(features::problems()?);
    problems.extend(mutants::problems()?);
    Ok(problems)
}
