//! `oidc-provider` from npm, in exactly the versions of `tests/peers/oidc_provider/package-lock.json`. Install scripts of
//! packages are not run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{PeerProgram, fill, sources};
use crate::log::Log;
use crate::setup::find_in_path;
use crate::workspace;

/// The version that the tests were written for.
const VERSION: &str = "9.13.3";

const FILES: [&str; 2] = ["package.json", LOCK];
const LOCK: &str = "package-lock.json";

pub(super) fn find() -> anyhow::Result<Option<PathBuf>> {
    let folder = folder()?;
    let locked = fs::read(sources(PeerProgram::OidcProvider).join(LOCK))?;
    let is_right = fs::read(folder.join(LOCK)).is_ok_and(|kept| kept == locked);
    Ok((is_right && find_in_path(&["node"]).is_some()).then_some(folder))
}

pub(super) fn can_be_fetched() -> Result<(), String> {
    match ["node", "npm"].into_iter().find(|name| find_in_path(&[name]).is_none()) {
        Some(missing) => Err(format!("there is no `{missing}` in PATH (Node.js 20 or newer is needed)")),
        None => Ok(()),
    }
}

pub(super) fn fetch(log: &mut Log) -> anyhow::Result<()> {
    fill(&folder()?, |inside| {
        for file in FILES {
            fs::copy(sources(PeerProgram::OidcProvider).join(file), inside.join(file))?;
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(inside);
        log.run("npm ci", &mut npm)
    })
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join(format!("oidc-provider-{VERSION}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_exact_one_of_the_package_and_its_lock_file() {
        for (file, line) in [("package.json", "\"oidc-provider\": \"{}\""), (LOCK, "\"version\": \"{}\"")] {
            let text = fs::read_to_string(sources(PeerProgram::OidcProvider).join(file)).unwrap();
            assert!(text.contains(&line.replace("{}", VERSION)), "{file}");
        }
    }
}
