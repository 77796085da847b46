//! The Chrome extension, made of the built pane, the scripts of `assets/extension` and `chrome-manifest.json`, for one
//! endpoint: a folder that Chrome loads as it is, and the zip that the store takes.
//!
//! `cargo xtask bundle` and the browser tests both call this, so the tests load what is shipped.
//!
//! # To add a file to the extension
//! Put a script into `assets/extension` (it is copied as it is), name it in `chrome-manifest.json` where the browser has
//! to know it, and say in `docs/chrome.md` what a new permission is for.

mod archive;
mod endpoint;
mod manifest;
mod page;
mod sentences;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub use endpoint::EndpointOrigin;

/// The page of the panel.
pub const PAGE: &str = "index.html";
/// The file that says for which endpoint the extension was made.
const MADE_FOR: &str = "made_for.js";
/// The pane's program and its glue, without the hashes in their names: an extension's files never come from a cache.
const PROGRAM: &str = "pane_bg.wasm";
const GLUE: &str = "pane.js";

/// Why the bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A file cannot be read or written.
    #[error("can't read or write {path}: {cause}")]
    File { path: PathBuf, cause: io::Error },
    /// The manifest is no JSON, or lacks a part that is filled in.
    #[error("chrome-manifest.json: {0}")]
    Manifest(String),
    /// A script of the extension can't be minified.
    #[error("assets/extension/{name}: {problem}")]
    Script { name: String, problem: String },
    /// The pane is not as its build leaves it.
    #[error("the built pane: {0}; build it again")]
    Pane(String),
    /// The archive could not be put together.
    #[error("can't put the archive together: {0}")]
    Archive(#[from] zip::result::ZipError),
}

/// The inputs of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    /// The project's folder.
    pub project: &'a Path,
    /// The built pane.
    pub pane: &'a Path,
    /// Where the panel finds its endpoint.
    pub endpoint: &'a EndpointOrigin,
    /// Whether an administrator may name another endpoint by policy (`docs/chrome.md`).
    pub by_policy: bool,
    /// The product's name as people see it.
    pub product_name: &'a str,
    /// `1.2.3`
    pub version: &'a str,
}

/// The files of an extension, by their names.
#[derive(Debug)]
pub struct BundleFiles(BTreeMap<String, Vec<u8>>);

impl Bundle<'_> {
    /// Puts the files together.
    pub fn files(&self) -> Result<BundleFiles, BundleError> {
        let mut files = page::files(self.pane, self.product_name)?;
        let scripts = read_folder(&self.project.join("assets/extension"))?;
        for (name, script) in scripts {
            let smaller = minified(&name, &script)?;
            files.insert(name, smaller);
        }
        let made_for = serde_json::json!({ "endpoint": self.endpoint.origin(), "byPolicy": self.by_policy });
        files.insert(
            MADE_FOR.to_owned(),
            format!("'use strict';\nconst MADE_FOR = Object.freeze({made_for});\n").into(),
        );
        let sentences = sentences::files(self.product_name);
        files.extend(sentences);
        if self.by_policy {
            files.insert(manifest::SCHEMA.to_owned(), manifest::schema());
        }
        let manifest = read(&self.project.join("chrome-manifest.json"))?;
        files.insert(manifest::NAME.to_owned(), manifest::manifest(&manifest, self)?);
        Ok(BundleFiles(files))
    }
}

impl BundleFiles {
    /// The files and what is in them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, content)| (name.as_str(), content.as_slice()))
    }

    /// Writes them into a folder, and deletes what the folder held before.
    pub fn write(&self, folder: &Path) -> Result<(), BundleError> {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(at(folder))?;
        }
        for (name, content) in self.iter() {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(at(parent))?;
            }
            fs::write(&path, content).map_err(at(&path))?;
        }
        Ok(())
    }

    /// The archive for the store: the same bytes for the same files. The store gives the extension a key of its own.
    pub fn archive(&self) -> Result<Vec<u8>, BundleError> {
        archive::archive(self.iter())
    }
}

/// A script without comments and indentation. Gmail's page loads some of them each time.
fn minified(name: &str, script: &[u8]) -> Result<Vec<u8>, BundleError> {
    let refused = |problem: String| BundleError::Script { name: name.to_owned(), problem };
    let text = std::str::from_utf8(script).map_err(|error| refused(error.to_string()))?;
    let smaller = minifier::js::minify(text).map_err(|problem| refused(problem.to_owned()))?;
    Ok(smaller.to_string().into_bytes())
}

fn read(path: &Path) -> Result<Vec<u8>, BundleError> {
    fs::read(path).map_err(at(path))
}

/// Every file below a folder, by its name there, with `/` between the parts.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(read_folder(&path)?.into_iter().map(|(inner, content)| (format!("{name}/{inner}"), content)));
        } else {
            files.insert(name, read(&path)?);
        }
    }
    Ok(files)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BundleError {
    move |cause| BundleError::File { path: path.to_owned(), cause }
}
