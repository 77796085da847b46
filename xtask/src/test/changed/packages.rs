//! The packages of the workspace: their folders, and which depend on which, tests included.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::process::output_of;
use crate::workspace;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Present for packages of the workspace.
    path: Option<String>,
}

/// What cargo knows of the workspace.
#[derive(Debug)]
pub struct Packages {
    /// By the folder, relative to the workspace, with a `/` at its end. The root package's folders are those of its code.
    folders: BTreeMap<String, String>,
    /// By the package: those that depend on it.
    dependents: BTreeMap<String, BTreeSet<String>>,
}

/// Where the root package's code is: its own folder holds all others.
const ROOT_CODE: &str = "src/";

impl Packages {
    /// Asks cargo.
    pub fn read() -> anyhow::Result<Self> {
        let arguments = ["metadata", "--format-version", "1", "--locked", "--no-deps"];
        let Some(metadata) = output_of(&mut workspace::cargo(arguments)) else {
            bail!("cargo metadata failed: is Cargo.lock up to date? `cargo check` brings it there");
        };
        let metadata: Metadata = serde_json::from_str(&metadata).context("cargo metadata printed something else")?;
        let mut packages = Self { folders: BTreeMap::new(), dependents: BTreeMap::new() };
        for package in metadata.packages {
            let folder = Path::new(&package.manifest_path).parent().context("a manifest is in no folder")?;
            let folder = folder.strip_prefix(workspace::root()).context("a package is outside of the workspace")?;
            let folder = folder.to_string_lossy().replace('\\', "/");
            let folder = if folder.is_empty() { ROOT_CODE.to_owned() } else { format!("{folder}/") };
            packages.folders.insert(folder, package.name.clone());
            packages.dependents.entry(package.name.clone()).or_default();
            for dependency in package.dependencies.into_iter().filter(|dependency| dependency.path.is_some()) {
                packages.dependents.entry(dependency.name).or_default().insert(package.name.clone());
            }
        }
        Ok(packages)
    }

    /// Every package.
    pub fn all(&self) -> BTreeSet<String> {
        self.folders.values().cloned().collect()
    }

    /// The package in whose folder a file is.
    pub fn package_of(&self, file: &str) -> Option<String> {
        self.folders.iter().find(|(folder, _)| file.starts_with(folder.as_str())).map(|(_, package)| package.clone())
    }

    /// These, and all that depend on them.
    pub fn with_dependents(&self, packages: BTreeSet<String>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open: Vec<_> = packages.into_iter().collect();
        while let Some(package) = open.pop() {
            if let Some(dependents) = self.dependents.get(&package).filter(|_| found.insert(package.clone())) {
                open.extend(dependents.iter().cloned());
            }
        }
        found
    }
}
