//! `xmllint`, which validates the Outlook manifest against its published schemas. If it is not installed, Debian's package is
//! unpacked among the tools.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::find_in_path;
use super::peers::{debian, fill};
use crate::log::{Log, Show};
use crate::{interrupt, ui, workspace};

/// A program that runs here.
pub struct Xmllint {
    program: PathBuf,
    libraries: Option<OsString>,
}

impl Xmllint {
    /// `xmllint`, to be given arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command
    }

    fn runs(&self) -> bool {
        self.command().arg("--version").output().is_ok_and(|output| output.status.success())
    }
}

/// The program, fetched if it is missing, or why it cannot be had here.
pub fn ensure() -> anyhow::Result<Result<Xmllint, String>> {
    if let Some(found) = find()? {
        return Ok(Ok(found));
    }
    if let Err(why) = debian::can_be_fetched() {
        return Ok(Err(format!("xmllint is not in PATH: {why}")));
    }
    ui::say("Fetching xmllint (once for this user, a few seconds)");
    let mut log = Log::create("xmllint", Show::OnFailure)?;
    let fetched = fill(&folder()?, |inside| debian::unpack(&["libxml2-utils"], inside, &mut log));
    interrupt::check()?;
    if let Err(error) = fetched {
        ui::say(format!("{error:#}"));
        return Ok(Err("xmllint can't be fetched; the reason is shown above".to_owned()));
    }
    Ok(find()?.ok_or_else(|| "xmllint was fetched and does not run here".to_owned()))
}

fn find() -> anyhow::Result<Option<Xmllint>> {
    let installed = find_in_path(&["xmllint"]).map(|program| Xmllint { program, libraries: None });
    if let Some(installed) = installed.filter(Xmllint::runs) {
        return Ok(Some(installed));
    }
    let folder = folder()?;
    Ok(unpacked(&folder).filter(Xmllint::runs))
}

fn unpacked(folder: &Path) -> Option<Xmllint> {
    let program = folder.join("usr/bin/xmllint");
    program.is_file().then(|| Xmllint { program, libraries: debian::libraries(folder).ok() })
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("xmllint"))
}
