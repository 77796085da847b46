//! Chromium and its driver, for the tests that run in a real browser.

use anyhow::{Context, bail};

use crate::log::{Log, Show};
use crate::setup::apt::{self, apt_get};
use crate::setup::find_in_path;
use crate::ui;

/// The names that distributions give to the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 1] = ["chromedriver"];

const INSTALL: [&str; 5] = ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"];

/// Installs the browser if it is missing and this person may install packages. Otherwise fails with the command to type.
pub fn ensure() -> anyhow::Result<()> {
    if is_there() {
        return Ok(());
    }
    if !apt::may_install() {
        bail!("{}", what_to_type());
    }
    ui::say("Installing chromium and chromium-driver by apt-get");
    install().with_context(what_to_type)?;
    if is_there() { Ok(()) } else { bail!("{}", what_to_type()) }
}

fn install() -> anyhow::Result<()> {
    let mut log = Log::create("chromium", Show::OnFailure)?;
    log.run("apt-get update", &mut apt_get(["update"]))?;
    log.run("apt-get install", &mut apt_get(INSTALL))
}

fn is_there() -> bool {
    find_in_path(&BROWSERS).is_some() && find_in_path(&DRIVERS).is_some()
}

fn what_to_type() -> String {
    let how = if apt::is_there() {
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
