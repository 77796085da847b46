//! Apache from Debian, with `mod_auth_gssapi` and `gss-ntlmssp`: an NTLM in C.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use super::{debian, fill};
use crate::log::Log;
use crate::process::output_of;
use crate::workspace;

const PACKAGES: [&str; 3] = ["apache2-bin", "libapache2-mod-auth-gssapi", "gss-ntlmssp"];

/// The module that the tests load.
const MODULE: &str = "usr/lib/apache2/modules/mod_auth_gssapi.so";

/// The folder among the tools. It is used even if the system has some of the packages.
pub(super) fn find() -> anyhow::Result<Option<PathBuf>> {
    Ok(Some(folder()?).filter(|root| is_right(root)))
}

pub(super) fn fetch(log: &mut Log) -> anyhow::Result<()> {
    fill(&folder()?, |root| {
        debian::unpack(&PACKAGES, root, log)?;
        if is_right(root) { Ok(()) } else { bail!("Debian's apache2 does not run here") }
    })
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("apache"))
}

fn is_right(root: &Path) -> bool {
    if !root.is_dir() || debian::file(root, MODULE).is_none() {
        return false;
    }
    let Some(program) = debian::file(root, "usr/sbin/apache2") else { return false };
    let mut program = Command::new(program);
    if let Ok(libraries) = debian::libraries(root) {
        program.env("LD_LIBRARY_PATH", libraries);
    }
    output_of(program.arg("-v")).is_some_and(|said| said.contains("Apache/2.4."))
}
