//! Checks that xtask has its crates with the features that the demo's programs need. A first build then compiles each of
//! them once: see `dev/same-features`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;

use crate::process::output_of;
use crate::{pane, workspace};

const PLACE: &str = "dev/same-features/Cargo.toml";

/// Crates that may be compiled twice, because the feature would bring xtask more crates than it saves.
const TWICE: [&str; 1] = ["latchkey-wire"];

/// The features of crates by name and version. A crate may be there with several sets.
type Features = BTreeMap<String, BTreeSet<String>>;

/// Each crate that a first build compiles twice because xtask lacks a feature.
pub fn problems() -> anyhow::Result<Vec<String>> {
    let xtask = features(&["xtask"])?;
    let programs = features(&[&pane::DEMO_PACKAGES[..], &pane::TOOLS].concat())?;
    Ok(missing(&xtask, &programs))
}

fn missing(xtask: &Features, programs: &Features) -> Vec<String> {
    let shared = xtask.iter().filter_map(|(name, have)| Some((name, have, programs.get(name)?)));
    let lacking = shared.filter_map(|(name, have, need)| {
        let lacks: Vec<_> = need.difference(have).cloned().collect();
        let is_exempt = TWICE.iter().any(|exempt| name.split(' ').next() == Some(exempt));
        (!is_exempt && !lacks.is_empty()).then(|| {
            format!("{PLACE}: a first build compiles {name} twice: the demo's programs need {}", lacks.join(", "))
        })
    });
    lacking.collect()
}

fn features(packages: &[&str]) -> anyhow::Result<Features> {
    let mut tree = workspace::cargo(["tree", "--locked", "--prefix", "none", "--edges", "normal,build"]);
    tree.args(["--format", "{p}|{f}"]);
    for package in packages {
        tree.args(["--package", package]);
    }
    Ok(parse(&output_of(&mut tree).context("cargo tree failed")?))
}

/// Lines such as `serde v1.0.0 (proc-macro)|default,std (*)`.
fn parse(tree: &str) -> Features {
    let mut found = Features::new();
    for (package, features) in tree.lines().filter_map(|line| line.split_once('|')) {
        let name: Vec<_> = package.split(' ').take(2).collect();
        let features = features.trim_end_matches(" (*)").split(',').filter(|feature| !feature.is_empty());
        found.entry(name.join(" ")).or_default().extend(features.map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_only_the_programs_have_is_named() {
        let xtask = parse("xtask v0.1.0 (/x)|\nserde v1.0.0|default,std\nsyn v3.0.0|full (*)\n");
        let programs = parse("serde v1.0.0 (proc-macro)|alloc,default,std\nsyn v3.0.0|full\ntokio v1.0.0|net\n");
        let problems = missing(&xtask, &programs);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("serde v1.0.0 twice") && problems[0].ends_with("alloc"), "{problems:?}");
    }

    #[test]
    fn features_that_only_xtask_has_are_no_problem() {
        let (xtask, programs) = (parse("libc v0.2.0|std,extra_traits\n"), parse("libc v0.2.0|std\n"));
        assert_eq!(missing(&xtask, &programs), Vec::<String>::new());
    }
}
