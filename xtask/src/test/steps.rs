//! What each step of `cargo xtask test` runs.

use std::process::Command;

use super::{StepOutcome, TestStep, manifest, none_of};
use crate::log::{Log, Show};
use crate::process::output_of;
use crate::setup::peers::PeerProgram;
use crate::setup::{office_js, postgres, xmllint};
use crate::{pane, tidy, workspace};

/// The package of the tests that need other people's programs or minutes, and its test targets. Everything else is
/// tested without it.
const OUTER_PACKAGE: &str = "latchkey-tests";
const BROWSER_TARGET: &str = "browser";
const PEERS_TARGET: &str = "peers";
const ATTACKS_TARGET: &str = "attacks";
/// The test target of what real servers answer.
const DIALECTS_TARGET: &str = "dialects";
const ENDURANCE_TARGET: &str = "endurance";

const WASM: &str = "wasm32-unknown-unknown";

/// Does one step. Output comes live; the end of it is in the error.
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
        TestStep::Attacks => return attacks(&mut log),
        TestStep::Dialects => log.run("the dialects", &mut outer_test(DIALECTS_TARGET))?,
        TestStep::Peers => return peers(&mut log),
        TestStep::Browser => return browser(&mut log),
        TestStep::Endurance => return endurance(&mut log),
    }
    Ok(StepOutcome::Passed)
}

fn cargo_test(which: &[&str]) -> Command {
    let mut command = workspace::cargo(["test", "--locked", "--workspace", "--exclude", OUTER_PACKAGE]);
    command.args(which);
    command
}

/// With the store on both of its databases, or on the one that needs nothing.
fn http(log: &mut Log) -> anyhow::Result<StepOutcome> {
    on_postgres_too(log, "the tests over HTTP", cargo_test(&["--test", "*"]), "the store on PostgreSQL")
}

/// Runs tests, some of which need PostgreSQL; without it the summary says what was left out.
fn on_postgres_too(log: &mut Log, what: &str, mut tests: Command, left_out: &str) -> anyhow::Result<StepOutcome> {
    let outcome = match postgres::ensure()? {
        Ok(found) => {
            tests.env(postgres::VARIABLE, found);
            StepOutcome::Passed
        }
        Err(why) => {
            tests.args(["--", "--skip", "on_postgres::"]);
            StepOutcome::PassedWithout(vec![format!("{left_out}: {why}")])
        }
    };
    log.run(what, &mut tests)?;
    Ok(outcome)
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
    build_pane_tools(log)?;
    let tests = ["test", "--locked", "--package", "latchkey-pane", "--lib", "--target", WASM];
    // The runner itself, where .cargo/config.toml asks cargo to build it first: here it is built already.
    let runner = workspace::program("wasm-bindgen-test-runner")?;
    let mut tests = workspace::cargo(tests);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    log.run("the pane's tests in Chromium", &mut tests)
}

/// Without Office.js the tests in Outlook are not run, and the summary says so.
fn browser(log: &mut Log) -> anyhow::Result<StepOutcome> {
    build_pane_tools(log)?;
    if !pane::is_fresh()? {
        pane::build(log)?;
    }
    let mut tests = outer_test(BROWSER_TARGET);
    tests.env("LATCHKEY_PANE_DIR", workspace::dist());
    let mut left_out = Vec::new();
    match office_js::ensure()? {
        Ok(found) => {
            tests.env(office_js::VARIABLE, found);
        }
        Err(why) => {
            tests.args(["--", "--skip", "outlook::"]);
            left_out.push(format!("outlook: {why}"));
        }
    }
    log.run("the browser tests", &mut tests)?;
    Ok(if left_out.is_empty() { StepOutcome::Passed } else { StepOutcome::PassedWithout(left_out) })
}

/// By target and not by package: cargo chooses dependencies' features by the packages it is told, and would compile most
/// of them once more for this one alone.
fn outer_test(target: &str) -> Command {
    workspace::cargo(["test", "--locked", "--workspace", "--test", target])
}

/// The attacks on two replicas need PostgreSQL.
fn attacks(log: &mut Log) -> anyhow::Result<StepOutcome> {
    on_postgres_too(log, "the attacks", outer_test(ATTACKS_TARGET), "two endpoints on PostgreSQL")
}

/// The tests of a peer that cannot be had are not run at all, and the summary says so.
fn peers(log: &mut Log) -> anyhow::Result<StepOutcome> {
    let mut tests = outer_test(PEERS_TARGET);
    tests.arg("--");
    let mut left_out = Vec::new();
    for peer in PeerProgram::ALL {
        match peer.ensure()? {
            Ok(found) => {
                tests.env(peer.variable(), found);
            }
            Err(why) => {
                tests.args(["--skip", &format!("{}::", peer.module())]);
                left_out.push(format!("{}: {why}", peer.module()));
            }
        }
    }
    if left_out.len() == PeerProgram::ALL.len() {
        return Ok(StepOutcome::LeftOut(left_out.join("; ")));
    }
    log.run("the tests with peers", &mut tests)?;
    Ok(if left_out.is_empty() { StepOutcome::Passed } else { StepOutcome::PassedWithout(left_out) })
}

/// What a test needs that cannot be had leaves its module out, and the summary says so.
fn endurance(log: &mut Log) -> anyhow::Result<StepOutcome> {
    // As the tests are built: with the same features, so that nothing is compiled twice.
    let program = ["build", "--locked", "--workspace", "--bin", "latchkey-endpoint"];
    log.run("building the endpoint", &mut workspace::cargo(program))?;
    let mut tests = outer_test(ENDURANCE_TARGET);
    // What was lost and how often is worth reading when nothing failed.
    tests.args(["--", "--show-output"]);
    let mut left_out = Vec::new();
    match postgres::ensure()? {
        Ok(found) => {
            tests.env(postgres::VARIABLE, found);
        }
        Err(why) => {
            tests.args(["--skip", "replicas::on_postgres"]);
            left_out.push(format!("replicas on PostgreSQL: {why}"));
        }
    }
    match PeerProgram::OidcProvider.ensure()? {
        Ok(found) => {
            tests.env(PeerProgram::OidcProvider.variable(), found);
        }
        Err(why) => {
            tests.args(["--skip", "handing_out::"]);
            left_out.push(format!("handing out: {why}"));
        }
    }
    log.run("the endurance tests", &mut tests)?;
    Ok(if left_out.is_empty() { StepOutcome::Passed } else { StepOutcome::PassedWithout(left_out) })
}

fn build_pane_tools(log: &mut Log) -> anyhow::Result<()> {
    let packages = pane::TOOL_PACKAGES.iter().flat_map(|package| ["--package", package]);
    log.run("building the pane's tools", &mut workspace::cargo(["build", "--locked"].into_iter().chain(packages)))
}

/// Advisories are left to a person (`cargo deny check advisories`): they change without any change here, and a test
/// must not fail for what happened elsewhere.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_tests_are_where_they_are_looked_for() {
        let manifest = std::fs::read_to_string(workspace::root().join("tests/Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("name = \"{OUTER_PACKAGE}\"")));
        for target in [BROWSER_TARGET, ATTACKS_TARGET, DIALECTS_TARGET, PEERS_TARGET, ENDURANCE_TARGET] {
            assert!(manifest.contains(&format!("[[test]]\nname = \"{target}\"")), "{target}");
        }
        assert_eq!(manifest.matches("[[test]]").count(), 5, "a sixth target would not be run");
    }
}
