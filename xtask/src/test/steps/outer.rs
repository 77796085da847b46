//! The steps whose tests need third-party programs, or take minutes. If a program is not available, its tests are left
//! out and the summary says so.

use std::process::Command;

use super::{THREADS, THREADS_VARIABLE, build_programs, linting_cargo, threads};
use crate::log::Log;
use crate::setup::peers::PeerProgram;
use crate::setup::{office_js, postgres, trunk};
use crate::test::StepOutcome;
use crate::{pane, workspace};

/// The package of the tests that need third-party programs, or take minutes.
pub(super) const PACKAGE: &str = "latchkey-tests";
const BROWSER_TARGET: &str = "browser";
const PEERS_TARGET: &str = "peers";
const ATTACKS_TARGET: &str = "attacks";
const DIALECTS_TARGET: &str = "dialects";
const ENDURANCE_TARGET: &str = "endurance";

/// The browser tests that show that a pane works: set up, Refresh, and a language that the program loads.
const SMOKE: [&str; 3] = ["microsoft::on_the_new_page_refresh", "microsoft::with_the_new_page", "languages::"];

/// Runs tests, some of which need PostgreSQL; without it the summary says what was left out.
pub(super) fn on_postgres_too(
    log: &mut Log,
    what: &str,
    mut tests: Command,
    left_out: &str,
) -> anyhow::Result<StepOutcome> {
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
    log.run(what, tests.env(THREADS_VARIABLE, threads(THREADS)))?;
    Ok(outcome)
}

/// The tests with the answers of real servers.
pub(super) fn dialects(log: &mut Log) -> anyhow::Result<()> {
    log.run("the dialects", &mut outer_test(DIALECTS_TARGET))
}

/// Threads of the browser tests for each processor: one more than there may be browsers (`tests/browser/chrome.rs`), which prepares
/// the next test.
const BROWSER_THREADS: usize = 3;

/// The browser tests that need Office.js.
const IN_OUTLOOK: [&str; 4] = ["--skip", "outlook::", "--skip", "_outlook_"];

/// Without Office.js the tests in Outlook are not run, and the summary says so.
pub(super) fn browser(smoke_only: bool, log: &mut Log) -> anyhow::Result<StepOutcome> {
    build_programs(log, &pane::TOOLS)?;
    if !pane::is_fresh()? {
        pane::build(log)?;
    }
    let mut tests = outer_test(BROWSER_TARGET);
    tests.env("LATCHKEY_PANE_DIR", workspace::dist()).env(THREADS_VARIABLE, threads(BROWSER_THREADS));
    if smoke_only {
        log.run("the smoke test", tests.arg("--").args(SMOKE).args(IN_OUTLOOK))?;
        return Ok(StepOutcome::Passed);
    }
    let mut left_out = Vec::new();
    match office_js::ensure()? {
        Ok(found) => {
            tests.env(office_js::VARIABLE, found);
        }
        Err(why) => {
            tests.arg("--").args(IN_OUTLOOK);
            left_out.push(format!("outlook: {why}"));
        }
    }
    log.run("the browser tests", &mut tests)?;
    Ok(if left_out.is_empty() { StepOutcome::Passed } else { StepOutcome::PassedWithout(left_out) })
}

/// Builds the pane by trunk, in a folder of its own, and shows that it works as xtask's does.
pub(super) fn trunk(log: &mut Log) -> anyhow::Result<StepOutcome> {
    let trunk = match trunk::find() {
        Ok(trunk) => trunk,
        Err(why) => return Ok(StepOutcome::LeftOut(why)),
    };
    build_programs(log, &["wasm-bindgen"])?;
    let pane = workspace::scratch()?.join("pane-by-trunk");
    let mut build = Command::new(trunk);
    build.arg("build").arg("--dist").arg(&pane).current_dir(workspace::root());
    // Trunk refuses the usual `NO_COLOR=1`: it wants `true`.
    build.env("PATH", trunk::path_with_own_tools()?).env_remove("NO_COLOR");
    workspace::without_foreign_variables(&mut build);
    log.run("trunk build", &mut build)?;
    let mut tests = outer_test(BROWSER_TARGET);
    tests.env("LATCHKEY_PANE_DIR", pane).arg("--").args(SMOKE).args(IN_OUTLOOK);
    log.run("the smoke test", &mut tests)?;
    Ok(StepOutcome::Passed)
}

/// Selects the tests by target and not by package. With a package, cargo would choose other features for the dependencies,
/// and compile most of them again.
fn outer_test(target: &str) -> Command {
    linting_cargo(["test", "--locked", "--workspace", "--test", target])
}

/// The attacks on two replicas need PostgreSQL.
pub(super) fn attacks(log: &mut Log) -> anyhow::Result<StepOutcome> {
    on_postgres_too(log, "the attacks", outer_test(ATTACKS_TARGET), "two endpoints on PostgreSQL")
}

/// If a peer is not available, none of its tests run, and the summary says so.
pub(super) fn peers(log: &mut Log) -> anyhow::Result<StepOutcome> {
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

/// If a program that a test needs is not available, its module is left out and the summary says so.
pub(super) fn endurance(log: &mut Log) -> anyhow::Result<StepOutcome> {
    build_programs(log, &["latchkey-endpoint"])?;
    let mut tests = outer_test(ENDURANCE_TARGET);
    // The output says what was lost and how often, which is worth reading even if no test failed.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_tests_are_where_they_are_looked_for() {
        let manifest = std::fs::read_to_string(workspace::root().join("tests/Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("name = \"{PACKAGE}\"")));
        for target in [BROWSER_TARGET, ATTACKS_TARGET, DIALECTS_TARGET, PEERS_TARGET, ENDURANCE_TARGET] {
            assert!(manifest.contains(&format!("[[test]]\nname = \"{target}\"")), "{target}");
        }
        assert_eq!(manifest.matches("[[test]]").count(), 5, "a sixth target would not be run");
    }
}
