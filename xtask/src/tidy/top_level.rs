//! Checks the files at the repository's top, so that one that was put there by mistake is noticed before it is committed.
//!
//! # To add a file or folder
//! Add it to [`EXPECTED`].

use std::collections::BTreeSet;

use crate::process::output_of;
use crate::workspace;

const LIST: &str = "xtask/src/tidy/top_level.rs";

const EXPECTED: [&str; 27] = [
    ".cargo",
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTEXT.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Trunk.toml",
    "assets",
    "chrome-manifest.json",
    "clippy.toml",
    "crates",
    "deny.toml",
    "dev",
    "docs",
    "index.html",
    "manifest.xml",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "src",
    "tests",
    "xtask",
];

/// Each unexpected file and folder. Without git the result is empty: files of an unpacked archive cannot be committed.
pub fn problems() -> Vec<String> {
    let mut git = std::process::Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(workspace::root());
    unexpected(&output_of(&mut git).unwrap_or_default())
}

fn unexpected(files: &str) -> Vec<String> {
    let tops: BTreeSet<_> = files.lines().filter_map(|file| file.split('/').next()).collect();
    let unknown = tops.into_iter().filter(|top| !EXPECTED.contains(top));
    let problem = |top| format!("{top}: is not expected at the top: move it, remove it, or list it in {LIST}");
    unknown.map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_expected_may_stand_at_the_top() {
        assert_eq!(unexpected("Cargo.toml\nsrc/lib.rs\nsrc/main.rs\n.ci/run\n"), Vec::<String>::new());
        let found = unexpected("Cargo.toml\nsome-1.0-py3-none-any.whl\nbuild/a\nbuild/b\n");
        assert!(found.len() == 2 && found[0].starts_with("build: ") && found[1].starts_with("some-1.0"), "{found:?}");
    }
}
