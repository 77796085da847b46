//! `cargo xtask mutants`: removes the guards one at a time, and shows that a test fails without each.
//!
//! `tests/attacks/mutants/*.json` lists the guards: a file, a text that occurs in it exactly once, and a replacement that
//! removes the guard. `cargo xtask test --only tidy` checks that each text is still in its file. This command works in a
//! copy of the sources below the target folder, so that an interruption does not change the sources.
//!
//! # To add a guard
//! Add it to the file of its subject, with the test that fails without it, and run `cargo xtask mutants --only <part of it>`.

mod list;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

pub use list::problems;
use list::{Mutant, Target};

use crate::log::{Log, Show};
use crate::setup::{office_js, postgres};
use crate::stopwatch::{Stopwatch, Took};
use crate::{pane, ui, workspace};

/// The result of a test run without a guard.
enum MutantOutcome {
    /// The test fails, as it should.
    Needed,
    /// The test passes, so it does not protect the guard.
    Unneeded,
    /// The code does not compile, so the run proves nothing.
    Unbuildable,
}

/// Tries all guards whose description, file or test contains one of these words. Without words, tries all guards.
pub fn run(only: &[String]) -> anyhow::Result<()> {
    let total = Stopwatch::start();
    let is_chosen = |mutant: &Mutant| only.is_empty() || only.iter().any(|word| mutant.mentions(word));
    let chosen: Vec<_> = list::read()?.into_iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        bail!("no guard in tests/attacks/mutants mentions {only:?}");
    }
    let mut log = Log::create("mutants", Show::OnFailure)?;
    if chosen.iter().any(|mutant| mutant.target == Target::Browser) {
        pane::ensure_built(&[])?;
    }
    let copy = SourceCopy::set_up()?;
    ui::say(format!("Building what {} guards are tried on", chosen.len()));
    for target in Target::ALL.into_iter().filter(|target| chosen.iter().any(|mutant| mutant.target == *target)) {
        log.run("building the tests", &mut copy.test(target, None)?)?;
    }
    let mut bad = Vec::new();
    for mutant in &chosen {
        log.run("the test with its guard", &mut copy.test(mutant.target, Some(&mutant.test))?)
            .with_context(|| format!("{} fails with its guard in place", mutant.test))?;
        let watch = Stopwatch::start();
        let word = match copy.try_without(mutant, &mut log)? {
            MutantOutcome::Needed => "red without it",
            MutantOutcome::Unneeded => "STILL GREEN",
            MutantOutcome::Unbuildable => "DOES NOT COMPILE",
        };
        let line = format!("  {word}: {} ({}, {})", mutant.guard, mutant.test, Took(watch.elapsed()));
        ui::say(&line);
        if word != "red without it" {
            bad.push(line);
        }
    }
    ui::say(format!("{} guards in {}", chosen.len(), Took(total.elapsed())));
    if bad.is_empty() { Ok(()) } else { bail!("{} guards that no test misses:\n{}", bad.len(), bad.join("\n")) }
}

/// A copy of the sources, with a target folder of its own.
struct SourceCopy {
    tree: PathBuf,
}

impl SourceCopy {
    /// Copies only the files that have changed, so that cargo rebuilds as little as possible.
    fn set_up() -> anyhow::Result<Self> {
        let tree = workspace::scratch()?.join("mutants");
        let root = workspace::root();
        for file in workspace::files_below(root)? {
            let to = tree.join(file.strip_prefix(root).unwrap_or(&file));
            let content = fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
            if fs::read(&to).ok().as_deref() != Some(&content[..]) {
                write(&to, &content)?;
            }
        }
        Ok(Self { tree })
    }

    /// Runs cargo with one test. Without a test, only builds.
    fn test(&self, target: Target, name: Option<&str>) -> anyhow::Result<std::process::Command> {
        let mut command = workspace::cargo(["test", "--locked"]);
        command.current_dir(&self.tree).args(target.arguments());
        command.env("CARGO_TARGET_DIR", self.tree.join("target"));
        command.env("LATCHKEY_PANE_DIR", workspace::dist());
        for (variable, found) in
            [(postgres::VARIABLE, postgres::ensure()?), (office_js::VARIABLE, office_js::ensure()?)]
        {
            if let Ok(found) = found {
                command.env(variable, found);
            }
        }
        match name {
            Some(name) => command.args(["--", "--exact", name]),
            None => command.arg("--no-run"),
        };
        Ok(command)
    }

    fn try_without(&self, mutant: &Mutant, log: &mut Log) -> anyhow::Result<MutantOutcome> {
        let file = self.tree.join(&mutant.file);
        let whole = fs::read_to_string(&file).with_context(|| format!("can't read {}", mutant.file))?;
        write(&file, whole.replacen(&mutant.old, &mutant.new, 1).as_bytes())?;
        let outcome = self.outcome(mutant, log);
        write(&file, whole.as_bytes())?;
        outcome
    }

    fn outcome(&self, mutant: &Mutant, log: &mut Log) -> anyhow::Result<MutantOutcome> {
        if log.run("building without the guard", &mut self.test(mutant.target, None)?).is_err() {
            return Ok(MutantOutcome::Unbuildable);
        }
        let passed = log.run("the test without its guard", &mut self.test(mutant.target, Some(&mutant.test))?).is_ok();
        Ok(if passed { MutantOutcome::Unneeded } else { MutantOutcome::Needed })
    }
}

fn write(file: &Path, content: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    }
    fs::write(file, content).with_context(|| format!("can't write {}", file.display()))
}
