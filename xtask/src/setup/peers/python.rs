//! Peers from the Python package index, each in exactly the versions of `tests/peers/<peer>/requirements.txt`, in an environment
//! of its own. Only prebuilt packages (wheels) are used, so that no package runs a script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{PeerProgram, fill, sources};
use crate::log::Log;
use crate::process::output_of;
use crate::setup::find_in_path;
use crate::workspace;

const REQUIREMENTS: &str = "requirements.txt";

/// `module` is what Python calls it.
pub(super) fn find(peer: PeerProgram, module: &str) -> anyhow::Result<Option<PathBuf>> {
    let folder = folder(peer)?;
    let wanted = fs::read(sources(peer).join(REQUIREMENTS))?;
    let is_right = fs::read(folder.join(REQUIREMENTS)).is_ok_and(|kept| kept == wanted);
    Ok((is_right && runs(&folder, module)).then_some(folder))
}

/// Checks that the environment still works: the system's Python may have been replaced.
fn runs(folder: &Path, module: &str) -> bool {
    output_of(Command::new(folder.join("bin/python")).args(["-c", &format!("import {module}")])).is_some()
}

pub(super) fn can_be_fetched() -> Result<(), String> {
    let Some(python) = find_in_path(&["python3"]) else {
        return Err("there is no `python3` in PATH (Python 3.11 or newer is needed)".to_owned());
    };
    match output_of(Command::new(python).args(["-c", "import ensurepip, venv"])) {
        Some(_) => Ok(()),
        None => Err("Python can't make environments here (on Debian: `apt-get install python3-venv`)".to_owned()),
    }
}

pub(super) fn fetch(peer: PeerProgram, log: &mut Log) -> anyhow::Result<()> {
    fill(&folder(peer)?, |inside| {
        fs::copy(sources(peer).join(REQUIREMENTS), inside.join(REQUIREMENTS))?;
        log.run("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(inside))?;
        // Runs pip as a module: the `pip` script contains the path of the folder, which is about to be renamed.
        let mut pip = Command::new(inside.join("bin/python"));
        pip.args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:"]);
        log.run("pip install", pip.arg("--requirement").arg(inside.join(REQUIREMENTS)))
    })
}

fn folder(peer: PeerProgram) -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join(peer.module()))
}
