//! `LemonLDAP::NG` from Debian, with what it needs.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::{debian, fill};
use crate::log::Log;
use crate::process::output_of;
use crate::workspace;

/// The configuration that the tests write is for this series, Debian 12's and 13's.
const SERIES: &str = "2.";

/// The packages: the portal, which is an OpenID provider, the database that the tests keep people in, and what the OpenID
/// provider needs beyond what every portal needs.
const PACKAGES: [&str; 4] =
    ["liblemonldap-ng-portal-perl", "libdbd-sqlite3-perl", "libio-string-perl", "libstring-random-perl"];

/// Loads what the tests run, and says which version it is.
const VERSION: &str = "use DBD::SQLite; use Plack::Runner; use Lemonldap::NG::Portal; \
                       use Lemonldap::NG::Portal::Issuer::OpenIDConnect; print $Lemonldap::NG::Portal::VERSION";

/// The folder among the tools. It is used even if the system has some of the packages.
pub(super) fn find() -> anyhow::Result<Option<PathBuf>> {
    Ok(Some(folder()?).filter(|root| is_right(root)))
}

pub(super) fn fetch(log: &mut Log) -> anyhow::Result<()> {
    fill(&folder()?, |root| {
        debian::unpack(&PACKAGES, root, log)?;
        if is_right(root) {
            Ok(())
        } else {
            bail!("Debian's LemonLDAP::NG is not of the series {SERIES}* or does not run here")
        }
    })
}

fn folder() -> anyhow::Result<PathBuf> {
    Ok(workspace::tools()?.join("lemonldap"))
}

fn is_right(root: &Path) -> bool {
    let Ok(mut perl) = debian::perl(root) else { return false };
    output_of(perl.args(["-e", VERSION])).is_some_and(|said| said.starts_with(SERIES))
}
