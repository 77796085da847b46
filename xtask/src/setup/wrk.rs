//! `wrk`, the load generator of the endpoint's benchmark. If it is not installed, Debian's package is unpacked among the
//! tools.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use super::peers::{debian, fill};
use crate::log::{Log, Show};
use crate::{ui, workspace};

/// `wrk`, as it is installed or was fetched.
pub struct Wrk {
    pub program: PathBuf,
    /// The libraries that came with it, for `LD_LIBRARY_PATH`, if it was unpacked.
    pub libraries: Option<OsString>,
}

/// The program, fetched if it is missing.
pub fn ensure() -> anyhow::Result<Wrk> {
    if let Some(found) = find()? {
        return Ok(found);
    }
    if let Err(why) = debian::can_be_fetched() {
        bail!("The benchmark needs `wrk` in PATH, and here it can't be fetched: {why}");
    }
    ui::say("Fetching wrk (once for this user, a few seconds)");
    let mut log = Log::create("wrk", Show::OnFailure)?;
    fill(&folder()?, |inside| debian::unpack(&["wrk"], inside, &mut log))?;
    find()?.context("wrk was fetched and does not run here: install it and run this again")
}

fn find() -> anyhow::Result<Option<Wrk>> {
    let program = folder()?.join("usr/bin/wrk");
    let libraries = if program.is_file() { Some(debian::libraries(&folder()?)?) } else { None };
    let installed = Wrk { program: "wrk".into(), libraries: None };
    Ok([installed, Wrk { program, libraries }].into_iter().find(Wrk::starts))
}

impl Wrk {
    /// `wrk` exits with 1 after it has printed its version, so the output is checked and not the exit code.
    fn starts(&self) -> bool {
        let mut command = Command::new(&self.program);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command.arg("--version").output().is_ok_and(|output| output.stdout.starts_with(b"wrk"))
    }
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("wrk"))
}
