//! Glewlwyd from Debian, with what it needs: downloaded by apt-get, which checks signatures, and unpacked. It is not
//! installed, because the package would start a service that listens everywhere; so no rights are needed either.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, bail};

use super::fill;
use crate::log::Log;
use crate::process::output_of;
use crate::setup::apt::{self, apt_get};
use crate::setup::find_in_path;
use crate::workspace;

/// The configuration that the tests write is for this series, Debian 12's and 13's.
const SERIES: &str = "2.7.";

/// With the smallest of what its dependencies leave open, and the program that makes its database.
const PACKAGES: [&str; 3] = ["glewlwyd", "dbconfig-no-thanks", "sqlite3"];

/// The system itself, where somebody has installed it, or our own folder.
pub(super) fn find() -> anyhow::Result<Option<PathBuf>> {
    Ok([PathBuf::from("/"), folder()?].into_iter().find(|root| is_right(root)))
}

pub(super) fn can_be_fetched() -> Result<(), String> {
    match ["apt-get", "dpkg-deb"].into_iter().find(|name| find_in_path(&[name]).is_none()) {
        Some(missing) => Err(format!("it comes from Debian's packages, and there is no `{missing}` here")),
        None => Ok(()),
    }
}

pub(super) fn fetch(log: &mut Log) -> anyhow::Result<()> {
    fill(&folder()?, |root| {
        let packages = root.join("packages");
        fs::create_dir_all(packages.join("partial"))?;
        let downloaded = log.run("apt-get install --download-only", &mut download(&packages));
        if let Err(error) = downloaded {
            if !apt::may_install() {
                return Err(error.context("`sudo apt-get update` may help: the lists of packages are missing or old"));
            }
            log.run("apt-get update", &mut apt_get(["update"]))?;
            log.run("apt-get install --download-only", &mut download(&packages))?;
        }
        let files = fs::read_dir(&packages)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
        for package in files.iter().filter(|file| file.extension() == Some(OsStr::new("deb"))) {
            log.run("dpkg-deb --extract", Command::new("dpkg-deb").arg("--extract").arg(package).arg(root))?;
        }
        fs::remove_dir_all(&packages)?;
        if is_right(root) {
            Ok(())
        } else {
            bail!("Debian's glewlwyd is not of the series {SERIES}* or does not run here")
        }
    })
}

/// Everything that is missing in the system, and nothing changed there; without the lock that only root may take.
fn download(into: &Path) -> Command {
    let mut command = apt_get(["install", "--yes", "--download-only", "--no-install-recommends"]);
    command.args(PACKAGES).args(["--option", "Debug::NoLocking=1", "--option"]);
    command.arg(format!("Dir::Cache::archives={}", into.display()));
    command
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("glewlwyd"))
}

fn is_right(root: &Path) -> bool {
    let Ok(libraries) = libraries(root) else { return false };
    let mut program = Command::new(root.join("usr/bin/glewlwyd"));
    let version = output_of(program.arg("--version").env("LD_LIBRARY_PATH", libraries));
    let has_database = root.join("usr/bin/sqlite3").is_file() || find_in_path(&["sqlite3"]).is_some();
    version.is_some_and(|said| said.starts_with(SERIES)) && has_database
}

/// `usr/lib/<machine>-linux-gnu`.
fn libraries(root: &Path) -> anyhow::Result<std::ffi::OsString> {
    let folders = fs::read_dir(root.join("usr/lib"))?.filter_map(|entry| Some(entry.ok()?.path()));
    let folders = folders.filter(|folder| folder.to_string_lossy().ends_with("-linux-gnu"));
    env::join_paths(folders).context("a folder's name can't be put into a path")
}
