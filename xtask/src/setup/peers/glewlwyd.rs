//! Glewlwyd from Debian, with what it needs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use super::{debian, fill};
use crate::log::Log;
use crate::process::output_of;
use crate::setup::find_in_path;
use crate::workspace;

/// The configuration that the tests write is for this series, Debian 12's and 13's.
const SERIES: &str = "2.7.";

/// The packages: Glewlwyd, the smallest choice where a dependency has alternatives, and the program that creates its database.
const PACKAGES: [&str; 3] = ["glewlwyd", "dbconfig-no-thanks", "sqlite3"];

/// The root folder: the system, if an administrator has installed it there, or else our own folder.
pub(super) fn find() -> anyhow::Result<Option<PathBuf>> {
    Ok([PathBuf::from("/"), folder()?].into_iter().find(|root| is_right(root)))
}

pub(super) fn fetch(log: &mut Log) -> anyhow::Result<()> {
    fill(&folder()?, |root| {
        debian::unpack(&PACKAGES, root, log)?;
        if is_right(root) {
            Ok(())
        } else {
            bail!("Debian's glewlwyd is not of the series {SERIES}* or does not run here")
        }
    })
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("glewlwyd"))
}

fn is_right(root: &Path) -> bool {
    let Ok(libraries) = debian::libraries(root) else { return false };
    let mut program = Command::new(root.join("usr/bin/glewlwyd"));
    let version = output_of(program.arg("--version").env("LD_LIBRARY_PATH", libraries));
    let has_database = root.join("usr/bin/sqlite3").is_file() || find_in_path(&["sqlite3"]).is_some();
    version.is_some_and(|said| said.starts_with(SERIES)) && has_database
}
