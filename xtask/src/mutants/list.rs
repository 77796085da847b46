//! Reads the lists of guards, and checks that each guard is still in its file.

use std::fs;

use anyhow::Context;
use serde_json::Value;

use crate::workspace;

/// The folder of the lists, one file for each subject.
const FOLDER: &str = "tests/attacks/mutants";

/// One guard, and how to take it out.
pub struct Mutant {
    /// What the guard prevents.
    pub guard: String,
    /// The path of the file that has the guard.
    pub file: String,
    /// The guard's text, which the file has exactly once.
    pub old: String,
    /// The text that replaces the guard's.
    pub new: String,
    pub target: Target,
    /// The test that fails without it, with its modules.
    pub test: String,
}

/// A test target.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// `tests/attacks`
    Attacks,
    /// `tests/browser`, with the pane as it is built
    Browser,
    /// The endpoint's tests over HTTP
    Endpoint,
    /// The store's suite on PostgreSQL
    Postgres,
}

impl Target {
    pub const ALL: [Self; 4] = [Self::Attacks, Self::Browser, Self::Endpoint, Self::Postgres];

    fn read(name: &str) -> Option<Self> {
        match name {
            "attacks" => Some(Self::Attacks),
            "browser" => Some(Self::Browser),
            "it" => Some(Self::Endpoint),
            "postgres" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// Selects the tests by target and not by package, as for every other test, so that nothing is compiled twice.
    pub fn arguments(self) -> [&'static str; 3] {
        [
            "--workspace",
            "--test",
            match self {
                Self::Attacks => "attacks",
                Self::Browser => "browser",
                Self::Endpoint => "it",
                Self::Postgres => "postgres",
            },
        ]
    }

    /// The folder of the target's test modules.
    fn folder(self) -> &'static str {
        match self {
            Self::Attacks => "tests/attacks",
            Self::Browser => "tests/browser",
            Self::Endpoint => "crates/endpoint/tests/it",
            // The tests are generated from the rules of the store's suite.
            Self::Postgres => "crates/store/src",
        }
    }
}

impl Mutant {
    /// Whether the description, file or test contains a word.
    pub fn mentions(&self, word: &str) -> bool {
        [&self.guard, &self.file, &self.test].into_iter().any(|text| text.contains(word))
    }

    fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        Some(Self {
            guard: text("guard")?,
            file: text("file")?,
            old: text("old")?,
            new: text("new")?,
            target: Target::read(&text("target")?)?,
            test: text("test")?,
        })
    }

    /// The problem with the entry, if there is one.
    fn problem(&self) -> Option<String> {
        let read = |file: &str| fs::read_to_string(workspace::root().join(file)).unwrap_or_default();
        let times = read(&self.file).matches(&self.old).count();
        if times != 1 {
            return Some(format!("{}: stands there {times} times and not once: {:?}", self.file, self.old));
        }
        if self.old == self.new {
            return Some(format!("{}: takes nothing out: {:?}", self.file, self.old));
        }
        let Some((module, name)) = self.test.rsplit_once("::") else {
            return Some(format!("{}: {} names no module", self.guard, self.test));
        };
        let path = module.replace("::", "/");
        let folder = self.target.folder();
        if self.target == Target::Postgres {
            let is_rule = read(&format!("{folder}/conformance.rs")).contains(&format!(" {name},"));
            return (!is_rule).then(|| format!("{}: there is no rule {name} in {folder}", self.guard));
        }
        // A module may be inline in its parent's file.
        let around = path.rsplit_once('/').map_or(path.as_str(), |(around, _)| around);
        let has_it =
            [&path, around].iter().any(|path| read(&format!("{folder}/{path}.rs")).contains(&format!("fn {name}(")));
        (!has_it).then(|| format!("{}: there is no test {} in {folder}", self.guard, self.test))
    }
}

/// The guards of all files.
pub fn read() -> anyhow::Result<Vec<Mutant>> {
    let folder = workspace::root().join(FOLDER);
    let entries = fs::read_dir(&folder).with_context(|| format!("can't list {FOLDER}"))?;
    let mut files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.display();
        let list: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file)?).with_context(|| format!("{name}"))?;
        for value in list {
            let mutant = Mutant::of(&value);
            all.push(
                mutant.with_context(|| format!("{name}: guard, file, old, new, target, test are texts: {value}"))?,
            );
        }
    }
    Ok(all)
}

/// Guards that are no longer in their file, or whose test no longer exists.
pub fn problems() -> anyhow::Result<Vec<String>> {
    Ok(read()?.iter().filter_map(Mutant::problem).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(old: &str, test: &str) -> Mutant {
        let [guard, file, new] = ["a guard", "xtask/src/mutants/list.rs", "nothing"].map(str::to_owned);
        Mutant { guard, file, old: old.into(), new, target: Target::Attacks, test: test.into() }
    }

    #[test]
    fn a_guard_that_moved_and_a_test_that_is_gone_are_seen() {
        let once = "The folder of the lists, one file for each subject.";
        let real = "forwarded_link::many_codes_at_once_are_no_more_tries_than_one_after_the_other";
        // This file contains the word too, so the pattern is assembled from parts.
        assert!(mutant(&["const", "FOLDER"].join(" "), real).problem().is_none());
        assert!(mutant(once, real).problem().unwrap().contains("2 times"));
        assert!(mutant(&["no", "such", "text"].join("-"), real).problem().unwrap().contains("0 times"));
        assert!(mutant(&["const", "FOLDER"].join(" "), "forwarded_link::gone").problem().unwrap().contains("no test"));
    }

    #[test]
    fn every_listed_guard_stands_where_it_is_listed() {
        assert_eq!(problems().unwrap(), Vec::<String>::new());
    }
}
