//! Licences and bans of every dependency on every platform, by the lists of `deny.toml`. cargo-deny checks more, but
//! takes minutes to compile; this needs only cargo.

use std::fs;

use anyhow::{Context, bail};
use serde_json::Value;

use super::spdx;
use crate::process::output_of;
use crate::workspace;

/// Packages whose licence is not allowed, and packages that are banned.
pub fn problems() -> anyhow::Result<Vec<String>> {
    let lists = fs::read_to_string(workspace::root().join("deny.toml")).context("can't read deny.toml")?;
    let allowed = strings_in(&lists, "allow")?;
    let banned = strings_in(&lists, "deny")?;
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

/// The strings of the list `key = [ … ]`. `deny.toml` is ours and simple, so no TOML parser is compiled for it.
fn strings_in(text: &str, key: &str) -> anyhow::Result<Vec<String>> {
    let opening = format!("\n{key} = [");
    let (_, list) = text.split_once(&opening).with_context(|| format!("deny.toml has no list `{key}`"))?;
    let (list, _) = list.split_once(']').with_context(|| format!("the list `{key}` of deny.toml has no end"))?;
    let code = list.lines().map(|line| line.split('#').next().unwrap_or_default());
    Ok(code.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LISTS: &str =
        "[licenses]\nallow = [\n    \"MIT\", # a \"comment\"\n    \"ISC\",\n]\n[bans]\ndeny = [\"openssl\"]\n";

    fn problem(package: &Value) -> Option<String> {
        problem_of(package, &strings_in(LISTS, "allow").unwrap(), &strings_in(LISTS, "deny").unwrap())
    }

    #[test]
    fn the_lists_are_read_without_their_comments() {
        assert_eq!(strings_in(LISTS, "allow").unwrap(), ["MIT", "ISC"]);
        assert!(strings_in(LISTS, "skip").is_err());
    }

    #[test]
    fn a_package_needs_an_allowed_licence_and_no_ban() {
        assert_eq!(problem(&json!({"name": "a", "version": "1.0.0", "license": "MIT"})), None);
        assert!(problem(&json!({"name": "a", "version": "1.0.0", "license": "GPL-3.0"})).is_some());
        assert!(problem(&json!({"name": "a", "version": "1.0.0", "license": null})).is_some());
        assert!(problem(&json!({"name": "openssl", "version": "1.0.0", "license": "MIT"})).is_some());
    }
}
