//! `cargo xtask test --changed`: what a change can touch, in minutes.
//!
//! A file belongs to the package in whose folder it is. A change touches its package and every package that depends on it:
//! their tests run, and no others. What takes longer than a developer waits is left out: the answers of real servers, the
//! programs by other authors, and all tests in a real browser but a smoke test of a changed pane. The summary says so.
//!
//! # To have another file count
//! Add it to [`ELSEWHERE`] or to [`EVERYTHING`].

mod executables;
mod packages;

use std::collections::BTreeSet;

use anyhow::Context;

use super::TestStep;
use crate::process::output_of;
use crate::workspace;

pub use executables::{TestKind, executables};
use packages::Packages;

/// Files outside of the folder of the package whose tests look at them.
const ELSEWHERE: [(&str, &str); 7] = [
    ("assets/extension/", "latchkey-chrome-bundle"),
    ("assets/", "latchkey-pane"),
    ("index.html", "latchkey-pane"),
    ("Trunk.toml", "xtask"),
    ("chrome-manifest.json", "latchkey-chrome-bundle"),
    ("docs/latchkey.example.toml", "latchkey-endpoint"),
    ("manifest.xml", "xtask"),
];

/// Files that every package is compiled with.
const EVERYTHING: [&str; 5] = ["Cargo.lock", "Cargo.toml", ".cargo/", "rust-toolchain.toml", "clippy.toml"];

/// The packages that a change touches.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Touched(BTreeSet<String>);

impl Touched {
    /// What has changed since the branch left its upstream: commits, edits and new files. Without an upstream, since the
    /// last commit.
    pub fn since_upstream() -> anyhow::Result<Self> {
        let packages = Packages::read()?;
        Ok(Self::by(&changed_files()?, &packages))
    }

    fn by(files: &[String], packages: &Packages) -> Self {
        let is_everything = |file: &String| EVERYTHING.iter().any(|prefix| file.starts_with(prefix));
        if files.iter().any(is_everything) {
            return Self(packages.all());
        }
        let elsewhere = |file: &String| ELSEWHERE.iter().find(|(prefix, _)| file.starts_with(prefix));
        let changed = files.iter().filter_map(|file| match elsewhere(file) {
            Some((_, package)) => Some((*package).to_owned()),
            None => packages.package_of(file),
        });
        Self(packages.with_dependents(changed.collect()))
    }

    /// Whether it touches this package.
    pub fn has(&self, package: &str) -> bool {
        self.0.contains(package)
    }

    /// Whether a step looks at anything that is touched.
    pub fn concerns(&self, step: TestStep) -> bool {
        match step {
            TestStep::Fmt | TestStep::Tidy => true,
            TestStep::Manifest => self.has("xtask"),
            TestStep::Clippy | TestStep::Unit | TestStep::Http => !self.0.is_empty(),
            TestStep::Attacks | TestStep::Dialects => self.has("latchkey-endpoint"),
            TestStep::Wasm | TestStep::Browser => self.has("latchkey-pane"),
            TestStep::Deny | TestStep::Peers | TestStep::Trunk | TestStep::Endurance => false,
        }
    }

    /// Why a step that looks at what is touched does not run, or not all of it, if so.
    pub fn left_out(&self, step: TestStep) -> Option<&'static str> {
        let is_touched = self.has("latchkey-tests");
        match step {
            TestStep::Browser if self.concerns(step) => Some("all but a smoke test"),
            TestStep::Browser if is_touched => Some("takes minutes"),
            TestStep::Peers if is_touched => Some("installs other people's servers"),
            _ => None,
        }
    }

    /// The names, for the person.
    pub fn names(&self) -> String {
        self.0.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

fn changed_files() -> anyhow::Result<Vec<String>> {
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        output_of(git.args(args).current_dir(workspace::root()))
    };
    let base = git(&["merge-base", "HEAD", "@{upstream}"]).unwrap_or_else(|| "HEAD".to_owned());
    let edited = git(&["diff", "--name-only", &base]).context("git diff failed: --changed needs a git checkout")?;
    let new = git(&["ls-files", "--others", "--exclude-standard"]).unwrap_or_default();
    Ok(edited.lines().chain(new.lines()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(files: &[&str]) -> Touched {
        let files: Vec<_> = files.iter().map(|file| (*file).to_owned()).collect();
        Touched::by(&files, &Packages::read().unwrap())
    }

    #[test]
    fn a_change_touches_its_package_and_all_that_depend_on_it() {
        let store = touched(&["crates/store/src/lib.rs"]);
        assert!(["latchkey-store", "latchkey-endpoint", "latchkey-tests"].iter().all(|it| store.has(it)), "{store:?}");
        assert!(!["latchkey-domain", "latchkey-pane", "xtask"].iter().any(|it| store.has(it)), "{store:?}");
        assert!(store.concerns(TestStep::Attacks) && !store.concerns(TestStep::Wasm));
        assert!(store.left_out(TestStep::Browser).is_some() && store.left_out(TestStep::Attacks).is_none());
    }

    #[test]
    fn a_file_outside_of_a_package_touches_the_one_that_reads_it() {
        assert!(touched(&["assets/styles/base.css"]).has("latchkey-pane"));
        assert!(!touched(&["assets/extension/worker.js"]).has("latchkey-pane"));
        assert!(touched(&["assets/extension/worker.js"]).has("latchkey-chrome-bundle"));
        assert!(touched(&["src/views/home.rs"]).has("latchkey-pane"));
        assert!(touched(&["docs/latchkey.example.toml"]).has("latchkey-endpoint"));
    }

    #[test]
    fn a_text_touches_nothing_and_the_lock_file_touches_everything() {
        let text = touched(&["README.md", "docs/operating.md"]);
        assert_eq!(text, Touched::default());
        assert!(text.concerns(TestStep::Tidy) && !text.concerns(TestStep::Clippy));
        assert_eq!(touched(&["README.md", "Cargo.lock"]).0, Packages::read().unwrap().all());
    }

    #[test]
    fn every_package_that_is_named_here_is_there() {
        let all = Packages::read().unwrap().all();
        assert!(ELSEWHERE.iter().all(|(_, package)| all.contains(*package)));
        assert!(["xtask", "latchkey-endpoint", "latchkey-pane"].iter().all(|package| all.contains(*package)));
    }
}
