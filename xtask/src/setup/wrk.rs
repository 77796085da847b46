//! `wrk`, which asks a server as often as it can: for the benchmark of the endpoint. From Debian, unpacked among the tools
//! where it is not installed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};

use super::find_in_path;
use super::peers::{debian, fill};
use crate::log::{Log, Show};
use crate::{ui, workspace};

/// The program, fetched if it is missing.
pub fn ensure() -> anyhow::Result<PathBuf> {
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

fn find() -> anyhow::Result<Option<PathBuf>> {
    let unpacked = folder()?.join("usr/bin/wrk");
    // It says what it is and ends with 1; whether it can be started is what counts.
    let starts = |file: &PathBuf| Command::new(file).arg("--version").output().is_ok();
    Ok(find_in_path(&["wrk"]).or(Some(unpacked)).filter(starts))
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("wrk"))
}
