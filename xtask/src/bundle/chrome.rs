//! The Chrome extension of one installation: a folder that Chrome loads as it is, and the archive for the store.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use latchkey_chrome_bundle::Bundle;

use super::BundleOptions;
use crate::{pane, workspace};

/// The files that [`write`] has made.
pub struct WrittenExtension {
    /// The folder for "Load unpacked".
    pub folder: PathBuf,
    /// The archive for the Chrome Web Store.
    pub archive: PathBuf,
}

/// Builds the pane if it is not fresh, and writes folder and archive.
pub fn write(options: &BundleOptions, into: &Path) -> anyhow::Result<WrittenExtension> {
    pane::ensure_built(&[])?;
    let bundle = Bundle {
        project: workspace::root(),
        pane: &workspace::dist(),
        endpoint: &options.endpoint,
        by_policy: options.endpoint_by_policy,
        product_name: options.name.trim(),
        version: env!("CARGO_PKG_VERSION"),
    };
    let files = bundle.files()?;
    let written = WrittenExtension { folder: into.join("unpacked"), archive: into.join("latchkey-chrome.zip") };
    files.write(&written.folder)?;
    fs::write(&written.archive, files.archive()?)
        .with_context(|| format!("can't write {}", written.archive.display()))?;
    Ok(written)
}
