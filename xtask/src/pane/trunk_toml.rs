//! `Trunk.toml` as xtask's own configuration of the pane's build, so that `trunk` and xtask build the same pane.
//!
//! A key that xtask would ignore is an error. The exceptions are the tables of trunk's own server, which no build reads.
//!
//! # To use another of trunk's keys
//! Add it to [`BuildSettings`] and do what trunk's documentation says of it: <https://trunkrs.dev/configuration/>.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The file in the workspace's folder.
const FILE: &str = "Trunk.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TrunkToml {
    build: BuildSettings,
    #[serde(default, rename = "hooks")]
    hooks: Vec<Hook>,
    #[serde(default, rename = "watch")]
    _watch: IgnoredAny,
    #[serde(default, rename = "serve")]
    _serve: IgnoredAny,
    #[serde(default, rename = "proxy")]
    _proxy: IgnoredAny,
}

/// The table `[build]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildSettings {
    /// The page that everything else is found from, relative to the workspace.
    pub target: PathBuf,
    /// Where the built pane goes, relative to the workspace.
    pub dist: PathBuf,
    /// The profile of `Cargo.toml` that the program is compiled with.
    pub cargo_profile: String,
    /// Whether names of files bear a hash of their content.
    pub filehash: bool,
    /// Whether page, styles and scripts are minified.
    pub minify: Minify,
    /// Without `integrity` attributes; xtask writes none.
    pub no_sri: bool,
    /// What addresses of files in the page begin with.
    pub public_url: String,
    /// What goes to the end of the page's head; `{base}`, `{js}` and `{wasm}` stand for names.
    pub pattern_preload: String,
    /// What starts the program, in place of its `<link data-trunk rel="rust">`.
    pub pattern_script: String,
}

/// When trunk minifies. Its third value, `on_release`, depends on a flag that xtask does not have.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Minify {
    Always,
    Never,
}

/// A command that trunk runs at one of its stages. Xtask does the same work in its own process.
#[derive(Debug, Deserialize)]
struct Hook {
    stage: String,
    command: String,
    command_arguments: Vec<String>,
}

/// The settings of this repository.
pub fn read(root: &Path) -> anyhow::Result<BuildSettings> {
    let file = root.join(FILE);
    let text = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
    parse(&text).with_context(|| format!("{} can't be used", file.display()))
}

fn parse(text: &str) -> anyhow::Result<BuildSettings> {
    let TrunkToml { build, hooks, .. } = toml::from_str(text)?;
    ensure!(build.no_sri, "no_sri must be true: xtask writes no integrity attributes");
    let is_ours = |hook: &Hook| {
        hook.stage == "post_build" && hook.command == "cargo" && hook.command_arguments == ["xtask", "finish-pane"]
    };
    ensure!(hooks.iter().all(is_ours), "a hook is not `cargo xtask finish-pane`: xtask would not do what it does");
    Ok(build)
}

/// Fills `{name}` in a pattern.
pub fn fill(pattern: &str, values: &BTreeMap<&str, String>) -> String {
    values.iter().fold(pattern.trim().to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    const GOOD: &str = r#"
        [build]
        target = "index.html"
        dist = "dist"
        cargo_profile = "pane"
        filehash = true
        minify = "always"
        no_sri = true
        public_url = "./"
        pattern_preload = "<link href='{base}{js}'>"
        pattern_script = "<script></script>"
        [serve]
        port = 8080
        [[hooks]]
        stage = "post_build"
        command = "cargo"
        command_arguments = ["xtask", "finish-pane"]
    "#;

    #[test]
    fn the_settings_of_this_repository_can_be_used() {
        read(workspace::root()).unwrap();
    }

    #[test]
    fn what_xtask_would_ignore_is_refused() {
        parse(GOOD).unwrap();
        for (from, to) in [
            ("filehash = true", "filehash = true\nlocked = true"),
            ("no_sri = true", "no_sri = false"),
            ("minify = \"always\"", "minify = \"on_release\""),
            ("[serve]", "[clean]"),
            ("finish-pane", "something-else"),
            ("post_build", "pre_build"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from} is not in the good one");
            assert!(parse(&text).is_err(), "{to} is taken");
        }
    }

    #[test]
    fn patterns_are_filled_by_name() {
        let values = BTreeMap::from([("base", "./".to_owned()), ("js", "a.js".to_owned())]);
        assert_eq!(fill("\n<link href='{base}{js}'>\n", &values), "<link href='./a.js'>");
    }
}
