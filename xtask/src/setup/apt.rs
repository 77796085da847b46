//! Installs Debian's packages.

use std::process::Command;

use crate::setup::find_in_path;

/// `apt-get …`, which asks no questions.
pub fn apt_get<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether this system has `apt-get`.
pub fn is_there() -> bool {
    find_in_path(&["apt-get"]).is_some()
}

/// Whether this person may change the system with it.
#[cfg(unix)]
pub fn may_install() -> bool {
    nix::unistd::geteuid().is_root() && is_there()
}

/// Whether this person may change the system with it.
#[cfg(not(unix))]
pub fn may_install() -> bool {
    false
}
