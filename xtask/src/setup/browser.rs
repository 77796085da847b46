//! Chromium and its driver, for the tests that run in a real browser.

use std::process::Command;

use anyhow::{Context, bail};

use crate::log::{Log, Show};
use crate::setup::find_in_path;
use crate::ui;

/// The names that distributions give to the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];

const INSTALL: [&str; 5] = ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"];

/// Installs the browser if it is missing and this machine lets us; otherwise says what to type.
pub fn ensure() -> anyhow::Result<()> {
    if is_there() {
        return Ok(());
    }
    if !may_use_apt() {
        bail!("{}", what_to_type());
    }
    ui::say("Installing chromium and chromium-driver by apt-get");
    install().with_context(what_to_type)?;
    if is_there() { Ok(()) } else { bail!("{}", what_to_type()) }
}

fn install() -> anyhow::Result<()> {
    let mut log = Log::create("chromium", Show::OnFailure)?;
    log.run("apt-get update", &mut apt(["update"]))?;
    log.run("apt-get install", &mut apt(INSTALL))
}

fn is_there() -> bool {
    find_in_path(&BROWSERS).is_some() && find_in_path(&DRIVERS).is_some()
}

fn apt<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(unix)]
fn may_use_apt() -> bool {
    nix::unistd::geteuid().is_root() && find_in_path(&["apt-get"]).is_some()
}

#[cfg(not(unix))]
fn may_use_apt() -> bool {
    false
}

fn what_to_type() -> String {
    let how = if find_in_path(&["apt-get"]).is_some() {
        format!("Type `sudo apt-get update && sudo apt-get {}`", INSTALL.join(" "))
    } else {
        "Install both with your system's package manager (Fedora: `sudo dnf install chromium chromedriver`, macOS: \
         `brew install --cask chromium chromedriver`)"
            .to_owned()
    };
    format!("The browser tests need `chromium` and `chromedriver` in PATH, of one version. {how}, then run this again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_without_the_right_to_install_gets_a_command_to_type() {
        let sentence = what_to_type();
        assert!(sentence.contains('`') && sentence.contains("chromium") && sentence.contains("run this again"));
    }
}
