//! PostgreSQL, for the tests that need a real server. Debian's binaries are used if they are installed. Otherwise they are
//! downloaded and unpacked among the tools, because installing them would start a server.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::peers::{Availability, debian, fill};
use crate::log::{Log, Show};
use crate::process::output_of;
use crate::{interrupt, ui, workspace};

/// The variable that tells the tests where it is: a folder with `initdb` and `postgres`.
pub const VARIABLE: &str = "LATCHKEY_POSTGRES";

/// The version of Debian 12, and its packages.
const VERSION: &str = "15";
const PACKAGES: [&str; 2] = ["postgresql-15", "postgresql-client-15"];

/// Where Debian puts the programs of PostgreSQL.
const SYSTEM: &str = "/usr/lib/postgresql";

/// Fetches PostgreSQL if it is missing. The outer error ends the run. The inner one says why it is not available.
pub fn ensure() -> anyhow::Result<Availability> {
    if let Some(found) = find()? {
        return Ok(Ok(found));
    }
    if let Err(why) = debian::can_be_fetched() {
        return Ok(Err(why));
    }
    ui::say("Fetching PostgreSQL for its tests (once for this user, a few seconds)");
    let mut log = Log::create("postgres", Show::OnFailure)?;
    let fetched = fill(&folder()?, |inside| debian::unpack(&PACKAGES, inside, &mut log));
    interrupt::check()?;
    if let Err(error) = fetched {
        ui::say(format!("{error:#}"));
        return Ok(Err("it can't be fetched; the reason is shown above".to_owned()));
    }
    Ok(find()?.ok_or_else(|| "it was fetched and does not run here".to_owned()))
}

fn find() -> anyhow::Result<Option<PathBuf>> {
    let named = env::var_os(VARIABLE).map(PathBuf::from);
    let unpacked = folder()?.join("usr/lib/postgresql").join(VERSION).join("bin");
    let installed = fs::read_dir(SYSTEM).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let mut candidates: Vec<_> = installed.collect();
    candidates.sort();
    candidates.reverse();
    let all = named.into_iter().chain(candidates).chain([unpacked]);
    Ok(all.into_iter().find(|folder| runs(folder)))
}

fn runs(folder: &Path) -> bool {
    output_of(Command::new(folder.join("postgres")).arg("--version")).is_some()
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join(format!("postgresql-{VERSION}")))
}
