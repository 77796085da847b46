//! What each step of `cargo xtask test` runs.

mod outer;

use std::process::Command;

use super::{StepOutcome, TestStep, manifest, none_of};
use crate::log::{Log, Show};
use crate::process::output_of;
use crate::setup::xmllint;
use crate::{pane, tidy, workspace};

const WASM: &str = "wasm32-unknown-unknown";

/// Runs one step. Its output is shown live, and the error contains the end of it.
pub fn run(step: TestStep) -> anyhow::Result<StepOutcome> {
    let mut log = Log::create(step.name(), Show::Live)?;
    match step {
        TestStep::Fmt => log.run("cargo fmt", &mut workspace::cargo(["fmt", "--all", "--check"]))?,
        TestStep::Tidy => none_of(&tidy::problems()?, "untidy places")?,
        TestStep::Manifest => match xmllint::ensure()? {
            Ok(xmllint) => manifest::check(&xmllint, &mut log)?,
            Err(why) => return Ok(StepOutcome::LeftOut(why)),
        },
        TestStep::Deny => return deny(&mut log),
        TestStep::Clippy => clippy(&mut log)?,
        TestStep::Unit => log.run("the unit tests", &mut cargo_test(&["--lib", "--bins"]))?,
        TestStep::Http => return http(&mut log),
        TestStep::Wasm => wasm(&mut log)?,
        TestStep::Attacks => return outer::attacks(&mut log),
        TestStep::Dialects => outer::dialects(&mut log)?,
        TestStep::Peers => return outer::peers(&mut log),
        TestStep::Trunk => return outer::trunk(&mut log),
        TestStep::Browser => return outer::browser(&mut log),
        TestStep::Endurance => return outer::endurance(&mut log),
    }
    Ok(StepOutcome::Passed)
}

fn cargo_test(which: &[&str]) -> Command {
    let mut command = workspace::cargo(["test", "--locked", "--workspace", "--exclude", outer::PACKAGE]);
    command.args(which);
    command
}

/// Runs the tests with the store on both backends, or on SQLite alone if PostgreSQL is missing.
fn http(log: &mut Log) -> anyhow::Result<StepOutcome> {
    outer::on_postgres_too(log, "the tests over HTTP", cargo_test(&["--test", "*"]), "the store on PostgreSQL")
}

fn clippy(log: &mut Log) -> anyhow::Result<()> {
    let native = ["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    log.run("clippy", &mut workspace::cargo(native))?;
    let pane = [
        "clippy",
        "--locked",
        "--package",
        "latchkey-pane",
        "--all-targets",
        "--target",
        WASM,
        "--",
        "--deny",
        "warnings",
    ];
    log.run("clippy for wasm", &mut workspace::cargo(pane))
}

fn wasm(log: &mut Log) -> anyhow::Result<()> {
    let runner = ["build", "--locked", "--package", "latchkey-wasm-bindgen-runner"];
    log.run("building the test runner", &mut workspace::cargo(runner))?;
    let tests = ["test", "--locked", "--package", "latchkey-pane", "--lib", "--target", WASM];
    // The test runner itself. `.cargo/config.toml` has cargo build it first, which is not needed here.
    let runner = workspace::program("wasm-bindgen-test-runner")?;
    let mut tests = workspace::cargo(tests);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    log.run("the pane's tests in Chromium", &mut tests)
}

fn build_pane_tools(log: &mut Log) -> anyhow::Result<()> {
    let packages = pane::TOOL_PACKAGES.iter().flat_map(|package| ["--package", package]);
    log.run("building the pane's tools", &mut workspace::cargo(["build", "--locked"].into_iter().chain(packages)))
}

/// Advisories are not checked here: they change independently of this repository, and a test must not fail because of
/// that. A person checks them with `cargo deny check advisories`.
fn deny(log: &mut Log) -> anyhow::Result<StepOutcome> {
    if output_of(&mut workspace::cargo(["deny", "--version"])).is_none() {
        return Ok(StepOutcome::LeftOut(
            "cargo-deny is not installed (`cargo install --locked cargo-deny`); tidy has checked licences and bans"
                .to_owned(),
        ));
    }
    log.run("cargo deny", &mut workspace::cargo(["deny", "check", "bans", "licenses", "sources"]))?;
    Ok(StepOutcome::Passed)
}
