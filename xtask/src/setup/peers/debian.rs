//! Debian's packages, downloaded by apt-get, which checks signatures, and unpacked into a folder. They are not installed,
//! because some would start a service that listens on all addresses. So no root rights are needed.
//!
//! Packages that the system already has are not downloaded, so files are looked up in the folder first, then in the system.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::Context;

use crate::log::Log;
use crate::setup::apt::{self, apt_get};
use crate::setup::find_in_path;

pub(in crate::setup) fn can_be_fetched() -> Result<(), String> {
    match ["apt-get", "dpkg-deb"].into_iter().find(|name| find_in_path(&[name]).is_none()) {
        Some(missing) => Err(format!("it comes from Debian's packages, and there is no `{missing}` here")),
        None => Ok(()),
    }
}

/// Unpacks packages and their dependencies into a folder.
pub(in crate::setup) fn unpack(names: &[&str], root: &Path, log: &mut Log) -> anyhow::Result<()> {
    let packages = root.join("packages");
    fs::create_dir_all(packages.join("partial"))?;
    let downloaded = log.run("apt-get install --download-only", &mut download(names, &packages));
    if let Err(error) = downloaded {
        if !apt::may_install() {
            return Err(error.context("`sudo apt-get update` may help: the lists of packages are missing or old"));
        }
        log.run("apt-get update", &mut apt_get(["update"]))?;
        log.run("apt-get install --download-only", &mut download(names, &packages))?;
    }
    let files = fs::read_dir(&packages)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    for package in files.iter().filter(|file| file.extension() == Some(OsStr::new("deb"))) {
        log.run("dpkg-deb --extract", Command::new("dpkg-deb").arg("--extract").arg(package).arg(root))?;
    }
    Ok(fs::remove_dir_all(&packages)?)
}

/// Downloads the packages that the system lacks, without changing the system. It takes no lock, because only root may.
fn download(names: &[&str], into: &Path) -> Command {
    let mut command = apt_get(["install", "--yes", "--download-only", "--no-install-recommends"]);
    command.args(names).args(["--option", "Debug::NoLocking=1", "--option"]);
    command.arg(format!("Dir::Cache::archives={}", into.display()));
    command
}

/// `usr/lib/<machine>-linux-gnu`, for `LD_LIBRARY_PATH`.
pub fn libraries(root: &Path) -> anyhow::Result<OsString> {
    let folders = fs::read_dir(root.join("usr/lib"))?.filter_map(|entry| Some(entry.ok()?.path()));
    let folders = folders.filter(|folder| folder.to_string_lossy().ends_with("-linux-gnu"));
    env::join_paths(folders).context("a folder's name can't be put into a path")
}

/// Perl with the modules of the packages: `perl` is the folder of its own, `perl5` of the packages', with a folder for each
/// version where they are compiled.
pub(super) fn perl(root: &Path) -> anyhow::Result<Command> {
    let share = root.join("usr/share");
    let libraries = libraries(root)?;
    let by_version = env::split_paths(&libraries).flat_map(|folder| [folder.join("perl5"), folder.join("perl")]);
    let by_version =
        by_version.chain([share.join("perl")]).flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    let by_version = by_version.filter_map(|entry| Some(entry.ok()?.path()));
    let modules = env::join_paths([share.join("perl5")].into_iter().chain(by_version));
    let mut perl = Command::new(file(root, "usr/bin/perl").context("there is no Perl")?);
    perl.env("PERL5LIB", modules?).env("LD_LIBRARY_PATH", &libraries);
    Ok(perl)
}

/// Finds a file of the packages, in the folder or in the system.
pub(in crate::setup) fn file(root: &Path, name: &str) -> Option<PathBuf> {
    [root, Path::new("/")].into_iter().map(|root| root.join(name)).find(|file| file.is_file())
}
