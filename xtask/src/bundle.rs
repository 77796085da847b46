//! `cargo xtask bundle --endpoint https://HOST`: writes the files that an administrator distributes for one installation,
//! to `target/bundle`.
//!
//! # To add a host
//! Write a file beside `outlook.rs` whose `write` puts the host's part into a folder of its own, and call it in [`run`].

mod chrome;
pub mod outlook;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use latchkey_chrome_bundle::EndpointOrigin;

use crate::{ui, workspace};

/// The options on the command line.
#[derive(Debug, clap::Args)]
pub struct BundleOptions {
    /// Where the installation's endpoint is, for example `https://latchkey.example`
    #[arg(long, value_name = "URL")]
    pub endpoint: EndpointOrigin,
    /// What people see as the product's name
    #[arg(long, default_value = "Latchkey")]
    pub name: String,
    /// Where people find help
    #[arg(long, value_name = "URL", default_value = "https://github.com/latchkey/latchkey#readme")]
    pub support: String,
    /// Let Outlook know people again by its single sign-on: the id of the app registration, which `office_sso` is set for
    #[arg(long, value_name = "CLIENT_ID")]
    pub office_sso: Option<uuid::Uuid>,
    /// Let administrators name another endpoint for the Chrome extension by policy; see docs/chrome.md
    #[arg(long)]
    pub endpoint_by_policy: bool,
}

/// Writes the bundle of each host.
pub fn run(options: &BundleOptions) -> anyhow::Result<()> {
    let folder = folder()?;
    if options.endpoint.is_secure() {
        ui::say(format!("For Outlook: {}", outlook::write(options, &folder.join("outlook"))?.display()));
    } else {
        ui::say("For Outlook: left out, because it loads add-ins over https only");
    }
    let chrome = chrome::write(options, &folder.join("chrome"))?;
    ui::say(format!("For Chrome, to load unpacked: {}", chrome.folder.display()));
    ui::say(format!("For the Chrome Web Store: {}", chrome.archive.display()));
    Ok(())
}

/// Where it is written: below cargo's target folder.
fn folder() -> anyhow::Result<PathBuf> {
    let target = workspace::scratch()?.parent().context("the scratch folder has no parent")?.to_path_buf();
    let folder = target.join("bundle");
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    Ok(folder)
}
