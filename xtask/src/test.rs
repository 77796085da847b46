//! `cargo xtask test`: all checks and tests, the fastest first.
//!
//! Steps run one after the other, because cargo allows only one build in the target folder at a time.
//!
//! # To add a step
//! Add a variant to [`TestStep`], its place in [`TestStep::ALL`] and its arm in `steps.rs`.

mod changed;
mod manifest;
mod steps;

use std::time::Duration;

use anyhow::bail;

use changed::Touched;

use crate::setup::{browser, wasm_target};
use crate::stopwatch::{Stopwatch, Took};
use crate::ui;

/// A step of `cargo xtask test`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum TestStep {
    /// Formatting, by rustfmt
    Fmt,
    /// Rules of this repository: documentation, file sizes, dependencies between modules, licences
    Tidy,
    /// The Outlook manifest against its published schemas, by xmllint
    Manifest,
    /// Licences, bans and sources of dependencies, by cargo-deny if it is installed
    Deny,
    /// Clippy with warnings as errors, for this machine and for wasm; compiles what later steps run
    Clippy,
    /// Unit tests
    Unit,
    /// Integration tests: the programs over HTTP, and whole crates
    Http,
    /// Attacks over HTTP; attacks that need a browser are browser tests
    Attacks,
    /// What real servers answer to our requests; no answer may cost a grant or affect a second person
    Dialects,
    /// Thousands of connections, and processes that are killed (takes minutes)
    Endurance,
    /// The pane's own tests in headless Chromium
    Wasm,
    /// OpenID providers and NTLM programs by other authors, with the real endpoint
    Peers,
    /// The whole product in headless Chromium, with the pane as it is shipped
    Browser,
    /// The pane as `trunk build` makes it, in headless Chromium, where trunk is installed
    Trunk,
}

impl TestStep {
    /// The cheapest come first.
    const ALL: [Self; 14] = [
        Self::Fmt,
        Self::Tidy,
        Self::Manifest,
        Self::Deny,
        Self::Clippy,
        Self::Unit,
        Self::Http,
        Self::Attacks,
        Self::Dialects,
        Self::Peers,
        Self::Wasm,
        Self::Browser,
        Self::Trunk,
        Self::Endurance,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Tidy => "tidy",
            Self::Manifest => "manifest",
            Self::Deny => "deny",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Http => "http",
            Self::Peers => "peers",
            Self::Wasm => "wasm",
            Self::Browser => "browser",
            Self::Trunk => "trunk",
            Self::Attacks => "attacks",
            Self::Dialects => "dialects",
            Self::Endurance => "endurance",
        }
    }

    /// Why the step runs only when it is named, if so.
    fn waits_to_be_asked_for(self) -> Option<&'static str> {
        match self {
            Self::Endurance => Some("takes minutes and needs the machine for itself"),
            Self::Trunk => Some("needs trunk, which nothing else needs"),
            _ => None,
        }
    }

    fn needs_wasm_target(self) -> bool {
        matches!(self, Self::Clippy | Self::Wasm | Self::Browser | Self::Trunk)
    }

    fn needs_browser(self) -> bool {
        matches!(self, Self::Wasm | Self::Browser | Self::Trunk)
    }
}

/// How a step ended.
enum StepOutcome {
    Passed,
    /// Passed, except for the parts that were left out, each with its reason.
    PassedWithout(Vec<String>),
    LeftOut(String),
}

/// The options on the command line.
#[derive(Debug, clap::Args)]
pub struct TestOptions {
    /// Run only these steps
    #[arg(long, value_name = "STEP", num_args = 1.., value_delimiter = ',')]
    only: Vec<TestStep>,
    /// Run only what the change can touch (takes two minutes): commits and edits since the branch left its upstream, or since
    /// the last commit. The summary lists what was left out
    #[arg(long, conflicts_with = "only")]
    changed: bool,
}

/// Runs the chosen steps, or all. Stops at the first failure and shows its output last.
pub fn run(TestOptions { only, changed }: &TestOptions) -> anyhow::Result<()> {
    let total = Stopwatch::start();
    let touched = if *changed { Some(Touched::since_upstream()?) } else { None };
    if let Some(touched) = &touched {
        ui::say(format!("The change touches: {}", touched.names()));
    }
    let is_chosen = |step: &TestStep| match &touched {
        Some(touched) => touched.concerns(*step),
        None if only.is_empty() => step.waits_to_be_asked_for().is_none(),
        None => only.contains(step),
    };
    let chosen: Vec<_> = TestStep::ALL.into_iter().filter(is_chosen).collect();
    set_up(&chosen)?;
    let mut summary = Vec::new();
    let mut failure = None;
    for step in &chosen {
        let name = step.name();
        if failure.is_some() {
            summary.push(format!("  not run   {name}"));
            continue;
        }
        ui::say(format!("\n== {name}"));
        let watch = Stopwatch::start();
        let result = steps::run(*step, touched.as_ref());
        summary.push(line_of(name, &result, watch.elapsed()));
        ui::say(summary.last().map_or("", |line| line.as_str()));
        failure = result.err().map(|error| error.context(format!("step {name}")));
    }
    for step in TestStep::ALL.into_iter().filter(|_| only.is_empty()) {
        let name = step.name();
        let why = touched.as_ref().map_or(step.waits_to_be_asked_for(), |touched| touched.left_out(step));
        if let Some(why) = why {
            summary.push(format!("  LEFT OUT  {name}: {why}; `cargo xtask test --only {name}` runs it"));
        }
    }
    ui::say(format!("\n== summary\n{}\n  in all    {}", summary.join("\n"), Took(total.elapsed())));
    match failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn set_up(chosen: &[TestStep]) -> anyhow::Result<()> {
    if chosen.iter().any(|step| step.needs_wasm_target()) {
        wasm_target::ensure()?;
    }
    if chosen.iter().any(|step| step.needs_browser()) {
        browser::ensure()?;
    }
    Ok(())
}

fn line_of(name: &str, result: &anyhow::Result<StepOutcome>, took: Duration) -> String {
    match result {
        Ok(StepOutcome::Passed) => format!("  passed    {name} ({})", Took(took)),
        Ok(StepOutcome::PassedWithout(parts)) => {
            let left_out = parts.iter().map(|part| format!("  LEFT OUT  {name}: {part}"));
            let passed = format!("  passed    {name} ({}), without:", Took(took));
            std::iter::once(passed).chain(left_out).collect::<Vec<_>>().join("\n")
        }
        Ok(StepOutcome::LeftOut(why)) => format!("  LEFT OUT  {name}: {why}"),
        Err(_) => format!("  FAILED    {name} ({})", Took(took)),
    }
}

/// An error that lists the problems, if there are any.
fn none_of(problems: &[String], what: &str) -> anyhow::Result<()> {
    if problems.is_empty() { Ok(()) } else { bail!("{} {what}:\n{}", problems.len(), problems.join("\n")) }
}

#[cfg(test)]
mod tests;
