//! The same screens in other stacks, built by npm in a folder of our own: the folder they come from is only read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::variant::{PaneVariant, VariantKind};

/// Finds the rivals below `source` (a folder with `pane/static`, `pane/preact`, `pane/react-fluent`) and builds what
/// is not built yet in `scratch`.
pub fn build(source: &Path, scratch: &Path) -> anyhow::Result<Vec<PaneVariant>> {
    let copy = scratch.join("rivals");
    copy_sources(&source.join("pane"), &copy)?;
    Ok(vec![
        PaneVariant { kind: VariantKind::Static, folder: copy.join("static") },
        PaneVariant { kind: VariantKind::Preact, folder: vite_build(&copy.join("preact"))? },
        PaneVariant { kind: VariantKind::React, folder: vite_build(&copy.join("react-fluent"))? },
    ])
}

fn vite_build(folder: &Path) -> anyhow::Result<PathBuf> {
    let dist = folder.join("dist");
    if !dist.join("index.html").is_file() {
        eprintln!("building {} (kept for the next time)", folder.display());
        run(folder, "npm", &["install", "--no-audit", "--no-fund"])?;
        run(folder, "npx", &["vite", "build"])?;
    }
    Ok(dist)
}

fn run(folder: &Path, program: &str, args: &[&str]) -> anyhow::Result<()> {
    let output = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("can't start {program}: the rivals need Node.js and npm"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("`{program} {}` failed in {}:\n{}", args.join(" "), folder.display(), String::from_utf8_lossy(&said));
    }
    Ok(())
}

/// Copies sources, never what npm or a build has put among them; what is there already stays.
fn copy_sources(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("can't make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("can't list {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" || name.to_string_lossy().starts_with("dist") {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            copy_sources(&entry.path(), &target)?;
        } else if !target.exists() {
            fs::copy(entry.path(), &target).with_context(|| format!("can't copy to {}", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_are_copied() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir_all(from.path().join("preact/src")).unwrap();
        fs::create_dir_all(from.path().join("preact/node_modules/vite")).unwrap();
        fs::create_dir_all(from.path().join("preact/dist")).unwrap();
        fs::write(from.path().join("preact/src/main.jsx"), "").unwrap();
        copy_sources(from.path(), to.path()).unwrap();
        assert!(to.path().join("preact/src/main.jsx").exists());
        assert!(!to.path().join("preact/node_modules").exists() && !to.path().join("preact/dist").exists());
    }
}
