//! The crates of this repository, read from their manifests.

use std::fs;

use anyhow::Context;
use toml::{Table, Value};

use super::mermaid;
use crate::rust_code::UseGraph;
use crate::workspace;

/// The prefix of our package names. A crate that replaces a third-party crate does not have it.
const PREFIX: &str = "latchkey-";

/// Where a crate belongs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PackageGroup {
    /// The product that a customer runs.
    Product,
    /// The tools in `dev/`.
    Development,
}

/// A package with its dependencies in this repository, except for those of its tests.
#[derive(Debug)]
pub struct WorkspacePackage {
    pub name: String,
    pub group: PackageGroup,
    pub dependencies: Vec<String>,
}

/// Every package of the product and of `dev/`.
pub fn read() -> anyhow::Result<Vec<WorkspacePackage>> {
    let root = workspace::root();
    let mut packages = vec![(root.to_path_buf(), PackageGroup::Product)];
    for (folder, group) in [("crates", PackageGroup::Product), ("dev", PackageGroup::Development)] {
        let entries = fs::read_dir(root.join(folder)).with_context(|| format!("can't list {folder}"))?;
        let mut folders = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        folders.sort();
        packages.extend(folders.into_iter().filter(|it| it.join("Cargo.toml").is_file()).map(|it| (it, group)));
    }
    let mut found = Vec::new();
    for (folder, group) in packages {
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("can't read {}", manifest.display()))?;
        found.extend(package(&text, group).with_context(|| format!("can't read {}", manifest.display()))?);
    }
    Ok(found)
}

fn package(manifest: &str, group: PackageGroup) -> anyhow::Result<Option<WorkspacePackage>> {
    let manifest: Table = manifest.parse().context("a manifest is not TOML")?;
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let Some(name) = name.and_then(|name| name.strip_prefix(PREFIX)) else { return Ok(None) };
    let dependencies = manifest.get("dependencies").and_then(Value::as_table).into_iter().flat_map(Table::keys);
    let dependencies = dependencies.filter_map(|name| name.strip_prefix(PREFIX)).map(str::to_owned).collect();
    Ok(Some(WorkspacePackage { name: name.to_owned(), group, dependencies }))
}

/// Writes the crates in Mermaid's syntax.
pub fn drawn(packages: &[WorkspacePackage]) -> String {
    let mut graph = UseGraph::default();
    for package in packages {
        graph.add(&package.name);
        for dependency in &package.dependencies {
            graph.connect(&package.name, dependency);
        }
    }
    let names =
        |group: PackageGroup| packages.iter().filter(|it| it.group == group).map(|it| it.name.as_str()).collect();
    let groups = [
        ("src/ and crates/: what a customer runs", names(PackageGroup::Product)),
        ("dev/: what tests, demo and build need", names(PackageGroup::Development)),
    ];
    mermaid::in_groups(&graph, &groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_name_and_dependencies_without_those_of_tests() {
        let manifest = "[package]\nname = \"latchkey-a\"\n[dependencies]\nlatchkey-b.workspace = true\nserde = \"1\"\n\
            latchkey-c-d = { workspace = true }\n[dev-dependencies]\nlatchkey-e.workspace = true\n";
        let found = package(manifest, PackageGroup::Product).unwrap().unwrap();
        assert_eq!((found.name.as_str(), &found.dependencies[..]), ("a", &["b".to_owned(), "c-d".to_owned()][..]));
        assert!(package("[package]\nname = \"wasm-streams\"\n", PackageGroup::Product).unwrap().is_none());
    }

    #[test]
    fn every_package_is_drawn_in_its_group() {
        let packages = [
            WorkspacePackage { name: "a".to_owned(), group: PackageGroup::Product, dependencies: vec!["b".to_owned()] },
            WorkspacePackage { name: "b".to_owned(), group: PackageGroup::Development, dependencies: Vec::new() },
        ];
        let drawn = drawn(&packages);
        assert!(drawn.contains("n_a --> n_b\n") && drawn.matches("subgraph").count() == 2, "{drawn}");
    }
}
