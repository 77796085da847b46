//! What each step of `cargo xtask test` runs.

pub mod outer;

use std::num::NonZero;
use std::process::Command;
use std::thread;

use super::changed::{self, TestKind, Touched};
use super::{StepOutcome, TestStep, manifest, none_of};
use crate::log::{Log, Show};
use crate::process::output_of;
use crate::setup::{postgres, xmllint};
use crate::{tidy, workspace};

const WASM: &str = "wasm32-unknown-unknown";
const PANE: &str = "latchkey-pane";

/// The program that takes rustc's place for our own crates.
const LINTER: &str = "clippy-driver";

/// Runs one step, or what of it looks at the touched packages. Its output is shown live, and the error contains the end of it.
pub fn run(step: TestStep, touched: Option<&Touched>) -> anyhow::Result<StepOutcome> {
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
        TestStep::Unit => match touched {
            Some(touched) => return touched_tests(TestKind::Unit, touched, &mut log),
            None => log.run("the unit tests", &mut cargo_test(&["--lib", "--bins"]))?,
        },
        TestStep::Http => match touched {
            Some(touched) => return touched_tests(TestKind::Integration, touched, &mut log),
            None => return http(&mut log),
        },
        TestStep::Wasm => wasm(&mut log)?,
        TestStep::Attacks => return outer::attacks(&mut log),
        TestStep::Dialects => outer::dialects(&mut log)?,
        TestStep::Peers => return outer::peers(&mut log),
        TestStep::Trunk => return outer::trunk(&mut log),
        TestStep::Browser => return outer::browser(touched.is_some(), &mut log),
        TestStep::Endurance => return outer::endurance(&mut log),
    }
    Ok(StepOutcome::Passed)
}

/// A cargo that lints our own crates while it compiles them. `cargo clippy` would read every dependency once more, which
/// takes minutes on a fresh machine. Warnings are errors in the step `clippy`; other steps reuse what it compiled.
/// <https://doc.rust-lang.org/clippy/usage.html#using-clippy-without-cargo-clippy-driver>
fn linting_cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = workspace::cargo(args);
    command.env("RUSTC_WORKSPACE_WRAPPER", LINTER);
    command
}

fn cargo_test(which: &[&str]) -> Command {
    let mut command = linting_cargo(["test", "--locked", "--workspace", "--exclude", outer::PACKAGE]);
    command.args(which);
    command
}

/// Threads for each processor of tests that wait a third of their time: for a bound to end, for another process.
const THREADS: usize = 3;

/// The variable that test programs take the number of their threads from.
const THREADS_VARIABLE: &str = "RUST_TEST_THREADS";

/// How many tests run at the same time, with so many for each processor.
fn threads(for_each_processor: usize) -> String {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    (processors * for_each_processor).to_string()
}

/// Runs the tests of the touched packages, which the step `clippy` has built.
fn touched_tests(kind: TestKind, touched: &Touched, log: &mut Log) -> anyhow::Result<StepOutcome> {
    let every_test = ["test", "--locked", "--workspace", "--all-targets", "--no-run"];
    let all = changed::executables(&mut linting_cargo(every_test))?;
    let postgres = postgres::ensure()?;
    for test in
        all.iter().filter(|test| test.kind == kind && test.package != outer::PACKAGE && touched.has(&test.package))
    {
        let mut command = test.command();
        command.env(THREADS_VARIABLE, threads(THREADS));
        match &postgres {
            Ok(found) => command.env(postgres::VARIABLE, found),
            Err(_) => command.args(["--skip", "on_postgres::"]),
        };
        log.run(&format!("the tests of {} ({})", test.package, test.name), &mut command)?;
    }
    Ok(match postgres {
        Ok(_) => StepOutcome::Passed,
        Err(why) => StepOutcome::PassedWithout(vec![format!("the store on PostgreSQL: {why}")]),
    })
}

/// Runs the tests with the store on both backends, or on SQLite alone if PostgreSQL is missing.
fn http(log: &mut Log) -> anyhow::Result<StepOutcome> {
    outer::on_postgres_too(log, "the tests over HTTP", cargo_test(&["--test", "*"]), "the store on PostgreSQL")
}

/// Compiles everything that later steps run, and fails if the linter says anything.
fn clippy(log: &mut Log) -> anyhow::Result<()> {
    // Each target as it is and with its tests: what only tests call is unused without them.
    let every_target = ["build", "--locked", "--all-targets"];
    log.run("clippy", linting_cargo(every_target).arg("--workspace"))?;
    log.run("clippy for wasm", linting_cargo(every_target).args(["--package", PANE, "--target", WASM]))?;
    none_of(&log.crates_with_warnings(), "crates with warnings")
}

fn wasm(log: &mut Log) -> anyhow::Result<()> {
    build_programs(log, &["wasm-bindgen-test-runner"])?;
    // The test runner itself. `.cargo/config.toml` has cargo build it first, which is not needed here.
    let runner = workspace::program("wasm-bindgen-test-runner")?;
    let mut tests = linting_cargo(["test", "--locked", "--package", PANE, "--lib", "--target", WASM]);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    log.run("the pane's tests in Chromium", &mut tests)
}

/// Builds programs with the features that they have in all tests, so that nothing is compiled twice.
fn build_programs(log: &mut Log, programs: &[&str]) -> anyhow::Result<()> {
    let programs = programs.iter().flat_map(|program| ["--bin", program]);
    log.run(
        "building the programs",
        &mut linting_cargo(["build", "--locked", "--workspace"].into_iter().chain(programs)),
    )
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
