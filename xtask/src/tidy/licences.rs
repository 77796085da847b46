//! Licences and bans of every dependency on every platform, by the lists of `deny.toml`. cargo-deny checks more, but
//! takes minutes to compile; this needs only cargo.

use std::fs;

use anyhow::{Context, bail};
use serde_json::Value;
use toml::Table;

use super::spdx;
use crate::process::output_of;
use crate::workspace;

/// Packages whose licence is not allowed, and packages that are banned.
pub fn problems() -> anyhow::Result<Vec<String>> {
    let lists = fs::read_to_string(workspace::root().join("deny.toml")).context("can't read deny.toml")?;
    let lists: Table = lists.parse().context("deny.toml is not TOML")?;
    let allowed = strings_in(&lists, "licenses", "allow")?;
    let banned = strings_in(&lists, "bans", "deny")?;
    let Some(metadata) = output_of(&mut workspace::cargo(["metadata", "--format-version", "1", "--locked"])) else {
        bail!("cargo metadata failed: is Cargo.lock up to date? `cargo check` brings it there");
    };
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata printed no JSON")?;
    let packages = metadata["packages"].as_array().context("cargo metadata named no packages")?;
    Ok(packages.iter().filter_map(|package| problem_of(package, &allowed, &banned)).collect())
}

fn problem_of(package: &Value, allowed: &[String], banned: &[String]) -> Option<String> {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    let (name, version, licence) = (text("name"), text("version"), text("license"));
    if banned.iter().any(|it| it == name) {
        return Some(format!(
            "Cargo.lock: {name} {version} is banned by deny.toml: find out with `cargo tree -i {name}`"
        ));
    }
    if spdx::is_satisfied(licence, allowed) {
        return None;
    }
    let licence = if licence.is_empty() { "none" } else { licence };
    Some(format!("Cargo.lock: {name} {version}: its licence ({licence}) is not allowed by deny.toml"))
}

/// The strings of the list `key` of a table of `deny.toml`.
fn strings_in(lists: &Table, table: &str, key: &str) -> anyhow::Result<Vec<String>> {
    let list = lists.get(table).and_then(|table| table.get(key)).and_then(toml::Value::as_array);
    let list = list.with_context(|| format!("deny.toml has no list `{key}` in [{table}]"))?;
    let strings = list.iter().map(|entry| entry.as_str().map(str::to_owned));
    strings.collect::<Option<_>>().with_context(|| format!("the list `{key}` of deny.toml holds more than strings"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LISTS: &str =
        "[licenses]\nallow = [\n    \"MIT\", # a \"comment\"\n    \"ISC\",\n]\n[bans]\ndeny = [\"openssl\"]\n";

    fn problem(package: &Value) -> Option<String> {
        let lists = LISTS.parse().unwrap();
        let strings = |table, key| strings_in(&lists, table, key).unwrap();
        problem_of(package, &strings("licenses", "allow"), &strings("bans", "deny"))
    }

    #[test]
    fn the_lists_are_read_without_their_comments() {
        let lists = LISTS.parse().unwrap();
        assert_eq!(strings_in(&lists, "licenses", "allow").unwrap(), ["MIT", "ISC"]);
        assert!(strings_in(&lists, "bans", "skip").is_err());
    }

    #[test]
    fn a_package_needs_an_allowed_licence_and_no_ban() {
        assert_eq!(problem(&json!({"name": "a", "version": "1.0.0", "license": "MIT"})), None);
        assert!(problem(&json!({"name": "a", "version": "1.0.0", "license": "GPL-3.0"})).is_some());
        assert!(problem(&json!({"name": "a", "version": "1.0.0", "license": null})).is_some());
        assert!(problem(&json!({"name": "openssl", "version": "1.0.0", "license": "MIT"})).is_some());
    }
}
