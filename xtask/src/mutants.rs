//! `cargo xtask mutants`: takes each guard out, one after the other, and shows that its test fails without it.
//!
//! The guards are listed in `tests/attacks/mutants/*.json`: a file, a text in it that stands there once, and the text that
//! takes the guard away. `cargo xtask test --only tidy` checks that each still stands where it is listed. This command works
//! in a copy of the sources below the target folder, so that an interruption leaves the sources alone.
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

/// What the tests say without a guard.
enum MutantOutcome {
    /// Without it, its test fails.
    Needed,
    /// Without it, its test passes.
    Unneeded,
    /// Without it, nothing compiles, so nothing was shown.
    Unbuildable,
}

/// Tries all guards whose description, file or test holds one of these words; without words, all.
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
    /// Only what has changed is written, so that cargo builds no more than that.
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

    /// Cargo with one test, or with none: then it is only built.
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
