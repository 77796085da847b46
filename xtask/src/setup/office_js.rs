//! Office.js from npm, in exactly the version of `tests/browser/outlook/office_js/package-lock.json`. The browser tests need
//! it because they have no Outlook. Install scripts of packages are not run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::find_in_path;
use super::peers::{Availability, fill};
use crate::log::{Log, Show};
use crate::{interrupt, ui, workspace};

/// The version that the stand-in for Outlook was written for.
const VERSION: &str = "1.1.110";
/// The variable that tells the tests where it is.
pub const VARIABLE: &str = "LATCHKEY_OFFICE_JS";

const FILES: [&str; 2] = ["package.json", LOCK];
const LOCK: &str = "package-lock.json";

/// Fetches Office.js if it is missing. The outer error ends the run. The inner one says why it is not available.
pub fn ensure() -> anyhow::Result<Availability> {
    if let Some(found) = find()? {
        return Ok(Ok(found));
    }
    if find_in_path(&["npm"]).is_none() {
        return Ok(Err("Office.js comes from npm, and there is no `npm` in PATH".to_owned()));
    }
    ui::say("Fetching Office.js for the browser tests (once for this user, a few seconds)");
    let mut log = Log::create("office_js", Show::OnFailure)?;
    let fetched = fill(&folder()?, |inside| {
        for file in FILES {
            fs::copy(sources().join(file), inside.join(file))?;
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(inside);
        log.run("npm ci", &mut npm)
    });
    interrupt::check()?;
    if let Err(error) = fetched {
        ui::say(format!("{error:#}"));
        return Ok(Err("Office.js can't be fetched; the reason is shown above".to_owned()));
    }
    Ok(find()?.ok_or_else(|| "Office.js was fetched and is not complete".to_owned()))
}

fn find() -> anyhow::Result<Option<PathBuf>> {
    let folder = folder()?;
    let is_there = folder.join("node_modules/@microsoft/office-js/dist/office.js").is_file();
    let locked = fs::read(sources().join(LOCK))?;
    let is_right = fs::read(folder.join(LOCK)).is_ok_and(|kept| kept == locked);
    Ok((is_there && is_right).then_some(folder))
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join(format!("office-js-{VERSION}")))
}

fn sources() -> PathBuf {
    workspace::root().join("tests/browser/outlook/office_js")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_exact_one_of_the_package_and_its_lock_file() {
        for (file, line) in [("package.json", "\"@microsoft/office-js\": \"{}\""), (LOCK, "\"version\": \"{}\"")] {
            let text = fs::read_to_string(sources().join(file)).unwrap();
            assert!(text.contains(&line.replace("{}", VERSION)), "{file}");
        }
    }
}
